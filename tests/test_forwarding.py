"""A forwarded post has all it says from somebody else; a page of two languages is read where its language is read."""

from __future__ import annotations

from functools import cache

import pytest

from musterbook.codebook.load import load_codebook
from musterbook.flow import check, extractor
from musterbook.model import PRIVATE_ACCOUNT, Document, Extract, digest

TEXT = "In March 2024 the courts passed 684 sentences for desertion from the army."
ELSEWHERE = "Суд виніс вироки за самовільне залишення частини, повідомили у прокуратурі області."
read = cache(lambda: extractor(load_codebook()))


def extract(text: str = TEXT, **known: object) -> Extract:
    document = Document(digest("x", text), "x", "", text, "en", **known)  # type: ignore[arg-type]
    found = read()(document)
    check(document, found)
    return found


def test_without_forwarding_it_is_the_page_s_own_word() -> None:
    (figure,) = extract().figures
    assert figure.anchor.chain.labels() == [] and figure.anchor.stance == "asserted"


@pytest.mark.parametrize(
    ("forwarded", "sure", "label", "named"),
    [
        ("Mediazona", True, "Mediazona", True),
        ("Mediazona", False, "Mediazona", True),
        ("Sea Lamp", True, "Sea Lamp", True),
        ("Sea Lamp 24", False, "Sea Lamp 24", True),
        ("Lamp and Anchor", False, "Lamp and Anchor", True),
        ("Sea Lamp", False, PRIVATE_ACCOUNT, False),
        ("Ivan", False, PRIVATE_ACCOUNT, False),
        ("I. Petrenko", False, PRIVATE_ACCOUNT, False),
        (PRIVATE_ACCOUNT, True, PRIVATE_ACCOUNT, False),
    ],
)
def test_the_forwarder_is_the_first_hop_and_people_stay_private(
    forwarded: str, sure: bool, label: str, named: bool
) -> None:
    (figure,) = extract(forwarded=forwarded, forwarder_sure=sure).figures
    (hop,) = figure.anchor.chain.hops
    assert (hop.label, hop.named, hop.role, hop.cue) == (label, named, "forwarded", None)
    assert figure.anchor.stance == "reported"


def test_it_stands_before_whom_the_words_name() -> None:
    text = "Mediazona counted 684 sentences for desertion in March 2024."
    (figure,) = extract(text, forwarded="Sea Lamp 24").figures
    assert figure.anchor.chain.labels() == ["Sea Lamp 24", "Mediazona"]
    (figure,) = extract(text, forwarded="Mediazona").figures
    assert figure.anchor.chain.labels() == ["Mediazona"], "said twice is said once"


def test_a_page_of_two_languages_is_read_where_its_language_is_read() -> None:
    text = f"{TEXT}\n{ELSEWHERE}\n"
    spans = ((0, len(TEXT) + 1, "en"), (len(TEXT) + 1, len(text), "uk"))
    found = extract(text, languages=spans)
    assert [figure.anchor.quote.text for figure in found.figures] == ["684 sentences"]
    (left,) = [it for it in found.leftovers if "language" in it.why]
    assert left.why == "language uk is not read yet, only en" and left.quote.text == ELSEWHERE[:80]
