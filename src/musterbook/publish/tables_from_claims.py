"""Readings and rows of the base -> tables for the terminal. Returns what rich prints; prints nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from musterbook.codebook.language_rows import Country
from musterbook.codebook.load import LANGUAGES, language_folder, read_rows
from musterbook.model import printed
from musterbook.publish.grid_from_rows import QUOTE, Column, Grid

Json = Mapping[str, Any]
SAID = {"exact": "", "at_least": "at least ", "up_to": "up to "}  # the others are printed as they are named
# The keys that every pack has; any other key of a claim is a dimension of the pack.
OWN_SLOTS = ("measure", "type", "theme", "per", "population", "place", "country", "period", "date", "time")
SAYING = ("low", "high", "bound", "unit", "count", "chain", "cues", "stance", "origin", "open", "why", "by")
PLACING = ("id", "kind", "quote", "start", "end", "doc", "document", "publisher", "published", "url", "title")
DATING = ("page", "guessed", "published_how", "release")
FIXED = frozenset((*OWN_SLOTS, *SAYING, *PLACING, *DATING, "hops", "slots", "before", "after"))
STOP = re.compile(r"[.!?…][\"'”»)\]]*\s+|\n+")
WINDOW = 500  # characters on each side at most: a sentence of prose is seldom longer
PHRASE = 140  # of an example on the worklist: enough to see what is counted
OWN_WORD = "(own word)"
OPEN_ABOVE = ("at_least", "over")  # bounds that say themselves that there may be more
DECIDED = ("measure", "type", "theme")  # the slot that the rule of the whole claim decides
WIDE = 115  # columns of a terminal from which every field of a claim has a column of its own
TIGHT = 70  # columns below which not even the document has one of its own
GAP = re.compile(r"\s{2,}")  # what was not released of a page
CODE = re.compile(r"[A-Z]{2}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def reading_tables(reading: Json) -> Iterator[RenderableType]:
    """Yield the view of one document: heading, then one table for each kind of finding that it has."""
    yield heading(reading)
    figures, incidents, statements = reading["figures"], reading["incidents"], reading["statements"]
    if figures:
        yield figure_table(figures)
    if incidents:
        yield incident_table(incidents)
    if statements:
        yield statement_table(statements)
    if reading["terms"]:
        yield term_table(reading["terms"])
    yield Text(remaining(reading), style="dim")


def heading(reading: Json) -> RenderableType:
    """Return the name of a document with what is known of it."""
    date = reading.get("published") and f"{reading['published']}{dating(reading)}"
    about = [it for it in (reading.get("publisher"), date, reading.get("title")) if it]
    line = " · ".join(about) or "publisher and date not known"
    return Group(Rule(Text(str(reading["doc"]), style="bold"), align="left"), Text(line, style="dim"))


def dating(row: Json) -> str:
    """Return what to say beside a date of publication that nobody has vouched for."""
    return f" (guessed: {row.get('published_how') or 'not said how'})" if row.get("guessed") else ""


def remaining(reading: Json) -> str:
    """Return the closing line: how much was left over, and why; a page that the gate turned away is said to be one."""
    reasons: dict[str, int] = {}
    for leftover in reading["leftovers"]:
        reasons[leftover["why"]] = reasons.get(leftover["why"], 0) + 1
    parts = [f"{count} {why}" for why, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))]
    found = sum(len(reading[kind]) for kind in ("figures", "incidents", "statements"))
    if reading["sentences"] and not (found or parts or reading["terms"]):
        return "no claims: not about the subject of this codebook"
    claims = f"{found} claim{'' if found == 1 else 's'}"
    return f"{claims}; left over: {', '.join(parts)}" if parts else f"{claims}; nothing left over"


AMOUNT, MEASURE, WHERE, ORIGIN = Column("amount", 14), Column("measure"), Column("where", 20), Column("origin", 24)
WHEN = Column("period", 11, fixed=True)


def figure_table(figures: Iterable[Json]) -> Grid:
    """Return the figures: amount, measure, period, where and which, origin, quote."""
    made = Grid("Figures", (AMOUNT, MEASURE, WHEN, WHERE, ORIGIN, QUOTE))
    for row in figures:
        made.add(amount(row), row["measure"], when(row), where(row), arrows(row), one_line(row["quote"]))
    return made


def incident_table(incidents: Iterable[Json]) -> Grid:
    """Return the incidents."""
    made = Grid("Incidents", (Column("type"), Column("date", 11, fixed=True), AMOUNT, WHERE, ORIGIN, QUOTE))
    for row in incidents:
        count = amount(row["count"]) if row["count"] else ""
        made.add(row["type"], when(row), count, where(row), arrows(row), one_line(row["quote"]))
    return made


def statement_table(statements: Iterable[Json]) -> Grid:
    """Return the statements."""
    made = Grid("Statements", (Column("theme"), ORIGIN, QUOTE))
    for row in statements:
        made.add(row["theme"], arrows(row), one_line(row["quote"]))
    return made


def term_table(terms: Iterable[Json]) -> Grid:
    """Return each term once with how often it stands there; a wrong expansion is a warning."""
    made = Grid("Terms", (Column("term"), Column("concept"), Column("times"), Column("warning", 60, style="yellow")))
    seen: dict[tuple[str, str, str], int] = {}
    for row in terms:
        words = f": “{one_line(row['fault_quote'])}”" if row["fault_quote"] else ""
        fault = f"{row['fault']}{words}" if row["fault"] else ""
        key = (one_line(row["surface"]), row["concept"], fault)
        seen[key] = seen.get(key, 0) + 1
    for (surface, concept, fault), times in seen.items():
        made.add(surface, concept, str(times), fault)
    return made


def amount(row: Json) -> str:
    """Return an amount in words.

    >>> amount({"low": 18000, "high": 18000, "bound": "over", "per": "month"})
    'over 18,000 a month'
    >>> amount({"low": 5, "high": 8, "bound": "between", "unit": "years"})
    '5–8 years'
    >>> amount({"low": 3, "high": None, "bound": "at_least"}), amount({"low": 1, "high": 1, "bound": "exact", "unit": "months"})
    ('at least 3', '1 month')
    """
    low, high, bound = number(row["low"]), number(row["high"]), row["bound"]
    if bound == "between":
        said = f"{low}–{high}"
    else:  # open above is said once: by the bound, or by a plus
        said = SAID.get(bound, f"{bound} ") + low + "+" * (row["high"] is None and bound not in OPEN_ABOVE)
    unit, per = row.get("unit") or "", row.get("per") or ""
    one = row["low"] == 1 and row["high"] in (1, None)
    rate = f"{'an' if per[:1] in 'aeio' or per == 'hour' else 'a'} {per}" if per else ""
    return " ".join(part for part in (said, unit.removesuffix("s") if one else unit, rate) if part)


def number(value: float | None) -> str:
    """Return a number with thousands separators, whole ones without decimals."""
    return "" if value is None else printed(value)


def when(row: Json) -> str:
    """Return the period or date, with the time; an interval's end stands on a line of its own.

    >>> when({"period": "2024-01/2024-06"}).splitlines()
    ['2024-01/', '2024-06']
    """
    said = str(row.get("period") or row.get("date") or "").replace("/", "/\n")
    return lines(said, row.get("time"))


def where(row: Json) -> str:
    """Return place, then whatever other dimension has a value; a country is said once.

    >>> where({"place": "Harbour", "country": None, "flag": "NL", "law": "NL-7", "population": None})
    'Harbour · NL-7'
    """
    dims = [str(row[key]) for key in row if key not in FIXED and row[key]]
    place = row.get("place") or row.get("country") or ""
    parts = [place, *dims, row.get("population") or ""]
    kept = [
        part
        for at, part in enumerate(parts)
        if part
        and part not in parts[:at]
        and not (CODE.fullmatch(part) and implied(part, [*parts[:at], *parts[at + 1 :]]))
    ]
    return " · ".join(kept)


def implied(code: str, others: Iterable[str]) -> bool:
    """True when another value names the country of a code: its name, or a code that begins with it."""
    return any(other.startswith(f"{code}-") or country_codes().get(other) == code for other in others if other)


@cache
def country_codes() -> Mapping[str, str]:
    """Return the code of each country by its names."""
    paths = [language_folder(code) / "countries.csv" for code in LANGUAGES]
    rows = [row for path in paths if path.is_file() for row in read_rows(path, Country)]
    return {row.surface: row.iso for row in rows if row.kind == "name"}


def arrows(row: Json) -> str:
    """Return a chain, nearest first, the origin last; doubt and denial are said."""
    chain = " → ".join(row["chain"]) or OWN_WORD
    return chain if row["stance"] in ("asserted", "reported") else f"{chain} [{row['stance']}]"


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters; for looking at, never for storing."""
    return " ".join(CONTROL.sub(" ", text).split())


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """Claims of all kinds, each with as much of its id as `show` needs; a narrow terminal gets fewer, fuller columns."""

    rows: tuple[Json, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield the table for the width at hand."""
        room = options.max_width
        yield wide_claims(self.rows) if room >= WIDE else narrow_claims(self.rows, room)


def claims_table(rows: Iterable[Json]) -> ClaimsTable:
    """Return claims of all kinds to look at."""
    return ClaimsTable(tuple(rows))


ID, DOCUMENT, PUBLISHED = Column("id", 8, fixed=True), Column("document", 20), Column("published", 10, fixed=True)


def wide_claims(rows: Iterable[Json]) -> Grid:
    """Return claims with a column for everything."""
    when_column = Column("when", 11, fixed=True)
    made = Grid("", (ID, DOCUMENT, PUBLISHED, Column("claim", 24), when_column, WHERE, ORIGIN, QUOTE))
    for row in rows:
        head = (row["id"][:8], row["document"], row["published"] or "")
        made.add(*head, what(row), when(row), where(row), arrows(row), one_line(row["quote"]))
    return made


def narrow_claims(rows: Iterable[Json], room: int) -> Grid:
    """Return claims with when and where below what; with very little room the document goes below its date."""
    tight, claim = room < TIGHT, Column("claim", 24, least=11)
    about = (Column("published", 20, least=10),) if tight else (DOCUMENT, PUBLISHED)
    made = Grid("", (ID, *about, claim, ORIGIN, QUOTE))
    for row in rows:
        document, published = row["document"], row["published"] or ""
        head = (lines(published, document),) if tight else (document, published)
        told = lines(what(row), when(row), where(row))
        made.add(row["id"][:8], *head, told, arrows(row), one_line(row["quote"]))
    return made


def lines(*parts: str | None) -> str:
    """Return the parts that are there, one a line."""
    return "\n".join(part for part in parts if part)


def what(row: Json) -> str:
    """Return what a claim of any kind says, in a few words."""
    said = amount(row) + " " if row.get("bound") else ""
    return said + str(row.get("measure") or row.get("type") or row.get("theme"))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after [start, end) up to the far end of the neighbouring sentences.

    >>> around("One. Two said. He left 5 men. Three. Four.", 18, 24)
    ('Two said. He ', ' men. Three.')
    """
    before = [0, *(stop.end() for stop in STOP.finditer(text, max(0, start - WINDOW), start))]
    after = [stop.end() for stop in STOP.finditer(text, end, end + WINDOW)]
    low = max(before[-2] if len(before) > 1 else 0, start - WINDOW)
    high = min(after[1] if len(after) > 1 else len(text), end + WINDOW)
    low += (
        0 if low == 0 or text[low - 1].isspace() else len(text[low:start].partition(" ")[0])
    )  # not from inside a word
    return text[low:start].lstrip(), text[end:high].rstrip()


def claim_view(row: Json) -> Iterator[RenderableType]:
    """Yield the view of one claim: where it stands, the quote in its context, the chain, every slot with its reason."""
    date = row["published"] and f"{row['published']}{dating(row)}"
    page = row.get("page") and f"page {row['page']}"
    where = f"characters {row['start']}-{row['end']}"
    release = row.get("release") and f"known by {row['release']}, without its page"
    about = [str(it) for it in (row["publisher"], date, row["url"], page, where, release) if it]
    before, after = (GAP.sub(" … ", row[side]) if release else row[side] for side in ("before", "after"))
    yield Rule(Text(f"{row['kind']} {row['id']}", style="bold"), align="left")
    yield Text(f"{row['document']}: " + " · ".join(about), style="dim")
    yield Text(f"{what(row)} · {row['stance']}\n", style="bold")
    yield Text.assemble((before, "dim"), (f"⟦{row['quote']}⟧", "bold"), (after, "dim"), "\n")
    if row["hops"]:
        chain = Grid("From whom, nearest first", (Column("who"), Column("role"), Column("the words that say so", 60)))
        for hop in row["hops"]:
            name = hop["label"] if hop["source"] else f"{hop['label']} (unnamed)"
            chain.add(name, hop["role"], one_line(hop["cue"] or ""))
        yield chain
    else:
        yield Text("From whom: the document's own word\n")
    slots = Grid("Every value and why", (Column("slot"), Column("value"), Column("how"), Column("rule", 34), QUOTE))
    for slot in row["slots"]:
        decided, words, whole = slot["name"] in DECIDED, one_line(slot["quote"] or ""), one_line(row["quote"])
        if decided and words not in ("", whole):  # the noun is in the slot, the verb that decided is in the quote
            words = f"{words}, in: {whole}"
        slots.add(slot["name"], slot["value"], slot["how"], slot["by"] or (row["by"] if decided else ""), words)
    yield slots
    yield Text(f"read by the rule {row['by']}", style="dim")


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after [start, end) in its own sentence, at most PHRASE characters on each side.

    >>> sentence_around("Two said. He left 5 men there. Three.", 18, 23)
    ('He left ', ' there.')
    """
    before = [0, *(stop.end() for stop in STOP.finditer(text, max(0, start - WINDOW), start))]
    after = STOP.search(text, end - 1, end + WINDOW)  # the quote itself may end the sentence
    low, high = max(before[-1], start - PHRASE), min(after.end() if after else len(text), end + PHRASE)
    cut = low > before[-1]
    head = text[low:start].partition(" ")[2] if cut else text[low:start]
    tail = text[end:high].rstrip()
    short = high == end + PHRASE and high < len(text)
    return ("… " + head if cut else head), (tail.rpartition(" ")[0] + " …" if short else tail)


def worklist_table(groups: Iterable[Json]) -> Grid:
    """Return what was left over: a reason, how often, examples in their sentence with their document."""
    made = Grid("", (Column("left over because", 28), Column("times", 7, fixed=True), Column("examples", 10_000)))
    for group in groups:
        lines = [
            f"{one_line(it['before'] + '⟦' + it['quote'] + '⟧' + it['after'])} ({it['document']})"
            for it in group["examples"]
        ]
        made.add(group["why"], f"{group['count']:,}", "\n".join(lines))
    return made


def score_table(scores: Json) -> Grid:
    """Return a score, a line for each part."""
    made = Grid("", (Column("part"), Column("score", 10_000)))
    for part, value in scores.items():
        made.add(part, ", ".join(pairs(value)))
    return made


def pairs(value: object, prefix: str = "") -> Iterator[str]:
    """Yield `name value` for every leaf."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from pairs(part, f"{prefix}{key}." if isinstance(part, Mapping) else f"{prefix}{key}")
    elif isinstance(value, list):
        yield " ".join(map(str, value)) or "none"
    else:
        yield f"{prefix} {'-' if value is None else value}"
