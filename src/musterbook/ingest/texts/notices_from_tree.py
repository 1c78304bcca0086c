"""A page's tree -> what its publisher wrote into it for machines: JSON-LD and meta elements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.ingest.texts.lines_from_tree import key, plain
from musterbook.ingest.texts.text_from_fragment import text_from_fragment

Node = dict[str, Any]
ARTICLE = re.compile(r"(?:article|posting|report|review|newsarticle)$", re.IGNORECASE)
PAGE = re.compile(r"(?:webpage|itempage)$", re.IGNORECASE)
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
NODES = 20_000  # looked at, at most: the largest graphs of shops have some thousands
LONGEST = 4_000_000


@dataclass(slots=True)
class Notices:
    """The node of JSON-LD that is about this article (empty: none), and the meta elements by lower-case name."""

    node: Node = field(default_factory=dict)
    metas: dict[str, str] = field(default_factory=dict)
    live: bool = False
    owner: str | None = None  # the name of the publisher

    def text(self, *names: str) -> str | None:
        """Return the first of these properties of the article that is a text."""
        return next((said for name in names if (said := _said(self.node.get(name)))), None)

    def meta(self, *names: str) -> str | None:
        """Return the first of these meta elements that says something."""
        return next((self.metas[name] for name in names if self.metas.get(name)), None)

    def body(self) -> str:
        """Return the article's text as the publisher gives it to machines, "" when it does not."""
        said = self.node.get("articleBody")
        if isinstance(said, list):
            said = "\n".join(part for part in said if isinstance(part, str))
        return text_from_fragment(said) if isinstance(said, str) else ""

    def authors(self) -> str | None:
        """Return the names of the authors, parted by "; "."""
        names = [name for name in _names(self.node.get("author")) if not name.startswith(("http:", "https:", "@"))]
        return "; ".join(dict.fromkeys(names)) or None


def notices_from_tree(tree: _Element) -> Notices:
    """Return what the page says of itself to machines.

    >>> from lxml.html import document_fromstring
    >>> page = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "One"}</script>'
    >>> notices_from_tree(document_fromstring(page)).text("headline")
    'One'
    """
    nodes = [node for script in tree.iter("script") for node in _nodes(script)]
    kinds = [" ".join(_names(node.get("@type"))) for node in nodes]
    articles = [node for node, kind in zip(nodes, kinds, strict=True) if any(map(ARTICLE.search, kind.split()))]
    pages = [node for node, kind in zip(nodes, kinds, strict=True) if any(map(PAGE.search, kind.split()))]
    notices = Notices(metas=_metas(tree), live=any("LiveBlogPosting" in kind for kind in kinds))
    notices.node = _this_one(articles, tree, notices) or (pages[0] if pages else {})
    owners = [
        *_names(notices.node.get("publisher")),
        *(name for node in nodes for name in _names(node.get("publisher"))),
    ]
    notices.owner = next((name for name in owners if not name.startswith(("http:", "https:", "#"))), None)
    return notices


def _this_one(articles: list[Node], tree: _Element, notices: Notices) -> Node | None:
    """Return the node of this page's article: the one with its heading, else the first that is dated."""
    headings = {key("".join(element.itertext())) for element in tree.iter("h1")} | {
        key(notices.metas.get("og:title", ""))
    }
    named = [
        node
        for node in articles
        if key(_said(node.get("headline")) or _said(node.get("name")) or "") in headings - {""}
    ]
    dated = [node for node in articles if node.get("datePublished")]
    if not named and len(dated) > 3:
        return None  # a list of articles, as on a front page
    return next(iter((*(node for node in named if node in dated), *named, *dated, *articles)), None)


def _nodes(script: _Element) -> Iterator[Node]:
    kind = (script.get("type") or "").lower()
    if "ld+json" not in kind or not script.text or len(script.text) > LONGEST:
        return
    try:
        value = json.loads(WRAPPING.sub("", WRAPPING.sub("", script.text.strip())), strict=False)
    except (ValueError, RecursionError):
        return
    waiting, seen = [value], 0
    while waiting and seen < NODES:
        seen += 1
        node = waiting.pop(0) if len(waiting) < 2_000 else waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(
                node[name] for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if name in node
            )


def _metas(tree: _Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = plain(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content)
    return metas


def _said(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id")
    if not isinstance(value, str):
        return None
    text = value if "<" not in value and "&" not in value else text_from_fragment(value)
    return plain(text) or None


def _names(value: Any) -> list[str]:
    """Return the names in a property that holds a text, a node with a name, or a list of them."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        name = _said(part.get("name")) if isinstance(part, dict) else _said(part)
        if name and len(name) <= 200:
            found.append(name)
    return found
