"""The lines kept of a page -> its article's lines, after repairs that each ask for more than one sign.

put back    lists, tables, paragraphs and headings between kept ones, in the same container; the summary under the heading;
            the posts of a live page; what the publisher's own copy of the article holds
taken out   boxes inside the article whose names say so; lines that only lead elsewhere; bylines and dates at its ends
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.ingest.texts.date_from_page import date_from_text
from musterbook.ingest.texts.furniture_from_line import (
    TAGS,
    doubtful,
    foot,
    group,
    hidden,
    promo,
    rows,
    strong,
    tokens,
    weak,
)
from musterbook.ingest.texts.kept_from_lines import Kept
from musterbook.ingest.texts.lines_from_tree import HEADS, LISTS, Line, blocks_above, key

BOX = 0.3  # of the kept letters: a box that holds more is the article, whatever its name
LINKS = 0.5  # a line with more links than this leads elsewhere
LONG = 40  # letters of a line that says something
ENDED = re.compile(r"[.!?…:;»”\"')]$")
CLOCK = re.compile(r"(?<!\d)\d?\d:\d\d(?!\d)")


@dataclass(slots=True)
class Page:
    """All that the repairs look at."""

    lines: list[Line]
    kept: Kept
    said: str = ""  # the article as the publisher gives it to machines
    live: bool = False  # the publisher says that it is a page that grows through the day
    author: str | None = None
    letters: Counter[_Element] = field(default_factory=Counter)  # kept ones under each element
    count: Counter[_Element] = field(default_factory=Counter)  # lines under each element
    root: _Element | None = None  # the lowest element that holds nearly all that was kept
    homes: Counter[_Element] = field(default_factory=Counter)  # kept lines that stand in each container


def repaired(page: Page) -> list[str]:
    """Return the article's lines in the order of the page."""
    _measure(page)
    vouched = _vouched(page)
    before = len(page.kept.at)
    _take_boxes(page, vouched)
    if len(page.kept.at) < before:
        _measure(page)
    _put_back(page, vouched)
    if page.live or _live_names(page):
        _put_posts(page)
    _put_lead(page)
    _take_lines(page, vouched)
    _trim(page, vouched)
    _drop_bare_heads(page)
    return list(_written(page))


def all_readable(lines: list[Line]) -> list[int]:
    """Return the lines of a page in which no article was found, without the furniture."""
    verdicts: dict[_Element, bool] = {}
    found = []
    for index, line in enumerate(lines):
        if line.link_share > LINKS or promo(line.text, line.link_share) or foot(line.text):
            continue
        if not any(_outside(element, verdicts) for element in list(blocks_above(line))[:-2]):
            found.append(index)
    return found


def _outside(element: _Element, verdicts: dict[_Element, bool]) -> bool:
    if element not in verdicts:
        verdicts[element] = strong(element) or element.tag in TAGS or hidden(element)
    return verdicts[element]


def _measure(page: Page) -> None:
    """Count lines and kept letters under each element; find the container of the article and the homes of its lines."""
    page.letters.clear()
    page.count.clear()
    page.homes.clear()
    for index, line in enumerate(page.lines):
        size = len(line.text) if index in page.kept.at else 0
        for element in blocks_above(line):
            page.count[element] += 1
            if size:
                page.letters[element] += size
    if not page.lines:
        return
    root = page.lines[0].block.getroottree().getroot()
    total = page.letters[root]
    while (below := next((e for e in root if page.letters.get(e, 0) >= 0.9 * total > 0), None)) is not None:
        if below.tag == "p" or below.tag in LISTS or below.tag == "table":
            break
        root = below
    page.root = root
    for index in page.kept.at:
        page.homes[_home(page, page.lines[index])] += 1


def _home(page: Page, line: Line) -> _Element:
    """Return the container in which a line stands beside others, whatever wraps it alone."""
    one = group(line)
    size = page.count[one]
    for element in one.iterancestors():
        if page.count[element] > size:
            return element
    return one


def _inside(page: Page, line: Line) -> list[_Element] | None:
    """Return what lies between the article's container and the line; None: the line is not in it."""
    found: list[_Element] = []
    for element in blocks_above(line):
        if element is page.root:
            return found
        found.append(element)
    return None


def _vouched(page: Page) -> set[int]:
    """Return the lines that the publisher's own copy of the article holds."""
    said = key(page.said)
    if len(said) < 300:
        return set()
    return {
        index
        for index, line in enumerate(page.lines)
        if len(one := key(line.text)) >= 12 and one in said and (len(one) >= LONG or index in page.kept.at)
    }


