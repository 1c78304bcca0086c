"""Copies are grouped, strangers are not, and neither order, hash seed nor a further document changes that."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import copies as bench
from musterbook.link.copies_from_signatures import Group, Item, copies_from_signatures
from musterbook.link.likeness_from_signatures import Kind
from musterbook.link.signature_from_text import Signature, signature_from_text
from tests.architecture.project import run

REPORT = """Eleven keepers leave the northern lights
The harbour board has counted 1,240 dark nights since March, its spokesman told the Tidewater Courier on Friday. In the
whole of last year there had been 310, he said, and nobody then had thought that the figure could rise so fast.

Keepers blame the pay. A lamp at Cape Farrow stood dark for nine nights because the only man on the rock had rowed home
to bring in his hay, and his relief, a cousin, refused to cross in a swell. The board fined both of them 40 crowns.

Ships have begun to carry their own pilots. Two insurers in Lowmarket now ask for a letter from the board before they
cover a winter passage, and the letters, brokers say, take up to three weeks to arrive.

The board meets again on 14 May. It wants forty new lamps that need no keeper, and a law that lets it call former keepers
back for one season, with their old rank and without a medical."""
RETOLD = """Dark lamps along the northern coast
Since March the lights of the north have failed on 1,240 nights, according to the harbour board, four times the 310 of
all last year. Its spokesman gave the number to the Tidewater Courier at the end of the week.

Low wages are the reason, say those who tend them. For nine nights nothing burned at Cape Farrow: the man in charge was
at home making hay, and the cousin who should have stood in for him did not dare to put to sea. Each paid 40 crowns.

