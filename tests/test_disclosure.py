"""Nothing private leaves a base: not in a quote, a label, an address, a file name, a reason, nor in anything printed from them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from musterbook.cli import main
from musterbook.disclosure import known_documents, public_from_base, report_from_base, sheets
from musterbook.errors import BaseError
from musterbook.publish.public import Public
from musterbook.publish.public_page_from_rows import names_from_codebook
from musterbook.shield.address_from_names import address_from_names, sound, spelled
from musterbook.shield.mask_from_span import Rule
from musterbook.shield.sheet_from_texts import Sheet, sheet_from_texts
from musterbook.shield.shielded_from_text import Shielded
from musterbook.store.claims_from_base import Wanted
from musterbook.store.sqlite import open_base
from musterbook.verbs.export import Form
from tests.public_sample import PAGES, PRIVATE, base_from_pages, codebook, guard, sample

CASES = Path(__file__).parent / "cases" / "shield"
GUARD = guard()
COUNTED = "Military courts passed {0} sentences for desertion in March, a soldier said. {0} men deserted."


@cache
def reports() -> list[dict[str, Any]]:
    """Every invented report of the shield, in three languages."""
    names = ("seen", "held_back", "look_alikes")
    return [it for name in names for it in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))]


@cache
def planted() -> list[tuple[str, str, str]]:
    """(report, kind, value) of all that is hidden, but for the bare first names that somebody public has on another page."""
    public = {word for report in reports() for value in report["keep"] for word in value.split()}
    found = [
        (r["id"], kind, value) for r in reports() for kind, values in r.get("hide", {}).items() for value in values
    ]
    return [it for it in found if it[2] not in public]


def strings(value: Any) -> Iterator[str]:
    """Every string in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        yield from (it for field in dataclasses.fields(value) for it in strings(getattr(value, field.name)))
    elif isinstance(value, dict):
        yield from (it for pair in value.items() for part in pair for it in strings(part))
    elif isinstance(value, tuple | list):
        yield from (it for part in value for it in strings(part))


def plain(value: Any) -> Any:
    """A value as JSON takes it."""
    return dataclasses.asdict(value)


def survives(value: str, kind: str, out: str) -> bool:
    """Whether a planted value, or for people any word of it, stands in what leaves."""
    words = [value, *(w for w in re.findall(r"[\w'’-]+", value) if len(w) > 3)] if kind in ("name", "nick") else [value]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", out) for word in words)


def pages_of_reports() -> dict[str, tuple[str, dict[str, str]]]:
    """The invented reports as pages; the first name of each stands in its title, its file name and its address, too."""
    pages = {}
    for number, report in enumerate(reports(), 1):
        names = report.get("hide", {}).get("name", [])
        first = re.sub(r"\W+", "-", names[0].lower()) if names else "page"
        text = report["text"] if report["lang"] != "en" else f"{report['text']}\n\n{COUNTED.format(700 + number)}"
        about = {
            "title": report["text"].strip().split("\n")[0][:120],
            "publisher": names[0] if number % 7 == 0 and names and " " in names[0] else "Gull Gazette",
            "published": "2024-04-13",
            "language": report["lang"],
            "url": f"https://gull.example/{number}/{first}.html",
        }
        pages[f"{number}-{first}"] = (text, about)
    return pages


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Public]:
    """A base of all the invented reports, and what leaves it."""
    base = base_from_pages(tmp_path_factory.mktemp("door"), pages_of_reports())
    with open_base(base) as store:
        return base, public_from_base(store, codebook(), guard=GUARD)


# ---------------------------------------------------------------- nothing planted leaves


def test_the_fixture_plants_two_hundred_and_keeps_sixty() -> None:
    assert len(planted()) >= 200 and {it["lang"] for it in reports()} == {"en", "ru", "uk"}
    assert len([value for it in reports() for value in it["keep"]]) >= 60


def test_nothing_planted_is_in_any_string_of_a_public(told: tuple[Path, Public]) -> None:
    out = "\n".join(strings(told[1]))
    assert len(told[1].documents) > 60 and len(told[1].claims) > 60
    assert not [it for it in planted() if survives(it[2], it[1], out)]


def test_nothing_planted_is_in_its_json(told: tuple[Path, Public]) -> None:
    out = json.dumps(plain(told[1]), ensure_ascii=False)
    assert not [it for it in planted() if survives(it[2], it[1], out)]


def test_addresses_and_file_names_that_spell_a_name_are_left_out(told: tuple[Path, Public]) -> None:
    kept = [it for it in told[1].documents if it.url]
    assert kept and all(it.url.endswith("/page.html") for it in kept)
    assert all(it.name.endswith("-page") for it in told[1].documents if it.name)


def test_who_is_public_stays(told: tuple[Path, Public]) -> None:
    with open_base(told[0]) as store:
        names = names_from_codebook(codebook(), GUARD)
        texts = [sheet.text.text for _, sheet in sheets(store, known_documents(store, ""), names)]
    out = "\n".join(texts)
    kept = [value for it in reports() for value in it["keep"]]
    assert sum(value in out for value in kept) >= 0.95 * len(kept)


