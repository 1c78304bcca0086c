"""A text -> its tokens, folded, and the lookup of table surfaces among them. No word of any language but the hyphen's."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook import regex as re
from musterbook.frozen import frozen

_FOLD = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f\u2002\u2003\u2004\u2005\u2006\u3000", " ")
    | {"’": "'", "‘": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-", "−": "-", "％": "%"}
)
_WEB = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]+\.[\w.]+|(?<!\w)[@#]\w*[^\W\d]\w*|\b[\w-]+\.(?:com|org|net|ru|ua|info|gov)\b[/\w.-]*"
)
_WEB_SIGN = re.compile(r"[@#]|://|www\.|\.(?:com|org|net|ru|ua|info|gov)\b")
_WEB_SIGNS = ("@", "#", "://", "www.", ".com", ".org", ".net", ".ru", ".ua", ".info", ".gov")
TIED = (
    "mid|pre|post|to|and|or|of|the|under|over|than|about|by|in|non|early|late|some"  # a hyphen after them names nothing
)
TOKEN = re.compile(
    rf"""
      (?=\S)(?:
      (?P<word>
          (?:[a-z]++|[^\W\d_])++(?:'[^\W\d_]++)*+(?!-?[0-9])
        | (?:{TIED}|(?<=[0-9])[a-z]{{1,2}})(?=-[0-9])
      )
    | [,.;:()"“”!?](?![0-9])
    | (?P<date>(?:[12][0-9]{{3}}[-.][01][0-9][-.][0-3][0-9]|[0-3]?[0-9]([./])[0-3]?[0-9]\3(?:[12][0-9]{{3}}|[0-9]{{2}}))(?![0-9.]?[0-9]))
    | (?P<clock>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?!:?[0-9]))
    | (?P<code>
          [^\W\d_]+(?:'[^\W\d_]+)*-?[0-9]\w*(?:[-/]\w+)*
        | \+[0-9][0-9 ()-]{{7,}}[0-9]
        | [0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{2,}}(?<!\.000)
        | [0-9]+(?:[-/][0-9]+){{2,}}
        | [0-9]+(?:\.[0-9]+)?[a-z]+[0-9][\w-]*
        | (?<=\S)\[[0-9]{{1,3}}\]
      )
    | (?P<num>
          [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?
        | [0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}(?![0-9])
        | [1-9][0-9]{{0,2}}(?:[ ][0-9]{{3}})+(?![0-9,])(?:\.[0-9]+)?
        | [0-9]{{1,3}},[0-9]{{1,2}}(?=[ ]?(?:%|per\ ?cent|thousand|million|billion|mln|bn))
        | [0-9]+(?:\.[0-9]+)?
        | (?<![\w.])\.[0-9]+
      )
    | \S)
    """,
    re.VERBOSE,
)


@frozen
class Tokens:
    """The tokens of one text: `words` folded (lower case, plain spaces and apostrophes), spans in the text as given."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: list[str | None]

    def word(self, i: int) -> str:
        """Return token `i`, or an empty text beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def glued(self, i: int) -> bool:
        """True when token `i` touches the one before it."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]

    def is_word(self, i: int) -> bool:
        """True when token `i` is made of letters."""
        return 0 <= i < len(self.words) and self.kinds[i] == "word"

    def capital(self, i: int) -> bool:
        """True when token `i` begins with a capital letter."""
        return 0 <= i < len(self.words) and self.text[self.starts[i]].isupper()


class Phrases:
    """Surfaces of a table by their first (or last) word, longest first, each with what it stands for."""

    __slots__ = ("heads", "last")

    def __init__(self, rows: Iterable[tuple[str, str]], last: bool = False) -> None:
        """Index (surface, value) rows; `last` for surfaces that are looked up backwards from their end."""
        heads: dict[str, list[tuple[list[str], str]]] = {}
        for surface, value in rows:
            words = words_of(fold(surface))
            if words:
                heads.setdefault(words[-1 if last else 0], []).append((words, value))
        self.heads = {head: sorted(some, key=lambda row: -len(row[0])) for head, some in sorted(heads.items())}
        self.last = last

    def after(self, t: Tokens, i: int) -> tuple[str, int] | None:
        """Return the value and the token after the longest surface that begins at token `i`."""
        for words, value in self.heads.get(t.word(i), ()):
            if t.words[i : i + len(words)] == words:
                return value, i + len(words)
        return None

    def before(self, t: Tokens, i: int, floor: int = 0) -> tuple[str, int] | None:
        """Return the value and the first token of the longest surface that ends right before token `i`."""
        if i <= floor:
            return None
        for words, value in self.heads.get(t.words[i - 1], ()):
            start = i - len(words)
            if start >= floor and t.words[start:i] == words:
                return value, start
        return None


def fold(text: str) -> str:
    """Return the text in lower case with plain spaces and apostrophes, of the same length.

    >>> fold("18\u00a0000 MEN’S")
    "18 000 men's"
    """
    if text.isascii():
        return text.lower()
    plain = text.translate(_FOLD)
    lower = plain.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def words_of(folded: str) -> list[str]:
    """Return the token texts of a folded text."""
    return [m.group() for m in TOKEN.finditer(folded)]


def tokens_from_text(text: str, folded: str) -> Tokens:
    """Return the tokens of a text; web addresses and handles hold none."""
    if any(sign in folded for sign in _WEB_SIGNS) and _WEB_SIGN.search(folded):
        folded = _WEB.sub(lambda m: "\x00" * len(m.group()), folded)
    found = list(TOKEN.finditer(folded))
    starts, ends = [m.start() for m in found], [m.end() for m in found]
    return Tokens(text, starts, ends, [m.group() for m in found], [m.lastgroup for m in found])
