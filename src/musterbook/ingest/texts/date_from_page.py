"""A page -> the day it was published and what that stands on, from the surest sign to the least sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import unquote

from lxml.etree import _Element, tostring  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.frozen import frozen
from musterbook.ingest.texts.furniture_from_line import strong, tokens
from musterbook.ingest.texts.lines_from_tree import Line, blocks_above, longer
from musterbook.ingest.texts.notices_from_tree import Notices

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)  # the clock must not change what a page says
METAS = (
    "article:published_time og:published_time article:published datepublished og:article:published_time pubdate "
    "publishdate publish-date publish_date parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date "
    "dcterms.created dcterms.date dc.date.created citation_publication_date citation_date date.issued rnews:datepublished "
    "cxenseparse:recs:publishtime article.published published_at published published-date mediator_published_time "
    "datecreated article:created date"
).split()
UPDATES = (
    "article:modified_time og:updated_time datemodified article:modified lastmod last-modified dcterms.modified "
    "dc.date.modified og:article:modified_time article:updated_time last_updated"
).split()
MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар берез", "apr апр квіт", "may мая май трав", "jun июн черв",
            "jul июл лип", "aug авг серп", "sep сен верес", "oct окт жовт", "nov ноя листоп", "dec дек груд",
        ),
        1,
    )
    for stem in stems.split()
}  # fmt: skip
STEM = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH = rf"(?P<month>(?:{STEM})[^\W\d_]{{0,9}})\.?"
SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-./](?P<m>\d\d?)[-./](?P<d>\d\d?)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)",
        r"(?<![\d.])(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<![^\W\d_]){MONTH}\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)-(?P<month>(?:{STEM})[^\W\d_]{{0,9}})-(?P<y>(?:19|20)\d\d)(?!\d)",
    )
)
SLASHES = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/((?:19|20)\d\d)(?![\d/])")
ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([-/_.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
ADDRESS_MONTH = re.compile(r"(?:^|/)((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")
CHANGED = re.compile(r"updated|modified|last edited|обновлен|изменен|оновлен|змінен", re.IGNORECASE)
NEAR = 12  # lines around the heading in which a date is that of the article
SEARCHED = 1_500  # lines; htmldate tries hundreds of languages on each short one
WORDS = 90  # letters of a line that is a date with little else


def date_from_text(text: str) -> str | None:
    """Return the first whole date in a text as ISO; day and month the other way round are not guessed at.

    >>> date_from_text("19 листопада 2024 р., 12:40"), date_from_text("2024-11-19T23:10:00Z"), date_from_text("03/04/2024")
    ('2024-11-19', '2024-11-19', None)
    """
    found = []
    for shape in SHAPES:
        if (match := shape.search(text)) is not None:
            parts = match.groupdict()
            month = parts.get("m") or MONTHS[_stem(parts["month"])]
            found.append((match.start(), _iso(int(parts["y"]), int(month), int(parts["d"]))))
    if (slashed := SLASHES.search(text)) is not None and slashed[1] != slashed[2]:
        one, two, year = map(int, slashed.groups())
        if (one > 12) != (two > 12):
            found.append((slashed.start(), _iso(year, min(one, two), max(one, two))))
    return next((day for _, day in sorted(found, key=lambda pair: pair[0]) if day is not None), None)


def _stem(word: str) -> str:
    return next(stem for stem in sorted(MONTHS, key=len, reverse=True) if word.casefold().startswith(stem))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found < LATEST else None


def updated_from_notices(notices: Notices) -> str | None:
    """Return the day of the last change, as the publisher wrote it."""
    said = (notices.text("dateModified"), *(notices.meta(name) for name in UPDATES))
    return next((day for text in said if text and (day := date_from_text(text[:60]))), None)


@frozen
class Around:
    """What is known of a page besides its tree: its address, the day it was taken, the day of its last change."""

    address: str | None = None
    captured: str | None = None
    updated: str | None = None
    search: bool = True  # also where nothing is marked as a date


def date_from_page(
    tree: HtmlElement, lines: list[Line], notices: Notices, *, around: Around
) -> tuple[str, str, bool] | None:
    """Return the day of publication, what it stands on, and whether it is guessed; None: nothing says."""
    bound, updated = _bound(around.captured), around.updated
    late: tuple[str, str, bool] | None = None
    for day, how, guessed in _candidates(tree, lines, notices, around):
        if day > bound.isoformat():
            continue
        if updated is None or day <= updated:
            return day, how, guessed
        late = late or (day, how, guessed)
    # Changed before it was published: the earlier day is the one by which it was out.
    return (updated, late[1], True) if late is not None and updated is not None else None


def _bound(captured: str | None) -> date:
    """Return the last day that a page taken then can name: time zones are up to a day ahead."""
    if captured and (day := date_from_text(captured)):
        return date.fromisoformat(day) + timedelta(days=1)
    return LATEST


def _candidates(
    tree: HtmlElement, lines: list[Line], notices: Notices, around: Around
) -> Iterator[tuple[str, str, bool]]:
    address = around.address
    for text in (notices.text("datePublished"), notices.text("dateCreated"), notices.text("uploadDate")):
        if text and (day := date_from_text(text[:60])):
            yield day, "JSON-LD", False
    for text in (notices.meta(name) for name in METAS):
        if text and (day := date_from_text(text[:60])):
            yield day, "meta", False
    if (day := _timed(tree)) is not None:
        yield day, "time element", False
    in_address = date_from_address(address)
    visible = _visible(lines, tree)
    if visible is not None and (in_address is None or abs(_day(visible) - _day(in_address)) <= timedelta(days=2)):
        yield visible, "visible date", True
    if in_address is not None:
        yield in_address, "address", True
    search = around.search and len(lines) <= SEARCHED
    found = _searched(tree, address, _bound(around.captured)) if search else None
    if found is not None:
        yield found, "htmldate", True
    elif (match := ADDRESS_MONTH.search(_path(address))) is not None:
        yield f"{match[1]}-{int(match[2]):02}", "address", True


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _timed(tree: HtmlElement) -> str | None:
    """Return the date of the <time> that is marked as the publication's, else of the first beside the article."""
    heading = next(iter(tree.iter("h1")), None)
    around = set() if heading is None else {*heading.iterancestors()}
    first: str | None = None
    for element in tree.iter("time", "span", "div", "p", "abbr", "meta"):
        mark = (element.get("itemprop") or "").casefold()
        if element.tag != "time" and "datepublished" not in mark and element.get("datetime") is None:
            continue
        said = element.get("datetime") or element.get("content") or element.get("title") or ""
        day = date_from_text(said[:60]) or date_from_text("".join(islice(element.itertext(), 5))[:80])
        if day is None or any(
            strong(above) or _beside(above) for above in element.iterancestors() if above not in around
        ):
            continue
        if "datepublished" in mark or element.get("pubdate") is not None or _marked(element):
            return day
        if "datemodified" not in mark and tokens(element).isdisjoint(("updated", "modified")) and first is None:
            first = day if element.tag == "time" and not _one_of_many(element, around) else None
    return first