EXPORTS = [form for form in get_args(Form) if form != "wacz"]  # a package of pages as they are is no publication


@pytest.mark.slow
@pytest.mark.parametrize("form", EXPORTS)
def test_nothing_planted_is_in_an_export(
    form: str, told: tuple[Path, Public], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "out"), "--as", form, "--base", str(told[0])]) == 0
    written = {
        path.relative_to(tmp_path).as_posix(): read(path) for path in sorted(tmp_path.rglob("*")) if path.is_file()
    }
    out = "\n".join([*written, *written.values(), *capsys.readouterr()])
    assert len(written) > 1 and not [it for it in planted() if survives(it[2], it[1], out)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["brief", "--title", "What was said", "-o", "out.html"],
        ["brief", "--title", "What was said", "-o", "out.md"],
        *(["plot", kind, "-o", "out.svg"] for kind in ("origins", "lineage", "map", "timeline")),
    ],
    ids=lambda words: " ".join(words[:2]) if words[0] == "plot" else words[-1],
)
def test_nothing_planted_is_in_a_brief_or_a_picture(
    words: list[str], told: tuple[Path, Public], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = [str(tmp_path / word) if word.startswith("out.") else word for word in words]
    assert main([*at, "--base", str(told[0])]) == 0
    written = [read(path) for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    out = "\n".join([*written, *capsys.readouterr()])
    assert written and not [it for it in planted() if survives(it[2], it[1], out)]


def read(path: Path) -> str:
    """What a person can read in a file: a table's cells, the text of anything else."""
    if path.suffix == ".parquet":
        import duckdb

        rows = duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()
        return "\n".join(str(cell) for row in rows for cell in row)
    return path.read_bytes().decode("utf-8", "replace")


def test_the_report_of_the_shield_counts_and_names_nobody(
    told: tuple[Path, Public], capsys: pytest.CaptureFixture[str]
) -> None:
    with open_base(told[0]) as store:
        found = report_from_base(store, codebook(), guard=GUARD)
    assert {it.rule for it in found.counts} >= {"name", "phone", "email", "address"}
    assert tuple((it.rule, it.masks) for it in found.counts) == told[1].masked
    for words in ([], ["--format", "json"]):
        assert main(["shield", "report", "--base", str(told[0]), *words]) == 0
        out = capsys.readouterr().out
        assert "phone" in out and not [it for it in planted() if survives(it[2], it[1], out)]


# ---------------------------------------------------------------- what a public is


def test_the_same_base_gives_the_same_public(told: tuple[Path, Public]) -> None:
    with open_base(told[0]) as store:
        assert public_from_base(store, codebook(), guard=GUARD) == told[1]


def test_the_sample_has_what_publishing_has_to_cope_with() -> None:
    it = sample()
    assert len(it.documents) == len(PAGES) and len(it.claims) >= 25 and len(it.facts) >= 15
    assert {fact.verdict for fact in it.facts} >= {"single_origin", "contradicted", "no_origin"}
    assert any(fact.mutations for fact in it.facts) and it.terms and it.withheld
    assert any(doc.copy_of for doc in it.documents) and any(not doc.url for doc in it.documents)
    assert not [word for word in PRIVATE if word in "\n".join(strings(it))]


def test_everything_that_is_pointed_to_is_there() -> None:
    it = sample()
    claims, docs, facts = ({x.id for x in xs} for xs in (it.claims, it.documents, it.facts))
    sources = {x.id for x in it.sources}
    assert {claim.doc for claim in it.claims} <= docs and {claim.cluster for claim in it.claims} == facts
    assert {id for fact in it.facts for id in (*fact.members, *fact.support, *fact.against)} <= claims
    assert {hop.source for claim in it.claims for hop in claim.chain} - {""} <= sources
    assert {doc.source for doc in it.documents} - {""} <= sources
    assert {doc.copy_of for doc in it.documents} - {""} <= docs
    assert all(fact.members for fact in it.facts)
    for listed in (it.documents, it.claims, it.facts, it.sources):
        assert [x.id for x in listed] == sorted(x.id for x in listed)


def test_a_quote_is_the_words_of_its_page_but_for_what_is_hidden(told: tuple[Path, Public]) -> None:
    with open_base(told[0]) as store:
        texts = {row["id"]: row["text"] for row in store.rows("SELECT id, text FROM documents")}
    for claim in told[1].claims:
        words = texts[claim.doc][claim.start : claim.end]
        assert len(claim.quote.text) == len(words)
        assert all(shown in (letter, "█") for shown, letter in zip(claim.quote.text, words, strict=True))


def test_as_of_a_day_only_what_was_published_by_then_is_known() -> None:
    then = sample(as_of="2024-04-24")
    assert {doc.published for doc in then.documents} == {"2024-04-13", "2024-04-14", "2024-04-20", "2024-04-24"}
    assert then.as_of == "2024-04-24"
    assert not [it for fact in then.facts for it in fact.mutations], "the digit was lost a day later"
    assert [it for fact in sample(as_of="2024-04-25").facts for it in fact.mutations]


def test_what_is_wanted_comes_with_the_rest_of_its_facts() -> None:
    some = sample(wanted=Wanted(document="coast-digit"))
    assert {claim.cluster for claim in some.claims} == {fact.id for fact in some.facts}
    docs = {doc.name for doc in some.documents}
    assert {"coast-digit", "gull-count"} <= docs and "fjord-ten" not in docs
    none = sample(wanted=Wanted(measure="killed"))
    assert (none.documents, none.claims, none.facts) == ((), (), ())


def test_a_base_whose_claims_are_not_compared_says_what_to_do(tmp_path: Path) -> None:
    with open_base(tmp_path, write=True) as store, pytest.raises(BaseError, match="musterbook build"):
        public_from_base(store, codebook(), guard=GUARD)


# ---------------------------------------------------------------- labels and addresses


def sheet(text: str, title: str = "", **more: Any) -> Sheet:
    return sheet_from_texts(title, text, "en", GUARD, **more)


def test_a_label_is_told_as_the_text_tells_it() -> None:
    it = sheet("Deputy Pavlo Ostrohin spoke. Soldier Taras Hnatiuk left, his lawyer said.")
    assert it.told("Pavlo Ostrohin") == "Pavlo Ostrohin", "who holds an office keeps the name"
    assert it.told("Taras Hnatiuk") == it.told("Hnatiuk") == "a soldier"
    assert it.told("soldier Hnatiuk, 24") == "soldier [a soldier], 24"
    assert it.told("Ivan Petrenko") == "a person", "one that the text does not have is judged by itself"
    assert it.told("his lawyer") == "his lawyer" and it.told("Coast Wire") == "Coast Wire"


def test_a_name_in_the_title_is_hidden_in_the_text() -> None:
    it = sheet("The court sent Hnatiuk to prison.", "Soldier Taras Hnatiuk sentenced")
    assert str(it.title) == "Soldier [a soldier] sentenced" and "Hnatiuk" not in it.text.text


def test_an_outlet_of_the_base_is_nobody() -> None:
    text = "Amber Quill wrote so. Soldier Taras Hnatiuk left."
    assert "Amber Quill" not in sheet(text).text.text
    assert "Amber Quill" in sheet(text, public=frozenset({"amber quill"})).text.text
    assert "Hnatiuk" not in sheet(text, public=frozenset({"amber quill"})).text.text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Taras Hnatiuk", "taras-hnatiuk-left"),
        ("Hnatiuk", "the-story-of-hnatiuks-flight"),
        ("Остап Вербицкий", "ostap-verbitskiy"),
        ("Вербицького", "verbytskyi_story"),
        ("Юрий Хрущёв", "khrushchev"),
        ("Галина Гончар", "%D0%B3%D0%BE%D0%BD%D1%87%D0%B0%D1%80"),
        ("Шевчук", "shevchuk.html"),
        ("Yegor", "egor-tells"),
    ],
)
def test_an_address_that_spells_a_name_is_left_out(name: str, slug: str) -> None:
    from urllib.parse import unquote

    names = spelled([(name, Rule.name)])
    assert address_from_names(unquote(f"https://gull.example/2024/{slug}"), names, GUARD) == ""


