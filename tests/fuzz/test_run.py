"""The fuzz run itself: it must see what it looks for, and make the same document again."""

from __future__ import annotations

import random

import pytest

from musterbook.model import Amount, Anchor, Bound, Chain, Document, Extract, Figure, How, Leftover, Quote, Slot, Stance
from tests.fuzz.mutate import MUTATIONS
from tests.fuzz.run import OWN, document_number, keep_the_rules, run, texts, try_one


def document_of(text: str) -> Document:
    return document_number(0, 1, [text])


def extract_of(document: Document, quote: Quote, amount: Amount) -> Extract:
    anchor = Anchor("a", quote, Chain(), Stance.asserted, "rule")
    return Extract(document.id, (Figure(anchor, Slot("lamps", How.default, None, "rule"), amount),))


def test_a_good_extract_keeps_the_rules() -> None:
    document = document_number(1, 1, [OWN])
    keep_the_rules(document, extract_of(document, document.quote(0, 2), Amount(3, 3, Bound.exact)))


@pytest.mark.parametrize("at", ["claim", "leftover"])
def test_a_quote_from_elsewhere_is_seen(at: str) -> None:
    document = document_number(1, 1, [OWN])
    wrong = Quote(document.id, 0, 3, "\x01\x02\x03")
    extract = Extract(document.id, leftovers=(Leftover(wrong, "why"),))
    if at == "claim":
        extract = extract_of(document, wrong, Amount(3, 3, Bound.exact))
    with pytest.raises(ValueError, match="quote"):
        keep_the_rules(document, extract)


def test_an_endless_amount_is_seen() -> None:
    document = document_number(1, 1, [OWN])
    with pytest.raises(ValueError, match="an amount is a number"):
        keep_the_rules(document, extract_of(document, document.quote(0, 2), Amount(float("inf"), None, Bound.over)))


def test_whatever_is_raised_is_a_fault_and_the_run_goes_on() -> None:
    def read(document: Document) -> Extract:
        raise RecursionError("too deep")

    outcome = run(read, 3)
    assert [fault.number for fault in outcome.faults] == [0, 1, 2]
    assert outcome.faults[0].why == "RecursionError: too deep"


def test_a_reading_that_changes_is_seen() -> None:
    counts = iter(range(9))
    why = try_one(document_of(OWN), lambda document: Extract(document.id, sentences=next(counts)), twice=True)[1]
    assert "a second pass reads the same" in why


def test_the_same_number_makes_the_same_document() -> None:
    known = texts()
    assert document_number(7, 1, known) == document_number(7, 1, known)
    assert len({document_number(number, 1, known).text for number in range(50)}) == 50


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("text", ["", "7", OWN], ids=["empty", "digit", "own"])
def test_every_mutation_takes_any_text(mutation: object, text: str) -> None:
    assert callable(mutation)
    assert isinstance(mutation(text, random.Random(1)), str)
