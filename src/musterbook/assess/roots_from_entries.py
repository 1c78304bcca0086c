"""The entries of a fact -> the ends they lead to: which of them count, which only might, and who names nobody.

- A chain that ends in an outlet goes on where that outlet's own page in the cluster says whom it has it from.
- A document is counted with whoever holds it: the hop before it, or the page.
- An end that counts for itself (a court, an office, a group with counts of its own) has a vote. One that passes on what
  others say (an agency, a newspaper), or whose last hop is nobody named, has a vote only for a number that no counting end
  gave, and all of them together only one for one number: none of them proves that it is not the same source.
- A page that names nobody has no vote, unless its number contradicts every other: then it cannot be theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from musterbook.compared import Entry, Party, Root, Sort
from musterbook.link.likeness_from_amounts import TELLING, Values, values_from_shapes
from musterbook.link.relation_from_shapes import MISSING, SAME, period_case
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape, shape_from_entry

NOBODY = "nobody named"


@dataclass(frozen=True, slots=True)
class End:
    """Where one entry leads: `key` "" when to nobody; `part` as in the codebook's kinds; `loop` when the pages cite each other."""

    key: str
    label: str
    kind: str
    part: str
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Roots:
    """The ends of a cluster: those that have a vote, the ids that lead to nobody, and the ids of pages that cite each other."""

    counted: tuple[Root, ...]
    silent: tuple[Root, ...]
    open: tuple[str, ...]
    loops: tuple[str, ...]


def roots_from_entries(entries: Sequence[Entry], rules: Rules, known: Mapping[str, Shape] | None = None) -> Roots:
    """Return the ends that the entries of one fact, or of one story, lead to."""
    pages = {
        entry.publisher.key: entry
        for entry in sorted(entries, key=lambda it: (it.published or "9", it.id), reverse=True)
        if entry.chain
    }
    found: dict[tuple[str, str], list[tuple[End, Entry]]] = defaultdict(list)
    loops = []
    for entry in sorted(entries, key=lambda it: it.id):
        for hops in (entry.chain, *((party,) for party in entry.also)):
            end = end_of(entry.publisher, hops, pages, rules)
            found[end.key, end.part].append((end, entry))
            loops += [entry.id] if end.loop else []
    shapes = known or {entry.id: shape_from_entry(entry, rules) for entry in entries}
    return voted([one_end(group) for group in found.values()], rules, tuple(dict.fromkeys(loops)), shapes)


def end_of(publisher: Party, hops: Sequence[Party], pages: dict[str, Entry], rules: Rules) -> End:
    """Return where a chain leads, going on through the pages of those it ends in."""
    path, seen = [publisher, *hops], {publisher.key}
    while True:
        last = path[-1]
        page = pages.get(last.key)
        if page is None or len(path) == 1 or rules.part(last.kind, last.key) == "counts":
            return end_of_path(path, rules)
        new = [hop for hop in page.chain if hop.key not in seen]
        if last.key in seen or len(new) < len(page.chain):
            return replace(end_of_path(path, rules), loop=publisher.key in {hop.key for hop in page.chain})
        seen.add(last.key)
        path += new


def end_of_path(path: Sequence[Party], rules: Rules) -> End:
    """Return the end of a path that goes no further; the first of it is the publisher."""
    last = path[-1]
    holder = next((party for party in reversed(path[1:]) if party.sort == Sort.named), None)
    if last.sort == Sort.named and len(path) > 1:
        return End(last.key, last.label, last.kind, rules.part(last.kind, last.key))
    if len(path) == 1:
        own = rules.part(last.kind, last.key) == "counts" and last.sort == Sort.named and last.key in rules.sources
        return End(last.key, last.label, last.kind, "counts") if own else End("", NOBODY, "unnamed", "open")
    holder = holder or (path[0] if answers(path[0], last, rules) else None)
    if holder is None:
        return End("", last.label, "unnamed" if last.sort == Sort.unnamed else "document", "open")
    if last.sort == Sort.document:
        return End(holder.key, holder.label, holder.kind, rules.part(holder.kind, holder.key))
    return End(f"{holder.key} ?", f"{holder.label}, from nobody named", "unnamed", "relay")


