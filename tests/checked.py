"""An article checked by hand, invented from end to end: every kind of remark, spans that lie in and across each other.

    .venv/bin/python -m tests.checked

writes its page anew; look at it before you commit it.
"""

from __future__ import annotations

from collections.abc import Mapping

from musterbook.assess.finding import Checked, Finding, Kind, Remark
from musterbook.compared import Assessment, Entry, Mutation, Party, Root, Sort, Verdict
from musterbook.model import Amount, Bound, Document, Quote, Stance, digest
from musterbook.publish.html_from_findings import Background, html_from_findings
from musterbook.publish.records_from_findings import record_from_checked
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "check.html"
BACKGROUND = Background("muster", "2026-01-31", 1204, 9310, "0.0.0")
COURT, WIRE = Party("court", "Harbour Court", "court", Sort.named), Party("wire", "Coast Wire", "outlet", Sort.named)
GAZETTE = Party("gazette", "The Gull Gazette", "outlet", Sort.named)
TITLE = "Sixty-four keepers fined"
TEXT = f"""{TITLE}

In March the Harbour Court fined 64 keepers, Coast Wire wrote, 40 of them for sleeping and 30 for drink.

Маяк молчит: «двое ушли». Twelve walked off the Long Pier; “the light-warden chief’s boy-office” would not comment on Article 9.
Nobody counts the gulls: about 500 of them & more < before > after.
"""


def document(text: str = TEXT, title: str | None = TITLE) -> Document:
    """An article of The Gull Gazette."""
    url = "https://gull-gazette.example/fined?a=1&b=2"
    made = digest(url, text)
    return Document(
        made, "fined", url, text, "en", title=title, publisher="The Gull Gazette", published="2025-04-02", guessed=True
    )


def claim(page: Document, start: int, end: int, *, what: str = "fines", low: float | None = None) -> Entry:
    """A claim that stands on [start, end) of a page."""
    return Entry(
        id=digest(page.id, start, end, what),
        doc=page.id,
        kind="statement" if low is None else "figure",
        what=what,
        publisher=GAZETTE,
        published="2025-04-02",
        amount=None if low is None else Amount(low, low, Bound.about),
        place="Harbour",
        period="2025-03",
        dims=(("flag", "NL"),),
        chain=(WIRE, COURT),
        stance=Stance.alleged,
        quote=page.quote(start, end),
        title=page.title or "",
    )


def other(number: int, words: str, *, publisher: Party = WIRE, published: str = "2025-03-30") -> Entry:
    """A claim that the base holds."""
    quote = Quote(f"doc{number}", 0, len(words), words)
    return Entry(f"other{number}", f"doc{number}", "figure", "fines", publisher, published, quote=quote)


def finding(entry: Entry, *remarks: Remark) -> Finding:
    """A claim with what is said of it, on a fact of one origin."""
    against = (entry.id,) if remarks[0].kind == Kind.contradicted else ()
    verdict = Verdict.contradicted if against else Verdict.single_origin
    root = Root("court", "Harbour Court", "court", True, (entry.id,))
    made = Assessment(
        "c1", verdict, (root,), (), 1, against=against, reliability="B", credibility="2", reasons=("one",)
    )
    return Finding(entry, remarks, made)


def checked(page: Document, findings: tuple[Finding, ...], others: Mapping[str, Entry] = {}) -> Checked:
    """A checked article."""
    summary = (
        Remark(Kind.single_origin, "single origin: 1 page, 1 origin (Harbour Court)"),
        Remark(Kind.term_suspicious, "“boy-office” is a wrong word for watch room (literal noun)"),
    )
    return Checked(page.id, findings, summary, dict(others))


def sample() -> tuple[Document, Checked]:
    """The whole of it."""
    page = document()
    at = {words: (TEXT.index(words), TEXT.index(words) + len(words)) for words in WORDS}
    own = [claim(page, *at[words], what=what, low=low) for words, (what, low) in WORDS.items()]
    held = [
        other(1, "684 keepers"),
        other(2, "an <em>odd</em> “quote” \u202eturned\u202c", published=""),
        other(3, "двенадцать", publisher=Party("mayak", "Вечерний маяк", "outlet", Sort.named)),
        *(other(number, "about 500 gulls") for number in range(10, 24)),
    ]
    many = tuple(it.id for it in held[3:])
    lost = Mutation("digit_lost", "other1", own[1].id, "684 → 64: a digit lost")
    single, new = Remark(Kind.single_origin, "single origin: 1 page, 1 origin (Harbour Court)"), Remark(Kind.new, "new")
    alike = Remark(Kind.repeated, "1 page, 1 origin (Harbour Court)")
    sum_words = "broken: 40 + 30 = 70, stated 64"
    findings = (
        finding(own[0], Remark(Kind.corroborated, "2 origins agree: 2 pages, 2 origins (Harbour Court, Coast Wire)")),
        finding(own[1], Remark(Kind.mutated, "a digit was lost or added: 684 → 64", ("other1",), lost), single, alike),
        finding(own[2], Remark(Kind.does_not_add_up, sum_words, (own[1].id, own[2].id)), single),
        finding(own[3], Remark(Kind.recycled, "told before by Coast Wire (2025-03-30)", many), alike),
        finding(own[4], Remark(Kind.contradicted, "Coast Wire (undated) has 2", ("other2",)), single),
        finding(own[5], Remark(Kind.contradicted, "Вечерний маяк (2025-03-30) has 12", ("other3",)), single),
        finding(own[6], Remark(Kind.term_suspicious, "a wrong word for watch room: literal noun"), single, new),
        finding(own[7], Remark(Kind.law_suspicious, "Article 9 is harbour dues"), new),
        finding(own[8], Remark(Kind.not_comparable, "Coast Wire has 2 gulls: not comparable, gulls", ("other2",)), new),
        finding(own[9], Remark(Kind.probable_origin, "names no source"), Remark(Kind.adds_up, "ok: 1 + 1 = 2"), new),
        finding(own[10], Remark(Kind.warning, "the source is anonymous"), new),
    )
    others = {it.id: it for it in (*held, *own)}
    return page, checked(page, findings, others)


# The words of each claim, and what it was read as; some lie in others, some across them.
WORDS: dict[str, tuple[str, float | None]] = {
    TITLE: ("fines", 64),
    "fined 64 keepers, Coast Wire wrote, 40": ("fines", 64),
    "40 of them for sleeping and 30 for drink": ("fines", 40),
    "64 keepers": ("persons_fined", 64),
    "«двое ушли»": ("leavers", 2),
    "Twelve walked off the Long Pier; “the light-warden": ("leavers", 12),
    "the light-warden chief’s boy-office": ("mood.silence", None),
    "Article 9.\nNobody counts": ("mood.law", None),
    "about 500": ("gulls", 500),
    "500 of them & more < before": ("gulls", 500),
    "Nobody counts the gulls: about 500 of them & more < before > after.": ("mood.gulls", None),
}


def page_of_sample() -> str:
    """The page that the golden file holds."""
    page, made = sample()
    return html_from_findings([(record_from_checked(page, made), page.text)], BACKGROUND)


if __name__ == "__main__":
    GOLDEN.write_text(page_of_sample(), encoding="utf-8", newline="\n")
