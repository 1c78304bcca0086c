"""What was public by a day and what is now -> a brief of what changed: new, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from musterbook.publish.brief.brief_from_public import Notes, assembled, finding_from_fact
from musterbook.publish.brief.chapters_from_pack import Chapter
from musterbook.publish.brief.chosen_from_public import Chosen, Part, chosen_from_public
from musterbook.publish.brief.nouns import Ask, Block, Brief, Draft, Finding, Paragraph, Piece, Pieces, Section, Sort
from musterbook.publish.brief.period_from_iso import day_in_words
from musterbook.publish.brief.pieces_from_claim import count, listed, number, plain
from musterbook.publish.brief.sentence_from_fact import TAGS, sentence_from_fact, tag_of
from musterbook.publish.brief.sides_from_fact import Shown, members, shown_from_public
from musterbook.publish.brief.words_from_codebook import Words
from musterbook.publish.public import Public, PublicFact


@dataclass(frozen=True, slots=True)
class Changes:
    """Facts that are new, those that were something else before (each with what it was), and those that are gone."""

    new: tuple[PublicFact, ...]
    changed: tuple[tuple[PublicFact, tuple[PublicFact, ...]], ...]
    gone: tuple[PublicFact, ...]


def changes_from_publics(before: Public, now: Public) -> Changes:
    """Return what changed. A fact is the one that holds the same claims; its id may have changed with them."""
    held = {claim: fact for fact in before.facts for claim in fact.members}
    kept = {claim for fact in now.facts for claim in fact.members}
    new, changed = [], []
    for fact in now.facts:
        was = {held[claim].id: held[claim] for claim in fact.members if claim in held}
        if not was:
            new.append(fact)
        elif len(was) > 1 or any(differs(old, fact) for old in was.values()):
            changed.append((fact, tuple(was[id] for id in sorted(was))))
    gone = tuple(fact for fact in before.facts if kept.isdisjoint(fact.members))
    return Changes(tuple(new), tuple(changed), gone)


def differs(old: PublicFact, new: PublicFact) -> bool:
    """True when a fact comes to something else, or other origins stand behind it; more pages alone change nothing."""
    ends = {origin.key for origin in old.origins} != {origin.key for origin in new.origins}
    numbers = (old.low, old.best, old.high) != (new.low, new.best, new.high)
    return old.verdict != new.verdict or ends or numbers


def brief_from_changes(before: Public, now: Public, words: Words, ask: Ask, *, chapters: Sequence[Chapter]) -> Brief:
    """Return the brief of what changed after the day in `ask.since`."""
    then, shown = shown_from_public(before, words), shown_from_public(now, words)
    changes = changes_from_publics(before, now)
    notes = Notes(shown)
    was = {fact.id: old for fact, old in changes.changed}
    new = chosen_from_public(shown, ask, chapters, {fact.id for fact in changes.new})
    changed = chosen_from_public(shown, ask, chapters, {*was})
    gone = chosen_from_public(then, ask, chapters, {fact.id for fact in changes.gone})
    day = day_in_words(ask.since)
    sections = (
        part("new", "New", f"Nothing new since {day}.", [finding_from_fact(it, notes) for it in new.facts()]),
        part(
            "changed",
            "Changed",
            f"Nothing changed since {day}.",
            [was_and_is(it, was[it.id], then, notes, day=ask.since) for it in changed.facts()],
        ),
        part(
            "gone", "Withdrawn", f"Nothing told by {day} is gone.", [withdrawn(it, then, notes) for it in gone.facts()]
        ),
    )
    both = Chosen(merged(new, changed), new.apart + changed.apart)
    return assembled(both, notes, ask, sections)


def merged(one: Chosen, other: Chosen) -> list[tuple[Chapter, list[Part]]]:
    """Return the chapters of both, each once."""
    found: dict[str, tuple[Chapter, list[Part]]] = {}
    for chapter, parts in (*one.chapters, *other.chapters):
        found.setdefault(chapter.id, (chapter, []))[1].extend(parts)
    return list(found.values())


def part(id: str, title: str, nothing: str, findings: Sequence[Finding]) -> Section:
    """Return one section of changes."""
    blocks: tuple[Block, ...] = tuple(findings) or (Paragraph(nothing),)
    return Section(id, 1, title, blocks)


def was_and_is(fact: PublicFact, was: Sequence[PublicFact], then: Shown, notes: Notes, *, day: str) -> Finding:
    """Return a finding with what it was before."""
    now = finding_from_fact(fact, notes)
    old = was[0]
    claims = members(old, then)
    amounts = dict.fromkeys(piece for it in claims if (piece := number(it, then.words)) is not None)
    said: Pieces = (plain(", at "), *listed([(it,) for it in amounts], " and ")) if amounts else ()
    pages = count("pages", len(then.pages(claims)), "page")
    tag = TAGS.get(old.verdict, old.verdict).lower()
    opening = (plain("By "), Piece(Sort.when, day_in_words(day)), plain(" it stood on "), *pages)
    draft = Draft((*opening, *said, plain(f", with the verdict: {tag}.")), tuple(it.id for it in claims))
    return Finding(fact.id, f"{now.tag} (before: {tag})", now.grade, (*now.sentences, notes.sentence(draft, then)))


def withdrawn(fact: PublicFact, then: Shown, notes: Notes) -> Finding:
    """Return a finding that nothing stands behind any more."""
    sentence = notes.sentence(sentence_from_fact(fact, then), then)
    return Finding(fact.id, f"Withdrawn: {tag_of(fact).lower()}", f"{fact.reliability}{fact.credibility}", (sentence,))
