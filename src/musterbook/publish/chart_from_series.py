"""Lines of a series -> one picture: a panel for each line, readable in black and white, with its source and day on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from textwrap import wrap
from typing import Any

from musterbook.assess.series_from_entries import Line, Point
from musterbook.assess.steps_from_days import MONTHS, days_of, steps_between
from musterbook.model import printed
from musterbook.publish.tables_from_claims import one_line
from musterbook.publish.tables_from_series import revision_words, title_of

PANELS = 8  # more are a wall of paper, and are in the table anyway
SLOTS = 60  # steps of an axis; beyond them only those somebody spoke of have room
LEVEL = 24  # slots whose names can lie level
SPELLED = 6  # points whose figures have room in digits
WIDE, NARROW, LEAST, HEIGHT, LOW = 48, 17, 480, 190, 64
NAMED = 24  # points that the words for a picture name one by one
LETTER = 5.9  # pixels of a letter on average, for the breaking of lines
FONT = "Arial, Helvetica, sans-serif"  # the renderer brings a font of the same widths: same picture everywhere
BLACK, WHITE = "#000000", "#ffffff"
BEST, UNNAMED, OLD = "best", "best, no origin that counts by itself", "earlier figure, since revised"
AGAINST, UP, DOWN = "what contradicting origins say", "no upper end said", "no lower end said"
SALTIRE = "M-.6,-.6L.6,.6M.6,-.6L-.6,.6"  # an × of two strokes, so that the mark under it is seen
SHAPES = {  # kind of mark: shape, filling
    BEST: ("circle", BLACK),
    UNNAMED: ("diamond", WHITE),
    OLD: ("circle", WHITE),
    AGAINST: (SALTIRE, BLACK),
    UP: ("triangle-up", BLACK),
    DOWN: ("triangle-down", BLACK),
}
QUARTER = re.compile(r"(\d{4})-Q(\d)")
# What XML may not hold: the renderer does not refuse it, it ends the process.
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
ROOT = re.compile(r"<svg\b[^>]*>")
GRAMMAR = "6.4"  # version of Vega-Lite: named, so that a newer renderer draws the same picture or says that it cannot
Datum = dict[str, Any]


def svg_from_series(lines: Sequence[Line], title: str, source: str, as_of: str | None) -> str:
    """Return the picture as SVG: no script, no reference to anything outside, its words in <title> and <desc>."""
    import vl_convert

    # No address may be fetched while drawing, whatever the data say.
    spec = spec_from_series(lines, title, source, as_of)
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=GRAMMAR, allowed_base_urls=[])
    words = escape(alt_from_series(lines, title, source, as_of))
    head = ROOT.search(svg)
    if head is None:
        raise RuntimeError("the renderer returned no SVG")
    root = head[0].replace("<svg", '<svg role="img" aria-labelledby="title desc"', 1)
    named = f'<title id="title">{escape(clean(title))}</title><desc id="desc">{words}</desc>'
    return f"{svg[: head.start()]}{root}{named}{svg[head.end() :]}"


def png_from_series(lines: Sequence[Line], title: str, source: str, as_of: str | None) -> bytes:
    """Return the same picture as PNG, twice as fine as it is wide on a screen."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg_from_series(lines, title, source, as_of), scale=2)
    return png


