"""Records of checked articles -> one page: the article's own text with every claim marked, the remarks beside it.

The page stands alone: no script, no address it would fetch from. It is well-formed XML too, which a test can prove. Of the
article's text nothing is lost or added: numbers and signs at the marks are drawn by the style sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from musterbook.assess.finding import GRAVE, Kind
from musterbook.publish.marks_from_spans import Paragraph, Piece, marked_from_text
from musterbook.publish.records_from_findings import CALLED, SIGNS, Json, told_once
from musterbook.publish.tables_from_findings import named, read_line

MANY = 12  # pages under one remark that are quoted; the others are counted
ORDER = {kind.value: at for at, kind in enumerate(Kind)}
ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# What each kind means, for the legend.
MEANING = {
    Kind.contradicted: "the base holds another number or account of the same thing",
    Kind.mutated: "the figure differs from the one it was taken from",
    Kind.does_not_add_up: "the article's own figures do not come to what it says",
    Kind.term_suspicious: "a wrong word, often a sign of machine translation",
    Kind.law_suspicious: "the article of law is about something else than the text says",
    Kind.not_comparable: "looks alike, counts something else: do not set one against the other",
    Kind.recycled: "told before, on another page",
    Kind.probable_origin: "no source is named; a likely one, which is not counted",
    Kind.single_origin: "whatever the number of pages, one origin",
    Kind.corroborated: "origins that are independent of each other agree",
    Kind.repeated: "on other pages too, which confirms nothing by itself",
    Kind.adds_up: "the article's figures come to what it says",
    Kind.warning: "something to bear in mind",
    Kind.new: "nothing in the base tells the same",
}


@dataclass(frozen=True, slots=True)
class Background:
    """What articles were checked against: the base's name, the day of its last change, what it holds, this program's version."""

    base: str
    as_of: str
    documents: int
    claims: int
    version: str


def html_from_findings(articles: Sequence[tuple[Json, str]], background: Background) -> str:
    """Return one page for checked articles, each a record with the text of its document."""
    one = len(articles) == 1
    title = heading(articles[0][0]) if one else f"{len(articles):,} articles checked"
    style = files("musterbook.publish").joinpath("check.css").read_text(encoding="utf-8")
    said = {remark["kind"] for record, _ in articles for remark in every_remark(record)}
    body = "\n".join(article_html(f"a{at}", record, text, alone=one) for at, (record, text) in enumerate(articles, 1))
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml">\n<head>\n<meta charset="utf-8"/>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n<meta name="color-scheme" content="light dark"/>\n'
        f"<title>Checked: {safe(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#a1">To the article</a>\n'
        f'<header class="top">\n<p class="kicker">Checked with Musterbook</p>\n<h1><bdi>{safe(title)}</bdi></h1>\n'
        f"{byline(articles[0][0]) if one else contents(articles)}"
        f'<p class="meta">{against(background)}</p>\n</header>\n<main>\n{body}\n</main>\n'
        f"{legend(said)}{footer(background)}</body>\n</html>\n"
    )


def every_remark(record: Json) -> Iterator[Json]:
    """Yield all remarks of a record, those on the whole article first."""
    yield from record["summary"]["remarks"]
    for row in record["claims"]:
        yield from row["remarks"]


def heading(record: Json) -> str:
    """Return what an article is called."""
    return str(record["document"]["title"] or record["document"]["doc"])


def byline(record: Json) -> str:
    """Return who published an article, when, and where."""
    it = record["document"]
    guessed = f" (guessed: {it['published_how'] or 'not said how'})" if it["guessed"] else ""
    date = f"<time>{safe(it['published'])}</time>{safe(guessed)}" if it["published"] else "not dated"
    who = f"<bdi>{safe(it['publisher'])}</bdi>" if it["publisher"] else "publisher not known"
    url = it["url"] or ""
    link = f'<a rel="noreferrer" href="{safe(url)}">{safe(url)}</a>' if ADDRESS.fullmatch(url) else safe(url)
    return f'<p class="by">{" · ".join(part for part in (who, date, link) if part)}</p>\n'


def against(background: Background) -> str:
    """Return what the article was checked against, in words."""
    holds = f"{background.documents:,} documents with {background.claims:,} claims"
    as_of = f" as of <time>{safe(background.as_of)}</time>" if background.as_of else ""
    return f"Against the base <q><bdi>{safe(background.base)}</bdi></q>{as_of}: {holds}. Musterbook {safe(background.version)}."


def contents(articles: Sequence[tuple[Json, str]]) -> str:
    """Return links to the articles of a page that has several."""
    rows = (
        f'<li><a href="#a{at}"><bdi>{safe(heading(record))}</bdi></a>: {safe(record["summary"]["words"])}</li>\n'
        for at, (record, _) in enumerate(articles, 1)
    )
    return f'<nav aria-label="Articles"><ol>\n{"".join(rows)}</ol></nav>\n'


def article_html(mark: str, record: Json, text: str, *, alone: bool) -> str:
    """Return one article: the summary, then its text with the remarks."""
    rows = {row["number"]: row for row in record["claims"]}
    spans = {number: (row["start"], row["end"]) for number, row in rows.items() if row["start"] is not None}
    title = "" if alone else f"<h2><bdi>{safe(heading(record))}</bdi></h2>\n{byline(record)}"
    lang = record["document"]["language"] or ""
    tongue = f' lang="{lang}"' if LANGUAGE.fullmatch(lang) else ""
    body = "".join(paragraph_html(mark, it, text, rows, record) for it in marked_from_text(text, spans))
    return (
        f'<article id="{mark}" aria-label="{safe(heading(record))}">\n{title}{summary_html(mark, record)}'
        f'<div class="sheet">\n<section class="own" aria-label="The article, marked" tabindex="0">\n<h2>The article</h2>\n'
        f'<div class="text"{tongue}>{body}</div>\n</section>\n{notes_html(mark, rows)}</div>\n</article>'
    )


def summary_html(mark: str, record: Json) -> str:
    """Return what an editor wants to know first: the counts, what holds for all of it, and the claims to look at."""
    summary = record["summary"]
    shown, every = len(record["claims"]), summary["claims"]
    rest = f'<p class="meta">Shown here: {shown:,} of {every:,}.</p>\n' if shown != every else ""
    remarks = "".join(remark_html(mark, it, {}) for it in told_once(summary["remarks"]))
    first = "".join(first_html(mark, rows) for rows in alike(record["claims"]))
    listed = f'<h3>Look at these first</h3>\n<ul class="first">\n{first}</ul>\n' if first else ""
    whole = f'<h3>The article as a whole</h3>\n<ul class="remarks">\n{remarks}</ul>\n' if remarks else ""
    return (
        f'<section class="summary" aria-label="Summary">\n<p class="counts">{safe(summary["words"])}</p>\n'
        f"{rest}{listed}{whole}</section>\n"
    )


def alike(claims: Sequence[Json]) -> list[list[Json]]:
    """Return the claims of which something grave is said, the gravest first; those with the same remark together."""
    groups: dict[tuple[int, str], list[Json]] = {}
    for row in claims:
        if row["kind"] in GRAVE:
            groups.setdefault((ORDER[row["kind"]], row["remarks"][0]["words"]), []).append(row)
    return [rows for _, rows in sorted(groups.items(), key=lambda pair: (pair[0][0], pair[1][0]["number"]))]


def first_html(mark: str, rows: Sequence[Json]) -> str:
    """Return one line of what to look at first: a remark with the claims that it is made on."""
    quotes = ", ".join(
        f'<a href="#{mark}-n{row["number"]}">{row["number"]}</a> <q><bdi>{safe(row["quote"])}</bdi></q>' for row in rows
    )
    kind, words = rows[0]["kind"], rows[0]["remarks"][0]["words"]
    return f'<li>{tag(kind)} <div>{quotes}: <span class="why">{safe(words)}</span></div></li>\n'


def paragraph_html(mark: str, it: Paragraph, text: str, rows: dict[int, Json], record: Json) -> str:
    """Return one paragraph with its marks; what parts it from the next one is kept, and not shown."""
    inside = "".join(piece_html(mark, piece, text, rows) for piece in it.pieces)
    gap = f'<span class="gap">{safe(text[it.gap : it.end])}</span>' if it.gap < it.end else ""
    title = ' class="title"' if text[it.start : it.gap].strip() == (record["document"]["title"] or "") else ""
    return f'<p{title} dir="auto">{inside}{gap}</p>'


def piece_html(mark: str, piece: Piece, text: str, rows: dict[int, Json]) -> str:
    """Return one stretch of text, marked by the gravest that is said of it, with a link to each remark that ends here."""
    words = safe(text[piece.start : piece.end])
    links = "".join(link_html(mark, rows[number]) for number in piece.ends)
    if not piece.on:
        return words + links
    kind = min((rows[number]["kind"] for number in piece.on), key=ORDER.__getitem__)
    return f'<mark class="{kind}">{words}{links}</mark>'


def link_html(mark: str, row: Json) -> str:
    """Return the link from a mark to its remarks: empty, the style sheet draws its sign and number."""
    number, kind = row["number"], row["kind"]
    said = f"Claim {number}: {CALLED[Kind(kind)]}"
    return (
        f'<a class="ref {kind}" id="{mark}-t{number}" href="#{mark}-n{number}" '
        f'data-n="{SIGNS[Kind(kind)]}{number}" aria-label="{safe(said)}"></a>'
    )


def notes_html(mark: str, rows: dict[int, Json]) -> str:
    """Return the remarks on every claim, in the order of the text."""
    own = {row["id"]: number for number, row in rows.items()}
    made = "".join(note_html(mark, row, own) for row in rows.values()) or "<p>No claims.</p>\n"
    return f'<section class="notes" aria-label="Remarks">\n<h2>Remarks</h2>\n{made}</section>\n'


def note_html(mark: str, row: Json, own: dict[str, int]) -> str:
    """Return all that is said of one claim."""
    number = row["number"]
    remarks = "".join(remark_html(mark, it, own) for it in told_once(row["remarks"]))
    grade = f"{row['verdict'].replace('_', ' ')}, graded {row['reliability']}{row['credibility']}"
    return (
        f'<section class="note {row["kind"]}" id="{mark}-n{number}" aria-labelledby="{mark}-h{number}">\n'
        f'<h3 id="{mark}-h{number}"><a href="#{mark}-t{number}" aria-label="Claim {number}, back to the text">{number}</a> '
        f'<q><bdi>{safe(row["quote"])}</bdi></q></h3>\n<p class="read">Read as: <bdi>{safe(read_line(row))}</bdi></p>\n'
        f'<ul class="remarks">\n{remarks}</ul>\n<p class="grade">The fact: {safe(grade)}</p>\n</section>\n'
    )


def remark_html(mark: str, remark: Json, own: dict[str, int]) -> str:
    """Return one remark with its sign, its words, and who says so in which words."""
    kind = Kind(remark["kind"])
    others = "".join(f"<li>{other_html(mark, it, own)}</li>\n" for it in remark["others"][:MANY])
    if len(remark["others"]) > MANY:
        others += f"<li>and {len(remark['others']) - MANY:,} more</li>\n"
    label = tag(kind, bare=kind not in GRAVE and named(kind, remark["words"]))
    weight = "grave" if kind in GRAVE else "mild" if others else "mild short"
    who = f'<ul class="who">\n{others}</ul>' if others else ""
    return f'<li class="{weight}">{label} <span class="words">{safe(remark["words"])}</span>{who}</li>\n'


def other_html(mark: str, other: Json, own: dict[str, int]) -> str:
    """Return the words of a claim that a remark rests on, with publisher and date; one of the article itself is linked."""
    quote = f"<q><bdi>{safe(other['quote'])}</bdi></q>"
    if other["here"]:
        number = own.get(other["id"])
        where = "in this article"
        return f'{quote} <a href="#{mark}-n{number}">{number}, {where}</a>' if number else f"{quote} {where}"
    date = f"<time>{safe(other['published'])}</time>" if other["published"] else "undated"
    return f"{quote} <cite><bdi>{safe(other['publisher'])}</bdi></cite>, {date}"


def tag(kind: str, *, bare: bool = False) -> str:
    """Return the sign of a kind with its name; `bare` without, where the words say it."""
    it = Kind(kind)
    name = "" if bare else f" {CALLED[it]}"
    return f'<span class="tag {it.value}"><span class="sign" aria-hidden="true">{SIGNS[it]}</span>{name}</span>'


def legend(said: Iterable[str]) -> str:
    """Return what the signs on this page mean, the gravest first; nothing where there is none."""
    rows = "".join(
        f'<div><dt><mark class="{kind}">{tag(kind)}</mark></dt><dd>{safe(MEANING[Kind(kind)])}</dd></div>\n'
        for kind in sorted(said, key=ORDER.__getitem__)
    )
    return (
        f'<aside class="legend" aria-label="Legend">\n<h2>The signs</h2>\n<dl>\n{rows}</dl>\n</aside>\n' if rows else ""
    )


def footer(background: Background) -> str:
    """Return how the page wants to be read."""
    return (
        "<footer>\n<p>Marks were made by rules, over the words that stand there; each is a lead to look into, and no verdict on "
        "the article. What is not marked was not read as a claim, which does not make it true. The grade of a fact is of "
        "its sources (A to F) and of its credibility (1 to 6).</p>\n"
        f"<p>Musterbook {safe(background.version)}</p>\n</footer>\n"
    )


def safe(text: object) -> str:
    """Return a text as it may stand in a page, letter for letter; what steers or breaks a page is shown, not obeyed.

    >>> safe('<b> & "5"\\x00'), len(safe("a\\u202eb\\ud800"))
    ('&lt;b&gt; &amp; &quot;5&quot;␀', 4)
    """
    return escape("".join(map(visible, str(text))))


def visible(letter: str) -> str:
    """Return a character, or one that stands for it where it is a control, a turn of direction or none at all."""
    code = ord(letter)
    if letter in "\n\t" or 0x20 <= code < 0x7F:
        return letter
    if code < 0x20:
        return chr(0x2400 + code)
    turns = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    none = unicodedata.category(letter) in ("Cc", "Cs") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return "\ufffd" if turns or none else letter