PUBLISHED = frozenset("published publish publication entry-date post-date dt-published posted dateline byline".split())


def _marked(element: _Element) -> bool:
    """True when its name, or that of what holds it alone, says that it is the day of publication."""
    above = element.getparent()
    return any(e is not None and not tokens(e).isdisjoint(PUBLISHED) for e in (element, above))


def _one_of_many(element: _Element, around: set[_Element]) -> bool:
    """True for the time of one post among several, or of a sentence."""
    for above in element.iterancestors():
        if above in around:
            return False
        if above.tag in ("article", "section", "div", "li"):
            after, before = above.itersiblings(above.tag), above.itersiblings(above.tag, preceding=True)
            beside = (*islice(after, 20), *islice(before, 20))
            alike = sum(other.get("class") == above.get("class") for other in beside)
            if alike >= 2 and longer(above, 100):
                return True
    return False


def _beside(element: _Element) -> bool:
    return element.tag in ("nav", "footer", "aside") or not tokens(element).isdisjoint(
        ("sidebar", "comment", "widget", "teaser", "footer", "card")
    )


def _visible(lines: list[Line], tree: HtmlElement) -> str | None:
    """Return the date on a short line near the heading."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return None
    at = next((i for i, line in enumerate(lines) if heading in blocks_above(line)), None)
    if at is None:
        return None
    order = [*range(at + 1, min(at + 1 + NEAR, len(lines))), *range(at - 1, max(at - 5, -1), -1)]
    for index in order:
        line = lines[index]
        if (
            len(line.text) > WORDS
            or line.link_share > 0.6
            or any(strong(e) or e.tag in ("nav", "aside", "footer") for e in blocks_above(line))
        ):
            continue
        found = CHANGED.search(line.text)
        text = line.text if found is None or found.start() > 15 else ""
        if (day := date_from_text(text)) is not None:
            return day
    return None


def date_from_address(address: str | None) -> str | None:
    """Return the date in an address.

    >>> date_from_address("https://outlet.example/2024/11/19/story-20240101"), date_from_address("https://o.example/12345678")
    ('2024-11-19', None)
    """
    for match in ADDRESS.finditer(_path(address)):
        year, _, month, day, joined_month, joined_day = match.groups()
        if (found := _iso(int(year), int(month or joined_month), int(day or joined_day))) is not None:
            return found
    return None


def _path(address: str | None) -> str:
    return unquote(address or "").partition("//")[2].partition("/")[2].partition("?")[0]


def _searched(tree: HtmlElement, address: str | None, bound: date) -> str | None:
    """Return what htmldate finds, when the page really holds that day: a copyright year alone is no date."""
    from htmldate import find_date

    end = datetime(bound.year, bound.month, bound.day)  # noqa: DTZ001 - htmldate compares days without zones
    try:
        found = find_date(tree, original_date=True, url=address, min_date=EARLIEST.isoformat(), max_date=end)
    except Exception:  # a net: its patterns meet any text, and a date is not worth a page
        return None
    if found is None or date_from_text(found) is None:
        return None
    return found if _attested(found, tree) else None


def _attested(day: str, tree: _Element) -> bool:
    """True when the page has that day in figures: copyright years and "two days ago" (from today's clock) are no dates."""
    year, month, number = day.split("-")
    text = tostring(tree, encoding="unicode")[:1_000_000]
    one = rf"(?<!\d)0?{int(number)}(?!\d)"
    shapes = (
        rf"(?<!\d){year}{month}{number}(?!\d)|(?<!\d){year}[-./]0?{int(month)}[-./]{one}|{one}\D{{1,14}}{year}(?!\d)"
    )
    shapes += rf"|{one}[-./]0?{int(month)}[-./]{year}|0?{int(month)}/{one}/{year}|[^\W\d_]{{3,}}\.?\s+{one}\D{{1,6}}{year}(?!\d)"
    return re.search(shapes, text) is not None
