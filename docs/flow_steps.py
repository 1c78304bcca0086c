"""One example report followed through the house, for docs/flow.md: the value of every stage, as text. Nothing is made up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from musterbook.codebook.load import load_codebook
from musterbook.extract.counts_from_view import counts_from_view
from musterbook.extract.frames_from_view import frames_from_view
from musterbook.extract.speakers_from_view import speakers_from_view
from musterbook.extract.views_from_page import View, views_from_page
from musterbook.flow import document_at
from musterbook.model import Document, Extract, Figure
from musterbook.one_document import Reader, build_reader, extract
from musterbook.publish.reading_from_extract import figure_slots, reading_from_extract, whole
from musterbook.read.page_from_document import Page, page_from_document
from musterbook.read.sentences_from_page import Sentence, sentences_from_page
from musterbook.resolve.chains_from_frames import talks_from_views

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "examples" / "reports" / "court-record-3-lost-digit.txt"
MEASURE = "sentences"  # the figure that is followed: the first one of this measure
WIDTH = 110


@dataclass(frozen=True)
class Trail:
    """A document with everything that the stages make of it."""

    document: Document
    reader: Reader

    @cached_property
    def page(self) -> Page:
        """The blocks."""
        return page_from_document(self.document, self.reader.furniture)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the blocks."""
        return sentences_from_page(self.document.text, self.page, self.reader.abbreviations)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Each sentence with what stands in it."""
        parts = (self.reader.lexis.matcher, self.reader.numbers, self.reader.dates)
        return views_from_page(self.document.text, self.sentences, *parts)

    @cached_property
    def extract(self) -> Extract:
        """What the document says."""
        return extract(self.document, self.reader)

    @cached_property
    def figure(self) -> Figure:
        """The figure that is followed."""
        return next(it for it in self.extract.figures if it.measure.value == MEASURE)

    @cached_property
    def at(self) -> int:
        """The number of the sentence that the figure stands in."""
        start = self.figure.anchor.quote.start
        return next(i for i, view in enumerate(self.views) if view.start <= start < view.sentence.end)

    @property
    def view(self) -> View:
        """The sentence that the figure stands in."""
        return self.views[self.at]


@cache
def trail() -> Trail:
    """Return the trail of the example."""
    return Trail(document_at(REPORT), build_reader(load_codebook()))


def clip(text: str, width: int = 64) -> str:
    """Return a text on one line, cut at `width`."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def columns(rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells as aligned text."""
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return "(none)"
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)


def between(low: float, high: float | None) -> str:
    """Return the ends of an amount; one number when they are equal."""
    return f"{whole(low)}" if low == high else f"{whole(low)} to {'open' if high is None else whole(high)}"


def text(it: Trail) -> str:
    """The file as it stands, and what its sidecar knows."""
    known = REPORT.with_name(REPORT.stem + ".meta.json").read_text(encoding="utf-8")
    return f"{it.document.text.strip()}\n\n{known.strip()}"


def blocks(it: Trail) -> str:
    """The blocks: kind, span, first words."""
    cut = it.document.text
    return columns((b.kind, f"[{b.start}, {b.end})", clip(cut[b.start : b.end])) for b in it.page.blocks)


def sentences(it: Trail) -> str:
    """The sentences, the followed one marked."""
    rows = ((">" if n == it.at else " ", n, s.kind, f"[{s.start}, {s.end})") for n, s in enumerate(it.sentences))
    cut = it.document.text
    return columns((*row, clip(cut[s.start : s.end])) for row, s in zip(rows, it.sentences, strict=True))


def hits(it: Trail) -> str:
    """What the one automaton pass recognised: words, table, value."""
    cut = it.document.text
    rows = ((repr(cut[h.start : h.end]), h.table, h.value) for h in sorted(it.view.of(*it.view.tables)))
    return columns(dict.fromkeys(rows))


def numbers(it: Trail) -> str:
    """Numbers and dates of the sentence."""
    found = [
        ("number", repr(it.view.text[n.start : n.end]), f"{n.kind}: {between(n.low, n.high)}, {n.bound.value}")
        for n in it.view.numbers
    ]
    dates = [
        ("date", repr(it.view.text[d.start : d.end]), f"{d.kind}, found by the pattern {d.by}") for d in it.view.dates
    ]
    return columns(found + dates)


def counts(it: Trail) -> str:
    """Each number with what it counts and the words that say what happened."""
    measuring, cut = it.reader.measuring, it.document.text
    found = counts_from_view(it.view, it.reader.lexis, measuring.counted | {"thing"}, measuring.predicates)
    lines = []
    for count in found:
        lines.append(f"{cut[slice(*count.phrase)]!r} counts: {count.noun or '(not said)'}")
        lines += [f"    {cut[c.start : c.end]!r:28} {c.cls:14} cost {c.cost:g}" for c in count.cues]
    return "\n".join(lines) or "(none)"


def frames(it: Trail) -> str:
    """Who is said to say what, and the chain that comes of it."""
    cut, lines = it.document.text, []
    for frame in frames_from_view(it.view, it.reader.lexis, speakers_from_view(it.view, it.reader.lexis)):
        who = ", ".join(f"{s.label} ({s.kind})" for s in frame.speakers)
        lines.append(f"{cut[frame.cue.start : frame.cue.end]!r} ({frame.family}): {who}")
        lines.append(f"    reaches over {clip(cut[frame.start : frame.end], 80)!r}")
    talks = talks_from_views(it.document, it.views, it.reader.lexis)
    reach = talks[it.at].at(it.figure.anchor.quote.start, it.figure.anchor.quote.end)
    chain = reach.chain if reach else talks[it.at].story
    return "\n".join([*lines, f"chain: {' → '.join(chain.labels()) or '(own word)'}"])


