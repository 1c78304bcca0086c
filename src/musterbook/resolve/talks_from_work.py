"""Views and talks -> talks: who is said to go through the papers has the numbers that come next: "X combed the dockets. In May 40 …"."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Hop
from musterbook.resolve.hops_from_speakers import Memory, chain_of, hop_of, hops_of, is_own
from musterbook.resolve.talks_from_neighbours import Reach, Talk, asks
from musterbook.resolve.talks_from_provenance import first_count

_PAPERS = (
    r"(?:orders?|notices?|rulings?|verdicts?|judg[e]?ments?|dockets?|obituar(?:y|ies)|files?|letters?|registers?|papers?|records?|cards?|"
    r"rolls?|databases?|websites?|budgets?|posts|lists?|sheets?|cases|archives?|gravestones?|names?|data|documents?|entries|payrolls?|"
    r"statements?|reports?|complaints?|appeals|registries|photographs|footage|page by page|one by one)"
)
_KEPT = r"(?:ledger|list|tally|count|log|register|record|table|diary|score|tab|map|archive|card index|database|spreadsheet|notebook|book)s?"
_WORK_WORDS = frozenset(  # one of them is in each of these phrases
    "combed comb combs trawl trawls trawled scour scours scoured sift sifts sifted pore pores pored leafed crunched scraped downloaded "
    "photograph photographs photographed laid got went goes go gone work works worked read reads wade wades waded look looks looked "
    "check checks checked match matches matched examine examines examined analyse analyses analysed analyze analyzes analyzed "
    "study studies studied review reviews reviewed obtained saved copied drew sorted searches searched collect collects "
    "collected gather gathers gathered compile compiles compiled keep keeps kept maintain maintains maintained do does did track tracks "
    "tracked monitor monitors monitored follow follows followed log logs logged".split()
)
_WORKS = re.compile(
    r"(?:combed|combs?|trawl(?:ed|s)?|scour(?:ed|s)?|sift(?:ed|s)?|pored?|leafed|crunched|scraped|downloaded|photograph(?:ed|s)?|"
    r"(?:laid hands|got (?:its|his|her|their) hands) on|got hold of|"
    rf"(?:went|goes|go|gone|work(?:ed|s)?|read|reads|wade[ds]?|look(?:ed|s)?) (?:\w+ )?through [^.;:]{{0,60}}?\b{_PAPERS}|"
    rf"(?:reads?|check(?:ed|s)?|match(?:ed|es)?|examin(?:ed|es?)|analy[sz](?:ed|es?)|stud(?:ied|ies|y)|review(?:ed|s)?|obtained|saved|copied|"
    rf"drew|sorted|search(?:ed|es)|collect(?:ed|s)?|gather(?:ed|s)?|compil(?:ed|es?)) [^.;:]{{0,60}}?\b{_PAPERS}|"
    rf"(?:keep|keeps|kept|maintains?|maintained|compil(?:ed|es?)) (?:an?|the|its|his|her|their) (?:[\w-]+ )?{_KEPT}|"
    r"(?:do|does|did) (?:its|his|her|their|the) (?:own )?(?:sums?|arithmetic|counting|maths?|adding)|"
    r"(?:track(?:ed|s)?|monitor(?:ed|s)?|follow(?:ed|s)?|log(?:ged|s)?) (?:[\w'-]+ ){0,3}(?:budgets?|courts?|losses|cases|trials|"
    r"absences|deaths|payments|recruitment|obituaries|notices|raids|arrests))\b"
)
_TO_VERB = re.compile(
    r"(?:,[^.;:]{1,110},|(?: [\w'’-]+){0,7}?),? (?:(?:has|have|had|who|which|that|also|now|since|then|himself|herself) ){0,3}$"
)
MOST = 130  # code points between who works and the work
AFTER = 6  # sentences that the work may speak for


def worker(view: View, memory: Memory) -> Chain | None:
    """Who is said in a sentence to go through papers or to keep a count, None where nobody is; papers with a name stand behind."""
    if view.words.isdisjoint(_WORK_WORDS) or view.sentence.kind in ("title", "heading") or asks(view):
        return None
    for speaker in memory.speakers[view.start]:
        if speaker.kind in ("product", "document", "self") or is_own(speaker, memory):
            continue
        end = speaker.end - view.start
        for match in _WORKS.finditer(view.folded, end, end + MOST + 60):
            if _TO_VERB.fullmatch(view.folded, end, match.start()):
                return _chain(speaker, view, memory)
        if not speaker.refers:
            return None
    return None


def _chain(speaker: Speaker, view: View, memory: Memory) -> Chain | None:
    house = house_of(speaker, view, memory)
    hops = (house,) if house else hops_of(speaker, memory)
    if not hops or (hops[-1].role in ("group", "office") and not hops[-1].named and " " not in hops[-1].label):
        return None  # a crowd at work
    papers = [
        s
        for s in memory.speakers[view.start]
        if s.kind == "document" and " " in s.label and s.source is None and not s.refers
    ]
    return chain_of((*hops, *(hop_of(s, memory) for s in papers[:1])))


_HOUSE = re.compile(
    r"[A-Za-z]+ (?:of|at|with|from|for) (?:the )?(?:[a-z]+ (?:group|project|outlet|site|collective|network|organi[sz]ation|bureau|"
    r"centre|center|initiative|channel) |(?:group|project|outlet|site|collective|network|"
    r"organi[sz]ation|bureau|initiative|channel|newsroom) )?"
    r"(?P<name>[A-Z][\w’'.-]*(?: (?:of |for |the )?(?:[A-Z][\w’'.-]*|\d{2,4}\b))*)"
)


def house_of(speaker: Speaker, view: View, memory: Memory) -> Hop | None:
    """ "Lawyers at Open Docket": whose people somebody unnamed belongs to, where that has a name and is no place and no unit."""
    if speaker.source is not None or speaker.kind not in ("person", "group"):
        return None
    at = view.folded.find(speaker.noun.split()[-1], speaker.start - view.start) if speaker.noun else -1
    match = _HOUSE.match(view.text, at) if at >= 0 else None
    if match is None:
        return None
    start, end = view.start + match.start("name"), view.start + match.end("name")
    if any(h.start < end and start < h.end for h in view.of("places", "formations", "countries")):
        return None
    known = next((h for h in view.of("sources") if h.start <= start and h.end >= end), None)
    row = memory.lexis.sources.get(known.value) if known else None
    name = row.name if row else match["name"].replace("’", "'").removesuffix("'s")
    kind = memory.lexis.kind_of_source(row.kind) if row else "office"
    return Hop(name, row.id if row else fold(name), kind, memory.document.quote(start, end))


def worked(views: tuple[View, ...], talks: list[Talk]) -> list[Talk]:
    """Give the sentences after such work its chain: to the end of the paragraph, and of the next where no number came before."""
    out = list(talks)
    for i, (view, talk) in enumerate(zip(views, talks, strict=True)):
        if talk.works is None:
            continue
        counted = first_count(view) < len(view.text)
        if counted and not talk.reaches:
            out[i] = replace(out[i], reaches=(Reach(view.start, view.sentence.end, talk.works, "counts"),))
        block = view.sentence.block
        for k in range(i + 1, min(len(out), i + 1 + AFTER)):
            if out[k].reaches or out[k].works or views[k].sentence.kind in ("title", "heading"):
                break
            if views[k].sentence.block != block and (counted or views[k].sentence.block != block + 1):
                break
            counts = first_count(views[k]) < len(views[k].text)
            if counts:
                out[k] = replace(
                    out[k], reaches=(Reach(views[k].start, views[k].sentence.end, talk.works, "counts", lent=True),)
                )
            if counts and not counted:
                counted, block = True, views[k].sentence.block
    return out
