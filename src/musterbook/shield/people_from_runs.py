"""Runs of capitalised words -> masks of private people. Whoever is not known to be public is private."""

from __future__ import annotations

import re
from bisect import bisect_left

from musterbook.codebook.guard import RANK, Guard
from musterbook.codebook.match import Hit
from musterbook.shield.cues_from_text import Cues
from musterbook.shield.mask_from_span import Mask
from musterbook.shield.nicknames_from_page import nicknames_from_page, small_names_from_page
from musterbook.shield.page_from_cues import Page
from musterbook.shield.runs_from_text import PERSONAL, Kind, Run, Runs, Token, is_adjective

FAR = 60  # characters between a private role and the name it explains
APPOSITION = 45  # characters after a name in which somebody says who it is

_ADJACENT = re.compile(r"[\s,:–—\"'«“„(-]{0,4}")
_SPLIT = re.compile(r"[;.!?…\n\"«»“”()]")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_CYRILLIC_VERB = re.compile(
    r"(?:[лв]|л[аои]|[лв]с[яь]|ла[сc][ья]|ли[сc]ь|[её]т|ит|[яю]т|[уа]ть?|є|[иу]ють?|[ая]ть|ить)"
)
_NEXT = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")
_AGE = re.compile(r"[,(] ?(?:aged )?\d\d(?=[,.);]| (?:years|лет|год|рок))|,? \d\d-(?:year|лет|річ)")


def people_from_runs(runs: Runs, cues: Cues, guard: Guard, language: str) -> tuple[list[Mask], list[tuple[int, int]]]:
    """Return the masks of names and nicknames, and where public people are named.

    First who is told apart by the words beside, then who is named again.
    """
    page = Page(cues, guard, language)
    nicknames_from_page(page)
    small_names_from_page(page)
    nicks = sorted((mask.start, mask.end) for mask in page.masks)
    later: list[Token] = []
    for run in runs.runs:
        beside = bisect_left(nicks, (run.end,)) - 1
        if beside >= 0 and run.start < nicks[beside][1]:
            page.last = run.end
        elif not _decide(run, page):
            later.extend(run.tokens)
    if page.private:
        for token in (*later, *runs.strays):
            _again(token, page)
    return page.masks, page.kept


def _decide(run: Run, page: Page) -> bool:
    """Mask or keep a run by what stands beside it and what it looks like; False: only others can tell."""
    if _is_memorial(run.start, page):
        page.kept.append((run.start, run.end))
        return False
    private = _private_before(run, page)
    beside = private is not None and _is_adjacent(private, run, page)
    if run.organisation and not beside:
        return True
    yields = not beside or (private is not None and private.value in page.guard.yielding and _in_table(run, page))
    if yields or (private is not None and private.value == RANK):
        yields = _is_public(run, page)
    if yields:
        page.public.setdefault(run.tokens[-1].stem, set()).update(token.stem for token in run.tokens[:-1])
        page.kept.append((run.start, run.end))
        page.last = run.end
        return True
    if private is None:
        private = _private_after(run, page)
    if not (beside or _is_called(run, page) or _looks_like_person(run, page, private)):
        return False
    met = [page.private[token.stem] for token in run.tokens if page.private.get(token.stem, ("", False))[0]]
    role, former = (private.value, _is_over(private, page)) if private is not None else met[0] if met else ("", False)
    for token in _name_tokens(run):
        if not page.private.get(token.stem, ("", False))[0]:
            page.private[token.stem] = role, former
    page.hide(run.start, run.end, role, former=former)
    page.last = run.end
    return True


def _name_tokens(run: Run) -> list[Token]:
    return [token for token in run.tokens if token.kind is not Kind.initial and len(token.stem) > 1]


def _again(token: Token, page: Page) -> None:
    """Mask what a private person was called elsewhere in the text; two people of one name are both private."""
    if token.stem not in page.private or token.kind is Kind.initial or _is_memorial(token.start, page):
        return
    if token.kind not in (Kind.ordinary, Kind.role) or token.stem in page.nicks or not page.opens(token.start):
        role, former = page.private[token.stem]
        page.hide(token.start, token.end, role, former=former)


# ---------------------------------------------------------------- who is private


def _private_before(run: Run, page: Page) -> Hit | None:
    hit = page.cues.last("private", run.start)
    if (
        hit is None
        or run.start - hit.end > FAR
        or hit.start < page.last
        or not page.cues.same_sentence(hit.end, run.start)
    ):
        return None
    return hit


def _is_adjacent(hit: Hit, run: Run, page: Page) -> bool:
    gap = page.cues.text[hit.end : run.start]
    office = page.cues.last("office", run.start)
    if office is not None and office.start >= hit.end:
        return False
    if not _ADJACENT.fullmatch(gap):
        return False
    return "," not in gap or run.has(*PERSONAL, Kind.maybe_given) or len(run.tokens) > 1


