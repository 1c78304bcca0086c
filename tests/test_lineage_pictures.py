"""A lineage drawn for the terminal, as SVG, for Graphviz and as JSON: nothing is lost, nothing overlaps, nothing breaks out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from musterbook.publish.columns_from_lineage import columns_from_lineage
from musterbook.publish.dot_from_lineage import dot_from_lineage
from musterbook.publish.layout_from_lineage import MARGIN, Layout, layout_from_lineage
from musterbook.publish.lineage import Edge, Lineage, Node, NodeSort, folded, open_ends, record_from_lineage
from musterbook.publish.svg_from_lineage import svg_from_lineage
from musterbook.publish.tree_from_lineage import tree_from_lineage

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> ]]> \"&amp;\" \u202eesrever\u202c \x1b[31m \x00 \ud800 \ufffe \\N"
PAGE = NodeSort.page


def sample() -> Lineage:
    """A count of one document, passed on by an agency and by pages that change it, with open and likely ends."""
    nodes = (
        Node("court", "Garrison Court, press office", NodeSort.origin, "", "684 convicted"),
        Node("doc", "Harbour Gazette", NodeSort.document, "2025-07-01", "684 convicted"),
        Node("wire", "Coast Wire", NodeSort.relay, "2025-07-02", "684 convicted"),
        Node("same", "North Herald", PAGE, "2025-07-02", "684"),
        Node("digit", "Lowland Post", PAGE, "2025-07-03", "64", changes=("684 → 64: a digit lost",)),
        Node("unit", "Radio Meridian", PAGE, "2025-07-03", "684", changes=("convicted → soldiers: the unit changed",)),
        Node(
            "round",
            "Вечерний маяк",
            PAGE,
            "2025-07-04",
            "почти 700",
            changes=("684 → nearly 700: rounded, less exact",),
        ),
        Node("two", "Island Courier", PAGE, "2025-07-09", "684", flags=("machine translation: a term is wrong",)),
        Node("likely", "Quiet Bay News", NodeSort.probable, "2025-07-10", "684 cases", changes=("convicted → cases",)),
        Node("nobody", "sources close to the staff", NodeSort.unnamed),
        Node("loop", "Channel Nine", PAGE, "2025-07-11", "684", flags=("cites Lowland Post, which cites it: a loop",)),
        Node("early", "Early Bird", PAGE, "2025-06-30", "684"),
        Node("undated", "Undated Mirror", PAGE, "", "684"),
        Node("alone", "Lone Page", PAGE, "2025-07-06", "684 men"),
    )
    edges = (
        Edge("court", "doc", "verdicts on the court's site"),
        Edge("doc", "wire", "According to Harbour Gazette"),
        *(Edge("wire", it, "as Coast Wire reports") for it in ("same", "digit", "unit", "round", "early", "undated")),
        Edge("round", "two", "пишет «Вечерний маяк»"),
        Edge("doc", "two", "first in Harbour Gazette"),
        Edge("wire", "likely", "same digits, no source named", False),
        Edge("nobody", "loop", "sources close to the staff say"),
    )
    return Lineage(
        "684 convicted: who has it from whom", nodes, edges, "2025-08-01", "Dates are as the pages print them."
    )


def repeated(count: int, **other: object) -> Lineage:
    """A court and pages that repeat it."""
    pages = [Node(f"p{at:03}", f"Page {at}", PAGE, f"2025-01-{1 + at % 28:02}", "5") for at in range(count)]
    pages = [replace(page, **other) for page in pages]  # type: ignore[arg-type]
    edges = tuple(Edge("o", page.id, "the court said") for page in pages)
    return Lineage("5", (Node("o", "Court", NodeSort.origin), *pages), edges)


def printed(lineage: Lineage, width: int = 80) -> str:
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as caught:
        console.print(tree_from_lineage(lineage, width=width))
    return caught.get()


def flowed(text: str) -> str:
    """A printed tree without its guides and line breaks."""
    return " ".join(re.sub(r"[│├└─]", " ", text).split())


def squeezed(text: str) -> str:
    """A printed tree without guides and any space: a word may be broken where no line holds it."""
    return re.sub(r"[│├└─\s]", "", text)


SHUFFLED = replace(sample(), nodes=sample().nodes[::-1], edges=sample().edges[::-1])


# the value


@pytest.mark.parametrize(
    ("edges", "rule"),
    [
        ((("a", "b"), ("b", "a")), "no loop"),
        ((("a", "a"),), "no loop"),
        ((("a", "c"),), "edges name nodes"),
        ((("a", "b"), ("a", "b")), "one edge"),
    ],
)
def test_edges_that_are_no_lineage_are_refused(edges: tuple[tuple[str, str], ...], rule: str) -> None:
    nodes = (Node("a", "A", NodeSort.origin), Node("b", "B", PAGE))
    Lineage("", nodes, (Edge("a", "b"),))
    with pytest.raises(ValueError, match=rule):
        Lineage("", nodes, tuple(Edge(*pair) for pair in edges))


def test_ids_are_unique_and_can_be_printed_and_dates_are_iso() -> None:
    with pytest.raises(ValueError, match="unique"):
        Lineage("", (Node("a", "A", PAGE), Node("a", "B", PAGE)))
    for bad in ("", "a\x00", "a\n"):
        with pytest.raises(ValueError, match="printed"):
            Node(bad, "A", PAGE)
    for good in ("", "2024", "2024-05", "2024-05-06", "2024-05-06T07:08"):
        Node("a", "A", PAGE, good)
    with pytest.raises(ValueError, match="ISO"):
        Node("a", "A", PAGE, "6 May")


def test_open_is_who_named_nobody_and_not_who_has_a_source() -> None:
    assert open_ends(sample()) == ("alone", "nobody")


def test_the_nearest_hop_is_proven_before_it_is_far_from_the_end() -> None:
    sources = sample().sources()
    assert [edge.source for edge in sources["two"]] == ["round", "doc"]
    doubtful = replace(sample(), edges=tuple(replace(it, certain=it.source != "round") for it in sample().edges))
    assert [edge.source for edge in doubtful.sources()["two"]] == ["doc", "round"]


def test_thirteen_alike_are_told_as_one_and_twelve_are_not() -> None:
    assert folded(repeated(12)) == repeated(12)
    assert [node.label for node in folded(repeated(13)).nodes][-1] == "and 1 more page that repeats it"
    assert [node.label for node in folded(repeated(60)).nodes][-1] == "and 48 more pages that repeat it"


def test_pages_that_differ_are_never_told_as_one() -> None:
    many = repeated(40)
    changed = replace(many, nodes=tuple(replace(it, changes=(f"5 → {it.id}",)) for it in many.nodes))
    flagged = replace(many, nodes=tuple(replace(it, flags=(it.id,)) for it in many.nodes))
    givers = replace(many, edges=(*many.edges, *(Edge(f"p{at:03}", f"p{at + 20:03}") for at in range(20))))
    for lineage in (changed, flagged, givers):
        assert folded(lineage) == lineage
    alike = folded(repeated(40, changes=("5 → 50",)))
    assert (alike.nodes[-1].label, alike.nodes[-1].changes) == ("and 28 more pages changed alike", ("5 → 50",))


def test_the_record_is_the_same_in_any_order_and_holds_all() -> None:
    record = record_from_lineage(sample())
    assert json.dumps(record) == json.dumps(record_from_lineage(SHUFFLED))
    assert (record["origins"], record["open"], record["as_of"]) == (["court"], ["alone", "nobody"], "2025-08-01")
    assert {row["id"]: row["from"] for row in record["nodes"]}["two"] == ["round", "doc"]
    assert [row["certain"] for row in record["edges"] if row["target"] == "likely"] == [False]
    assert len(record_from_lineage(repeated(60))["nodes"]) == 61, "told as one only in pictures"


# the tree


def test_the_tree_fits_80_columns_and_contains_every_change_with_a_mark() -> None:
    text = printed(sample())
    assert max(map(len, text.splitlines())) <= 80
    for node in sample().nodes:
        assert all(f"! {change}" in flowed(text) for change in node.changes)
        assert all(f"* {flag}" in flowed(text) for flag in node.flags)
        assert node.label in flowed(text)


def test_the_tree_says_open_and_likely_ends_without_colour() -> None:
    text = flowed(printed(sample()))
    assert "Lone Page · 684 men ? nobody named" in text
    assert "? nobody named: “sources close to the staff”" in text and text.count("? nobody named") == 2
    assert "~ probably from Coast Wire: same digits, no source named" in text and text.count("~ probably") == 1
    assert "Early Bird · 684 “as Coast Wire reports” * dated before what it cites" in text
    assert text.count("dated before") == 1


def test_a_page_with_two_sources_stands_once_and_names_the_other() -> None:
    text = flowed(printed(sample()))
    assert text.count("Island Courier") == 1
    assert "see also: from Harbour Gazette: “first in Harbour Gazette”" in text and text.count("see also") == 1


def test_the_tree_has_the_origin_on_top_and_siblings_by_date() -> None:
    lines = printed(sample()).splitlines()
    order = ("Garrison", "Harbour Gazette ·", "Coast Wire ·", "Early", "North", "Lowland", "Undated", "Lone")
    at = [at for word in order for at, line in enumerate(lines) if word in line and " · " in line]
    assert len(at) == len(order) and at == sorted(at)


def test_sixty_pages_are_thirteen_lines_of_pages() -> None:
    text = printed(repeated(60))
    assert "and 48 more pages that repeat it" in text and text.count("Page ") == 12


@pytest.mark.parametrize("width", [30, 80, 200])
def test_a_long_chain_still_fits_and_loses_nobody(width: int) -> None:
    nodes = tuple(Node(f"n{at:02}", f"Giver{at:02}", PAGE, changes=(f"{at} → {at + 1}",)) for at in range(40))
    text = printed(Lineage("chain", nodes, tuple(Edge(a.id, b.id, "x") for a, b in pairwise(nodes))), width)
    assert max(map(len, text.splitlines())) <= width
    assert all(squeezed(f"{node.label}") in squeezed(text) for node in nodes)


# the layout


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def crosses(wire: tuple[tuple[int, int], tuple[int, int]], frame: tuple[int, int, int, int]) -> bool:
    """True when a level or upright stretch runs through the inside of a frame."""
    (ax, ay), (bx, by) = wire
    return not apart((min(ax, bx), min(ay, by), max(ax, bx) + 0.1, max(ay, by) + 0.1), frame)


def check(made: Layout) -> None:
    """Nothing overlaps, everything is on the picture, wires run from box to box between the others."""
    frames = {box.node.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in made.boxes}
    assert all(apart(one, other) for one, other in combinations(frames.values(), 2))
    assert all(apart(one.frame(), other.frame()) for one, other in combinations(made.texts(), 2))
    for words in made.texts():
        left, top, right, bottom = words.frame()
        assert 0 <= left and right <= made.width - MARGIN / 2 and 0 <= top and bottom <= made.height, words
    for box in made.boxes:
        inner = [line.frame() for line in box.lines]
        assert all(box.x < it[0] and it[2] < box.x + box.width for it in inner), box
        assert all(box.y < it[1] and it[3] < box.y + box.height for it in inner), box
    assert {(it.edge.source, it.edge.target) for it in made.wires} == {
        (it.source, it.target) for it in made.lineage.edges
    }
    for wire in made.wires:
        giver, taker = frames[wire.edge.source], frames[wire.edge.target]
        (ax, ay), (bx, by) = wire.points[0], wire.points[-1]
        assert ax == giver[2] and giver[1] < ay < giver[3] and bx == taker[0] and taker[1] < by < taker[3]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(wire.points)), "level or upright"
        assert not [it for it in frames.values() for stretch in pairwise(wire.points) if crosses(stretch, shrunk(it))]


def shrunk(frame: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return frame[0] + 1, frame[1] + 1, frame[2] - 1, frame[3] - 1


def test_the_sample_is_laid_out_clean_in_the_order_of_time() -> None:
    made = layout_from_lineage(sample())
    check(made)
    at = {box.node.id: box.x for box in made.boxes}
    assert at["court"] < at["doc"] < at["wire"] < at["same"] == at["digit"] < at["two"]
    assert made.width <= 1250, "five columns: a printed page across"
    low = {box.node.id: box.y for box in made.boxes}
    assert low["undated"] == max(low.values()), "pages without a date have a lane of their own"


def test_no_wire_seems_to_lead_where_it_does_not() -> None:
    """Stretches of two givers never lie on each other, level or upright."""
    made = layout_from_lineage(sample())
    for one, other in combinations(made.wires, 2):
        if one.edge.source != other.edge.source:
            shared = [(a, b) for a in pairwise(one.points) for b in pairwise(other.points) if overlay(a, b)]
            assert not shared, (one, other)


def overlay(one: tuple[tuple[int, int], tuple[int, int]], other: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    for across, along in ((0, 1), (1, 0)):
        if one[0][across] == one[1][across] == other[0][across] == other[1][across]:
            (low, high), (least, most) = (
                sorted((one[0][along], one[1][along])),
                sorted((other[0][along], other[1][along])),
            )
            return min(high, most) > max(low, least)
    return False


@pytest.mark.parametrize("count", [0, 1, 30, 200])
def test_pictures_of_any_size_are_clean(count: int) -> None:
    many = repeated(count)
    changed = tuple(replace(it, changes=(f"5 → {it.id}",)) if at % 3 == 1 else it for at, it in enumerate(many.nodes))
    check(layout_from_lineage(replace(many, nodes=changed)))


def test_an_empty_lineage_is_drawn_too() -> None:
    empty = Lineage("nothing", ())
    check(layout_from_lineage(empty))
    assert "nothing" in printed(empty) and "nothing" in svg_from_lineage(empty) and "nothing" in dot_from_lineage(empty)


def test_columns_name_the_days_they_are_from() -> None:
    heads = columns_from_lineage(sample()).heads
    assert heads[:3] == ("no date", "2025-07-01", "2025-07-02") and len(heads) == 5


# the pictures


def test_the_svg_is_well_formed_and_stands_alone() -> None:
    text = svg_from_lineage(sample())
    root = fromstring(text)
    assert {it.tag.removeprefix(SVG) for it in root.iter()} <= {
        "svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text"
    }  # fmt: skip
    names = {name for it in root.iter() for name in it.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    ids = {it.attrib["id"] for it in root.iter() if "id" in it.attrib}
    assert {*root.attrib["aria-labelledby"].split()} <= ids
    assert len(root.findall(f"{SVG}path/[@marker-end]")) == len(sample().edges)


def test_the_svg_says_all_in_words_too() -> None:
    root = fromstring(svg_from_lineage(sample()))
    told = root.findtext(f"{SVG}desc")
    for node in sample().nodes:
        assert node.label in told and all(change in told for change in node.changes)
    texts = [it.text for it in root.iter(f"{SVG}text")]
    assert "As of 2025-08-01. Dates are as the pages print them." in texts


def test_what_is_cut_in_a_box_is_whole_in_its_title() -> None:
    name, change = "Прес-служба суду " * 20, "684 → 64: " + "a digit lost on the way " * 20
    lineage = Lineage("", (Node("a", name, PAGE, changes=(change,)), Node("b", "x" * 400, PAGE)))
    root = fromstring(svg_from_lineage(lineage))
    titles = " ".join(it.text for it in root.iter(f"{SVG}title") if it.text)
    assert name.strip() in titles and change.strip() in titles and "x" * 400 in titles
    assert any((it.text or "").endswith("…") for it in root.iter(f"{SVG}text"))
    check(layout_from_lineage(lineage))


def test_shapes_and_dashes_tell_the_sorts_apart_without_colour() -> None:
    def outline(sort: NodeSort) -> str:
        text = svg_from_lineage(Lineage("", (Node("a", "A", sort),)))
        found = fromstring(text).find(f"{SVG}g")
        shapes = [(it.tag, {key: it.attrib[key] for key in it.attrib if key != "fill"}) for it in found]
        return repr([it for it in shapes if not it[0].endswith(("text", "title"))])

    assert len({outline(sort) for sort in NodeSort}) == len(NodeSort)


@pytest.mark.parametrize("draw", [svg_from_lineage, dot_from_lineage, printed])
def test_the_same_bytes_in_any_order(draw) -> None:  # type: ignore[no-untyped-def]
    assert draw(sample()) == draw(SHUFFLED)


def hostile() -> Lineage:
    it = Node("a\"b'<c>&\\", HOSTILE, NodeSort.origin, "", HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,))
    return Lineage(HOSTILE, (it, replace(it, id="b\\", sort=PAGE)), (Edge(it.id, "b\\", HOSTILE),), HOSTILE, HOSTILE)


def test_hostile_texts_stay_texts_in_the_svg() -> None:
    text = svg_from_lineage(hostile())
    root = fromstring(text.encode("utf-8"))
    assert "script" not in {it.tag.removeprefix(SVG) for it in root.iter()} and "<script" not in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\ufffe]", text)
    assert "alert('1')" in root.findtext(f"{SVG}title")


def test_hostile_texts_do_not_steer_the_terminal() -> None:
    text = printed(hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)
    assert "<script>" in text, "it is shown as what it is"
    assert "[red]" in printed(Lineage("[red]", (Node("a", "[bold]", PAGE),))), "no markup"


QUOTED = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTE = rf"\w+=(?:\w+|{QUOTED})"
LINE = re.compile(rf"  (?:graph|node|edge|{QUOTED}(?: -> {QUOTED})?) \[{ATTRIBUTE}(?:, {ATTRIBUTE})*\];")


@pytest.mark.parametrize("lineage", [sample(), hostile(), repeated(60), Lineage("", ())], ids=lambda it: it.title[:9])
def test_dot_is_one_statement_a_line_and_nothing_breaks_out(lineage: Lineage) -> None:
    lines = dot_from_lineage(lineage).splitlines()
    assert (lines[0], lines[-1]) == ("digraph lineage {", "}")
    assert [line for line in lines[1:-1] if not LINE.fullmatch(line)] == []
    assert len(lines) == 5 + len(lineage.nodes) + len(lineage.edges), "nothing is told as one here"


def test_the_pattern_for_dot_bites() -> None:
    for bad in ('  "a" [label="x"]; evil [label="y"];', '  "a" [label="x\\"];', '  "a" [label=x y];'):
        assert not LINE.fullmatch(bad)


# any lineage at all

LABELS = st.one_of(
    st.sampled_from(["Coast Wire", "Вечерний маяк", "x" * 90, HOSTILE, "通信社の名前"]), st.text(max_size=60)
)
DATES = st.sampled_from(["", "", "2025", "2025-01", "2025-01-02", "2025-01-03", "2025-02-01", "2024-12-31T10:00"])


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    count = draw(st.integers(1, 14))
    sorts = st.sampled_from([sort for sort in NodeSort if sort != NodeSort.more])
    texts = st.lists(LABELS, max_size=2).map(tuple)
    nodes = tuple(
        Node(f"n{at}", draw(LABELS), draw(sorts), draw(DATES), draw(LABELS), "", "", draw(texts), draw(texts))
        for at in range(count)
    )
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=24))
    edges = tuple(Edge(f"n{a}", f"n{b}", draw(LABELS), draw(st.booleans())) for a, b in sorted(pairs) if a < b)
    return Lineage(draw(LABELS), nodes, edges, "2025-08-01", draw(LABELS))


@settings(max_examples=25, deadline=None)
@given(lineages())
def test_any_lineage_is_drawn_clean(lineage: Lineage) -> None:
    check(layout_from_lineage(lineage))
    fromstring(svg_from_lineage(lineage).encode("utf-8"))
    assert all(LINE.fullmatch(line) for line in dot_from_lineage(lineage).splitlines()[1:-1])
    columns = columns_from_lineage(lineage).at
    assert all(columns[edge.source] < columns[edge.target] for edge in lineage.edges)


@settings(max_examples=25, deadline=None)
@given(lineages())
def test_any_tree_holds_every_node_once(lineage: Lineage) -> None:
    counted = replace(lineage, nodes=tuple(replace(it, figure=f"§{it.id}§") for it in lineage.nodes))
    text = squeezed(printed(counted))
    assert all(text.count(f"§{it.id}§") == 1 for it in folded(counted).nodes if it.sort != NodeSort.more)
