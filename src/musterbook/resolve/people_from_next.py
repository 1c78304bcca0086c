"""Speakers of a page -> the same with people known by the sentence beside theirs: "Jo Berg reads rolls. The analyst …"."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.speakers_from_roles import label_of, noun_of
from musterbook.extract.views_from_page import View
from musterbook.model import Document

Spoken = dict[int, tuple[Speaker, ...]]  # the speakers of a sentence by where it begins
_HEAD = re.compile(
    r"[\"'“‘]?(?:the|this|that) (?:[\w'-]+ ){0,2}$|.{0,160},[\"'”’]* (?:says |said |adds )?the (?:[\w'-]+ ){0,2}$"
)
_HE = re.compile(r"\b(?:he|she) (?:has |had |himself |herself |then |also |once ){0,2}$")
_HE_IS = re.compile(
    r"(?:he|she) (?:is|was|too is|himself is|herself is) (?:himself |herself |also |too )?an? (?:former )?(?P<deed>\w+(?:or|er))\b"
)
_PRONOUNS = frozenset(("he", "she"))
_ARTICLE = re.compile(r"\b(?:an?|another|one) (?:[\w'-]+,? ){0,3}$")
BACK = 2  # sentences in which somebody was brought in
HE = 25  # code points before what somebody did in which "he" stands
HEAD = 60  # code points of a sentence in which a role stands for whom the one before it named


def with_people(document: Document, views: tuple[View, ...], speakers: Spoken, lexis: Lexis) -> Spoken:
    """Give somebody named without a role the one that the next sentence calls them by; what they did, where it tells that."""
    done = dict(speakers)
    nobody = lexis.words_of("unnamed_person")
    for i, view in enumerate(views):
        if not view.words.isdisjoint(_PRONOUNS) and (who := _brought_in(views, i, done, lexis)):
            label, noun = who
            done[view.start] = tuple(
                replace(s, label=label, noun=noun, refers=False) if s.noun in _PRONOUNS else s for s in done[view.start]
            )
    for i, view in enumerate(views[:-1]):
        found = done[view.start]
        bare = [s for s in found if s.kind == "person" and s.source is None and s.label in nobody and not s.refers]
        if len(bare) == 1 and (told := _told(document, bare[0], views[i + 1], done, lexis)):
            done[view.start] = tuple(told if s is bare[0] else s for s in found)
        elif not bare and (left := _left(found, view, views[i + 1], lexis)):
            done[view.start] = tuple(left if s.start == left.start else s for s in found)
    return done


def _brought_in(views: tuple[View, ...], at: int, speakers: Spoken, lexis: Lexis) -> tuple[str, str] | None:
    """ "In room 7 sat a former clerk. Eleven ran, he said.": somebody brought in with an article just before."""
    view = views[at]
    here = speakers[view.start]
    if not any(s.noun in _PRONOUNS for s in here) or any(
        s.kind == "person" and not _is_he(s) and not _many(s, view) for s in here
    ):
        return None
    for before in reversed(views[max(0, at - BACK) : at]):
        if before.sentence.block != view.sentence.block or any(s.kind == "person" for s in speakers[before.start]):
            return None
        roles = [h for h in before.of("roles") if lexis.roles[noun_of(before, h, lexis)][0] == "person"]
        brought = [
            h
            for h in roles
            if _ARTICLE.search(before.folded, max(0, h.start - before.start - 40), h.start - before.start)
        ]
        if len(brought) == 1 and len(roles) == 1:
            return label_of(before, brought[0], lexis), noun_of(before, brought[0], lexis)
        if roles:
            return None
    return None


def _told(document: Document, person: Speaker, after: View, speakers: Spoken, lexis: Lexis) -> Speaker | None:
    role = next((s for s in speakers[after.start] if s.kind == "person" and s.noun and not _is_he(s)), None)
    if role is not None and role.refers and role.source is None and role.start - after.start <= 2 * HEAD + HEAD:
        at = role.start - after.start
        if _HEAD.fullmatch(after.folded, 0, after.folded.find(role.noun.split()[-1], at)):
            if lexis.private(role.noun):
                return replace(person, label=role.label, noun=role.noun)
            name = document.text[person.start : person.end].replace("’", "'")
            return replace(person, label=name, source=fold(name), noun=role.noun)
    did = lexis.group("departure") | lexis.group("left")
    for hit in after.of("lexicon"):
        at = hit.start - after.start
        if hit.value in did and _HE.search(after.folded, max(0, at - HE), at):
            noun = next(iter(sorted(lexis.words_of("who_left"))), "")
            return replace(person, label=noun, noun=noun) if noun else None
    return None


def _many(speaker: Speaker, view: View) -> bool:
    """Several people, whom "he" does not mean."""
    return view.folded[speaker.start - view.start : speaker.end - view.start].endswith(("s", "men", "people"))


def _is_he(speaker: Speaker) -> bool:
    return speaker.noun in ("he", "she", "they", "it", "we")


def _left(found: tuple[Speaker, ...], view: View, after: View, lexis: Lexis) -> Speaker | None:
    """ "A captain helped. He is a defector himself.": what he did goes with the rank he is called by."""
    first = found[0] if found else None
    if (
        first is None
        or first.kind != "person"
        or first.source
        or first.refers
        or not first.noun
        or first.start > view.start + 3
    ):
        return None
    match = _HE_IS.match(after.folded)
    did = lexis.group("departure") | lexis.group("left")
    if match is None or not any(
        h.start == after.start + match.start("deed") and h.value in did for h in after.of("lexicon")
    ):
        return None
    deed = f"{match['deed'][:-2]}ed "
    return (
        None
        if match["deed"] == first.noun or first.label.startswith(deed)
        else replace(first, label=deed + first.label)
    )
