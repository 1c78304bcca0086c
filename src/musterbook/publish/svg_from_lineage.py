"""Lineage -> a picture of it as SVG: stands alone, no script, no address, readable in black and white, same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from musterbook.model import digest
from musterbook.publish.layout_from_lineage import CHANGED, LIKELY, Box, Key, Layout, layout_from_lineage
from musterbook.publish.lineage import Lineage, NodeSort, hop_words, name, plain, record_from_lineage
from musterbook.publish.saying_from_node import ROLES, Words
from musterbook.publish.wires_from_boxes import Wire

INK, SOFT, RULE, RED = "#1a1f26", "#4a5561", "#9aa5b1", "#a01313"
COLOURS = {"head": SOFT, "axis": SOFT, "cue": SOFT, "change": RED, "open": RED, "note": SOFT}
SLANTED = ("cue",)
ROUND = 6  # of the corners of wires
FILLS = {NodeSort.origin: "#fdf3d8", NodeSort.relay: "#e8f1fb", NodeSort.document: "#fdf3d8"}


def svg_from_lineage(lineage: Lineage) -> str:
    """Return the picture as a whole SVG document."""
    made = layout_from_lineage(lineage)
    mark = "m" + digest(record_from_lineage(lineage))[:8]  # several pictures may stand in one page
    title = plain(lineage.title) or "Lineage"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{made.width}" height="{made.height}" '
        f'viewBox="0 0 {made.width} {made.height}" role="img" aria-labelledby="{mark}-title {mark}-desc" '
        f'font-family="sans-serif" fill="{INK}">',
        f'<title id="{mark}-title">{safe(title)}</title>',
        f'<desc id="{mark}-desc">{safe(told(made))}</desc>',
        f'<defs><marker id="{mark}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L8 4L0 7.5z" fill="{SOFT}"/></marker></defs>',
        f'<rect width="{made.width}" height="{made.height}" fill="#ffffff"/>',
        *(f'<path d="M{x} {y}h{width}" stroke="{RULE}" fill="none"/>' for x, y, width in made.rules),
        *(wire_svg(wire, mark, made) for wire in made.wires),
        *(box_svg(box) for box in made.boxes),
        *(words_svg(words) for words in made.captions),
        *(key_svg(key) for key in made.legend),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def safe(text: str) -> str:
    """Return a text as it may stand in XML, line breaks kept.

    >>> safe('<b>"5" & 6\\x00\\n7')
    '&lt;b&gt;&quot;5&quot; &amp; 6\\n7'
    """
    return escape("\n".join(plain(line) for line in text.split("\n")))


def told(made: Layout) -> str:
    """Return the picture in words, a line for each node, for those who cannot see it."""
    names = {node.id: name(node) for node in made.lineage.nodes}
    sources = made.lineage.sources()
    lines = []
    for box in made.boxes:
        givers = ", ".join(names[edge.source] for edge in sources[box.node.id])
        lines.append("; ".join([*box.full.split("\n"), *([f"from {givers}"] if givers else [])]))
    return "\n".join(lines)


def words_svg(words: Words) -> str:
    """Return one line of text."""
    size, bold, _ = ROLES[words.role]
    style = f' font-size="{size:g}"' + ' font-weight="bold"' * bold + ' font-style="italic"' * (words.role in SLANTED)
    colour = f' fill="{COLOURS[words.role]}"' if words.role in COLOURS else ""
    return f'<text x="{words.x}" y="{words.y}"{style}{colour}>{safe(words.text)}</text>'


def box_svg(box: Box) -> str:
    """Return one box with all it has to say in its title."""
    shape = shape_svg(box.node.sort, (box.x, box.y), (box.width, box.height))
    bar = f'<path d="M{box.x + 2} {box.y}v{box.height}" stroke="{INK}" stroke-width="5"/>' if box.node.changes else ""
    return f"<g><title>{safe(box.full)}</title>{shape}{bar}{''.join(map(words_svg, box.lines))}</g>"


def shape_svg(sort: NodeSort, at: tuple[int, int], size: tuple[int, int]) -> str:
    """Return the outline of a sort: it is told by line and form, the tint only helps."""
    return "".join(outline(sort, at, size))


def outline(sort: NodeSort, at: tuple[int, int], size: tuple[int, int]) -> Iterator[str]:
    """Yield the parts of an outline."""
    (x, y), (wide, high) = at, size
    fill = FILLS.get(sort, "#ffffff")
    if sort == NodeSort.document:
        fold = min(14, high // 2)
        edge = f"M{x} {y}h{wide - fold}l{fold} {fold}v{high - fold}h{-wide}z"
        yield f'<path d="{edge}M{x + wide - fold} {y}v{fold}h{fold}" fill="{fill}" stroke="{INK}"/>'
        return
    if sort == NodeSort.more:
        for step in (6, 3):
            yield rect((x + step, y + step), size, f'fill="#ffffff" stroke="{SOFT}"')
    if sort == NodeSort.origin:
        yield rect((x - 3, y - 3), (wide + 6, high + 6), f'fill="#ffffff" stroke="{INK}" stroke-width="1.8"')
    line = {
        NodeSort.relay: ' stroke-width="1.6"',
        NodeSort.unnamed: ' stroke-width="1.8" stroke-dasharray="1.8 3.2"',
        NodeSort.probable: ' stroke-dasharray="6 4"',
    }.get(sort, "")
    corner = min(10, high // 2) if sort in (NodeSort.relay, NodeSort.unnamed) else 0
    yield rect(at, size, f'rx="{corner}" fill="{fill}" stroke="{INK}"{line}')


def rect(at: tuple[int, int], size: tuple[int, int], rest: str) -> str:
    """Return one rectangle."""
    return f'<rect x="{at[0]}" y="{at[1]}" width="{size[0]}" height="{size[1]}" {rest}/>'


def wire_svg(wire: Wire, mark: str, made: Layout) -> str:
    """Return one wire with the words that prove the hop in its title."""
    names = made.lineage.by_id()
    dash = "" if wire.edge.certain else ' stroke-dasharray="5 4"'
    ends = f"{name(names[wire.edge.source])} → {name(names[wire.edge.target])}"
    words = hop_words(wire.edge, names[wire.edge.source], named=False)
    said = "\n".join(part for part in (ends, words) if part)
    return (
        f'<path d="{path(wire.points)}" fill="none" stroke="{SOFT}" stroke-width="1.3"{dash} '
        f'marker-end="url(#{mark}-tip)"><title>{safe(said)}</title></path>'
    )


def path(points: Sequence[tuple[int, int]]) -> str:
    """Return a path through corners, each of them rounded.

    >>> path([(0, 0), (20, 0), (20, 30), (40, 30)])
    'M0 0L14 0Q20 0 20 6L20 24Q20 30 26 30L40 30'
    """
    kept = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
    bends = [
        at
        for at in range(1, len(kept) - 1)
        if not (kept[at - 1][0] == kept[at][0] == kept[at + 1][0] or kept[at - 1][1] == kept[at][1] == kept[at + 1][1])
    ]
    kept = [kept[0], *(kept[at] for at in bends), kept[-1]]
    made = [f"M{kept[0][0]} {kept[0][1]}"]
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        (ax, ay), (bx, by) = towards(corner, before), towards(corner, after)
        made.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    return "".join([*made, f"L{kept[-1][0]} {kept[-1][1]}"])


def towards(corner: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return the point where the rounding of a corner begins, at most half-way to its neighbour."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    step = min(ROUND, (abs(dx) + abs(dy)) // 2)
    return corner[0] + step * ((dx > 0) - (dx < 0)), corner[1] + step * ((dy > 0) - (dy < 0))


def key_svg(key: Key) -> str:
    """Return one line of the legend."""
    x, y = key.x, key.y - 12
    if key.what == LIKELY:
        sample = f'<path d="M{x} {y + 8}h26" fill="none" stroke="{SOFT}" stroke-width="1.3" stroke-dasharray="5 4"/>'
    elif key.what == CHANGED:
        sample = f'<path d="M{x + 3} {y}v16" stroke="{INK}" stroke-width="5"/>'
    else:
        sample = shape_svg(NodeSort(key.what), (x, y + 1), (24, 14))
    return sample + words_svg(key.words)
