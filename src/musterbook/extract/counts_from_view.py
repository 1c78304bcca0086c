"""View -> counts: each number with the noun it counts and the words around it that say what happened to what it counts."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.bounds_from_phrase import bounds_of_phrase, credit, has_done, mere, of_next
from musterbook.extract.countable_from_view import countable
from musterbook.extract.heads_from_clause import head_of_clause, head_of_number
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.numbers_from_sentence import NumberMention
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen


@frozen
class Cue:
    """A word class near a number. `cost`: how far it is, in words and boundaries; `inside`: it is part of the counted phrase.

    `above`: it stands in the line that introduces a list.
    """

    cls: str
    start: int
    end: int
    cost: float
    inside: bool = False
    above: bool = False


@frozen
class Count:
    """A number of a sentence. `noun`: the class of what is counted ('' when the words do not say); spans in the document.

    `phrase`: [start, end) of the number with its noun. `head` the noun's span. `before`: the noun stands before the number.
    `partitive`: it counts some of what was counted before ("of them", "the remaining three"). `cues` nearest first.
    """

    number: NumberMention
    start: int
    end: int
    noun: str
    head: tuple[int, int] | None
    phrase: tuple[int, int]
    before: bool
    partitive: bool
    cues: tuple[Cue, ...]


_WORD = re.compile(r"[\w'-]+")
_PARTITIVE = re.compile(
    r"^(?: more)? of (?:them|those|these|whom|which|the|that (?:number|figure|total)|this (?:number|figure|total))\b|^ others\b"
)
_OF_HIS = re.compile(r" of (?:his|her|their|our|my|its) ")  # "16 of his platoon had run"
_REMAINING = re.compile(
    r"\b(?:the|other|remaining|another|further|rest|of whom|of them|of these|of those|"
    r"among them)(?: other| remaining)? $"
)
_GAP_BEFORE = re.compile(
    r"^(?=(?:(?! and | or | but | while | than )[^.;(),]){0,100}$).*(?:\b(?:total|totall?ed|totals|"
    r"totalling|reach|reached|reaching|reaches|hit|at|to|from|of|was|were|is|are|"
    r"number|numbered|numbering|numbers|exceed|exceeded|exceeds|exceeding|averag\w+|includes?|"
    r"included|topped|surpassed|below|above|in their|in the|to the number of|be|been|stands?|stood|only|already) ?|: ?| - ?|^ ?\(?)$"
)
_BOUNDARY = re.compile(
    r", (?:and|but|while|with|of|as|(?:many|most|some|several|few|all|half|none) of)\b|"
    r"\b(?:while|whereas|but|although|because|when|after|before)\b|;|:| - "
)
_AND = re.compile(r"(?<!,) and (?!\w+ (?:and|officers|men)\b)")
MOST = 60  # numbers of one sentence that are weighed; more of them are a table or noise
_LISTED = re.compile(r",? and |, ")
_APART = re.compile(r"[:;.]")
UNKNOWN = "?"  # something is counted that the lexicon does not know
_ASIDE = re.compile(
    r", (?:[a-z]{3,20}ly|to date|so far|as yet|in turn|however|meanwhile|in fact|by now|in all), |"
    r" - [^-]{3,140} - |, (?:who|which|including|among them|as|(?:made|put|kept|drawn|\w+ed)"
    r"(?: \w+)? (?:by|in|on|with|from|at))\b[^,]{3,120},|\([^()]*\)"
)
_RELATED = re.compile(r"^ (?:that|which) [^,;:.\d]{3,70},")  # "the wanted list that the police keep, …"
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th) (?:[\w-]+ ){0,4}$")
_DIGITS = re.compile(r"\d[\d,.]*(?<=\d)")
_TO = re.compile(r"\b(?:to|how to|not to) $")
_LASTED = re.compile(
    r"\b(?:in|within|over|during|after) (?:just |only |barely |the (?:last|past|first) )?$|"
    r"\b(?:in|within|over|during|after|for|of) (?:the|these|those) (?:same|whole|entire|first|last|past|previous|preceding|following) $"
)  # how long it took
_IN_PRISON = re.compile(
    r" (?:behind bars|in (?:prison|jail|custody|a (?:penal )?colony|detention)|(?:of )?imprisonment)\b"
)
_OWN = re.compile(r" (?:[a-z][\w'-]* ){0,4}")
ALONE = 1.0  # where no other word of a headline says what happened, the modifier does
INSIDE = 20.0  # a modifier inside the counted phrase decides nothing, unless its class may
ABOVE = 3.0  # cost of a word in the line that introduces a list
MODIFIERS = 6  # words between a number and its noun


_LABEL = re.compile(r"([^:;]{3,110}?)(?<!\d):(?= |$)")
_TRAIL = re.compile(
    r"[:,-] (?:so many|that is how many|that many|those are|such is the (?:number|count|tally|total) of|"
    r"that is the (?:number|count|tally|total) of|this is how many|as many) "
    r"| (?:is|was) (?:the|their|its) (?:number|count|tally|total) of "
)
_TRAIL_WORDS = frozenset(("many", "those", "number", "count", "tally", "total"))
_SET_OFF = re.compile(r", (?!(?:and|but|of|or)\b)[^,;:.()\d]{3,90}, ")
_LOWER = re.compile(r" (?!who|that|which|and|or|but|to|at|in|on|from|was|were|is|are|had|have)[a-z]{3,}")
_DONE_TO = re.compile(r"\b(?:\w+ed|guilty|innocent) (?:of|with|for|over|by)\b|^ of (?:them|whom) \w+ ")
_PART_OF = re.compile(
    r" (?:out )?of (?:the |its |their |these |those )?(?:some |about |around |nearly |over |more than )?"
)
BASE = 4.0
RELATIVE = 3.0  # a word in the clause that says which people, when the sentence goes on to say what befell them
ASIDE = 3.0  # a word between two commas after a noun tells what it was before, not what is counted
CREDITED = 4.0  # a word that tells whose count it is
NEXT = 2.5  # a word in front of the next number, behind a comma
NAMED = 0.4  # where a number was found is said once for what follows: its distance counts less
LABEL_QUOTED = 60  # a label longer than this is not quoted with its number
LABELLED = 0.8  # cost of a word in the label of a line for the numbers after it


def counts_from_view(
    view: View, lexis: Lexis, counted: frozenset[str], predicates: frozenset[str], before: View | None = None
) -> tuple[Count, ...]:
    """Return the numbers that count something, left to right; measurements other than terms of years are left out.

    `before` is the line that introduces this one (a heading or a clause ending in a colon above a bullet): its words count too.
    """
    numbers = countable(view, lexis)[:MOST]
    if not numbers:
        return ()
    named = list(view.of("formations")) + [
        h for h in view.of("levels") if _ORDINAL.search(view.left(h.start - view.start))
    ]
    nouns = [
        h
        for h in view.of("lexicon")
        if h.value in counted and not any(f.start <= h.start and h.end <= f.end for f in named)
    ]
    cues = [h for h in view.of("lexicon") if h.value in predicates]
    nouns = [
        n
        for n in nouns
        if not any(c.start < n.start and n.end <= c.end and c.value in lexis.group("subject") for c in cues)
    ]
    extra = tuple(_cue_above(h, before, view) for h in before.of("lexicon") if h.value in predicates) if before else ()
    return tuple(_count(view, n, numbers, nouns, cues, lexis, extra) for n in numbers)


def _cue_above(hit: Hit, before: View, view: View) -> Cue:
    """A word of the line above a list, or of the sentence that announces the number of this one."""
    announced = before.folded.endswith(".") and before.start < view.start
    return Cue(hit.value, hit.start, hit.end, LABELLED if announced else ABOVE, above=not announced)


def _count(
    view: View,
    number: NumberMention,
    numbers: list[NumberMention],
    nouns: list[Hit],
    cues: list[Hit],
    lexis: Lexis,
    extra: tuple[Cue, ...],
) -> Count:
    start, end = view.start + number.start, view.start + number.end
    floor = max((view.start + n.end for n in numbers if n.end <= number.start), default=view.start)
    if number.low > 1:  # "the battalion: 140", "two company commanders": one of a kind is not what so many are
        lone = lexis.group("single")
        nouns = [n for n in nouns if n.value not in lone or view.folded[n.end - view.start - 1] == "s"]
    head = _head_after(view, number, numbers, nouns, lexis)
    before = False
    if head is None and number.kind == "count" and _bare(view, number, cues, lexis):
        head = _head_elsewhere(view, number, numbers, nouns, floor, lexis)
        before = head is not None and head.end <= start
    if number.kind == "measurement":
        lasted = (
            _LASTED.search(view.left(start - view.start))
            or (number.low == number.high == 1 and number.unit == "duration_month")
        ) and not _IN_PRISON.match(view.folded, number.end)
        noun, span = UNKNOWN if lasted else "duration", None
    else:
        noun, span = (head.value, (head.start, head.end)) if head else ("", None)
    if number.unit == "duration_year" and number.low == number.high == 1 / 2:
        number = replace(number, low=6.0, high=6.0, unit="duration_month")  # half a year
    phrase = (start, max(end, span[1])) if span and not before else ((span[0], end) if span else (start, end))
    gap = view.folded[min(phrase[0], start) - view.start : start - view.start]
    after = view.folded[end - view.start : max(end, span[0] if span else end) - view.start]
    labelled = ":" not in gap or (len(gap) <= LABEL_QUOTED and not _DIGITS.search(gap) and _label(view, numbers))
    apart = _APART.search(after) or not labelled or (before and "," in gap)
    beyond = any(end <= view.start + n.start < phrase[1] for n in numbers)  # "41 of the 57 objectors"
    taken = before and span is not None and _counted_before(view, number, numbers, span)
    if apart or beyond or taken or any(phrase[0] <= view.start + n.start < start for n in numbers):
        phrase = (start, end)  # the noun stands in another part of the line, or before another number
    near = _near(view, phrase, numbers, cues, "" if before else noun, lexis)
    if view.tells and any(cue.cost < ABOVE for cue in near):
        extra = tuple(cue for cue in extra if not cue.above)  # a bullet that is a sentence says itself what happened
    partitive = bool(_PARTITIVE.match(view.folded[number.end :])) or bool(
        _REMAINING.search(view.last(number.core[0], 4))
    )
    if not noun and not partitive and not _bare(view, number, cues, lexis):
        noun = UNKNOWN
    return Count(
        number,
        start,
        end,
        noun,
        span,
        phrase,
        before,
        partitive,
        (*near, *extra),
    )


def _head_elsewhere(
    view: View, number: NumberMention, numbers: list[NumberMention], nouns: list[Hit], floor: int, lexis: Lexis
) -> Hit | None:
    """The noun of a number that has none behind it: before it, at the head of its clause, told after, or in its label."""
    head = head_of_number(view, number, floor, nouns)
    if head is None:
        head = _noun_before(view, view.start + number.start, number.end, floor, nouns, lexis.group("after_only"))
    if head is None and view.start + number.start > floor:
        head = head_of_clause(view, number, floor, nouns, lexis)
    if head is None and (trail := _trail(view, number.end)):
        head = next((n for n in nouns if n.start >= view.start + trail.end()), None)
    if head is None and (label := _label(view, numbers)) and label[1] <= number.start:
        head = _noun_of_label(view, label, number, nouns, lexis)
    return head


def _trail(view: View, start: int = 0) -> re.Match[str] | None:
    """ "Sixty-four: that is how many …", "64 is the number of …": the words after which stands what a number counted."""
    return None if view.words.isdisjoint(_TRAIL_WORDS) else _TRAIL.search(view.folded, start)


def _counted_before(view: View, number: NumberMention, numbers: list[NumberMention], span: tuple[int, int]) -> bool:
    """ "over 900 absence cases since January: three a day": the noun before a number is the one that another number counts."""
    last = max((view.start + n.end for n in numbers if n.end <= number.start), default=-1)
    return last >= 0 and last <= span[0] and bool(_OWN.fullmatch(view.folded, last - view.start, span[0] - view.start))


def _head_after(
    view: View, number: NumberMention, numbers: list[NumberMention], nouns: list[Hit], lexis: Lexis
) -> Hit | None:
    """The noun after a number; in "33 of 40 absentees" what the whole counts, the part counts."""
    end = number.end
    for following in numbers:
        if following.start > end:
            if not _PART_OF.fullmatch(view.folded, end, following.start):
                return _noun_after(view, view.start + end, view.start + following.start, nouns, lexis)
            end = following.end
    return _noun_after(view, view.start + end, view.sentence.end, nouns, lexis)


def _label(view: View, numbers: list[NumberMention]) -> tuple[int, int] | None:
    """The words before the first colon of a line, when they hold no number: "Found guilty in March: 64"."""
    match = _LABEL.match(view.folded) if ":" in view.folded else None
    if match is None or any(n.start < match.end() for n in numbers):
        return None
    return match.start(1), match.end()


def _noun_of_label(
    view: View, label: tuple[int, int], number: NumberMention, nouns: list[Hit], lexis: Lexis
) -> Hit | None:
    """The first noun of a label counts for every bare number after it, unless another noun stands between."""
    shy = lexis.group("after_only") | lexis.group("never") | lexis.group("weak") - {"case"}
    if any(view.start + label[1] <= n.start < view.start + number.start and n.value not in shy for n in nouns):
        return None
    return next((n for n in nouns if n.end <= view.start + label[1] and n.value not in shy), None)


def _bare(view: View, number: NumberMention, cues: list[Hit], lexis: Lexis) -> bool:
    """Nothing is named after the number ("four were held", "(258)"); an unknown noun there is something else."""
    match = re.match(r" ?([a-z][\w'-]*)", view.folded[number.end :])
    if match is None or number.kind != "count":
        return True
    after = view.folded[number.end :]
    if _PARTITIVE.match(after) or _OF_HIS.match(after) or any(0 <= r.start - number.end <= 1 for r in view.rates):
        return True
    word, at = match.group(1), view.start + number.end + match.start(1)
    if word in lexis.words_of("noun_stop") or word in lexis.words_of("verbish") or word.endswith(("ed", "ly")):
        return True
    return any(c.start <= at < c.end for c in cues) or any(
        0 <= view.start + d.start - at <= 4 or d.start <= at - view.start < d.end for d in view.dates
    )


def _noun_after(view: View, end: int, limit: int, nouns: list[Hit], lexis: Lexis) -> Hit | None:
    """The head of the noun phrase after a number: modifiers may stand between, function words and commas may not."""
    best: Hit | None = None
    at = end
    for hit in nouns:
        if hit.start < end or hit.end > limit + 1:
            continue
        gap = view.folded[at - view.start : hit.start - view.start]
        if _adjective(view, hit):
            continue  # "two Russian squads"
        if best is None:
            gap = re.sub(r"^ (?:more )?of (?:the |these |those |its |their |his |them )?", " ", gap).replace(
                ' "', " ", 1
            )
        words = _WORD.findall(gap)
        if len(words) > (MODIFIERS if best is None else 1) or re.search(r"[,;:.()\"]", gap.replace(". ", " ", 0)):
            break
        if best is None and _DONE_TO.search(gap):
            break  # "64 convicted of absence": the absence is not counted
        stops = [word for word in words if word.partition("'")[0] in lexis.words_of("noun_stop")]  # "there's"
        if (stops and (stops != ["and"] or len(words) > 4 or words[0] == "and")) or (best is not None and "'" in gap):
            break
        if best is not None and hit.start - best.end > 1:
            break
        if best is None or best.value == "" or hit.start >= best.end:
            best, at = _stronger(best, hit, lexis.group("never")), hit.end
    return best


def _stronger(best: Hit | None, hit: Hit, never: frozenset[str]) -> Hit:
    """In "1,200 AWOL cases" the last noun is the head; a noun that is never a claim is not, when another stands by."""
    return best if best is not None and hit.value in never and best.value not in never else hit


_OF = re.compile(r" (?:(?:of|for|with|about|on|against|by|over|in|from|at) (?:[\w'-]+ ){0,2}){1,2}")


def _adjective(view: View, hit: Hit) -> bool:
    """ "the Syrian army": the name of a people before a noun only qualifies it."""
    at, end = hit.start - view.start, hit.end - view.start
    word = view.text[at:end]
    if not word[:1].isupper() or " " in word or word.endswith("s") or at == 0:
        return False
    return bool(_LOWER.match(view.text[end:]))


_OF_THEM = re.compile(
    r" (?:of them|of these|in all|in number|in total|altogether|all told)\b|,? at (?:the )?least|"
    r", (?:of (?:them|these|those|whom|which)|up|plus|or|an increase) | ?\(|[.;)]|$"
)


def _noun_before(
    view: View, start: int, stop: int, floor: int, nouns: list[Hit], after_only: frozenset[str]
) -> Hit | None:
    """The noun a number is said of: "casualties reaching 1,000", "cases total 7,400", "deserters: 858"."""
    behind = [
        h
        for h in nouns
        if floor <= h.start
        and h.end <= start
        and h.value not in after_only
        and not _adjective(view, h)
        and view.folded[h.start - view.start : start - view.start] != "other "  # "accounts for the other 1,326"
    ]
    for i in range(len(behind) - 1, -1, -1):
        hit = behind[i]
        gap = view.folded[hit.end - view.start : start - view.start]
        nearest = i == len(behind) - 1
        aside = gap == ", " and (view.sentence.kind == "bullet" or _OF_THEM.match(view.folded, stop))
        if nearest and not aside and not _GAP_BEFORE.match(gap):
            return None
        first = behind[i - 1] if i else None
        if first and _OF.fullmatch(view.folded[first.end - view.start : hit.start - view.start]):
            continue  # "requests for help with desertion run to 350": the first noun is counted
        return hit
    return None


def _length(gap: str, words: int) -> float:
    """How far a gap of so many words reaches: the edges of clauses in it count for more than words."""
    joined = len(_AND.findall(gap)) if " and " in gap else 0
    return 0.25 * words + 2.5 * len(_BOUNDARY.findall(gap)) + 0.7 * gap.count(",") + 1.0 * joined


def _way(view: View, a: int, b: int, numbers: list[NumberMention], *, after: bool) -> tuple[float, int]:
    """How far it is from one place to another, asides left out, and how many words that is."""
    whole = view.folded[a - view.start : b - view.start]
    gap = _DIGITS.sub("0", _ASIDE.sub(" ", whole)) if len(whole) > 1 else whole
    if not after and gap.startswith((" that ", " which ")):
        gap = _RELATED.sub(" ", gap, count=1)
    words = len(_WORD.findall(gap))
    cost = _length(gap.removesuffix(": "), words)  # the colon of a label parts nothing
    if not after and " that " in gap:
        cost += 2.5  # the verb governs another clause: "helping the men says that 2,000 …"
    skips = len(whole) - len(gap) > 12
    crossed = 0 if skips else sum(a <= view.start + n.start < b for n in numbers if not mere(view, n))
    if crossed:
        cost += (0.6 if after and _LISTED.match(gap) else 2.2) * crossed
    return cost, words


def _near(
    view: View, phrase: tuple[int, int], numbers: list[NumberMention], cues: list[Hit], noun: str, lexis: Lexis
) -> tuple[Cue, ...]:
    """Every predicate of the sentence with its distance from the phrase."""
    found = []
    label = _label(view, numbers)
    bound = view.start + label[1] if label else -1
    trail = _trail(view)
    aside = _SET_OFF.match(view.folded[phrase[1] - view.start :])
    clause, begun, ended, whom = bounds_of_phrase(view, phrase, numbers, cues)
    told = credit(view, numbers)
    for hit in cues:
        if any(view.start + n.start <= hit.start and hit.end <= view.start + n.end for n in numbers):
            continue  # "close on three hundred"
        if hit.start >= phrase[1] and hit.value in lexis.group("ahead"):
            continue  # "three men of the brigade had luck": what it has comes after it
        if hit.value in lexis.group("size") and has_done(view, hit):
            continue
        inside = phrase[0] <= hit.start and hit.end <= phrase[1]
        if hit.start >= phrase[1]:
            a, b, cost = phrase[1], hit.start, 0.0
        elif hit.end <= phrase[0]:
            a, b, cost = hit.end, phrase[0], 0.6
        else:
            a = b = phrase[0]
            cost = 0.0
        way, words = _way(view, a, b, numbers, after=hit.start >= phrase[1])
        cost += way
        if words <= 1 and hit.end <= phrase[0] and "," not in view.folded[a - view.start : b - view.start]:
            cost = max(0.0, cost - 1.0)  # a verb directly before its object
        if inside and noun in lexis.group("people") and hit.value not in lexis.group("inside"):
            cost += INSIDE
        if aside and hit.start >= phrase[1] and hit.end <= phrase[1] + aside.end():
            cost += ASIDE
        if clause[0] <= hit.start < clause[1]:
            cost += RELATIVE
        elif 0 <= clause[1] <= hit.start:
            cost = max(0.0, cost - 0.25 * clause[2])  # the words of that clause are no distance
        if hit.start >= phrase[1] and of_next(view, phrase[1], hit, numbers):
            cost += NEXT
        if told[0] <= hit.start < told[1] and hit.value not in lexis.group("found_in"):
            cost += CREDITED
        if begun <= hit.start or ended <= hit.start < phrase[0] or (hit.start < whom) != (phrase[0] < whom):
            cost += BASE
        if trail and hit.start >= view.start + trail.end():
            cost = min(cost, LABELLED + 0.1 * words)
        if hit.end <= bound <= phrase[1] and bound <= view.start + numbers[0].start:
            cost = min(cost, LABELLED + 0.05 * words)
        if hit.value in lexis.group("found_in"):
            cost *= NAMED
        to = view.folded.startswith("to ", hit.start - view.start - 3) and hit.start - view.start >= 3
        if to and hit.value in lexis.group("inside") and _TO.search(view.left(hit.start - view.start)):
            cost += 2.5  # "tried to leave": not yet done
        found.append(Cue(hit.value, hit.start, hit.end, cost, inside))
    if view.sentence.kind in ("title", "heading") and all(cue.inside for cue in found):
        found = [
            replace(cue, cost=min(cue.cost, ALONE)) for cue in found
        ]  # "684 convicted deserters": a headline has no verb
    return tuple(sorted(found, key=lambda c: (c.cost, c.start, c.cls)))
