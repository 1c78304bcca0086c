"""The language of a document and of its paragraphs: letters and small words first, the model where these leave a doubt."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from musterbook.ingest.language_from_text import (
    language_from_signs,
    language_from_text,
    languages_by_paragraph,
    main_language,
    tally_from_text,
)

OURS = ("en", "ru", "uk")
CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases/languages/sentences.tsv").read_text(encoding="utf-8").splitlines()
]
EN = "More than forty of them had left the camp before anybody noticed, and the court was told about it."
RU = "Более сорока человек покинули лагерь прежде, чем это заметили, и об этом сообщили в суде."
UK = "Понад сорок людей залишили табір, перш ніж це помітили, і про це повідомили в суді."
DE = "Mehr als vierzig Männer hatten das Lager verlassen, bevor es jemand bemerkte, und das Gericht erfuhr davon."


@pytest.mark.parametrize(("language", "text"), CASES)
def test_sentence_is_of_its_language(language: str, text: str) -> None:
    assert language_from_text(text, OURS) == language


@pytest.mark.parametrize("language", OURS)
def test_signs_alone_decide_most_sentences_and_are_never_wrong(language: str) -> None:
    said = [language_from_signs(tally_from_text(text)) for name, text in CASES if name == language]
    assert set(said) <= {language, ""}
    assert said.count(language) >= 0.6 * len(said)


@pytest.mark.parametrize(("language", "text"), [case for case in CASES if case[0] not in OURS])
def test_signs_do_not_claim_other_languages(language: str, text: str) -> None:
    assert language_from_signs(tally_from_text(text)) == ""


def test_languages_of_paragraphs_that_stand_together() -> None:
    text = f"{RU}\n\n{EN}\n{UK}\n"
    spans = languages_by_paragraph(text, OURS)
    assert [(text[start:end].strip(), language) for start, end, language in spans] == [
        (RU, "ru"),
        (EN, "en"),
        (UK, "uk"),
    ]


def test_page_of_one_language_is_one_span() -> None:
    text = f"{EN}\n3 May 2024\n{EN}\nDonetsk – 12\n"
    assert languages_by_paragraph(text, OURS) == ((0, len(text), "en"),)


@pytest.mark.parametrize(
    ("before", "short", "after", "language"),
    [
        ("ru", "12", "en", "ru"),
        ("ru", "Лиман", "en", "ru"),
        ("ru", "Donetsk", "en", "en"),
        ("en", "Лиман", "en", "en"),
        ("uk", "Харків, травень", "ru", "uk"),
        ("en", "😀😀😀", "ru", "en"),
    ],
)
def test_names_and_numbers_go_with_the_text_around_them(before: str, short: str, after: str, language: str) -> None:
    texts = {"en": EN, "ru": RU, "uk": UK}
    text = f"{texts[before]}\n{short}\n{texts[after]}"
    place = len(texts[before]) + 1
    assert next(name for start, end, name in languages_by_paragraph(text, OURS) if start <= place < end) == language


def test_name_at_the_very_start_goes_with_what_follows() -> None:
    assert languages_by_paragraph(f"3.05\n{RU}\n{EN}", OURS)[0] == (0, 6 + len(RU), "ru")


def test_quote_in_another_language_does_not_split_a_paragraph() -> None:
    text = f"{EN} He said: «Никто не знает, сколько их». {EN}\n{EN}"
    assert languages_by_paragraph(text, OURS) == ((0, len(text), "en"),)


def test_language_that_was_not_asked_for_is_told_all_the_same() -> None:
    text = f"{DE}\n{EN}\n{DE} {DE}\n"
    spans = languages_by_paragraph(text, OURS)
    assert [language for _, _, language in spans] == ["de", "en", "de"]
    assert main_language(spans) == "de"


def test_paragraph_in_a_language_not_asked_for_stays_with_its_script() -> None:
    text = f"{EN}\n{RU}\n{EN}"
    assert languages_by_paragraph(text, ["en"]) == ((0, len(text), "en"),)


def test_name_of_another_alphabet_does_not_turn_a_russian_page() -> None:
    assert language_from_text("Спільнота " + RU * 3, OURS) == "ru"
    assert language_from_text(f"Чары {UK * 3}", OURS) == "uk"


def test_letters_of_another_alphabet_inside_words_do_not_turn_a_page() -> None:
    mixed = EN.replace("o", "о").replace("a", "а")  # to the eye the same: Cyrillic о and а
    assert language_from_text(f"{EN}\n{mixed}\n{EN}", OURS) == "en"


@pytest.mark.parametrize("text", ["", "12 345", "😀 😀\n😀", "\n\n\n", "2024-03-05\n1,200"])
def test_text_without_letters_is_of_the_first_language(text: str) -> None:
    assert languages_by_paragraph(text, OURS) == ((0, len(text), "en"),)
    assert languages_by_paragraph(text, ["uk", "ru"]) == ((0, len(text), "uk"),)
    assert language_from_text(text, []) == "und"


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "ы" * 1_000_000, "і ы a\n" * 40_000, "\n" * 1_000_000, "ё\n" * 100_000]
)
def test_endless_text_costs_no_more_than_a_long_one(text: str) -> None:
    spans = languages_by_paragraph(text, OURS)
    assert (spans[0][0], spans[-1][1]) == (0, len(text))


@given(
    st.lists(
        st.one_of(st.sampled_from([EN, RU, UK, DE, "12", "Лиман", "", "\r", "\u2028", "Ђока"]), st.text(max_size=40))
    ),
    st.sampled_from([OURS, ("en",), ("uk", "ru"), ("en", "de"), ()]),
)
@example(["\ud800", RU], OURS)
def test_spans_cover_the_text_in_order(lines: list[str], languages: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    spans = languages_by_paragraph(text, languages)
    assert "".join(text[start:end] for start, end, _ in spans) == text
    assert all(one[1] == two[0] and one[2] != two[2] for one, two in pairwise(spans))
    assert all(language for _, _, language in spans)


def test_most_text_makes_the_main_language() -> None:
    assert main_language([(0, 5, "ru"), (5, 9, "en"), (9, 12, "ru")]) == "ru"
    assert main_language([]) == "und"


def test_model_stays_unloaded_while_signs_decide() -> None:
    code = "import sys; from musterbook.ingest.language_from_text import languages_by_paragraph as by; "
    code += f"by({EN!r} + chr(10) + {RU!r} + chr(10) + {UK!r}, ['en', 'ru', 'uk']); "
    code += "assert not {'py3langid', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
