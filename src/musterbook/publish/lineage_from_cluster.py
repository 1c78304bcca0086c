"""A fact -> its lineage: the ends its claims lead to, who passed them on, the pages that tell it, and what changed on each hop.

A page that another one cites stands where it is named; copies hang below the page whose text they repeat. An edge that
would close a circle is left out and said of the page instead. What is only likely is drawn as likely and never counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from musterbook.assess.origin_from_series import Probable
from musterbook.assess.parents_from_entries import parents_from_entries
from musterbook.assess.roots_from_entries import NOBODY
from musterbook.assess.words_from_flags import FLAGS
from musterbook.compared import Entry, Outcome, Party, Sort
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import shape_from_entry
from musterbook.model import Stance
from musterbook.publish.facts_from_entries import Fact
from musterbook.publish.lineage import DATE, Edge, Lineage, Node, NodeSort, plain, spoken
from musterbook.publish.record_from_fact import amount_words, change_words, gravest_first

LONGEST = 90  # letters of a quote or cue that a picture shows; the whole of it stands in the data
UNDECIDED = " ?"  # ends the key of an origin that is somebody's unnamed source
COPIED = "the text is the same"
SOME = 2  # quotes of one page that are shown; the others are counted


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with all that its lineage says beside it: cue words and likely origins by claim, name and address by document."""

    fact: Fact
    entries: Mapping[str, Entry]
    cues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    probables: Mapping[str, Sequence[Probable]] = field(default_factory=dict)

    def mine(self) -> dict[str, Entry]:
        """Return the entries of the fact itself."""
        return {id: self.entries[id] for id in self.fact.cluster.members}


def lineage_from_cluster(told: Told, rules: Rules, *, title: str, as_of: str = "", note: str = "") -> Lineage:
    """Return the lineage of a fact; nodes are named by their documents and by the keys of who is cited."""
    draft = Draft(told, rules)
    for doc in draft.order:
        draft.add_page(doc)
    draft.mark_origins()
    nodes = (*draft.page_nodes(), *draft.cited_nodes())
    kept = {node.id for node in nodes}
    edges = tuple(Edge(*ends, *how) for ends, how in sorted(draft.edges.items()) if {*ends} <= kept)
    return Lineage(title, tuple(sorted(nodes, key=lambda it: it.id)), edges, as_of, note)


