"""What is known over time, as picture, words, table and rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from rich.console import Console

from musterbook.assess.series_from_entries import Line, apart_from_entries
from musterbook.model import Bound
from musterbook.publish.chart_from_series import alt_from_series, png_from_series, spec_from_series, svg_from_series
from musterbook.publish.tables_from_series import CSV_COLUMNS, apart_rows, flat_rows, rows_from_series, series_tables
from tests.test_series import ASK, GUILD, bound, end_of, figure, lines


@pytest.fixture(scope="module")
def shown() -> tuple[Line, ...]:
    counts = (212, 240, 251, 233, 260, 275)
    told = [figure(f"m{at}", f"2024-{at:02}", value) for at, value in enumerate(counts, 1)]
    told += [figure("old", "2024-02", 198, published="2024-03-04"), figure("other", "2024-05", 410, chain=(GUILD,))]
    told += [figure("run", "2023-06/2024-06", 0, amount=bound(2900, Bound.over))]
    return lines(*told)


@pytest.fixture(scope="module")
def picture(shown: tuple[Line, ...]) -> str:
    return svg_from_series(shown, "Boats by month", "Harbour master, <The Quay> & others", "2024-07-31")


def test_the_picture_is_well_formed_and_points_to_nothing_outside(picture: str) -> None:
    root = ET.fromstring(picture)
    links = [value for node in root.iter() for name, value in node.attrib.items() if "href" in name or "url(" in value]
    assert not [value for value in links if not value.startswith(("#", "url(#"))]
    assert not {node.tag.rpartition("}")[2] for node in root.iter()} & {
        "script",
        "image",
        "style",
        "foreignObject",
        "use",
    }
    assert {node.attrib["font-family"] for node in root.iter() if "font-family" in node.attrib} == {
        "Arial, Helvetica, sans-serif"
    }


def test_the_picture_says_its_source_its_day_and_its_number_of_origins(picture: str) -> None:
    texts = [node.text for node in ET.fromstring(picture).iter() if node.tag.endswith("}text")]
    assert "Source: Harbour master, <The Quay> & others" in texts
    spans = "".join(ET.fromstring(picture).itertext())
    assert "As known on 2024-07-31" in spans and "below each period stands its number of origins" in spans
    assert "boats, flow, by month" in spans and "boats, cumulative since 2023-06, by month" in spans
    assert "earlier figure, since revised" in spans and "what contradicting origins say" in spans
    assert "no upper end said" in spans and "no lower end said" not in spans


def test_the_picture_is_grey_at_most(picture: str) -> None:
    colours = {
        node.attrib[name].lower()
        for node in ET.fromstring(picture).iter()
        for name in ("fill", "stroke")
        if name in node.attrib
    }
    plain = {colour for colour in colours if colour.startswith("#")}
    assert plain and all(
        len({*map("".join, zip(*[iter(colour[1:])] * (len(colour) // 3), strict=True))}) == 1 for colour in plain
    )


def test_the_words_for_the_picture_name_low_best_and_high(shown: tuple[Line, ...], picture: str) -> None:
    words = alt_from_series(shown, "Boats by month", "The Quay", None)
    assert "2024-02 low 240, best 240, high 240, 1 origin, Harbour master revised 198 to 240 on 2024-07-01" in words
    assert "2024-05 low 260, best 260, high 410, 2 origins, contradicted: " in words
    assert "2024-06 low 2,900, best 2,900, no high, 1 origin" in words
    assert "All that the evidence base holds" in words and words.endswith("Source: The Quay")
    desc = next(node for node in ET.fromstring(picture) if node.tag.endswith("}desc"))
    assert desc.text and "2024-02 low 240, best 240" in desc.text


def test_a_month_nobody_spoke_of_keeps_its_place() -> None:
    made = lines(figure("a", "2024-01", 4), figure("b", "2024-04", 5))
    assert '"2024-02|\\u2013"' in json.dumps(spec_from_series(made, "t", "s", None))


def test_a_picture_of_one_point_and_of_none_is_drawn() -> None:
    assert ">40<" in svg_from_series(lines(figure("a", "2024-03", 40)), "Boats", "The Quay", None)
    assert "No figure fits." in svg_from_series((), "Boats", "The Quay", None)


def test_hostile_words_stay_words() -> None:
    evil = "\x00</text><script>x</script>\ufffe" + "w" * 300
    made = lines(figure("a", "2024-03", 40, place=evil))
    root = ET.fromstring(svg_from_series(made, evil, evil, evil))
    assert not [node for node in root.iter() if node.tag.endswith("script")]


def test_more_lines_than_panels_are_said_to_be_in_the_table() -> None:
    made = lines(*(figure(f"c{at}", "2024-03", 4, place=f"Quay {at}") for at in range(9)))
    assert len(spec_from_series(made, "t", "s", None)["vconcat"]) == 8 + 1
    assert "1 more line of fewer periods: see the table." in alt_from_series(made, "t", "s", None)


@pytest.mark.slow
def test_the_picture_is_written_in_the_grammar_it_names(shown: tuple[Line, ...]) -> None:
    altair = pytest.importorskip("altair")  # the renderer ignores what it does not know; this one has the schema
    spec = spec_from_series(shown, "Boats", "The Quay", "2024-07-31")
    assert altair.VConcatChart.from_dict(spec, validate=True)
    with pytest.raises(pytest.importorskip("jsonschema").ValidationError):
        altair.VConcatChart.from_dict({**spec, "spacing": "wide"}, validate=True)


def test_the_png_is_one(shown: tuple[Line, ...]) -> None:
    assert png_from_series(shown, "Boats", "The Quay", None).startswith(b"\x89PNG\r\n")


SAME = """
from tests.test_series import figure, lines
from musterbook.publish.chart_from_series import svg_from_series
import hashlib
svg = svg_from_series(lines(figure("a", "2024-03", 4), figure("b", "2024-05", 7)), "Boats", "The Quay", None)
print(hashlib.sha256(svg.encode()).hexdigest())
"""


@pytest.mark.slow
def test_the_picture_is_the_same_bytes_whatever_the_hash_seed() -> None:
    command = [sys.executable, "-c", SAME]
    outs = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout for seed in "12"
    }
    assert len(outs) == 1


Printed = Callable[[int], str]


@pytest.fixture
def printed(shown: tuple[Line, ...]) -> Printed:
    def at(width: int) -> str:
        out = Console(file=io.StringIO(), width=width, highlight=False)
        apart = apart_from_entries([figure("apart", "", 5)], ASK, origin_of=end_of)
        for part in series_tables(shown, apart):
            out.print(part)
        text: str = out.file.getvalue()  # type: ignore[attr-defined]
        return text

    return at


@pytest.mark.parametrize("width", [60, 80, 130])
def test_the_table_fits_its_terminal_and_shows_what_was_revised(printed: Printed, width: int) -> None:
    text = printed(width)
    assert max(map(len, text.splitlines())) <= width
    words = " ".join(text.split())
    assert "boats, flow, by month" in words and "no period" in words
    if width == 130:
        assert "Harbour master revised 198 to 240 on 2024-07-01" in words
        assert "contradicted; Harbour master says 260, Pilots' guild 410" in words


def test_json_and_csv_hold_every_point(shown: tuple[Line, ...]) -> None:
    rows = json.loads(json.dumps(rows_from_series(shown)))
    assert [row["how"] for row in rows] == ["flow", "cumulative"]
    may, run = rows[0]["points"][4], rows[1]["points"][0]
    assert [vote["value"] for vote in may["votes"]] == [410, 260] and may["contradicted"]
    assert (run["low"], run["high"], run["members"]) == (2900, None, ["run"])
    assert rows[0]["points"][1]["revised"] == [
        {"origin": "Harbour master", "old": 198, "new": 240, "when": "2024-07-01", "claim": "old"}
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writerows(flat_rows(shown))
    assert len(out.getvalue().splitlines()) == 7
    assert apart_rows(apart_from_entries([figure("x", "", 5)], ASK, origin_of=end_of))[0]["why"] == "no period"