def _take_boxes(page: Page, vouched: set[int]) -> None:
    """Take out boxes inside the article whose class or tag says what they are, when they are a small part of it."""
    total = sum(len(page.lines[index].text) for index in page.kept.at)
    verdicts: dict[_Element, bool] = {}
    taken = set()
    for index in page.kept.at - vouched:
        line = page.lines[index]
        for element in _inside(page, line) or list(blocks_above(line))[:-2]:
            if element not in verdicts:
                named = strong(element) or element.tag in ("nav", "footer", "form", "figcaption")
                verdicts[element] = named and page.letters[element] < BOX * total
            if verdicts[element]:
                taken.add(index)
                break
    if sum(len(page.lines[index].text) for index in taken) < BOX * total:
        page.kept.at -= taken


def _put_back(page: Page, vouched: set[int]) -> None:
    """Put back what stands between kept lines in the same container, and lists and tables right after the last."""
    if len(page.kept.at) < 2:
        return
    first, last = min(page.kept.at), max(page.kept.at)
    last = _with_last_lists(page, last)
    missing = [index for index in range(first, last + 1) if index not in page.kept.at]
    good = {index for index in missing if index in vouched or _belongs(page, page.lines[index])}
    good -= _poor_groups(page, good, missing) - vouched
    page.kept.at |= good | _vouched_elsewhere(page, vouched)


def _vouched_elsewhere(page: Page, vouched: set[int]) -> set[int]:
    """Return vouched lines before the first or after the last kept one, as where an article is in two containers."""
    found: dict[str, int] = {key(page.lines[index].text): -1 for index in page.kept.at}
    for index in sorted(vouched - page.kept.at):
        line = page.lines[index]
        if len(line.text) >= LONG and not any(strong(e) or weak(e) for e in list(blocks_above(line))[:-2]):
            found.setdefault(key(line.text), index)
    return {index for index in found.values() if index >= 0}


def _with_last_lists(page: Page, last: int) -> int:
    """Return the last line of the lists and tables that follow the last kept line as its neighbours."""
    home, end = _home(page, page.lines[last]), last
    for index in range(last + 1, min(last + 400, len(page.lines))):
        line = page.lines[index]
        one = group(line)
        if not (one.tag in LISTS or one.tag == "table") or _home(page, line) is not home:
            break
        end = index
    return end


def _belongs(page: Page, line: Line) -> bool:
    """True for a line of the article's own container that is no furniture by name, shape or links."""
    around = _inside(page, line)
    if around is None or any(strong(element) or weak(element) for element in around):
        return False
    if promo(line.text, line.link_share) or foot(line.text) or not any(sign.isalnum() for sign in line.text):
        return False
    one = group(line)
    if one.tag in LISTS or one.tag == "table":
        return page.homes[_home(page, line)] > 0
    if any(doubtful(element) for element in around):
        return False
    if line.link_share > LINKS or one.tag in HEADS:
        return one.tag in HEADS and line.link_share <= LINKS and page.homes[_home(page, line)] > 1
    told = len(line.text) >= LONG or line.broken or ENDED.search(line.text) is not None
    return told and page.homes[_home(page, line)] > 1


def _poor_groups(page: Page, good: set[int], missing: list[int]) -> set[int]:
    """Return the lines of lists and tables that are mostly links, or words too short to say anything."""
    groups: dict[_Element, list[int]] = {}
    for index in missing:
        one = group(page.lines[index])
        if one.tag in LISTS or one.tag == "table":
            groups.setdefault(one, []).append(index)
    poor: set[int] = set()
    for indexes in groups.values():
        found = [page.lines[index] for index in indexes]
        size = sum(len(line.text) for line in found)
        links = sum(line.linked for line in found)
        mute = size < 15 * len(found) and not any(sign.isdigit() for line in found for sign in line.text)
        doubt = links > 0 and any(map(doubtful, (indexes and [*blocks_above(found[0])][:4]) or ()))
        if links > 0.4 * size or mute or doubt or sum(index in good for index in indexes) < 0.5 * len(indexes):
            poor.update(indexes)
    return poor


def _live_names(page: Page) -> bool:
    """True when the names around the article's lines say that the page grows through the day."""
    if page.root is None or not page.kept.at:
        return False
    around = [page.root, *page.root.iterancestors(), *(_inside(page, page.lines[min(page.kept.at)]) or ())]
    return any(not tokens(element).isdisjoint(rows("live")) for element in around if element.tag != "body")


def _put_posts(page: Page) -> None:
    """Put back the posts of a live page: three or more siblings of one kind, one of them kept, none a list of links."""
    elements = {element for index in page.kept.at for element in blocks_above(page.lines[index])}
    for parent in list(elements):
        kinds = Counter((child.tag, child.get("class")) for child in parent if page.count.get(child, 0))
        for kind, number in kinds.items():
            if number < 3 or kind[0] in ("p", "li", "tr", "td", "br") or kind[0] in HEADS:
                continue
            posts = {child for child in parent if (child.tag, child.get("class")) == kind}
            if posts.isdisjoint(elements) or any(strong(post) or weak(post) for post in posts):
                continue
            _put_lines(page, posts)