def _private_after(run: Run, page: Page) -> Hit | None:
    hit = page.cues.first("private", run.end)
    if hit is None or hit.start - run.end > APPOSITION or not page.cues.same_sentence(run.end, hit.start):
        return None
    return hit if re.match(r"[,(–—]| [–—(]| (?:is|was) an? ", page.cues.text[run.end : hit.start]) else None


def _is_over(hit: Hit, page: Page) -> bool:
    """True when the word before a role says that it is over."""
    before = page.word_before(hit.start)
    return (
        bool(before and page.guard.has("former", before))
        or page.cues.folded[max(0, hit.start - 3) : hit.start] == "ex-"
    )


def _is_called(run: Run, page: Page) -> bool:
    """True after "named", "a certain", "Mr": a place or an organisation that is named so has its own word before."""
    before = page.word_before(run.start)
    if before and page.guard.has("honorific", before):
        return not before.isascii() or page.cues.text[: run.start].rstrip(" .\u00a0")[-len(before)].isupper()
    hit = page.cues.last("called", run.start)
    if hit is None or page.cues.text[hit.end : run.start].strip(' :"«“—–-'):
        return False
    what = page.word_before(hit.start)
    if page.cues.text[hit.start - 1 : hit.start] == "-":
        return False  # "so-called"
    return not (page.guard.has("organisation", what) or page.guard.has("near", what))


def _looks_like_person(run: Run, page: Page, private: Hit | None) -> bool:
    text, many = page.cues.text, len(run.tokens) > 1
    if run.has(Kind.given, Kind.patronymic) or (many and run.has(Kind.initial)) or _follows_nickname(run, page):
        return True
    if _names_organisation(run, page):
        return False
    if run.has(Kind.sure):
        return True
    if many and _is_quoted(run, text):
        return run.has(Kind.maybe_given)
    if many and run.has(Kind.surname, Kind.maybe_given):
        return not (page.heading(run.start) and not run.has(Kind.maybe_given)) and not _has_article(run, text)
    if many:
        return not page.heading(run.start) and not _has_article(run, text) and not _is_quoted(run, text)
    return _single_is_person(run, page, private)


def _single_is_person(run: Run, page: Page, private: Hit | None) -> bool:
    """One unknown word with a capital: only what stands beside it can tell."""
    text, token = page.cues.text, run.tokens[0]
    if page.heading(run.start) or _has_article(run, text) or _is_quoted(run, text) or token.kind is Kind.initial:
        return False
    if _AGE.match(text, run.end):
        return True
    if page.last >= 0 and page.masks and page.masks[-1].end == page.last and _joins(text[page.last : run.start], page):
        return True
    if _near_place(run, page):
        return False
    if token.kind is Kind.maybe_given:
        return private is not None or _speaks(run, page)
    if _speaks(run, page):
        return True
    return token.kind is Kind.surname and not page.opens(run.start) and not is_adjective(token)


def _names_organisation(run: Run, page: Page) -> bool:
    """True when the next word is one for organisations: "Harbour Lights newspaper"."""
    after = _NEXT.match(page.cues.folded, run.end)
    return after is not None and after.group(1).isascii() and page.guard.has("organisation", after.group(1))


def _follows_nickname(run: Run, page: Page) -> bool:
    return run.start - 2 in page.nick_ends and page.cues.text[run.start - 2 : run.start].strip() != ","


def _is_memorial(at: int, page: Page) -> bool:
    """True where a name is that of a street or a unit: "улица X", "named after X"."""
    word = page.word_before(at)
    if len(word) < 2 or not (page.guard.has("street", word) or page.guard.has("memorial", word)):
        return False
    called = page.cues.last("called", at)
    return called is None or called.end + 1 < at


def _joins(gap: str, page: Page) -> bool:
    return page.guard.has("joining", gap.strip().lower()) and len(gap) < 20


def _speaks(run: Run, page: Page) -> bool:
    """True beside a verb of what people do."""
    text = page.cues.folded
    after = _NEXT.match(text, run.end)
    before = "" if text[run.start - 2 : run.start - 1] == "." else page.word_before(run.start)
    words = (*after.groups(""), before) if after else (before,)
    return any(page.guard.has("saying", word) for word in words)


def _near_place(run: Run, page: Page) -> bool:
    return page.guard.has("near", page.word_before(run.start))


def _has_article(run: Run, text: str) -> bool:
    """ "the Harbour Lights": an English name of a person takes no article."""
    return bool(re.search(r"\b(?:[Tt]he|[Aa]n?) \Z", text[max(0, run.start - 5) : run.start]))


