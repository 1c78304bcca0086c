"""The letters of a page -> its tree, guarded against pages made to hang a parser, and readied for extraction."""

from __future__ import annotations

from itertools import islice

from lxml.etree import Element, ParserError, XMLSyntaxError, _Element  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.texts.lines_from_tree import longer

TAGS = 200_000  # real pages, live blogs with thousands of comments too, stay far below
ATTRIBUTE = 4_000  # letters; longer ones are pictures and data written into the page
# Pictures written into the page, by which saved pages pass the 10 MB that the parser takes for one value.
PICTURE = re.compile(r"\bdata:[a-z0-9.+/-]{1,60};base64,[a-z0-9+/=]{1000,}", re.IGNORECASE)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DOCTYPE = re.compile(r"^\s*<!doctype[^>]*>", re.IGNORECASE)
CLOSED = re.compile(r"(<html\b[^<>]*?)\s*/>", re.IGNORECASE)
PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
# Left open thousands of times by careless editors; the parser gives up at a depth of 256 and drops the rest.
INLINE = re.compile(r"</?(?:font|span|b|i|u|em|strong|small|big|tt|center|s|nobr|noindex)\b[^<>]*>", re.IGNORECASE)
NESTING = re.compile(r"</?(?:[a-z][a-z0-9:-]*)\b[^<>]*>", re.IGNORECASE)
UNREAD = re.compile(
    r"<(script|style|template|noscript|svg|iframe|textarea|select)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DEEPEST = 250
SOURCE_LINES = ".//td[@class='line-content']"  # how a browser's view of a page's source is saved


def tree_from_html(html: str) -> HtmlElement:
    """Return the tree of a page; raises InputError for what no page is.

    >>> tree_from_html("<p>One <q>two</q> <time>3 May</time>").text_content()
    'One “two” 3 May'
    """
    if (tags := html.count("<")) > TAGS:
        raise InputError(
            f"has {tags:,} tags, more than a page has; save the article alone (reader view) or print it to PDF"
        )
    tree = _parsed(html)
    lines = tree.findall(SOURCE_LINES)
    if lines and tree.find(f"{SOURCE_LINES}/span[@class='html-tag']") is not None:
        tree = _parsed("\n".join("".join(line.itertext()) for line in lines))
    return _ready(tree)


def _parsed(html: str) -> HtmlElement:
    """Return the tree; a page nested deeper than the parser goes is flattened, so that its words are kept."""
    clean = CLOSED.sub(r"\1>", PROLOG.sub("", FORBIDDEN.sub("", PICTURE.sub("data:", html))), count=1)
    tree = _once(clean)
    if _deep(tree):
        clean = INLINE.sub("", UNREAD.sub(" ", COMMENT.sub(" ", clean)))
        tree = _once(clean)
    if _deep(tree):
        tree = _once(NESTING.sub("<br>", clean))
    return tree


def _once(html: str) -> HtmlElement:
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        return document_fromstring(DOCTYPE.sub("<!DOCTYPE html>", html, count=1).encode("utf-8"), parser=parser)
    except (ParserError, XMLSyntaxError, ValueError):
        return document_fromstring(b"<html><body></body></html>", parser=parser)


def _deep(tree: _Element) -> bool:
    """True when some branch reaches the depth at which the parser stops reading."""
    depth, element = 0, tree
    while True:  # the parser drops what follows, so that the deepest element is the last one
        below = next(element.iterchildren(reversed=True), None)
        if below is None:
            return depth >= DEEPEST
        depth, element = depth + 1, below


def _ready(tree: HtmlElement) -> HtmlElement:
    """Undo what makes an extractor lose words inside sentences, and drop what nobody sees."""
    for element in list(tree.iter("time", "q", "noindex", "wbr", "template", "noscript", "label")):
        if element.tag == "noscript" or (element.tag == "template" and not element.get("shadowrootmode")):
            element.drop_tree()
        elif element.tag == "wbr":
            element.drop_tag()
        elif element.tag == "q":
            _quoted(element)
        elif element.tag in ("time", "noindex", "label") and _in_sentence(element):
            element.tag = "span"
    for element in tree.iter():
        for name, value in element.attrib.items():
            if len(value) > ATTRIBUTE:
                del element.attrib[name]
    if tree.find("body") is None:
        tree.append(Element("body"))
    return tree


def _quoted(element: HtmlElement) -> None:
    """Write the quotation marks that a browser shows around <q>."""
    element.tag = "span"
    element.text = f"“{element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''}”"
    else:
        element.text += "”"


def _in_sentence(element: HtmlElement) -> bool:
    """True for an element with words of a paragraph, item or cell on either side: part of a sentence."""
    parent = element.getparent()
    while parent is not None and parent.tag in ("a", "b", "i", "em", "strong", "span", "noindex"):
        parent = parent.getparent()
    if parent is None or parent.tag not in ("p", "li", "td", "th", "dd", "blockquote"):
        return False
    own = sum(len(words.strip()) for words in islice(element.itertext(), 20))
    return longer(parent, 2 * own + 20)
