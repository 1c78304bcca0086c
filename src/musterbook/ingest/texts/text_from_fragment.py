"""A small piece of HTML, as feeds and messengers carry it -> plain text, a line for each paragraph, item and row."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.texts.lines_from_tree import lines_from_tree, plain
from musterbook.ingest.texts.tree_from_html import tree_from_html

MARKUP = re.compile(r"<[a-zA-Z/!?]|&[a-zA-Z#]")


def text_from_fragment(html: str) -> str:
    """Return the words of a piece of HTML; nothing is judged to be furniture.

    >>> text_from_fragment("Losses:<br/>858 &amp; more<ul><li>150 men</li></ul><p>End.")
    'Losses:\\n858 & more\\n150 men\\nEnd.'
    >>> text_from_fragment("plain, a < b\\nnext")
    'plain, a < b\\nnext'
    """
    if MARKUP.search(html) is None:
        return "\n".join(filter(None, map(plain, html.splitlines())))
    try:
        tree = tree_from_html(f"<div>{html}</div>")
    except InputError:  # no page has so many tags, and no entry either: keep the words between them
        return "\n".join(filter(None, map(plain, re.split(r"<[^<>]*>", html))))
    return "\n".join(line.text for line in lines_from_tree(tree))
