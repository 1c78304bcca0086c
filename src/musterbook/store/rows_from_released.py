"""The rows of a release -> the rows that its pages fill in the base, in the tables' column order. Pure.

A released page has no bytes and no text of its own: its text here is as long as the page's, with the released quotes and words at
their places, the page's line ends, and blanks for all the rest. So a quote is in its text, at its place, as anywhere else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite

from musterbook.compared import Judgement
from musterbook.model import Amount, Bound, Stance, demand, digest
from musterbook.store.rows_from_extract import Row, Rows, amount, key_of

Record = Mapping[str, str]  # every cell as text, "" when it is empty
Tables = Mapping[str, Sequence[Record]]
NEEDED = ("documents", "figures", "incidents", "statements", "hops", "slots", "terms", "decisions")
CLAIMS = ("figures", "incidents", "statements")
LONGEST = 5_000_000  # code points of a text, as anywhere
TRUE = ("true", "True")


@dataclass(frozen=True, slots=True)
class Whose:
    """Which release rows are from: how it is called, and what decides between two of them: the later, then by content."""

    label: str
    rank: str


@dataclass(frozen=True, slots=True)
class ReleasedPage:
    """One page of a release: its rows by table of the base, and what its capture record says."""

    doc: str
    rows: Rows
    sha256: str  # of the page's own text
    text_sha256: str  # of what is kept of it here
    url: str
    captured: str
    method: str
    raw: str  # SHA-256 of the bytes that whoever released it has in their archive


Decision = tuple[str, str, Judgement, str, str]  # two claims, what was decided, when, why


def pages_from_released(tables: Tables, whose: Whose) -> Iterator[ReleasedPage]:
    """Yield the pages of a release; raises ValueError or KeyError for rows that no release can hold."""
    check_keys(tables)
    of = {name: by(tables[name], "doc") for name in (*CLAIMS, "terms")}
    of_claim = {name: by(tables[name], "claim") for name in ("hops", "slots")}
    for row in tables["documents"]:
        yield page(row, {name: rows.get(row["id"], ()) for name, rows in of.items()}, of_claim, whose)


def check_keys(tables: Tables) -> None:
    """Raise ValueError where two rows have one name."""
    keys: dict[str, list[object]] = {
        "page": [it["id"] for it in tables["documents"]],
        "claim": [it["id"] for kind in CLAIMS for it in tables[kind]],
        "hop": [(it["claim"], int(it["position"])) for it in tables["hops"]],
        "value": [(it["claim"], it["name"]) for it in tables["slots"]],
    }
    for what, names in keys.items():
        demand(len(names) == len({*names}), f"every {what} is there once", len(names))


def decisions_from_released(tables: Tables) -> list[Decision]:
    """Return what people decided about claims of a release, the earliest first."""
    found = [
        (it["left"], it["right"], Judgement(it["judgement"]), it["decided"], it["why"]) for it in tables["decisions"]
    ]
    return sorted(found, key=lambda it: (it[3], it[:3]))


def by(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    """Return rows grouped by a column."""
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def page(
    row: Record, mine: Tables, of_claim: Mapping[str, Mapping[str, Sequence[Record]]], whose: Whose
) -> ReleasedPage:
    """Return one page with all that was released of it."""
    doc = row["id"]
    claims = [it for kind in CLAIMS for it in mine[kind]]
    hops, slots = ([it for claim in claims for it in of_claim[name].get(claim["id"], ())] for name in ("hops", "slots"))
    pieces = [
        *((it["start"], it["quote"]) for it in claims),
        *((it["start"], it["words"]) for it in (*slots, *mine["terms"])),
        *((it["start"], it["cue"]) for it in hops),
    ]
    text = text_of(int(row["length"]), row["breaks"], ((int(at), words) for at, words in pieces if at and words))
    rows: Rows = {
        "documents": [document_row(row, text, claims, whose)],
        "figures": [figure_row(it) for it in mine["figures"]],
        "incidents": [incident_row(it) for it in mine["incidents"]],
        "statements": [(*head(it), it["theme"], *tail(it)) for it in mine["statements"]],
        "hops": [hop_row(it, doc) for it in hops],
        "slots": [slot_row(it, doc) for it in slots],
        "terms": [term_row(it, doc, at) for at, it in enumerate(sorted(mine["terms"], key=place_of))],
        "leftovers": [],
    }
    known = sha256(text.encode("utf-8")).hexdigest()
    likeness = float(row["likeness"] or 1)
    rows["released"] = [(doc, whose.label, whose.rank, known, row["copy_of"], likeness)]
    about = (row["url"], row["captured"], row["method"], row["raw_sha256"])
    return ReleasedPage(doc, rows, row["sha256"], known, *about)


def text_of(length: int, breaks: str, pieces: Iterable[tuple[int, str]]) -> str:
    """Return a text of which only the line ends and some pieces are known.

    >>> text_of(12, "4", [(6, "five"), (0, "Two")])
    'Two \\n five  '
    """
    demand(0 <= length <= LONGEST, "a text is of a length that can be kept", length)
    made = [" "] * length
    for at in map(int, breaks.split()):
        demand(0 <= at < length, "a line ends inside its text", at)
        made[at] = "\n"
    known = list(pieces)
    for start, words in known:
        demand(0 <= start and start + len(words) <= length, "words lie inside their text", start)
        made[start : start + len(words)] = words
    text = "".join(made)
    for start, words in known:
        demand(text.startswith(words, start), "words at one place are the same", start)
    return text


def document_row(row: Record, text: str, claims: Sequence[Record], whose: Whose) -> Row:
    """Return the row of the page itself."""
    about = (row["id"], row["name"] or row["id"], row["url"], row["title"] or None, row["publisher"] or None)
    read = (
        0,
        "",
        whose.label,
        digest(whose.rank, *row.values(), *(cell for claim in claims for cell in claim.values())),
    )
    how = (row["published_how"] or None, int(row["guessed"] in TRUE), None, None, None)
    shape = ("[]", json.dumps(starts_of_pages(claims)), whose.label)
    return (*about, row["published"] or None, row["lang"], text, row["sha256"], *read, *how, *shape)


def starts_of_pages(claims: Iterable[Record]) -> list[int]:
    """Return where pages of a paged original begin, as far as its claims tell: each claim is on its own page again."""
    first: dict[int, int] = {}
    for it in claims:
        if it["page"]:
            number, start = int(it["page"]), int(it["start"])
            demand(0 < number <= start + 1, "no page is without a letter", number)
            first[number] = min(start, first.get(number, start))
    starts: list[int] = []
    for number in range(max(first, default=0), 0, -1):
        after = starts[-1] if starts else first[number]
        starts.append(0 if number == 1 else first.get(number, after))
    return starts[::-1]


def head(it: Record) -> Row:
    """Return the beginning of the row of any claim."""
    start, end = int(it["start"]), int(it["end"])
    demand(len(it["quote"]) == end - start > 0, "a quote is as long as its place", it["id"])
    return it["id"], key_of(it["id"]), it["doc"], start, end, it["quote"]


def tail(it: Record) -> Row:
    """Return the end of the row of any claim."""
    return Stance(it["stance"]).value, it["origin"] or None, int(it["open"] in TRUE), it["rule"]


def figure_row(it: Record) -> Row:
    """Return the row of a figure."""
    slots = tuple(it[name] or None for name in ("per", "population", "place", "period"))
    return (*head(it), it["measure"], *amount(amount_of(it)), *slots, *tail(it))


def incident_row(it: Record) -> Row:
    """Return the row of a happening; its day is what the table of a release calls a period."""
    slots = (it["period"] or None, it["time"] or None, it["place"] or None, it["country"] or None)
    return (*head(it), it["type"], *slots, *amount(amount_of(it)), *tail(it))


def amount_of(it: Record) -> Amount | None:
    """Return the number of a claim, None where it has none."""
    if not it["low"]:
        return None
    low, high = float(it["low"]), float(it["high"]) if it["high"] else None
    demand(isfinite(low) and isfinite(high or 0), "a number is one", it["low"])
    return Amount(low, high, Bound(it["bound"]), it["unit"] or None)


def hop_row(it: Record, doc: str) -> Row:
    """Return the row of a hop."""
    return it["claim"], int(it["position"]), doc, it["label"], it["source"] or None, it["role"], *span(it, it["cue"])


def slot_row(it: Record, doc: str) -> Row:
    """Return the row of a value."""
    about = (it["claim"], it["name"], doc, int(it["dimension"] in TRUE), it["value"], it["how"])
    return (*about, *span(it, it["words"]), it["rule"])


def span(it: Record, words: str) -> tuple[int | None, int | None, str | None]:
    """Return where words stand, and the words."""
    return (int(it["start"]), int(it["start"]) + len(words), words) if it["start"] and words else (None, None, None)


def place_of(it: Record) -> tuple[int, int]:
    """Return where a wrong word stands, for sorting."""
    return int(it["at"]), int(it["start"])


def term_row(it: Record, doc: str, position: int) -> Row:
    """Return the row of a wrong word: the term itself, or words beside it."""
    at, start, words = int(it["at"]), int(it["start"]), it["words"]
    if at == start:
        return doc, position, at, at + len(words), words, it["concept"], it["fault"], None, None, None
    return doc, position, at, at, "", it["concept"], it["fault"], start, start + len(words), words
