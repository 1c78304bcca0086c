"""The claims of a base beside the facts they tell, for verbs that look at a measure over time: what is asked, and what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.errors import UsageError
from musterbook.verbs.clusters import check_day, known_in_base, opened
from musterbook.verbs.common import chosen, codebook_for, own_rows, suggestion

if TYPE_CHECKING:
    from musterbook.assess.series_from_entries import Apart, Asked, Line
    from musterbook.codebook.guard import Guard
    from musterbook.compared import Entry
    from musterbook.link.rules_from_codebook import Rules
    from musterbook.publish.facts_from_entries import Known

SOURCES = 6  # origins that a picture's source line names


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked, its lines, and the figures that are on none; `title` and `source` stand on a picture of them."""

    ask: Asked
    lines: Sequence[Line]
    apart: Sequence[Apart]
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The claims of a base with the facts they tell, and where they are kept."""

    entries: dict[str, Entry]
    known: Known
    rules: Rules
    folder: Path
    origins: dict[str, tuple[str, str, bool]]  # key, printed name and weight of the end each claim leads to, if any

    def measures(self) -> dict[str, list[Entry]]:
        """Return the figures by measure; a way of counting that ends a measure's name belongs to the measure."""
        from musterbook.assess.series_from_entries import WAYS

        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if entry.kind == "figure":
                stem, _, way = entry.what.rpartition("_")
                known = entry.what in self.rules.measures or way not in WAYS
                found.setdefault(entry.what if known else stem, []).append(entry)
        return dict(sorted(found.items(), key=lambda it: (-len(it[1]), it[0])))

    def dims(self, measure: str, wanted: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
        """Return what is asked for by its name in the base; raises UsageError where the measure has nothing of the kind."""
        entries = self.measures()[measure]
        return tuple(
            (name, meant(f"--{name}", words, sorted({value for it in entries if (value := scope_of(it, name))})))
            for name, words in wanted.items()
            if words is not None
        )

    def lines(self, ask: Asked) -> tuple[Sequence[Line], Sequence[Apart]]:
        """Return the lines, and the figures that are on none."""
        from musterbook.assess.series_from_entries import apart_from_entries, series_from_entries

        entries, origins = list(self.entries.values()), self.origins
        nobody = ("", "", False)

        def origin_of(entry: Entry) -> tuple[str, str, bool]:
            return origins.get(entry.id, nobody)

        return (
            series_from_entries(entries, ask, origin_of=origin_of, spoilt=self.spoilt()),
            apart_from_entries(entries, ask, origin_of=origin_of),
        )

    def spoilt(self) -> frozenset[str]:
        """Return the claims whose number, or what it counts, changed on the way."""
        from musterbook.assess.flags_from_cluster import SPOILT

        facts = self.known.facts.values()
        return frozenset(it.after for fact in facts for it in fact.assessment.mutations if it.kind in SPOILT)

    def title(self, ask: Asked) -> str:
        """Return what a picture of a measure is called."""
        row = self.rules.measures.get(ask.measure)
        return " · ".join([row.label if row else ask.measure, *(value for _, value in ask.dims), f"by {ask.by}"])

    def source(self, ask: Asked) -> str:
        """Return whose figures a picture shows, and from how many pages."""
        from musterbook.assess.series_from_entries import wanted

        shown = wanted(self.entries.values(), ask)
        origins = self.origins
        pages = len({it.doc for it in shown})
        names = sorted({origins[it.id][1] for it in shown if it.id in origins and origins[it.id][2]})
        more = f" and {len(names) - SOURCES} more" if len(names) > SOURCES else ""
        said = f"{', '.join(names[:SOURCES])}{more}, as told on " if names else "nobody who counts by himself, on "
        return f"{said}{pages:,} page{'' if pages == 1 else 's'} of the evidence base {self.folder.name}"


def desk_for(base: Path, as_of: str | None, pack: str | None) -> Desk:
    """Return the claims of a base with the facts they tell, now or by a day."""
    from musterbook.codebook.load_guard import load_guard
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.store.comparison_rows import held_entries

    if as_of is not None:
        check_day(as_of)
    with opened(base) as store:
        own = own_rows(base)
        codebook = codebook_for(pack, own)
        rules = rules_from_codebook(codebook)
        entries = {id: whole_country(entry, rules) for id, entry in held_entries(store).items()}
        known = known_in_base(store, rules, as_of)
    guard = cache(lambda: load_guard(pack or codebook.pack, own))  # half a second, and seldom needed
    origins = origins_from_known(known, entries.values(), rules, guard)
    return Desk(entries, known, rules, base.resolve(), origins)


def origins_from_known(
    known: Known, entries: Iterable[Entry], rules: Rules, guard: Callable[[], Guard]
) -> dict[str, tuple[str, str, bool]]:
    """Return where each claim leads: key, name as it may be printed, whether it counts; claims that lead to nobody are left out."""
    from musterbook.assess.roots_from_entries import NOBODY
    from musterbook.compared import Sort
    from musterbook.publish.labels_from_sources import DECIDED, label_from_source
    from musterbook.shield.sheet_from_texts import is_personal

    outlets = {it.publisher.key: it.publisher for it in entries if it.publisher.sort == Sort.named}
    found: dict[str, tuple[str, str, bool]] = {}
    for _, fact in sorted(known.facts.items()):
        # Of several ends the one that counts by itself is the claim's.
        for root in sorted(fact.assessment.origins, key=lambda it: (not it.confirms, it.key)):
            key = root.key.removesuffix(DECIDED)
            if key == NOBODY:
                continue
            label = root.label
            if key not in rules.sources and (key not in outlets or is_personal(outlets[key].label, guard())):
                label = label_from_source(root.label, guard())
            for id in root.members:
                found.setdefault(id, (root.key, label, root.confirms))
    return found


def asked_lines(desk: Desk, measure: str, scope: dict[str, str | None], *, by: str, as_of: str | None) -> Found:
    """Return the lines of a measure; raises UsageError when the base has nothing by a name that is asked for."""
    from musterbook.assess.series_from_entries import Asked

    chosen("measure", measure, sorted(desk.measures()))
    row = desk.rules.measures.get(measure)
    ask = Asked(measure, by, desk.dims(measure, scope), as_of, row.kind if row else "")
    return Found(ask, *desk.lines(ask), desk.title(ask), desk.source(ask))


def whole_country(entry: Entry, rules: Rules) -> Entry:
    """Return an entry without its place where that is all of the country whose side it is about: it limits nothing."""
    side = entry.dim("side")
    return replace(entry, place="") if side and rules.countries.find(entry.place) == side else entry


def scope_of(entry: Entry, name: str) -> str:
    """Return the place of an entry, or the value of one of the pack's own dimensions."""
    return entry.place if name == "place" else entry.dim(name)


def meant(option: str, words: str, known: Sequence[str]) -> str:
    """Return the one value that words mean: it in full whatever its capitals, or words that only one value holds."""
    fits = [it for it in known if it.casefold() == words.casefold()] or [
        it for it in known if words.casefold() in it.casefold()
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UsageError(f"{option} {words!r} may be {', '.join(fits[:4])}; give more of the name")
    raise UsageError(f"{option} {words!r} is in no figure of this measure; {suggestion(words, known)}")