def _is_quoted(run: Run, text: str) -> bool:
    return text[run.start - 1 : run.start] in ("«", "“", '"', "„") and text[run.end : run.end + 1] in (
        "»",
        "”",
        '"',
        "“",
    )


# ---------------------------------------------------------------- who is public


def _is_public(run: Run, page: Page) -> bool:
    return _in_table(run, page) or _office_before(run, page) or _office_after(run, page)


def _in_table(run: Run, page: Page) -> bool:
    """A person of the tables: by both names, or by the last name where no other given name contradicts it."""
    people = page.guard.people
    for token in run.tokens:
        before = people.get(token.stem)
        if before is None:
            continue
        others = [other.stem for other in run.tokens if other is not token and other.kind is not Kind.initial]
        if (others and all(o in before or o in people for o in others)) or (not others and len(run.tokens) == 1):
            return token.stem not in page.private
    *first, last = run.tokens
    named = page.public.get(last.stem)
    return named is not None and last.stem not in page.private and all(_fits(token, named) for token in first)


def _fits(token: Token, before: set[str]) -> bool:
    """True for a name, or the initial of one, that somebody public was named with."""
    if token.kind is Kind.initial:
        return any(name.startswith(token.folded[:1]) for name in before)
    return token.stem in before


def _office_before(run: Run, page: Page) -> bool:
    hit = page.cues.last("office", run.start)
    if hit is None or run.start - hit.end > 100 or hit.start < page.last:
        return False
    if len(run.tokens) == 1 and run.start - hit.end > 1:
        return False  # one word further off may be part of what the office is called
    private = page.cues.last("private", run.start)
    if private is not None and private.start >= hit.end and private.value != RANK:
        return False
    return _leads(page.cues.text[hit.end : run.start], page) and _has_unit(hit, run, page)


def _leads(gap: str, page: Page) -> bool:
    """True when the words between an office and a name only say which office: "of the X region", "обороны"."""
    if _SPLIT.search(gap.rstrip(' "«“(')) and _SPLIT.search(re.sub(r"[\"«»“”]|\b\w{1,4}\.", "", gap)):
        return False
    inner = gap.rstrip()
    if "," in inner[:-1]:
        return False
    words = _WORDS.findall(gap)
    return len(words) <= 9 and all(_may_lead(word, page) for word in words)


def _may_lead(word: str, page: Page) -> bool:
    low = word.lower().replace("’", "'")
    if word[0].isupper() or len(word) == 1 or page.guard.has("officeword", low):
        return True
    if low.isascii():
        return low.removesuffix("'s") in page.guard.words["officeword"]
    return not page.guard.has("saying", low) and not _CYRILLIC_VERB.fullmatch(low[-3:]) and not _past(low)


def _past(word: str) -> bool:
    return word.endswith(("ил", "ал", "ел", "ила", "ала", "ела", "или", "али", "ели", "ився", "лся", "лась", "лись"))


def _office_after(run: Run, page: Page) -> bool:
    hit = page.cues.first("office", run.end)
    if hit is None or hit.start - run.end > APPOSITION or not page.cues.same_sentence(run.end, hit.start):
        return False
    gap = page.cues.text[run.end : hit.start]
    private = page.cues.first("private", run.end)
    if private is not None and private.start < hit.start:
        return False
    opener = re.match(r",? ?(?:\d\d,)? ?[(–—-]? ?|, who (?:is|was) | (?:is|was) ", gap)
    if not opener or not (gap[:1] in ",(" or gap[:2] in (" (", " —", " –", " -") or re.match(r" (?:is|was) ", gap)):
        return False
    words = _WORDS.findall(gap[opener.end() :])
    return len(words) <= 4 and all(_may_describe(word, page) for word in words) and _has_unit(hit, run, page)


def _may_describe(word: str, page: Page) -> bool:
    low = word.lower().replace("’", "'")
    if word[0].isupper() or low.endswith("'s") or low in ("a", "an", "the", "its", "then", "who", "is", "was"):
        return True
    if page.guard.has("former", low) or (
        page.guard.has("officeword", low) and low not in ("to", "from", "with", "and")
    ):
        return True
    return not low.isascii() and low.endswith(("ый", "ий", "ая", "ой", "ого", "его", "ій", "ої"))


def _has_unit(hit: Hit, run: Run, page: Page) -> bool:
    """True when an office that is public only with a large unit has one beside it."""
    if not hit.value:
        return True
    level = page.cues.first("level", hit.start)
    limit = page.guard.ranks.get(hit.value, 0)
    if level is None or level.start - hit.end > 60 or not page.cues.same_sentence(hit.end, level.start):
        return False
    return page.guard.ranks.get(level.value, limit + 1) <= limit
