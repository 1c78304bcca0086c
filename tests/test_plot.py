"""Pictures for a story: what they show, whom they keep back, and that they stand alone and stay the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from musterbook.assess.steps_from_days import days_from_period
from musterbook.cli import main
from musterbook.codebook.load import Codebook, load_codebook
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.publish.lineage_from_public import alt_from_lineage, lineage_from_public
from musterbook.publish.public import Public
from musterbook.publish.svg_from_lineage import svg_from_lineage
from musterbook.publish.svg_from_origins import rows_from_public as origins_of
from musterbook.publish.svg_from_origins import svg_from_origins
from musterbook.publish.svg_from_places import places_from_codebook, svg_from_places, tiles_from_public
from musterbook.publish.svg_from_timeline import rows_from_public as times_of
from musterbook.publish.svg_from_timeline import svg_from_timeline
from tests.public_sample import PAGES, PRIVATE, base_from_pages, sample

KINDS = ("origins", "map", "timeline", "lineage")
EVIL = "\x00</text><script>x</script>\ufffe" + "w" * 300


@pytest.fixture(scope="module")
def public() -> Public:
    return sample()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    some = {name: PAGES[name] for name in ("gull-count", "pier-brief", "coast-digit", "fjord-ten", "tide-hiding")}
    return base_from_pages(tmp_path_factory.mktemp("plot"), some)


@cache
def codebook() -> Codebook:
    return load_codebook()


@cache
def rules() -> Rules:
    return rules_from_codebook(codebook())


def made(kind: str, public: Public, title: str = "A title", source: str = "12 pages & more") -> tuple[str, str]:
    if kind == "origins":
        return svg_from_origins(public, title=title, source=source)
    if kind == "map":
        return svg_from_places(public, places_from_codebook(codebook()), title=title, source=source)
    if kind == "timeline":
        return svg_from_timeline(public, title=title, source=source)
    fact = max(public.facts, key=lambda it: (it.pages, it.id))
    lineage = lineage_from_public(public, fact, rules(), note=f"Source: {source}")
    return svg_from_lineage(lineage), alt_from_lineage(lineage)


def said(svg: str) -> str:
    return " ".join("".join(node.itertext()) for node in ET.fromstring(svg).iter() if node.tag.endswith("}text"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_well_formed_stands_alone_and_says_its_source(kind: str, public: Public) -> None:
    svg, alt = made(kind, public)
    root = ET.fromstring(svg)
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert not tags & {"script", "image", "style", "foreignObject", "use", "a"}
    assert not [name for node in root.iter() for name in node.attrib if "href" in name]
    assert "Source: 12 pages & more" in said(svg) and "Source: 12 pages & more" in alt
    named = [node for node in root if node.tag.endswith(("}title", "}desc"))]
    assert len(named) == 2 and all(node.text for node in named) and root.attrib["role"] == "img"


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_twice_and_in_any_order(kind: str, public: Public) -> None:
    turned = replace(public, claims=public.claims[::-1], facts=public.facts[::-1], documents=public.documents[::-1])
    assert made(kind, public) == made(kind, turned)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_private_is_in_a_picture_or_its_words(kind: str, public: Public) -> None:
    for fact in public.facts if kind == "lineage" else public.facts[:1]:
        svg, alt = made(kind, replace(public, facts=(fact,)) if kind == "lineage" else public)
        assert not [name for name in PRIVATE for text in (svg, alt) if name in text]
        assert "Verkhnia" not in svg + alt, "a village where somebody hides"


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_stay_words(kind: str, public: Public) -> None:
    claims = tuple(replace(it, place=EVIL, population=EVIL, label=EVIL) for it in public.claims)
    facts = tuple(
        replace(it, origins=tuple(replace(one, label=EVIL) for one in it.origins), reasons=(EVIL,))
        for it in public.facts
    )
    svg, _ = made(kind, replace(public, claims=claims, facts=facts), EVIL, EVIL)
    assert not [node for node in ET.fromstring(svg).iter() if node.tag.endswith("script")]


@pytest.mark.parametrize("kind", KINDS[:3])
def test_a_picture_of_nothing_says_so(kind: str, public: Public) -> None:
    svg, alt = made(kind, replace(public, claims=(), facts=(), documents=()))
    assert "fits." in said(svg) and "A title" in alt


@pytest.mark.parametrize("kind", KINDS)
def test_the_day_of_the_knowledge_is_on_the_picture(kind: str, public: Public) -> None:
    assert "2024-05-01" in said(made(kind, replace(public, as_of="2024-05-01"))[0])


def test_every_colour_of_the_drawn_sheets_is_a_grey(public: Public) -> None:
    for kind in KINDS[:3]:
        nodes = [*ET.fromstring(made(kind, public)[0]).iter()]
        colours = {node.attrib[name] for node in nodes for name in ("fill", "stroke") if name in node.attrib} - {"none"}
        assert colours and all(it[1:3] == it[3:5] == it[5:7] for it in colours), colours


# ---------------------------------------------------------------- what they show


def test_repeating_pages_are_dots_of_one_origin_and_unnamed_ends_stand_apart(public: Public) -> None:
    named, apart = origins_of(public)
    first = named[0]
    assert (first.label, first.confirms, first.pages) == ("Mediazona", True, 4)
    assert [it.label for it in named if not it.confirms] == ["BBC Ukraine"]
    assert "nobody named" in {it.label for it in apart} and "nobody named" not in {it.label for it in named}
    svg = made("origins", public)[0]
    assert "4 pages" in said(svg) and "Apart: ends that nobody names" in said(svg)


def test_a_place_is_counted_in_its_region_and_never_finer(public: Public) -> None:
    countries, nowhere = tiles_from_public(public, places_from_codebook(codebook()))
    tiles = {(country, tile.region): tile for country, found in countries for tile in found}
    assert tiles["Russia", "Novosibirsk Region"].pages == 2 and ("Ukraine", "") in tiles
    assert nowhere > 0
    svg, alt = made("map", public)
    assert "Kochenevo" not in svg + alt and "Novosibirsk Region" in said(svg)


def test_a_place_that_no_table_knows_is_not_printed(public: Public) -> None:
    strange = tuple(replace(it, place="Nowhereville", country="") for it in public.claims[:3])
    svg, alt = made("map", replace(public, claims=strange))
    assert "Nowhereville" not in svg + alt and "places that no table knows" in said(svg)


def test_a_timeline_sets_numbers_against_each_other_and_counts_what_has_no_date(public: Public) -> None:
    rows, undated = times_of(public)
    fight = next(it for it in rows if it.verdict == "contradicted" and "12" in it.what)
    assert (fight.what, fight.period, fight.pages) == ("Mass escape: 10 against 12", "2024-11-12", 2)
    assert undated == sum(it.kind != "statement" for it in public.facts) - len(rows) > 0
    assert all(it.days == days_from_period(it.period, "2025-01-01") for it in rows if ".." not in it.period)
    svg, alt = made("timeline", public)
    assert "contradicted" in said(svg) and "2024-11-12: Mass escape: 10 against 12" in alt


def test_a_fact_whose_figure_changed_on_its_way_says_so(public: Public) -> None:
    rows = {it.id: it.about for it in times_of(public)[0]}
    changed = {it.id for it in public.facts if "figure_changed" in it.flags} & {*rows}
    assert changed and {id for id, about in rows.items() if about.startswith("! changed")} == changed


def test_a_lineage_shows_what_changed_on_the_way(public: Public) -> None:
    svg, alt = made("lineage", public)
    assert "Mediazona" in said(svg) and "684 → 64" in alt and "from UK Defence Intelligence" in alt


# ---------------------------------------------------------------- the verb


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_verb_writes_a_picture_and_its_words_and_says_where(
    kind: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"{kind}.svg"
    assert main(["plot", kind, "-o", str(out), "--base", str(base)]) == 0
    told = capsys.readouterr().out
    assert str(out) in told and str(tmp_path / f"{kind}.alt.txt") in told
    assert ET.fromstring(out.read_text(encoding="utf-8")) is not None
    assert (tmp_path / f"{kind}.alt.txt").read_text(encoding="utf-8").strip()


@pytest.mark.slow
def test_the_verb_takes_a_measure_and_a_claim(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.svg"
    assert main(["plot", "origins", "--measure", "sentences", "-o", str(out), "--base", str(base)]) == 0
    assert "Sentences" in said(out.read_text(encoding="utf-8"))
    assert main(["plot", "lineage", "--claim", "684", "-o", str(out), "--base", str(base)]) == 0
    assert "684 sentences" in said(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["origins", "-o", "a.pdf"], ".svg or .png"),
        (["pie", "-o", "a.svg"], "origins"),
        (["series", "-o", "a.svg"], "musterbook series"),
        (["map", "-o", "a.svg", "--measure", "sentence"], "did you mean sentences"),
        (["map", "-o", "a.svg", "--claim", "684"], "plot lineage"),
        (["lineage", "-o", "a.svg", "--claim", "zebra"], "no claim"),
        (["timeline", "-o", "a.svg", "--as-of", "soon"], "is not a date"),
        (["origins"], "plot origins -o"),
    ],
)
def test_a_wrong_question_is_one_line_that_says_what_to_do(
    words: list[str], hint: str, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", *words, "--base", str(base)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and hint in err


def test_a_file_that_cannot_be_written_is_bad_input(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "map", "-o", str(base / "no" / "such" / "a.svg"), "--base", str(base)]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["series", *KINDS])
def test_a_png_is_one(kind: str, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    more = ["--measure", "sentences"] if kind == "series" else []
    assert main(["plot", kind, *more, "-o", str(out), "--base", str(base)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG\r\n")