def alt_from_series(lines: Sequence[Line], title: str, source: str, as_of: str | None) -> str:
    """Return in words what the picture shows, for those who cannot see it."""
    parts = [f"{clean(title)}. {known(as_of)}."]
    for line in drawn(lines):
        told = [point_words(point) for point in line.points]
        if len(told) > NAMED:
            told = [*told[: NAMED // 2], f"{len(told) - NAMED} periods left out", *told[-NAMED // 2 :]]
        parts.append(f"{title_of(line)}: {'; '.join(told)}.")
    return clean(" ".join([*parts, *([beyond(lines)] if beyond(lines) else []), f"Source: {source}"]))


def point_words(point: Point) -> str:
    """Return a point in words."""
    low = "no low" if point.low is None else f"low {printed(point.low)}"
    high = "no high" if point.high is None else f"high {printed(point.high)}"
    count = f"{point.origins} origin{'' if point.origins == 1 else 's'}"
    said = [f"{point.period} {low}, best {printed(point.best)}, {high}, {count}", *map(revision_words, point.revised)]
    if point.contradicted:
        said.append("contradicted: " + ", ".join(f"{vote.label} {printed(vote.value)}" for vote in point.votes))
    return ", ".join(said)


def known(as_of: str | None) -> str:
    """Return the line that says of which day the knowledge is."""
    return f"As known on {clean(as_of)}" if as_of else "All that the evidence base holds"


def drawn(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that get a panel: the fullest ones, in their own order."""
    fullest = sorted(range(len(lines)), key=lambda at: (-len(lines[at].points), at))[:PANELS]
    return [lines[at] for at in sorted(fullest)]


def beyond(lines: Sequence[Line]) -> str:
    """Return what to say of lines without a panel."""
    more = len(lines) - PANELS
    return f"{more} more line{'' if more == 1 else 's'} of fewer periods: see the table." if more > 0 else ""


def spec_from_series(lines: Sequence[Line], title: str, source: str, as_of: str | None) -> Datum:
    """Return the picture as a Vega-Lite specification that holds its own data."""
    shown = drawn(lines)
    kinds = [kind for kind in SHAPES if any(it["kind"] == kind for line in shown for it in marks_of(line))]
    width = max((wide(line) for line in shown), default=LEAST)
    panels = [panel(line, kinds) for line in shown] or [text_panel(["No figure fits."])]
    below = broken(" ".join([*([beyond(lines)] if beyond(lines) else []), f"Source: {source}"]), width)
    return {
        "title": {
            "text": broken(title, width * 0.75),
            "subtitle": [
                f"{known(as_of)}. Bars reach from low to high;",
                "below each period stands its number of origins.",
            ],
        },
        "vconcat": [*panels, text_panel(below)],
        "spacing": 18,
        "padding": 12,
        "background": WHITE,
        "resolve": {"scale": {"shape": "shared", "fill": "shared"}},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "title": {"anchor": "start", "fontSize": 15, "subtitleColor": BLACK, "offset": 10},
        },
    }


def panel(line: Line, kinds: Sequence[str]) -> Datum:
    """Return the panel of one line."""
    slots, marks = slots_of(line), marks_of(line)
    x = {"field": "slot", "type": "nominal", "scale": {"domain": slots}, "sort": None, "axis": periods_axis(slots)}
    away = {UP: -11, DOWN: 11}  # arrows stand beside the number they belong to
    layers = [*bars(list(bars_of(line)), headroom(line), 5 if len(slots) > 1 else 2)]
    for offset in (0, -11, 11):
        layers.append(points([it for it in marks if away.get(it["kind"], 0) == offset], kinds, offset))
    if len(line.points) <= SPELLED:
        layers.append(numbers(line))
    about = {"text": broken(title_of(line), wide(line)), "fontSize": 12, "fontWeight": "normal", "frame": "group"}
    height = HEIGHT if len(slots) > 1 else LOW
    return {"title": about, "width": wide(line), "height": height, "encoding": {"x": x}, "layer": layers}


def periods_axis(slots: Sequence[str]) -> Datum:
    """Return the axis of periods with the number of origins under each; many of them stand upright."""
    level = len(slots) <= LEVEL
    return {
        "labelExpr": "split(datum.label, '|')" if level else "replace(replace(datum.label, '/|', '/'), '|', ' · ')",
        "labelAngle": 0 if level else -90,
        "labelOverlap": False,
        "labelColor": BLACK,
        "title": None,
        "ticks": False,
        "domainColor": BLACK,
    }


def bars(data: Sequence[Datum], top: float, ticks: int) -> Iterator[Datum]:
    """Yield the bars from low to high with their ends; one that reaches over a contradiction is dashed, without ends."""
    axis = {"format": ",.12~g", "gridColor": "#dddddd", "labelColor": BLACK, "tickCount": ticks}
    low = {"field": "low", "type": "quantitative", "title": None, "scale": {"domain": [0, top]}, "axis": axis}
    for against, dash in ((False, [1, 0]), (True, [4, 3])):
        mark = {"type": "rule", "strokeWidth": 1.6, "strokeDash": dash, "color": BLACK}
        values = [it for it in data if it["against"] == against]
        yield {"data": {"values": values}, "mark": mark, "encoding": {"y": low, "y2": {"field": "high"}}}
    values = [it for it in data if it["low"] < it["high"] and not it["against"]]
    cap = {"type": "tick", "orient": "horizontal", "size": 12, "thickness": 1.6, "color": BLACK}
    for end in ("low", "high"):
        yield {"data": {"values": values}, "mark": cap, "encoding": {"y": {"field": end, "type": "quantitative"}}}


def points(data: Sequence[Datum], kinds: Sequence[str], away: int) -> Datum:
    """Return the marks of a panel; `away` is how many pixels below their number they stand."""
    legend = {"orient": "top", "title": None, "direction": "horizontal", "columns": 3, "labelLimit": 300}
    look = {"field": "kind", "type": "nominal", "legend": legend | {"symbolSize": 70, "labelColor": BLACK}}
    shapes, fills = ({"domain": list(kinds), "range": [SHAPES[kind][at] for kind in kinds]} for at in (0, 1))
    return {
        "data": {"values": list(data)},
        "mark": {"type": "point", "opacity": 1, "stroke": BLACK, "strokeWidth": 1.3, "yOffset": away},
        "encoding": {
            "y": {"field": "value", "type": "quantitative"},
            "shape": look | {"scale": shapes},
            "fill": look | {"scale": fills},
            "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
        },
    }


def numbers(line: Line) -> Datum:
    """Return the best figures in digits, beside their marks; for a panel that has room for them."""
    values = [{"slot": slot(point), "value": point.best, "words": printed(point.best)} for point in line.points]
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 11, "color": BLACK},
        "encoding": {"y": {"field": "value", "type": "quantitative"}, "text": {"field": "words", "type": "nominal"}},
    }


def headroom(line: Line) -> float:
    """Return how high an axis reaches: over everything that is drawn, and the arrows above it."""
    tops = [it["value"] for it in marks_of(line)] + [it["high"] for it in bars_of(line)]
    return float(max(tops)) * 1.1 or 1.0


def text_panel(lines: Sequence[str]) -> Datum:
    """Return lines of text as a panel of their own."""
    mark = {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 0, "lineBreak": "\n", "fontSize": 11}
    return {
        "data": {"values": [{"text": "\n".join(lines)}]},
        "mark": mark | {"color": BLACK},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
        "width": LEAST,
        "height": 14 * len(lines),
    }


def marks_of(line: Line) -> list[Datum]:
    """Return the marks of a line; those drawn first stand first."""
    found: list[Datum] = []
    for point in line.points:
        at = {"slot": slot(point)}
        found += [at | {"kind": OLD, "value": it.old, "size": 75} for it in point.revised]
        found.append(at | {"kind": BEST if point.origins else UNNAMED, "value": point.best, "size": 55})
        if point.contradicted:
            found += [at | {"kind": AGAINST, "value": it.value, "size": 260} for it in point.votes]
        if point.high is None:
            found.append(at | {"kind": UP, "value": max(it.value for it in point.votes), "size": 45})
        if point.low is None:
            found.append(at | {"kind": DOWN, "value": min(it.value for it in point.votes), "size": 45})
    return found


def bars_of(line: Line) -> Iterator[Datum]:
    """Yield from where to where the bar of each point reaches; an end that nobody said stops at the last number said."""
    for point in line.points:
        values = [point.best, *(it.value for it in point.votes)]
        low = min(values) if point.low is None else point.low
        high = max(values) if point.high is None else point.high
        yield {"slot": slot(point), "low": low, "high": high, "against": point.contradicted}


def slot(point: Point) -> str:
    """Return the name of a point's place on the axis: its period, then how many origins there are."""
    return f"{point.period.replace('/', '/|')}|{point.origins}"


def slots_of(line: Line) -> list[str]:
    """Return the places of the axis; a step that nobody spoke of keeps its place, so that a gap is seen."""
    by_period = {point.period: slot(point) for point in line.points}
    if line.per:
        return list(by_period.values())
    days = [day for period in by_period if (day := first_day(period))]
    steps = steps_between(min(days), max(days), line.by) if days else []
    return [by_period.get(step, f"{step}|–") for step in steps] if 0 < len(steps) <= SLOTS else list(by_period.values())


def first_day(step: str) -> date | None:
    """Return the first day of a month, quarter or year.

    >>> first_day("2024-Q2").isoformat()
    '2024-04-01'
    """
    quarter = QUARTER.fullmatch(step)
    found = days_of(f"{quarter[1]}-{int(quarter[2]) * MONTHS['quarter'] - 2:02}" if quarter else step)
    return found[0] if found else None


def wide(line: Line) -> int:
    """Return how many pixels wide a panel is."""
    count = len(slots_of(line))
    return max(LEAST, count * (WIDE if count <= LEVEL else NARROW))


def broken(text: str, width: float) -> list[str]:
    """Return a text in lines that fit so many pixels."""
    return wrap(clean(text), max(20, int(width / LETTER))) or [""]


def clean(text: str) -> str:
    """Return a text as one line of characters that XML may hold."""
    return NO_XML.sub("", one_line(text))
