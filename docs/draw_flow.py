"""Draw docs/flow.svg: `python docs/regenerate.py` writes it. Boxes are what exists, the words on arrows are modules."""

from __future__ import annotations

from html import escape

WIDTH, HEIGHT = 890, 636
BOX_W, BOX_H = 176, 46
INK, LINE, PURE, EDGE, BOOK = "#1d2733", "#5b6b7b", "#e8f1fb", "#f4f1ea", "#fdf3d8"

# name, what it is, column, row, fill
BOXES = (
    ("files", "pages, archives, exports ...", 0, 0, EDGE),
    ("document", "text that never changes", 1, 0, EDGE),
    ("archive", "bytes by SHA-256, custody log", 2, 0, EDGE),
    ("page", "title, body, bullet, furniture", 1, 1, PURE),
    ("sentences", "spans of the text", 1, 2, PURE),
    ("views", "hits, numbers, dates", 1, 3, PURE),
    ("counts", "what each number counts", 0, 4, PURE),
    ("talks", "who says it: the chain", 2, 4, PURE),
    ("claims", "figures, incidents, statements", 1, 5, PURE),
    ("codebook", "tables: language, pack, yours", 3, 3, BOOK),
    ("evidence base", "muster.sqlite", 0, 6, EDGE),
    ("JSON, tables", "read, claims, show", 1, 6, EDGE),
    ("links, facts", "what is told twice, by whom", 1, 7, PURE),
    ("verdicts", "clusters, trace, check, series", 2, 7, EDGE),
    ("worklist", "seen, not understood", 2, 6, EDGE),
)
ARROWS = (
    ("files", "document", "ingest"),
    ("document", "archive", "store"),
    ("document", "page", "read"),
    ("page", "sentences", "read"),
    ("sentences", "views", "extract"),
    ("views", "counts", "extract"),
    ("views", "talks", "extract, resolve"),
    ("counts", "claims", "resolve"),
    ("talks", "claims", "resolve"),
    ("codebook", "views", ""),
    ("claims", "evidence base", "store"),
    ("claims", "JSON, tables", "publish"),
    ("claims", "worklist", "leftovers"),
    ("worklist", "codebook", "one row"),
    ("evidence base", "links, facts", "link"),
    ("links, facts", "verdicts", "assess"),
)
PLACES = {name: (30 + column * 218, 24 + row * 76) for name, _, column, row, _ in BOXES}


def box(name: str, about: str, fill: str) -> str:
    """Return one box with its name and what it is."""
    x, y = PLACES[name]
    middle = x + BOX_W // 2
    return (
        f'<rect x="{x}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="6" fill="{fill}" stroke="{LINE}"/>'
        f'<text x="{middle}" y="{y + 19}" class="name">{escape(name)}</text>'
        f'<text x="{middle}" y="{y + 36}" class="about">{escape(about)}</text>'
    )


def ends(start: str, end: str) -> tuple[int, int, int, int]:
    """Return where an arrow leaves one box and meets the other: sides when they share a row, else bottom to top."""
    (ax, ay), (bx, by) = PLACES[start], PLACES[end]
    if ay == by:
        left_to_right = ax < bx
        return (ax + BOX_W * left_to_right, ay + BOX_H // 2, bx + BOX_W * (not left_to_right), by + BOX_H // 2)
    if by < ay:
        return ax + BOX_W // 2, ay, bx + BOX_W // 2, by + BOX_H
    shift = (bx > ax) - (bx < ax)
    return ax + BOX_W // 2 + shift * 50, ay + BOX_H, bx + BOX_W // 2 - shift * 50, by


def arrow(start: str, end: str, label: str) -> str:
    """Return one arrow with the module that does the step."""
    x1, y1, x2, y2 = ends(start, end)
    mx, my = (x1 + x2) // 2, (y1 + y2) // 2
    line = f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="arrow" marker-end="url(#tip)"/>'
    if not label:
        return line
    if y1 == y2:
        return line + f'<text x="{mx}" y="{my - 6}" class="label">{escape(label)}</text>'
    beside = 4 if x1 == x2 or y2 < y1 else -4 if x2 > x1 else 9  # clear of a slanting line
    return line + f'<text x="{mx + 9}" y="{my + beside}" class="label left">{escape(label)}</text>'


def picture() -> str:
    """Return the drawing as SVG."""
    style = (
        f"text{{font-family:system-ui,sans-serif;fill:{INK};text-anchor:middle}}"
        ".name{font-size:14px;font-weight:600}.about{font-size:11px}"
        f".label{{font-size:11px;font-style:italic;fill:{LINE};paint-order:stroke;stroke:#fff;stroke-width:3px}}.left{{text-anchor:start}}"
        f".arrow{{stroke:{LINE};stroke-width:1.5}}"
    )
    tip = (
        '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{LINE}"/></marker>'
    )
    top, bottom = PLACES["page"][1] - 14, PLACES["claims"][1] + BOX_H + 8
    pure = (
        f'<rect x="14" y="{top}" width="{218 * 3 + 2}" height="{bottom - top}" rx="10" fill="none" '
        f'stroke="{LINE}" stroke-dasharray="5 4"/>'
        f'<text x="26" y="{top + 22}" class="label left">one_document: pure,</text>'
        f'<text x="26" y="{top + 37}" class="label left">no disk, clock or network</text>'
    )
    parts = [box(name, about, fill) for name, about, _, _, fill in BOXES] + [arrow(*it) for it in ARROWS]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    label = 'aria-label="How a file becomes claims: the steps are written out below the picture"'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    body = "\n".join((f"<style>{style}</style>", f"<defs>{tip}</defs>", ground, pure, *parts))
    return f"{head} {label}>\n{body}\n</svg>\n"