def _put_lines(page: Page, posts: set[_Element]) -> None:
    found = [i for i, line in enumerate(page.lines) if any(element in posts for element in blocks_above(line))]
    size = sum(len(page.lines[i].text) for i in found)
    if size < 80 * len(posts) or sum(page.lines[i].linked for i in found) > 0.4 * size:
        return
    for index in found:
        line = page.lines[index]
        above = list(blocks_above(line))
        inner = above[: next(i for i, element in enumerate(above) if element in posts)]
        if not any(strong(e) or weak(e) for e in inner) and not promo(line.text, line.link_share):
            page.kept.at.add(index)


def _put_lead(page: Page) -> None:
    """Put back the summary between the heading and the text when its class calls it so and it is a sentence."""
    if not page.kept.at:
        return
    first = min(page.kept.at)
    kept = key("".join(page.lines[index].text for index in page.kept.at))
    for index in range(first - 1, max(first - 15, -1), -1):
        line = page.lines[index]
        above = list(blocks_above(line))[:3]
        if line.block.tag == "h1":
            return
        named = any(not tokens(element).isdisjoint(rows("lead")) for element in above)
        if not named or any(strong(e) or weak(e) for e in blocks_above(line) if e.tag not in ("body", "html")):
            continue
        told = len(line.text) >= 60 and ENDED.search(line.text) is not None and line.link_share < 0.2
        headed = any(other.block.tag == "h1" for other in page.lines[max(index - 6, 0) : index])
        if told and headed and key(line.text) not in kept and key(line.text)[:80] not in kept:
            page.kept.at.add(index)
            return


def _take_lines(page: Page, vouched: set[int]) -> None:
    """Take out the lines that only lead elsewhere."""
    taken = {i for i in page.kept.at - vouched if promo(page.lines[i].text, page.lines[i].link_share)}
    if len(taken) <= max(3, 0.3 * len(page.kept.at)):
        page.kept.at -= taken


def _trim(page: Page, vouched: set[int]) -> None:
    """Take bylines, dates and rights off both ends; what lies outside the publisher's own copy, when that is whole."""
    order = sorted(page.kept.at)
    size = sum(len(page.lines[index].text) for index in order)
    whole = bool(vouched) and sum(len(page.lines[i].text) for i in vouched & page.kept.at) >= 0.85 * size
    homes = {_home(page, page.lines[index]) for index in vouched}
    for ends in (order, order[::-1]):
        for index in ends:
            line = page.lines[index]
            beside = whole and index not in vouched and _home(page, line) not in homes and not _heading(line)
            told = group(line).tag in LISTS or group(line).tag == "table"
            if index in vouched or (len(line.text) > 200 and not beside) or told:
                break
            if beside or foot(line.text) or _dated(line.text) or _signed(line.text, page.author):
                page.kept.at.discard(index)
            elif not _heading(line):
                break


def _heading(line: Line) -> bool:
    return line.block.tag in HEADS


def _dated(text: str) -> bool:
    """True for a line that is a date or a time and says nothing else."""
    if len(text) > 80 or not any(sign.isdigit() for sign in text):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    day = date_from_text(text) is not None
    others = [word for word in words if word.casefold() not in rows("dated")]
    return len(others) <= 1 if day else bool(words or CLOCK.search(text)) and not others


def _signed(text: str, author: str | None) -> bool:
    """True for a line that gives the author's name and nothing else."""
    if author is None or len(text) > 100:
        return False
    names = [key(name) for name in author.split(";")]
    bare = key(re.sub(rf"^(?:{'|'.join(sorted(rows('signed')))})[:\s]+", "", text, flags=re.IGNORECASE))
    return bool(bare) and any(name and bare.startswith(name) and len(bare) <= len(name) + 12 for name in names)


def _drop_bare_heads(page: Page) -> None:
    """Drop headings at the end that head nothing any more."""
    while page.kept.at and _heading(page.lines[last := max(page.kept.at)]) and len(page.kept.at) > 1:
        page.kept.at.discard(last)


def _written(page: Page) -> Iterable[str]:
    """Yield the lines in the order of the page, the extractor's strays where it had them, no paragraph twice."""
    seen: set[str] = set()
    places = sorted({*page.kept.at, *page.kept.strays})
    for index in places:
        texts = [page.lines[index].text] if index in page.kept.at else []
        for text in (*texts, *page.kept.strays.get(index, ())):
            one = key(text)
            if len(one) >= 60 and one in seen:
                continue
            seen.add(one)
            yield text