Captains therefore hire pilots of their own, while in Lowmarket two underwriters want written word from the authorities
first, which can take three weeks. On 14 May the board will ask for forty lamps without keepers and for a right to summon
those who once served."""
BULLETIN = (
    "Harbour office, day {}. Over the past day {} lamps failed on our coast. Since the beginning of the season: lamps {} "
    "(+{}), buoys {} (+{}), bells {} (+{}). The figures are being checked. Keep a good watch!"
)
COURT = (
    "The harbour court in {} has fined {} of the {} station for leaving his lamp without leave. He may appeal within ten "
    "days. The verdict is not yet final, the clerk of the court told our correspondent."
)
POST = (
    "Three keepers walked off the rock near Farrow before dawn. Two came back by noon, the third, a mechanic from the "
    "relief boat, is still being looked for at the landing stages along the sound."
)
FOOTER = (
    "This message was made and spread by a foreign medium that serves foreign lamps. Subscribe to our channel, send us "
    "your stories through the box, and support us with a gift."
)
PARAGRAPHS = REPORT.split("\n\n")
HEAD, BODY = REPORT.split("\n", 1)


def item(id_: str, text: str, published: str | None = None) -> Item:
    return Item(id_, published, signature_from_text(text))


def grouped(*texts: str) -> tuple[Group, ...]:
    """The groups of texts published one day after the other, named a, b, c …"""
    return copies_from_signatures([item("abcdefgh"[at], text, f"2024-05-0{at + 1}") for at, text in enumerate(texts)])


def edited(text: str, every: int) -> str:
    """Every so manieth word that is neither a figure nor a name replaced by another."""
    words = re.split(r"(\s+)", text)
    for at in range(2 * every, len(words), 2 * every):
        words[at] = words[at] if re.search(r"\d|^[A-Z]", words[at]) else "otherwise"
    return "".join(words)


COPIES = {
    "the same text": (REPORT, "same text"),
    "other spaces and marks": (
        REPORT.replace("\n", "\n\n ").replace("1,240", "1\u00a0240").replace(" he said,", " — “he said” —"),
        "same text",
    ),
    "capitals and soft hyphens": (REPORT.upper().replace("KEEPERS", "KEE\u00adPERS"), "same text"),
    "a twentieth edited": (edited(REPORT, 20), "9. % of the words in the same order"),
    "a tenth edited": (edited(REPORT, 10), "[89]. % of the words in the same order"),
    "second half dropped": ("\n\n".join(PARAGRAPHS[:2]), r"a cut of it \(5. %\)"),
    "last two thirds dropped": (REPORT[: len(REPORT) // 3], r"a cut of it \(3. %\)"),
    "paragraphs in another order": (
        "\n\n".join((PARAGRAPHS[0], PARAGRAPHS[3], PARAGRAPHS[2], PARAGRAPHS[1])),
        "(9.|100) % of the words in another order",
    ),
    "a teaser at the top": (f"{FOOTER}\n\n{REPORT}", "holds (9.|100) % of it and adds to it"),
    "a teaser at the end": (f"{REPORT}\n\n{FOOTER}", "holds (9.|100) % of it and adds to it"),
    "another headline": (f"Одиннадцать смотрителей ушли с маяков\n{BODY}", "9. % of the words in the same order"),
    "cut, with a headline": (
        f"Смотрители уходят\n{BODY[: len(BODY) // 2]}",
        r"a cut of it \(.. %\)",
    ),
    "one figure of many lost a digit": (REPORT.replace("1,240", "124"), "9. % of the words in the same order"),
}
STRANGERS = {
    "a report told again in other words": (REPORT, RETOLD),
    "a bulletin of the next day": (
        BULLETIN.format(412, 31, 9040, 31, 377, 2, 88, 1),
        BULLETIN.format(413, 28, 9068, 28, 380, 3, 88, 0),
    ),
    "a verdict on another man": (COURT.format("Ruza", "Orlov", "Dubrava"), COURT.format("Mirny", "Belov", "Kamenka")),
    "one post of a series, its single figure changed": (POST + " So far 684 in March.", POST + " So far 64 in March."),
    "short posts that differ in a word": ("Two lamps dark at Farrow tonight", "Two lamps dark at Ruza tonight"),
    "a shared footer under short posts": (
        f"Nobody lit the lamp at Orlovka on Sunday, fishermen say.\n\n{FOOTER}",
        f"The board has a new clerk, who begins his work in June.\n\n{FOOTER}",
    ),
    "a shared banner over longer posts": (f"{FOOTER}\n\n{POST}", f"{FOOTER}\n\n{PARAGRAPHS[1]}"),
    "a sentence quoted in a report": (REPORT, f"{RETOLD} {PARAGRAPHS[2]}"),
    "no words at all": ("…", "!!! 🔥"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("case", COPIES)
def test_a_copy_is_grouped_with_its_reason(case: str) -> None:
    text, reason = COPIES[case]
    (group,) = grouped(REPORT, text)
    assert (group.kind, group.members, group.representative) == (Kind.copy, ("a", "b"), "a")
    assert re.fullmatch(reason, group.others[0].reason), group.others[0]
    assert 0.25 <= group.others[0].similarity <= 1


@pytest.mark.parametrize("case", STRANGERS)
def test_a_look_alike_is_not_grouped(case: str) -> None:
    assert not [group for group in grouped(*STRANGERS[case]) if group.kind is Kind.copy]


@pytest.mark.parametrize("case", ["a bulletin of the next day", "a verdict on another man"])
def test_a_series_is_reported_as_a_template(case: str) -> None:
    (group,) = grouped(*STRANGERS[case])
    assert (group.kind, group.others[0].reason) == (Kind.template, "same template, other figures or names")


def test_a_bulletin_passed_on_is_a_copy_inside_its_series() -> None:
    days = [BULLETIN.format(400 + day, 3 * day, 900 + 7 * day, day, 37 + day, day, 8 * day, 1) for day in range(3, 7)]
    found = grouped(*days, f"Read also: the new lamps of the north, and who pays for them.\n{days[2]}")
    assert [(group.kind, group.members) for group in found] == [
        (Kind.copy, ("c", "e")),
        (Kind.template, ("a", "b", "c", "d")),
    ]


def test_short_posts_are_copies_only_when_they_are_the_same() -> None:
    (group,) = grouped("Lamp out at Farrow!", "Lamp out at Farrow", "Lamp out at Farrow again")
    assert group.members == ("a", "b")


def test_a_short_text_and_its_cut_meet_a_long_original() -> None:
    (group,) = grouped(REPORT, " ".join(REPORT.split()[:50]))
    assert "a cut of it" in group.others[0].reason


def test_the_earliest_known_date_represents_then_the_smallest_id() -> None:
    dates = {"a": None, "b": "2024", "c": "2024-05", "d": "2024-05-09", "e": "2024-05-09T10:00:00Z", "f": "2025-01-01"}
    items = [item(id_, REPORT, day) for id_, day in dates.items()]
    for first in ("e", "d", "c", "b", "f", "a"):
        if len(items) > 1:
            assert copies_from_signatures(items)[0].representative == first
        items = [it for it in items if it.id != first]
    assert copies_from_signatures([item("y", POST), item("x", POST)])[0].representative == "x"


def test_a_page_that_holds_two_reports_does_not_join_them() -> None:
    other = "\n\n".join((RETOLD, POST))
    groups = grouped(REPORT, other, f"{REPORT}\n\n{other}")
    assert [group.members for group in groups] == [("a", "c")], "b never meets a, though c holds both"


def test_a_chain_of_small_changes_ends_where_it_is_no_copy_of_the_first() -> None:
    words = [f"word{at:03}x".translate(str.maketrans("0123456789", "abcdefghij")) for at in range(400)]
    steps = [" ".join(words[at : at + 200]) for at in range(0, 200, 40)]
    members = [group.members for group in grouped(*steps)]
    assert ("a", "b") in [pair[:2] for pair in members] and not any({"a", "e"} <= set(group) for group in members)


def test_pairs_held_apart_are_never_in_one_group() -> None:
    items = [item("a", REPORT, "2024"), item("b", REPORT), item("c", edited(REPORT, 20)), item("d", REPORT)]
    groups = copies_from_signatures(items, apart=frozenset({("b", "a"), ("a", "c")}))
    assert [group.members for group in groups] == [("a", "d"), ("b", "c")]
    assert copies_from_signatures(items)[0].members == ("a", "b", "c", "d")


def test_a_document_comes_once() -> None:
    with pytest.raises(ValueError, match="a document comes once"):
        copies_from_signatures([item("a", POST), item("a", REPORT)])


@pytest.mark.parametrize("text", ["", "!", "Lamp", POST, REPORT, "a\ud800b " * 9, "ﷺ" * 50, "слово " * 25_000])
def test_a_signature_survives_as_bytes(text: str) -> None:
    signature = signature_from_text(text)
    assert Signature.from_bytes(signature.to_bytes()) == signature


@pytest.mark.parametrize("cut", [0, 3, 10, 24, 60, 200, -1])
def test_a_damaged_signature_is_refused(cut: int) -> None:
    with pytest.raises(ValueError):
        Signature.from_bytes(signature_from_text(POST).to_bytes()[:cut])


def test_a_signature_is_the_same_on_every_machine() -> None:
    """Where this fails, rensa or the normalisation changed: stored signatures must be made anew (`_FORM`)."""
    assert sha256(signature_from_text(REPORT).to_bytes()).hexdigest()[:16] == "3ecbae0faee49cf7"


SCRIPT = """
import json, sys
from musterbook.link.copies_from_signatures import Item, copies_from_signatures
from musterbook.link.signature_from_text import signature_from_text
items = [Item(str(at), None, signature_from_text(text)) for at, text in enumerate(json.loads(sys.argv[1]))]
print(copies_from_signatures(items), [item.signature.to_bytes().hex() for item in items])
"""


def test_the_hash_seed_changes_nothing() -> None:
    texts = [REPORT, *(text for text, _ in COPIES.values()), *(text for pair in STRANGERS.values() for text in pair)]
    one, other = (run(sys.executable, "-c", SCRIPT, json.dumps(texts), PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == other.returncode == 0, one.stderr + other.stderr
    assert one.stdout == other.stdout and "Group(" in one.stdout


PLANTED = [
    Item(text.id, None, signature_from_text(text.text))
    for text in bench.planted(5)
    if text.source.endswith(("ten", "digest", "count", "/0", "/1"))
]
STRANGER = item(
    "0 stranger",
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich, und keiner von ihnen weiß noch, warum er das tut.",
    "1999",
)


@settings(max_examples=8, deadline=None)
@given(st.permutations(PLANTED))
def test_the_order_of_the_documents_changes_nothing(items: Sequence[Item]) -> None:
    assert copies_from_signatures(items) == copies_from_signatures(PLANTED)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(PLANTED), unique_by=lambda it: it.id, max_size=60))
def test_a_stranger_changes_nothing_about_the_others(items: list[Item]) -> None:
    assert copies_from_signatures([*items, STRANGER]) == copies_from_signatures(items)


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_any_text_has_a_signature_and_a_verdict(one: str, other: str) -> None:
    groups = copies_from_signatures([item("a", one), item("b", other), item("c", one)])
    assert all({"a", "c"} <= set(group.members) for group in groups if group.kind is Kind.copy)


def threes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def test_brute_force_over_all_pairs_finds_the_same_groups() -> None:
    """200 documents; every pair is compared by another hand, and none of them is near a threshold."""
    dice = random.Random(8)
    letters = ["".join(dice.choices("abcdefgiklmnoprstuvz", k=dice.randrange(2, 9))) for _ in range(600)]
    texts: list[str] = []
    while len(texts) < 200:
        source = " ".join(dice.choices(letters, k=dice.randrange(90, 240)))
        teaser = " ".join(dice.choices(letters, k=20))
        changed = [bench.cut(0.5)(source, dice), f"{teaser}\n{source}", edited(source, 18), source]
        texts += [source, *dice.sample(changed, dice.randrange(4))]
    runs = [threes(text) for text in texts]
    held = {(a, b): len(runs[a] & runs[b]) / min(len(runs[a]), len(runs[b])) for a, b in combinations(range(200), 2)}
    assert not [pair for pair, share in held.items() if 0.15 < share < 0.6], "a pair that both might see otherwise"
    expected = {frozenset(b for b in range(200) if b == a or held[min(a, b), max(a, b)] >= 0.6) for a in range(200)}
    items = [Item(f"{at:03}", None, signature_from_text(text)) for at, text in enumerate(texts[:200])]
    found = {frozenset(map(int, group.members)) for group in copies_from_signatures(items)}
    assert found == {group for group in expected if len(group) > 1}
