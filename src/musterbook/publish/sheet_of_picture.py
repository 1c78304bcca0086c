"""What every picture has: its title, its day, its source and its words, around what is drawn. Pure, in black, white and grey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from musterbook.publish.lineage import plain
from musterbook.publish.lines_from_text import lines_from_text, width_from_text

FONT = "Arial, Helvetica, sans-serif"
INK, SOFT, RULE, PAPER = "#111111", "#555555", "#bbbbbb", "#ffffff"
EDGE, TITLE, BODY, SMALL = 24, 19, 13, 11
LINE = 1.35  # of the size of letters from one line to the next


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture: `lead` says in a sentence what it shows, `alt` in full for those who cannot see it."""

    title: str
    lead: str
    source: str
    as_of: str
    alt: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, from (0, 0) on, and how much room it takes."""

    parts: tuple[str, ...]
    width: int
    height: int


def svg_from_sheet(sheet: Sheet, drawn: Drawn) -> str:
    """Return the whole picture as SVG: no script, no address, the same bytes every time."""
    width = drawn.width + 2 * EDGE
    head, top = lines(sheet.title, (EDGE, EDGE + TITLE), size=TITLE, room=drawn.width, bold=True, most=3)
    lead, top = lines(f"{known(sheet.as_of)}. {sheet.lead}", (EDGE, top + 4), size=BODY, room=drawn.width, most=6)
    bottom = top + 6 + drawn.height + SMALL + 14
    foot, end = lines(f"Source: {sheet.source}", (EDGE, bottom), size=SMALL, room=drawn.width, most=4, fill=SOFT)
    height = int(end - SMALL * LINE) + EDGE
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title desc" font-family="{FONT}" fill="{INK}">',
        f'<title id="title">{safe(sheet.title)}</title>',
        f'<desc id="desc">{safe(sheet.alt)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        *head,
        *lead,
        f'<g transform="translate({EDGE} {int(top) + 6})">',
        *drawn.parts,
        "</g>",
        *foot,
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def known(as_of: str) -> str:
    """Return the line that says of which day the knowledge is."""
    return f"As known on {as_of}" if as_of else "All that the evidence base holds"


def alt_from_parts(sheet: tuple[str, str, str, str], told: Iterable[str]) -> str:
    """Return the words for a picture: title, day, what it shows, then each thing in it, then the source."""
    title, lead, source, as_of = sheet
    parts = [f"{title}.", f"{known(as_of)}.", lead, *(f"{line}." for line in told), f"Source: {source}"]
    return "\n".join(plain(part) for part in parts if part)


def safe(text: str) -> str:
    """Return a text as it may stand in XML, line breaks kept."""
    return escape("\n".join(plain(line) for line in text.split("\n")))


def words(text: str, at: tuple[float, float], *, size: float = BODY, anchor: str = "", **look: str) -> str:
    """Return one line of text; `look` are further attributes, as font_weight."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in sorted(look.items()))
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="{size:g}"{end}{more}>{safe(text)}</text>'


def lines(
    text: str, at: tuple[float, float], *, size: float, room: float, bold: bool = False, most: int = 2, fill: str = INK
) -> tuple[list[str], float]:
    """Return a text in lines that fit, and where the next line would stand."""
    look = {"font_weight": "bold"} if bold else {}
    fit = lines_from_text(plain(text), room, size, bold=bold, most=most)
    step = size * LINE
    made = [words(line, (at[0], at[1] + step * n), size=size, fill=fill, **look) for n, line in enumerate(fit.lines)]
    return made, at[1] + step * len(made)


def short(text: str, room: float, size: float = BODY) -> str:
    """Return a text on one line, cut where it does not fit."""
    return "".join(lines_from_text(plain(text), room, size).lines)


def legend(keys: Sequence[tuple[str, str]], room: float) -> Drawn:
    """Return signs with their words in a row, or in rows; each sign is drawn around (0, 0)."""
    parts, x, y = [], 0.0, 8.0
    for sign, said in keys:
        wide = 22 + width_from_text(said, SMALL)
        if x and x + wide > room:
            x, y = 0.0, y + 20
        parts += [f'<g transform="translate({x + 7:g} {y:g})">{sign}</g>', words(said, (x + 18, y + 4), size=SMALL)]
        x += wide + 16
    return Drawn(tuple(parts), int(room), int(y + 14))


def rule(x: float, y: float, to: tuple[float, float], *, width: float = 1, stroke: str = RULE, dash: str = "") -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x:g}" y1="{y:g}" x2="{to[0]:g}" y2="{to[1]:g}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def box(
    at: tuple[float, float], size: tuple[float, float], *, fill: str = PAPER, stroke: str = "", dash: str = ""
) -> str:
    """Return a rectangle."""
    edge = f' stroke="{stroke}"' if stroke else ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<rect x="{at[0]:g}" y="{at[1]:g}" width="{size[0]:g}" height="{size[1]:g}" fill="{fill}"{edge}{dashed}/>'


def dot(at: tuple[float, float] = (0, 0), *, radius: float = 4.5, full: bool = True, dash: str = "") -> str:
    """Return a circle, black or white."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    fill = INK if full else PAPER
    return f'<circle cx="{at[0]:g}" cy="{at[1]:g}" r="{radius:g}" fill="{fill}" stroke="{INK}" stroke-width="1.3"{dashed}/>'


def counted(number: int, one: str) -> str:
    """Return a number of things.

    >>> counted(1, "page"), counted(2, "origin"), counted(1200, "fact")
    ('1 page', '2 origins', '1,200 facts')
    """
    return f"{number:,} {one}{'' if number == 1 else 's'}"