class Draft:
    """A lineage in the making: the pages, who else is cited, and the edges so far, never a circle."""

    def __init__(self, told: Told, rules: Rules) -> None:
        self.told, self.mine = told, told.mine()
        shapes = {id: shape_from_entry(entry, rules) for id, entry in self.mine.items()}
        self.parents = parents_from_entries(list(self.mine.values()), shapes, rules)
        self.claims: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(self.mine.values(), key=lambda it: (it.quote.start if it.quote else 0, it.id)):
            self.claims[entry.doc].append(entry)
        self.order = sorted(self.claims, key=lambda doc: (self.claims[doc][0].published or "9", doc))
        self.edges: dict[tuple[str, str], tuple[str, bool]] = {}
        self.labels: dict[str, Counter[str]] = defaultdict(Counter)  # of who is cited and has no page here
        self.sorts: dict[str, NodeSort] = {}
        self.dates: dict[str, str] = {}
        self.flags: dict[str, list[str]] = defaultdict(list)

    # ---------------------------------------------------------------- who stands where

    def add_page(self, doc: str) -> None:
        """Add the edges that lead to one page."""
        copied = self.copied_page(doc)
        if copied and self.join(page_id(copied), page_id(doc), COPIED):
            return
        for entry in self.claims[doc]:
            cues = list(self.told.cues.get(entry.id, ()))
            self.add_chain(entry, [*cues, *[""] * len(entry.chain)])
            for party in entry.also:
                self.join(self.place(entry, party, page_id(doc)), page_id(doc), "")
            for probable in self.told.probables.get(entry.id, ()):
                likely = f"likely {probable.series} {probable.date}"
                self.named(likely, probable.label, NodeSort.probable)
                self.dates[likely] = probable.date
                self.join(likely, page_id(doc), probable.words, certain=False)

    def copied_page(self, doc: str) -> str:
        """Return the earlier page of the fact whose text a page repeats, "" when it repeats none."""
        copy = self.claims[doc][0].copy_of
        earlier = self.order[: self.order.index(doc)]
        return next((it for it in earlier if copy and copy in (it, self.claims[it][0].copy_of)), "")

    def add_chain(self, entry: Entry, cues: Sequence[str]) -> None:
        """Add the edges of one chain, from the page outwards. What another page says of itself is left to that page."""
        taker = page_id(entry.doc)  # who the next hop gives to
        holder = taker
        for at, hop in enumerate(entry.chain):
            last = at == len(entry.chain) - 1
            if (hop.sort != Sort.named and not last) or hop.key == entry.publisher.key:
                continue  # nobody who could be asked stands between two others, and nobody has it from itself
            giver = self.place(entry, hop, holder)
            self.join(giver, taker, cues[at])
            other = self.claims.get(giver.removeprefix("page ")) if giver.startswith("page ") else None
            if other is None:
                taker = giver
            elif {it.key for one in other for it in one.chain} & {it.key for it in entry.chain[at + 1 :]}:
                return
            elif not any(one.chain for one in other):
                taker = giver
            holder = giver

    def place(self, entry: Entry, party: Party, holder: str) -> str:
        """Return the node of a party as one claim cites it: its page when it has one here, else a node of its own."""
        if party.sort == Sort.named:
            pages = [doc for doc in self.order if doc != entry.doc and self.publisher(doc).key == party.key]
            parent = self.mine[self.parents[entry.id]].doc if entry.id in self.parents else ""
            if pages:
                return page_id(parent if parent in pages else pages[0])
            return self.named(f"who {plain(party.key)}", party.label, NodeSort.relay)
        document = party.sort == Sort.document
        id = f"{'paper' if document else 'nobody'} of {holder}"
        if not document and holder == page_id(entry.doc):
            id += f" {plain(party.key)}"  # other words of one page may be other people; who tells a third party may not
        return self.named(id, party.label, NodeSort.document if document else NodeSort.unnamed)

    def publisher(self, doc: str) -> Party:
        """Return who publishes a page."""
        return self.claims[doc][0].publisher

    def named(self, id: str, label: str, sort: NodeSort) -> str:
        """Count a label of somebody who is cited, and return the id."""
        self.labels[id][label] += 1
        self.sorts.setdefault(id, sort)
        return id

    def join(self, source: str, target: str, words: str, *, certain: bool = True) -> bool:
        """Add an edge; one that closes a circle becomes a flag of the page instead, and False is returned."""
        if source == target or source in self.taking(target):
            circle = source != target and "each cites the other: a circle, and no proof"
            self.flags[target] += [circle] if circle else []
            return False
        if (source, target) not in self.edges or not self.edges[source, target][0]:
            self.edges[source, target] = shortened(words), certain
        return True

    def taking(self, start: str) -> set[str]:
        """Return all that has it from a node."""
        found, todo = {start}, [start]
        while todo:
            giver = todo.pop()
            new = {target for source, target in self.edges if source == giver} - found
            found |= new
            todo += new
        return found - {start}

    def mark_origins(self) -> None:
        """Mark what has a vote as an origin; somebody's unnamed source stays an open end that says it counts."""
        for root in self.told.fact.assessment.origins:
            key = f"who {plain(root.key.removesuffix(UNDECIDED))}"
            pages = [
                doc
                for doc in self.order
                if self.publisher(doc).key == root.key and {it.id for it in self.claims[doc]} & {*root.members}
            ]
            if root.key == NOBODY:
                for doc in sorted({self.mine[id].doc for id in root.members}):
                    self.flags[page_id(doc)].append("names nobody, and contradicts every origin: counts as one")
            elif root.key.endswith(UNDECIDED):
                self.flags[self.unnamed_of(root.key, key)].append("counts as one origin: no other gave this number")
            elif key in self.sorts:
                self.sorts[key] = NodeSort.origin
            elif pages:
                self.sorts[page_id(pages[0])] = NodeSort.origin

    def unnamed_of(self, root: str, key: str) -> str:
        """Return the unnamed node behind a holder, the holder itself when it has none of its own."""
        pages = [page_id(doc) for doc in self.order if self.publisher(doc).key == root.removesuffix(UNDECIDED)]
        found = [it for one in (key, *pages) for it in self.sorts if f"{it} ".startswith(f"nobody of {one} ")]
        return (*found, *pages, key)[0]

    # ---------------------------------------------------------------- what is said of each

    def cited_nodes(self) -> Iterator[Node]:
        """Yield who is cited without a page here; one called several names is called by the most frequent."""
        linked = {end for ends in self.edges for end in ends}
        for id, labels in sorted(self.labels.items()):
            ordered = sorted(labels, key=lambda it: (-labels[it], it))
            others = [spoken(shortened(it)) for it in ordered[1:]]
            named = self.sorts[id] in (NodeSort.document, NodeSort.unnamed)
            also = [f"also called {' and '.join(others[:SOME])}{more(others[SOME:])}"] if others and named else []
            if id in linked:
                date = self.dates.get(id, "")
                flags = tuple(dict.fromkeys([*self.flags[id], *also]))
                yield Node(id, shortened(ordered[0]), self.sorts[id], date, flags=flags)

    def page_nodes(self) -> Iterator[Node]:
        """Yield the pages with what each says, what it changed, and what else to know of it."""
        givers = {source for source, _ in self.edges}
        for doc in self.order:
            id, claims = page_id(doc), self.claims[doc]
            name, url = self.told.pages.get(doc, ("", ""))
            quotes = list(dict.fromkeys(plain(it.words()) for it in claims))
            quoted = claims[0].quote is not None
            shown = [spoken(shortened(it)) if quoted else it for it in quotes[:SOME]]
            label = self.publisher(doc).label or name
            date = claims[0].published
            yield Node(
                id,
                label if label == name or self.publisher(doc).sort == Sort.named else name or label,
                self.sorts.get(id, NodeSort.relay if id in givers else NodeSort.page),
                date if DATE.fullmatch(date) else date[:10],
                " · ".join(shown) + more(quotes[SOME:]),
                " · ".join(quotes),
                url,
                tuple(self.changes(doc)),
                tuple(dict.fromkeys([*self.flags[id], *self.warnings(doc)])),
            )

    def changes(self, doc: str) -> Iterator[str]:
        """Yield how the figures of a page changed, each way once; together against whom, where that is not whom it cites."""
        near = {source for source, target in self.edges if target == page_id(doc)}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for it in gravest_first(self.told.fact.assessment.mutations):
            after, before = self.mine.get(it.after), self.told.entries.get(it.before)
            if after is not None and after.doc == doc:
                far = before is not None and before.doc != doc and page_id(before.doc) not in near
                found[before.publisher.label if far and before is not None else ""][change_words(it)] = None
        yield from found.pop("", {})
        for label, changes in found.items():
            yield f"against {label}: {'; '.join(changes)}"

    def warnings(self, doc: str) -> Iterator[str]:
        """Yield what to be wary of on a page: broken terms, doubt, and who tells it otherwise."""
        claims = {it.id: it for it in self.claims[doc]}
        told = {it.kind for it in self.told.fact.assessment.mutations if it.after in claims}
        if any(it.terms for it in claims.values()) and "term_mistranslated" not in told:
            faults = dict.fromkeys(fault.replace("_", " ") for it in claims.values() for fault in it.terms)
            yield f"{FLAGS['term_error']}: {'; '.join(faults)}"
        if all(it.stance == Stance.alleged for it in claims.values()):
            yield FLAGS["alleged"]
        others: dict[str, None] = {}
        for link in self.told.fact.cluster.links:
            if link.outcome == Outcome.contradicts and {link.left, link.right} & {*claims}:
                other = self.mine[link.right if link.left in claims else link.left]
                if other.doc != doc:
                    others[f"{amount_words(other)} ({other.publisher.label})"] = None
        if others:
            yield f"contradicted by {', '.join([*others][: SOME + 1])}{more([*others][SOME + 1 :])}"


def page_id(doc: str) -> str:
    """Return the id of a page's node."""
    return f"page {plain(doc)}"


def more(left_out: Sequence[str]) -> str:
    """Return how many things are not shown, in words; "" for none."""
    return f" and {len(left_out)} more" if left_out else ""


def shortened(text: str) -> str:
    """Return words on one line, cut behind a whole one when they are too long.

    >>> shortened("as  the wire says"), len(shortened("word " * 99)) <= LONGEST
    ('as the wire says', True)
    """
    text = plain(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:–-") + "…"
