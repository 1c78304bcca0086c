"""Names and documents of a sentence -> frames: attributions that no verb or preposition of saying makes."""

from __future__ import annotations

import itertools

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen


@frozen
class Frame:
    """One attribution. `speakers` nearest first; it covers [start, end) of the document.

    `begin` and `stop` span its own words (speaker and cue). `trails`: it stands after its claim. `adds`: it only adds a
    hop to another frame ("citing X"). `page`: what it covers is the page ("X writes about this"). `aside`: it covers no more
    than a number in passing; without speakers that number is the page's own. `told`: the words say who told whom, so the order of the
    speakers stands.
    """

    cue: Hit
    family: str
    speakers: tuple[Speaker, ...]
    begin: int
    stop: int
    start: int
    end: int
    trails: bool = False
    adds: bool = False
    page: bool = False
    aside: bool = False
    told: bool = False


_BY = re.compile(
    r"\b(?:such (?:is|was|are|were)|that (?:is|was)|this (?:is|was)|by|in|per|on|under|going by|to judge by|judging by|from|"
    r"with|after|as per|comes?|came) (?:(?:its|their|his|her|the|this|that|a|an|one|[\w-]+'s) )?(?:own )?(?:[\w'-]+ ){0,2}$"
)
_IN = re.compile(r"\b(?:in|from|per|to judge by|judging by|going by|after) (?:the )?(?:open )?$")
_WHOM = re.compile(r", (?:from |to )?(?:whom|which|who|whose \w+) (?:the )?$|, (?:as )?(?:quoted|cited|relayed) by $")
_FROM = re.compile(r"(?:in|from|per|in the|from the|out of|on) (?:\w+ ){0,2}$")


def works_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "by its count", "in X's telling", "on the outlet's figures": a work after a preposition ascribes as a verb would."""
    found = []
    for speaker in speakers:
        before = view.folded[: speaker.start - view.start]
        owned = speaker.kind == "product" and (speaker.refers or speaker.of)
        owned = owned or (speaker.kind == "document" and not speaker.refers and bool(_IN.search(before)) and not frames)
        owned = owned or (speaker.kind == "self" and speaker.noun != "we")
        worked = speaker.source is not None and speaker.work
        if not (owned or worked) or not _BY.search(before) or any(f.begin <= speaker.start < f.stop for f in frames):
            continue
        match = _BY.search(before)
        assert match is not None
        at = view.start + match.start()
        leads = not before[: match.start()].strip(" \"“'(")
        found.append(
            Frame(
                Hit(at, speaker.start, "cues", "by"),
                "counts",
                (speaker,),
                at,
                speaker.end,
                view.start,
                view.sentence.end,
                trails=not leads,
            )
        )
    return found[:1]


def named_frame(view: View, speakers: tuple[Speaker, ...], lexis: Lexis) -> Frame | None:
    """One named reporter beside a number, without any cue: "(X)", "X's tally stands at 684", "684 - X"."""
    if not view.says_how_many():
        return None
    named = [
        s for s in speakers if s.source in lexis.sources and lexis.sources[s.source].kind in lexis.group("reporter")
    ]
    if len({s.source for s in named}) != 1:
        return None
    people = [s for s in speakers if s.kind == "person" and s.source]
    one = people[0] if len(people) == 1 else named[0]  # "Anna Petrash of Open Door": the person speaks
    return Frame(Hit(one.start, one.end, "cues", ""), "says", (one,), one.start, one.end, view.start, view.sentence.end)


_OWN_WORK = re.compile(
    r"'s? (?:own |latest |new |best |rough |official |running |current )*(?:count|tally|reckoning|estimates?|calculations?|figures?|data|"
    r"numbers?|total|sums|arithmetic|statistics|telling|account|version|words|view|opinion|assessment|recollection|guess|bookkeeping|"
    r"records|database|list|register|roll|roster|books?|files?|papers|documents?|ledger|tables?|survey|findings?|result)\b"
)
_COPULA = re.compile(
    r"(?:, (?:which|that|seen|read|obtained|made)\b[^,;:.]{2,40},|,)? (?:is|was|stands?|stood|comes?|"
    r"came|runs?|ran|reads?|amounts?|adds? up|now stands|has reached|had reached|reached|puts|put)"
    r"(?: at| to| in at| out at| that| the number| \w+ at)? "
    r"(?:(?:some|about|around|over|more than|at least|nearly|almost|up to) )*(?=\d|[a-z-]+ (?:hundred|thousand|dozen))"
)


def owned_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "By the governor's count, …", "the lawyers' figure is 1,200": a work ascribes what it says to whom it is said to belong to."""
    for speaker in speakers:
        if speaker.kind == "product" or any(f.begin <= speaker.start < f.stop for f in frames):
            continue
        work = _OWN_WORK.match(view.folded, speaker.end - view.start)
        if work is None:
            continue
        begun = _BY.search(view.left(speaker.start - view.start))
        at = speaker.start - (len(begun.group()) if begun else 0)
        if begun or _COPULA.match(view.folded, work.end()):
            leads = not view.folded[: at - view.start].strip(" \"'(")
            hit = Hit(speaker.end, view.start + work.end(), "cues", "by")
            return [
                Frame(
                    hit,
                    "counts",
                    (speaker,),
                    at,
                    view.start + work.end(),
                    view.start,
                    view.sentence.end,
                    trails=not leads,
                )
            ]
    return []


