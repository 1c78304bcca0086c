"""Readings and rows of the base -> tables for the terminal. Returns what rich prints; prints nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

Json = Mapping[str, Any]
SAID = {"exact": "", "at_least": "at least ", "up_to": "up to "}  # the others are printed as they are named
# The keys that every pack has; any other key of a claim is a dimension of the pack.
OWN_SLOTS = ("measure", "type", "theme", "per", "population", "place", "country", "period", "date", "time")
SAYING = ("low", "high", "bound", "unit", "count", "chain", "cues", "stance", "origin", "open", "why", "by")
PLACING = ("id", "kind", "quote", "start", "end", "doc", "document", "publisher", "published", "url", "title")
FIXED = frozenset((*OWN_SLOTS, *SAYING, *PLACING, "hops", "slots", "before", "after"))
STOP = re.compile(r"[.!?…][\"'”»)\]]*\s+|\n+")
WINDOW = 500  # characters on each side at most: a sentence of prose is seldom longer
OWN_WORD = "(own word)"


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
    about = [reading[key] for key in ("publisher", "published", "title") if reading.get(key)]
    line = " · ".join(about) or "publisher and date not known"
    return Group(Rule(Text(str(reading["doc"]), style="bold"), align="left"), Text(line, style="dim"))


def remaining(reading: Json) -> str:
    """Return the closing line: how much was left over, and why."""
    reasons: dict[str, int] = {}
    for leftover in reading["leftovers"]:
        reasons[leftover["why"]] = reasons.get(leftover["why"], 0) + 1
    parts = [f"{count} {why}" for why, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))]
    found = sum(len(reading[kind]) for kind in ("figures", "incidents", "statements"))
    return f"{found} claims; left over: {', '.join(parts)}" if parts else f"{found} claims; nothing left over"


def table(title: str, *columns: str, quote: bool = True) -> Table:
    """Return an empty table whose last column is the quote."""
    made = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        made.add_column(column, overflow="fold", max_width=26, min_width=20 if column in ("claim", "measure") else None)
    if quote:
        made.add_column("quote", overflow="fold", ratio=1, min_width=24)
    return made


def figure_table(figures: Iterable[Json]) -> Table:
    """Return the figures: amount, measure, period, where and which, origin, quote."""
    made = table("Figures", "amount", "measure", "period", "where", "origin")
    for row in figures:
        cells = (amount(row), row["measure"], row["period"] or "", where(row), arrows(row), one_line(row["quote"]))
        made.add_row(*map(escape, cells))
    return made


def incident_table(incidents: Iterable[Json]) -> Table:
    """Return the incidents."""
    made = table("Incidents", "type", "date", "count", "where", "origin")
    for row in incidents:
        when = " ".join(part for part in (row["date"], row["time"]) if part)
        count = amount(row["count"]) if row["count"] else ""
        made.add_row(*map(escape, (row["type"], when, count, where(row), arrows(row), one_line(row["quote"]))))
    return made


def statement_table(statements: Iterable[Json]) -> Table:
    """Return the statements."""
    made = table("Statements", "theme", "origin")
    for row in statements:
        made.add_row(*map(escape, (row["theme"], arrows(row), one_line(row["quote"]))))
    return made


def term_table(terms: Iterable[Json]) -> Table:
    """Return each term once with how often it stands there; a wrong expansion is a warning."""
    made = table("Terms", "term", "concept", "times", "warning", quote=False)
    seen: dict[tuple[str, str, str], int] = {}
    for row in terms:
        words = f": “{one_line(row['fault_quote'])}”" if row["fault_quote"] else ""
        fault = f"{row['fault']}{words}" if row["fault"] else ""
        key = (row["surface"], row["concept"], fault)
        seen[key] = seen.get(key, 0) + 1
    for (surface, concept, fault), times in seen.items():
        made.add_row(escape(surface), escape(concept), str(times), Text(fault, style="yellow"))
    return made


def amount(row: Json) -> str:
    """Return an amount in words.

    >>> amount({"low": 18000, "high": 18000, "bound": "over", "per": "month"})
    'over 18,000 a month'
    >>> amount({"low": 5, "high": 8, "bound": "between", "unit": "years"})
    '5–8 years'
    """
    low, high = number(row["low"]), number(row["high"])
    if row["bound"] == "between":
        said = f"{low}–{high}"
    else:
        said = f"{SAID.get(row['bound'], row['bound'] + ' ')}{low}" + ("+" if row["high"] is None else "")
    return " ".join(part for part in (said, row.get("unit"), f"a {row['per']}" if row.get("per") else "") if part)


def number(value: float | None) -> str:
    """Return a number with thousands separators, whole ones without decimals."""
    if value is None:
        return ""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def where(row: Json) -> str:
    """Return place, then whatever other dimension has a value."""
    dims = [str(row[key]) for key in row if key not in FIXED and row[key]]
    parts = [row.get("place") or row.get("country") or "", *dims, row.get("population") or ""]
    return " · ".join(part for part in parts if part)


def arrows(row: Json) -> str:
    """Return a chain, nearest first, the origin last; doubt and denial are said."""
    chain = " → ".join(row["chain"]) or OWN_WORD
    return chain if row["stance"] in ("asserted", "reported") else f"{chain} [{row['stance']}]"


def one_line(text: str) -> str:
    """Return a text without line breaks; for looking at, never for storing."""
    return " ".join(text.split())


def claims_table(rows: Iterable[Json]) -> Table:
    """Return claims of all kinds, each with as much of its id as `show` needs."""
    made = table("", "id", "document", "claim", "when", "where", "origin")
    for row in rows:
        document = f"{row['document']} {row['published'] or ''}"
        when = row.get("period") or row.get("date") or ""
        cells = (row["id"][:8], document, what(row), when, where(row), arrows(row), one_line(row["quote"]))
        made.add_row(*map(escape, cells))
    return made


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
    about = [str(row[key]) for key in ("publisher", "published", "url") if row[key]]
    yield Rule(Text(f"{row['kind']} {row['id']}", style="bold"), align="left")
    yield Text(f"{row['document']}: " + " · ".join(about) + f" · characters {row['start']}-{row['end']}", style="dim")
    yield Text(f"{what(row)} · {row['stance']}\n", style="bold")
    yield Text.assemble((row["before"], "dim"), (f"⟦{row['quote']}⟧", "bold"), (row["after"], "dim"), "\n")
    if row["hops"]:
        chain = table("From whom, nearest first", "who", "role", quote=False)
        chain.add_column("the words that say so", overflow="fold")
        for hop in row["hops"]:
            name = hop["label"] if hop["source"] else f"{hop['label']} (unnamed)"
            chain.add_row(*map(escape, (name, hop["role"], one_line(hop["cue"] or ""))))
        yield chain
    else:
        yield Text("From whom: the document's own word")
    slots = table("Every value and why", "slot", "value", "how", "rule", quote=True)
    for slot in row["slots"]:
        cells = (slot["name"], slot["value"], slot["how"], slot["by"], one_line(slot["quote"] or ""))
        slots.add_row(*map(escape, cells))
    yield slots
    yield Text(f"read by the rule {row['by']}", style="dim")


def worklist_table(groups: Iterable[Json]) -> Table:
    """Return what was left over: a reason, how often, examples with their document."""
    made = table("", "left over because", "times", quote=False)
    made.add_column("examples", overflow="fold")
    for group in groups:
        examples = "\n".join(f"{one_line(it['quote'])} ({it['document']})" for it in group["examples"])
        made.add_row(escape(group["why"]), f"{group['count']:,}", escape(examples))
    return made


def score_table(scores: Json) -> Table:
    """Return a score, a line for each part."""
    made = table("", "part", quote=False)
    made.add_column("score", overflow="fold")
    for part, value in scores.items():
        made.add_row(part, escape(", ".join(pairs(value))))
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