def answers(publisher: Party, last: Party, rules: Rules) -> bool:
    """True when a publisher stands for papers it holds, as any fairly reliable one does, or for people it does not name.

    The latter only one that counts for itself: of any other nobody knows whether its unnamed people are not somebody else's.
    """
    kind = rules.kinds.get(publisher.kind)
    if publisher.key not in rules.sources or kind is None:
        return False
    return rules.part(publisher.kind, publisher.key) == "counts" or (
        last.sort == Sort.document and kind.reliability in "ABC"
    )


def one_end(group: list[tuple[End, Entry]]) -> tuple[End, list[Entry]]:
    """Return the entries that lead to one end, which is called as most of them call it."""
    labels = Counter(end.label for end, _ in group)
    label = min(labels, key=lambda it: (-labels[it], it))
    return replace(group[0][0], label=label, loop=False), [entry for _, entry in group]


def voted(
    found: list[tuple[End, list[Entry]]], rules: Rules, loops: tuple[str, ...], shapes: Mapping[str, Shape]
) -> Roots:
    """Return the ends with a vote, those without, and the entries that lead to nobody."""
    counted: list[Root] = []
    silent: list[Root] = []
    for end, group in sorted(found, key=lambda it: (ORDER.get(it[0].part, 9), it[0].key, it[0].label)):
        root = Root(
            end.key or NOBODY,
            end.label,
            end.kind,
            end.part == "counts",
            tuple(dict.fromkeys(entry.id for entry in group)),
        )
        if end.part == "counts":
            counted.append(root)
        elif end.part == "open":
            silent.append(root)
        elif is_new(
            root, [other for other in counted if other.key != root.key.removesuffix(" ?")], shapes, rules
        ) and not same_key(root, counted):
            counted.append(root)
        else:
            silent.append(root)
    lone = [root for root in silent if root.key == NOBODY]
    for root in lone:
        if counted and contradicts_all(root, counted, shapes, rules):
            counted.append(root)
            silent.remove(root)
    open_ids = sorted(id for root in lone if root not in counted for id in root.members)
    return Roots(tuple(counted), tuple(silent), tuple(dict.fromkeys(open_ids)), loops)


ORDER = {"counts": 0, "relay": 1, "compiles": 2, "document": 3, "open": 4}


def same_key(root: Root, counted: Sequence[Root]) -> bool:
    """True when an end is counted already, under its own name or as somebody's unnamed source."""
    return any(other.key.removesuffix(" ?") == root.key.removesuffix(" ?") for other in counted)


def is_new(root: Root, counted: Sequence[Root], shapes: Mapping[str, Shape], rules: Rules) -> bool:
    """True when an end gives a number that no counted end gave."""
    theirs = [shapes[id] for other in counted for id in other.members]
    mine = [shapes[id] for id in root.members]
    if not theirs:
        return True
    known = [any(values_from_shapes(one, two, rules) in {*TELLING, Values.none} for two in theirs) for one in mine]
    return not any(known)


def contradicts_all(root: Root, counted: Sequence[Root], shapes: Mapping[str, Shape], rules: Rules) -> bool:
    """True when the number of an end cannot be that of any counted one, and is said of the same time and articles."""
    theirs = [shapes[id] for other in counted for id in other.members]
    return any(
        contradicts(shapes[id], [it for it in theirs if it.what == shapes[id].what], rules) for id in root.members
    )


def contradicts(mine: Shape, theirs: Sequence[Shape], rules: Rules) -> bool:
    """True when a number is apart from every other one of its measure, and some of them are of its time."""
    apart = [
        values_from_shapes(mine, it, rules) == Values.apart
        and (mine.laws == it.laws or not it.laws)
        and period_case(mine.span, it.span, rules) in (SAME, MISSING)
        for it in theirs
    ]
    return bool(apart) and all(apart)