@pytest.mark.parametrize(
    "slug", ["court-record-684", "haunted-lighthouse", "verbal-orders", "2024/05/soldiers-tell-their-story", "shelves"]
)
def test_an_address_that_spells_nobody_stays(slug: str) -> None:
    names = spelled([("Taras Hnatiuk", Rule.name), ("Остап Вербицкий", Rule.name), ("Шевчук", Rule.name)])
    url = f"https://gull.example/{slug}"
    assert address_from_names(url, names, GUARD) == url


def test_an_address_with_somebody_whom_the_text_does_not_name_is_left_out() -> None:
    assert address_from_names("https://gull.example/taras-petrenko-sentenced", (), GUARD) == ""
    assert (
        address_from_names("https://gull.example/+380440001234", spelled([("+380 44 000 12 34", Rule.phone)]), GUARD)
        == ""
    )


def test_sounds_of_two_alphabets_meet() -> None:
    pairs = [
        ("Гнатюк", "Hnatiuk"),
        ("Хрущёв", "Khrushchev"),
        ("Юрий", "Yuri"),
        ("Євген", "Yevhen"),
        ("Жуков", "Zhukov"),
    ]
    assert all(sound(one) == sound(two) for one, two in pairs)
    assert sound("Шевчук") != sound("Шевченко")


def test_quotes_are_shielded_by_type() -> None:
    assert all(isinstance(claim.quote, Shielded) for claim in sample().claims)
