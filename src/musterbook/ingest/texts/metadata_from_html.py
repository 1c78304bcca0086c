"""A page's tree and lines -> what the page says of itself: title, author, address, publisher, dates.

Not its language: pages of one site often all say the same.
"""

from __future__ import annotations

from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.ingest.piece import Known
from musterbook.ingest.texts.date_from_page import Around, date_from_page, updated_from_notices
from musterbook.ingest.texts.lines_from_tree import Line, key, plain
from musterbook.ingest.texts.notices_from_tree import Notices

PARTING = re.compile(r"\s+[|·•»–—-]\s+|\s*[|»]\s*|\s+::\s+")
LONGEST = 500


def known_from_page(
    tree: HtmlElement, lines: list[Line], notices: Notices, *, before: Known, search: bool = True
) -> Known:
    """Return what the page says of itself; `before`: what its container said; `search`: also where nothing is marked."""
    publisher = _publisher(notices)
    base = before.final_url or before.url
    address = _address(tree, notices, base)
    updated = updated_from_notices(notices)
    around = Around(base or address, before.captured, updated, search)
    dated = date_from_page(tree, lines, notices, around=around)
    published, how, guessed = dated or (None, None, None)
    if updated is not None and published is not None and updated < published:
        updated = None
    return Known(
        url=address,
        title=_title(tree, notices, publisher),
        author=_author(tree, notices, search=search),
        publisher=publisher,
        published=published,
        published_how=how,
        guessed=guessed,
        updated=updated,
    )


def _title(tree: HtmlElement, notices: Notices, publisher: str | None) -> str | None:
    """Return the article's title without the name of the site: the heading decides where it begins and ends."""
    headings = [plain("".join(islice(element.itertext(), 50))[:2_000]) for element in islice(tree.iter("h1"), 20)]
    headings = [heading for heading in headings if 3 < len(heading) <= LONGEST]
    element = tree.find("head/title")
    shown = plain((element.text or "")[:2_000]) if element is not None else ""
    said = [
        notices.meta("og:title"),
        notices.text("headline"),
        notices.meta("twitter:title", "title", "dc.title"),
        shown,
    ]
    texts = [text[:2_000] for text in said if text]
    for heading in headings:
        if any(key(heading) and key(heading) in key(text) for text in texts):
            return heading
    if texts:
        return without_site(texts[0], publisher)[:LONGEST]
    return headings[0] if headings else None


def without_site(title: str, publisher: str | None) -> str:
    """Return a title without the name of the site at its end or its beginning.

    >>> without_site("One thing – Daily Example", "Daily Example"), without_site("Up - and down", None)
    ('One thing', 'Up - and down')
    >>> without_site("Numbers grow | Politics | Daily Example", "Daily Example")
    'Numbers grow'
    """
    parts = PARTING.split(title)
    if len(parts) == 1:
        return title
    site = key(publisher or "")
    if "|" in title and (len(parts[0]) >= 15 or (site and key(parts[-1]) == site)):
        return title.partition("|")[0].strip()
    if site and key(parts[-1]) == site:
        return title[: title.rindex(parts[-1])].rstrip(" |·•»–—-:")
    if site and key(parts[0]) == site:
        return title[title.index(parts[1]) :] if parts[1] else title
    return title


def _author(tree: HtmlElement, notices: Notices, *, search: bool) -> str | None:
    said = notices.authors() or notices.meta(
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
    )
    if said and not said.startswith(("http:", "https:", "/", "@")):
        return said[:LONGEST]
    if not search:
        return None
    from trafilatura.metadata import extract_author

    try:
        found = extract_author(tree)
    except Exception:  # a net: its expressions meet any tree, and an author is not worth a page
        return None
    return found[:LONGEST] if isinstance(found, str) and found else None


def _publisher(notices: Notices) -> str | None:
    """Return the name of the site or of its publisher."""
    name = (
        notices.meta("og:site_name") or notices.owner or notices.meta("publisher", "dc.publisher", "application-name")
    )
    return name[:200] if name and not name.startswith(("http:", "https:", "@")) else None


def _address(tree: HtmlElement, notices: Notices, base: str | None) -> str | None:
    """Return the address that the page gives as its own."""
    link = next((e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()), None)
    for said in (
        link,
        notices.meta("og:url"),
        notices.text("url", "mainEntityOfPage", "@id"),
        notices.meta("twitter:url"),
    ):
        if not said:
            continue
        try:
            address = urljoin(base or "", plain(said).removeprefix("view-source:"))
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and len(address) <= 2_000:
            return address
    return None