_BRACKET = re.compile(r"\((?:source:? |sources:? |via |per |data:? |from |figures?:? |after )?(?:the )?$")
_SHORTENED = re.compile(r"[A-Z][\w'’-]+ (?:(?:of|for|and|the) ){0,2}[A-Z][\w'’-]+ \($")


def bracket_frame(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> Frame | None:
    """ "29,000 came back (State Bureau)": a bracket that only names somebody says whose the words before it are."""
    for one in speakers if ")" in view.folded else ():
        after = view.folded[one.end - view.start :]
        named = (
            one.source and one.kind in ("outlet", "office") and not any(f.begin <= one.start < f.stop for f in frames)
        )
        opened = _BRACKET.search(view.left(one.start - view.start))
        if re.match(r"[^()]*\)\W{0,3}[-–—]", after):
            continue  # a dateline
        if any(0 <= one.start - len(opened.group()) - s.end <= 2 for s in speakers if s.source) if opened else True:
            continue  # "the National Unity Government (NUG)"
        if _SHORTENED.search(view.text, 0, one.start - view.start) and view.text[one.end - view.start - 1].isupper():
            continue  # the letters of the name before it
        if named and opened and re.match(r"(?:, [^()\d]{0,30}\d{0,4}[^()]{0,12})?\)", after):
            begin = one.start - len(opened.group())
            return Frame(
                Hit(begin, one.start, "cues", "("),
                "says",
                (one,),
                begin,
                one.end + 1,
                view.start,
                view.sentence.end,
                trails=True,
            )
    return None


_SURFACED = re.compile(
    r"(?:'s?)? ?(?:[\w-]+ )?(?:surfaced|appeared|emerged|leaked|came out|ran|was|were|has been|have been|are|is)"
    r"(?: \w+ed| first| also| out)*(?: last \w+| this \w+| yesterday| today| on \w+| in \w+| earlier| recently)?"
    r" (?:in|by|on|via|through) (?:the )?(?:[\w-]+ ){0,3}"
)


def surfaced_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "The department's totals surfaced in X": X prints what is the department's."""
    for first, second in itertools.pairwise([s for s in speakers if s.kind != "product" or s.of]):
        gap = view.folded[first.end - view.start : second.start - view.start]
        works = (
            first.work or (first.kind == "product" and bool(first.of)) or (first.kind == "office" and _WORKS.match(gap))
        )
        taken = any(f.begin <= second.start < f.stop for f in frames)
        prints = second.kind == "outlet" and second.source and _SURFACED.fullmatch(_WORKS.sub("", gap, count=1))
        if works and prints and not taken:
            hit = Hit(first.end, second.start, "cues", "in")
            return [Frame(hit, "says", (second, first), first.start, second.end, view.start, view.sentence.end)]
    return []


_WORKS = re.compile(
    r"'s? (?:own |latest |new |old )*(?:totals?|figures?|data|numbers?|statistics|report|tables?|"
    r"count|tally|estimates?|letter|answer|reply)"
)


def labelled_frame(view: View, speakers: tuple[Speaker, ...]) -> Frame | None:
    """A speaker and a colon at the head of the line: "X: 1,200 fled"; or alone with a full stop, before the sentences that are theirs."""
    for one in speakers[:1]:
        named = one.source or (one.kind == "self" and one.noun != "we")
        rest = view.folded[one.end - view.start :]
        alone = rest == "." and one.kind in ("office", "outlet") and view.sentence.kind in ("body", "bullet")
        if one.start - view.start <= 4 and ((named and rest.startswith(":")) or alone):
            return Frame(
                Hit(one.start, one.end, "cues", ":"), "says", (one,), one.start, one.end, view.start, view.sentence.end
            )
    return None


def whom_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "X, whom Y quotes": Y passes on X."""
    for first, second in itertools.pairwise(speakers):
        gap = view.folded[first.end - view.start : second.start - view.start]
        rest = view.folded[second.end - view.start :]
        if (
            (first.source or first.kind == "document")
            and (second.source or second.kind == "outlet")
            and _WHOM.search(gap)
            and re.match(r" (?:quotes|cites|quoted|cited|refers to|draws on|relies on)", rest)
        ):
            hit = Hit(first.end, second.start, "cues", "whom")
            return (
                [Frame(hit, "relays", (second, first), first.start, second.end, view.start, view.sentence.end)]
                if not frames
                else []
            )
    return []


_ANSWER = re.compile(
    r"\b(?:in|on) (?:an? |the |its |his |her |their )?(?:[\w-]+ )?(?:reply|response|answer|letter|comments?|interview|statement|remarks|"
    r"conversation|e-?mail|message|broadcast|podcast|air|phone call) (?:to|with|for|of|on|given to|sent to)"
    r"(?: an? (?:question|enquiry|inquiry|request) (?:from|by)| questions from)? (?:the )?(?:[\w-]+ ){0,3}$|"
    r"\b(?:speaking|talking|replying|responding|in response) (?:to|with) (?:the )?(?:[\w-]+ ){0,3}$"
)


def answered(view: View, subject: Speaker, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "In a reply to X, the office said …", "the minister noted in comments to X": X passes on what it was told."""
    for other in speakers:
        outlet = other.kind == "outlet" and not other.refers and other.source
        if outlet and other is not subject and _ANSWER.search(view.left(other.start - view.start)):
            return other
    return None


_REACHED = re.compile(
    r"[^,;:.]{0,30},? (?:(?:a copy of )?which|that|copies of which)(?: has| had| have| is| was| were| are| been)*"
    r" (?:reached|obtained by|seen by|held by|in the hands of|come into the hands of|leaked to|shown to|available to|"
    r"reviewed by|with|passed to|"
    r"sent to|shared with|at the disposal of|in the possession of|examined by|studied by) (?:the )?(?:[\w-]+ ){0,2}|"
    r"[^,;:.]{0,30},? (?:to|of|into) which (?:the )?(?:[\w-]+ ){0,2}"
)
_HAD_WORK = re.compile(
    r" (?:had|has|have|got|gets|received|obtained|cites?|saw|has seen) (?:an? |the |its )?(?:[\w-]+ )?"
)
_GAVE = re.compile(
    r"(?: has| had| have|,? which it| that it)?"
    r" (?:sent|wrote|gave|given|provided|supplied|released|disclosed|passed|handed|explained|confirmed|admitted|replied|"
    r"revealed|reported|issued|mailed|e-?mailed|leaked|conceded|dictated|shown|showed)"
    r"(?: [\w-]+){0,4}? (?:to|with) (?:the )?(?:[\w-]+ ){0,3}|"
    r"(?: has| had| have)? (?:sent|gave|given|told|showed|shown|handed|offered) (?:the )?(?:[\w-]+ )?"
)
_LEARNED = re.compile(
    r" (?:was|were|is|are|has been|have been) (?:told|informed|assured|given to understand) "
    r"(?:in|by|at|from|within)(?: the| its| their)? (?:[\w-]+ ){0,2}|"
    r" (?:had|has|have|got|gets|received|obtained|cites?) (?:an? |the |its )?(?:[\w-]+ )?"
    r"(?:reply|answer|response|letter|statement|data|figures|numbers|statistics|information) "
    r"(?:from|by|of)(?: the| its| their)? (?:[\w-]+ ){0,2}|"
    r" (?:learned|heard|found out|understands|knows)(?: this| it| that)? from (?:the |its |their |an? )?(?:[\w-]+ ){0,2}"
)


_TO_WHOM = re.compile(
    r"('s? (?:[\w-]+ )?(?:reply|response|answer|letter|comments?|statement|explanation))? to "
    r"(?:an? (?:[\w-]+ )?(?:request|question|enquiry|inquiry|query) (?:from|by|of) )?(?:the )?(?:[\w-]+ )?"
)
_REPLY_OF = re.compile(
    r"\b(?:reply|response|answer|letter|comments?|statement|information|explanation) (?:of|from|by) (?:the )?$"
)


def learned_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "X was told in Y", "X had a reply from Y", "what Y wrote to X": Y is behind X, before or after what they say."""
    for first, second in itertools.pairwise(speakers):
        gap = view.folded[first.end - view.start : second.start - view.start]
        if second.kind == "self" or any(f.begin <= s.start < f.stop for f in frames for s in (first, second)):
            continue
        end = view.sentence.end
        hit = Hit(first.end, second.start, "cues", "learn")
        if (
            second.kind == "outlet"
            and second.source
            and first.kind in ("office", "outlet", "person")
            and _GAVE.fullmatch(gap)
        ):
            return [Frame(hit, "says", (second, first), first.start, second.end, view.start, end)]
        reply = first.kind == "office" and _TO_WHOM.fullmatch(gap)
        replied = reply and (reply.group(1) or _REPLY_OF.search(view.left(first.start - view.start)))
        if replied and second.kind == "outlet" and second.source:
            return [Frame(hit, "says", (second, first), first.start, second.end, view.start, end)]
        if first.kind == "document" and second.kind == "outlet" and second.source and _REACHED.fullmatch(gap):
            return [Frame(hit, "obtains", (second, first), first.start, second.end, view.start, end)]
        given = second.kind in ("product", "document") and bool(second.of) and _HAD_WORK.fullmatch(gap)
        if (first.source or first.kind == "outlet") and (given or _LEARNED.fullmatch(gap)):
            trails = bool(re.search(r"[,\"”-]\s*$", view.left(first.start - view.start)))
            return [Frame(hit, "says", (first, second), first.start, second.end, view.start, end, trails=trails)]
    return []


_OTHER = re.compile(r"(?:[;,]| and| but| while| whereas)(?: the)? $")
_ELLIPSIS = re.compile(
    r"(?:,? of|:|,| -|,? at|,? about| only| just)? (?=(?:some |about |around |over |nearly |only |just |at least )*[\d])"
)


def other_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "X wrote of 70 fugitives and Y of 90", "X: 100; Y: 12": the verb of the first goes for the second."""
    if not frames:
        return []
    first = min(frames, key=lambda f: f.begin)
    for speaker in speakers:
        named = speaker.source and speaker.kind in ("outlet", "office") and speaker.start > first.stop
        if not named or any(f.begin <= speaker.start < f.stop for f in frames) or not first.speakers[-1].source:
            continue
        before, after = view.left(speaker.start - view.start), view.folded[speaker.end - view.start :]
        if _OTHER.search(before) and _ELLIPSIS.match(after):
            hit = Hit(speaker.start, speaker.end, "cues", "")
            return [Frame(hit, first.family, (speaker,), speaker.start, speaker.end, view.start, view.sentence.end)]
    return []


MADE = re.compile(r"[^,;:.]{0,40}?,? (?:which|that|as|whose \w+) (?:[\w-]+ ){0,4}[\"'*“]?$")
_MADE_BY_IT = re.compile(r",?(?: which| that)? (?:the|its|this|that) (?:same )?$")  # "a list that the command prepared"
_HAD = re.compile(
    r"[^,;:.]{0,40}?,? (?:which|that) (?:[\w-]+ ){1,4}(?:from|by|via|thanks to|courtesy of)(?: the)? [\"'*]?$"
)
_DOES = re.compile(
    r"(?:'s)? ?[\"'*]?,? ?(?:[\w-]+ )?(?:has|had|have|was|is|keeps?|kept|runs?|ran|maintains?|maintained|holds?|held|put|puts|posts?|"
    r"\w+ed|\w+es|made|drew|gave|built|sent|got)\b"
)


def made_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "the list, which X put online", "a tally that X keeps", "the register, which it had from X": the work is X's."""
    for work, maker in itertools.pairwise(speakers):
        if work.kind not in ("product", "document") or work.source or maker.kind not in ("outlet", "office", "person"):
            continue
        if not (maker.source or (maker.kind == "office" and maker.refers)) or any(
            f.begin <= maker.start < f.stop for f in frames
        ):
            continue
        gap = view.folded[work.end - view.start : maker.start - view.start]
        made = (MADE if maker.source else _MADE_BY_IT).fullmatch(gap) and _DOES.match(
            view.folded[maker.end - view.start :]
        )
        if made or (maker.source and _HAD.fullmatch(gap)):
            hit = Hit(work.end, maker.start, "cues", "which")
            adds = any(f.begin < work.start for f in frames)
            end = view.sentence.end
            return [Frame(hit, "counts", (maker,), work.start, maker.end, view.start, end, trails=True, adds=adds)]
    return []


_WE = re.compile(r"(?:[^,\"“]{0,60}, )?(?:we|our (?:own )?(?:[\w-]+ ){1,4}?)\b")
_WENT = re.compile(
    r"\bwe (?:have |had |also |then |\w+ly )*(?:scraped|combed|searched|downloaded|copied|collected|gathered|analysed|analyzed|read|"
    r"studied|examined|reviewed|checked|counted|compared|processed|parsed|looked (?:at|through)|went through|used|relied on|drew on|took|"
    r"obtained|received|requested|monitored|tracked)\b[^.;]*$"
)


def own_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "We combed the courts' sites": the page counts for itself, from papers if it says so; "we have helped 30": its own word."""
    we = next((s for s in speakers if s.kind == "self" and s.noun == "we"), None)
    counts = view.says_how_many()
    end = view.sentence.end
    for paper in speakers:
        if (
            we
            and paper.kind == "document"
            and " " in paper.label
            and not paper.refers
            and _WENT.search(view.left(paper.start - view.start))
        ):
            hit = Hit(we.end, paper.start, "cues", "we")
            return [Frame(hit, "counts", (we, paper), we.start, paper.end, view.start, end, page=not counts)]
    if frames or not counts or not (own := _WE.match(view.folded)):
        return []
    speaker = Speaker(view.start, view.start + own.end(), "we", None, "self", "we", True)
    return [
        Frame(
            Hit(view.start, view.start + own.end(), "cues", "we"),
            "counts",
            (speaker,),
            view.start,
            view.start + own.end(),
            view.start,
            end,
        )
    ]


def opening_frame(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> Frame | None:
    """ "In court records, …": a document at the head of the sentence, set off by a comma."""
    for speaker in speakers[:1]:
        set_off = view.folded[speaker.end - view.start :].startswith((",", ":", " themselves", " one "))
        heads = _FROM.fullmatch(view.folded[: speaker.start - view.start])
        taken = any(f.begin <= speaker.start < f.stop for f in frames)
        if speaker.kind == "document" and heads and set_off and not taken:
            hit = Hit(view.start, speaker.start, "cues", "in")
            return Frame(hit, "says", (speaker,), view.start, speaker.end, view.start, view.sentence.end)
    return None
