"""Count -> act: a number of people whose own verb says something that no measure of the pack counts."""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.extract.counts_from_view import Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View

# Verbs that only tell which part of those told before, or how they are put down: the figure before goes on.
_TOLD = (
    r"(?:list|register|record|nam|call|count|concern|belong|bas|post|add|sign|class|describ|enter|account|confirm|publish|serv|hail|"
    r"com|stem|involv|relat|includ|remain|stay|need|total|number|reach|stand|open|report|estimat|complet|compar|expect|suppos|rank|"
    r"train|produc|yield|assign|attribut|pass|fil|handl|appear|turn)ed"
)
_GOING = (
    r"(?:(?:since|already|now|also|all|then|later|so far|only|even|never|ever|meanwhile|reportedly|allegedly|"
    r"simply|actually|really|just) ){0,2}"
)
_DONE = r"(?:[a-z]{2,14}(?:ed|en|wn)|put|sent|taken|let|told|led|hit|made|given|held|kept|brought|sold|paid|left)\b"
ACT, OTHER = "measure.act@1", "other"


@cache
def _act(joined: frozenset[str]) -> re.Pattern[str]:
    """Compile what somebody did or suffered; how they came to be there, in the pack's words, tells who they are."""
    part = rf"(?:{_TOLD}|{'|'.join(sorted(joined))})\b"
    return re.compile(
        r"(?: (?:more |other |others )?(?:of (?:them|these|those|whom|the [a-z]+)|men|people|others))?"
        r"(?:, [^,;.:()\d]{3,60},)? (?:who |that )?"
        rf"(?:(?:have|has|had) {_GOING}(?!been\b)(?!{part}){_DONE}"
        rf"|(?:(?:have|has|had) {_GOING}been|were|was|are being|were being|is being) {_GOING}(?!{part}){_DONE}"
        rf"|(?!{part})[a-z]{{2,14}}ed (?:the|a|an|his|their|its|to|for|being|into|up|down|out|from) "
        r"|(?:took|gave|chose|told|spoke|met|threw|drew|held|brought|bought|sold|paid|won|caught|found|heard|put|kept|"
        r"sent|wrote) [a-z])"
    )


def acts(view: View, count: Count, lexis: Lexis) -> bool:
    """ "Six took the paper back", "forty were stripped of their rank": what they did is not what the figure before tells."""
    if count.before or count.number.kind != "count" or count.number.low < 1:
        return False
    end = max(count.number.end, count.phrase[1] - view.start)
    return bool(_act(lexis.words_of("joined")).match(view.folded, end))