def figure(it: Trail) -> str:
    """Every slot with its words or the rule that inferred it."""
    rows = [
        (name, slot.value, slot.how.value, repr(slot.quote.text) if slot.quote else slot.by)
        for name, slot in figure_slots(it.figure)
        if slot is not None
    ]
    amount = it.figure.amount
    head = ("amount", between(amount.low, amount.high), amount.bound.value, repr(it.figure.anchor.quote.text))
    chain = it.figure.anchor.chain
    hops = [(f"hop {n}", h.label, h.role, repr(h.cue.text) if h.cue else "") for n, h in enumerate(chain.hops)]
    return columns([head, *rows, *hops])


def others(it: Trail) -> str:
    """Whatever else the page says."""
    rows: list[tuple[str, str, str]] = []
    rows += [("figure", f.measure.value, repr(clip(f.anchor.quote.text))) for f in it.extract.figures]
    rows += [("incident", i.kind.value, repr(clip(i.anchor.quote.text))) for i in it.extract.incidents]
    rows += [("statement", s.theme.value, repr(clip(s.anchor.quote.text))) for s in it.extract.statements]
    rows += [("term", t.concept, repr(t.quote.text)) for t in it.extract.terms]
    rows += [("left over", leftover.why, repr(clip(leftover.quote.text))) for leftover in it.extract.leftovers]
    return columns(rows)


def stored(it: Trail, base: Path) -> str:
    """The rows of the figure in BASE/muster.sqlite."""
    claim, lines = it.figure.anchor.id, []
    with sqlite3.connect(base / "muster.sqlite") as rows:
        rows.row_factory = sqlite3.Row
        for table, key in (("figures", "id"), ("hops", "claim"), ("slots", "claim")):
            for row in rows.execute(f"SELECT * FROM {table} WHERE {key} = ?", (claim,)):
                cells = zip(row.keys(), row, strict=True)
                kept = [(k, v) for k, v in cells if v not in (None, "") and k not in ("key", "doc")]
                pairs = [f"{k}={clip(str(v), 40)}" for k, v in kept]
                lines.append(f"{table:8}{' '.join(pairs)}")
    return "\n".join(lines)


def captured(it: Trail, base: Path) -> str:
    """The capture record of the document: how its bytes can be proved."""
    with sqlite3.connect(base / "muster.sqlite") as rows:
        rows.row_factory = sqlite3.Row
        row = rows.execute("SELECT * FROM captures WHERE doc = ?", (it.document.id,)).fetchone()
    kept = [(name, row[name]) for name in row.keys() if row[name] not in (None, "", "[]")]  # noqa: SIM118  a Row is no dict
    return columns([(name, str(value)) for name, value in kept])


def entry(it: Trail, base: Path) -> str:
    """The claim as comparing sees it, and the keys under which it meets others."""
    claim = it.figure.anchor.id
    with sqlite3.connect(base / "muster.sqlite") as rows:
        held = json.loads(rows.execute("SELECT entry FROM entries WHERE claim = ?", (claim,)).fetchone()[0])
        keys = [key for (key,) in rows.execute("SELECT key FROM meetings WHERE claim = ? ORDER BY key", (claim,))]
    chain = " → ".join(f"{hop['key']} ({hop['sort']})" for hop in held["chain"])
    return columns([("chain", chain), *(("key", key) for key in keys)])


def linked(it: Trail, base: Path) -> str:
    """The links of the claim, the strongest first, with what speaks for them."""
    claim = it.figure.anchor.id
    with sqlite3.connect(base / "muster.sqlite") as rows:
        sql = 'SELECT link FROM links WHERE "left" = ? OR "right" = ? ORDER BY score DESC, link'
        links = [json.loads(link) for (link,) in rows.execute(sql, (claim, claim))]
        names = dict(
            rows.execute("SELECT entries.claim, name FROM entries JOIN documents ON documents.id = entries.doc")
        )
    shown = [(link, link["right"] if link["left"] == claim else link["left"]) for link in links]
    return columns(
        [(names[other], link["outcome"], f"{link['score']:g}", "; ".join(link["reasons"])) for link, other in shown]
    )


def assessed(it: Trail, base: Path) -> str:
    """What the fact comes to."""
    with sqlite3.connect(base / "muster.sqlite") as rows:
        sql = "SELECT assessment FROM assessments JOIN clusters USING (cluster) WHERE claim = ?"
        found = json.loads(rows.execute(sql, (it.figure.anchor.id,)).fetchone()[0])
    lines = [("verdict", found["verdict"]), *(("reason", reason) for reason in found["reasons"])]
    lines += [("best", f"{found['best']:g}"), ("grade", found["reliability"] + found["credibility"])]
    lines += [("flag", flag) for flag in found["flags"]]
    return columns([*lines, *(("change", f"{change['kind']}: {change['words']}") for change in found["mutations"])])


def printed(it: Trail) -> str:
    """The figure as `musterbook read --format json` prints it."""
    rows = reading_from_extract(it.document, it.extract)["figures"]
    return json.dumps(next(row for row in rows if row["id"] == it.figure.anchor.id), ensure_ascii=False, indent=1)


STEPS = {
    "text": text,
    "blocks": blocks,
    "sentences": sentences,
    "hits": hits,
    "numbers": numbers,
    "counts": counts,
    "frames": frames,
    "figure": figure,
    "others": others,
}
OF_BASE = {"stored": stored, "captured": captured, "entry": entry, "linked": linked, "assessed": assessed}
