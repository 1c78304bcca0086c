"""Plain text and Markdown -> the text as it is, less the front matter at its very start where there is one."""

from __future__ import annotations

from collections.abc import Callable

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.sidecar import iso_date
from musterbook.ingest.text_from_bytes import text_from_bytes, visible
from musterbook.ingest.texts.storable_from_text import line_from_text

EXTRACTOR = "plain text 1"  # counted up when the same bytes would give another text
BLOCK = re.compile(r"---[ \t]*\n((?:[^\n]{0,2000}\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
PAIR = re.compile(r"([A-Za-z][\w.-]{0,39}):(?:[ \t]+(.*))?")
MORE = re.compile(r"[ \t]*-[ \t]+(.+)|[ \t]+(\S.*)")  # an item of a list, or a value that goes on
LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z0-9-]+)?", re.IGNORECASE)


def found_from_plain(data: bytes, known: Known) -> list[Found]:
    """Return the text of a UTF-8 file: character for character, so that offsets hold for the file as well."""
    text = text_from_bytes(data)
    about, start = front_matter(text)
    if start and not visible(text[start:]):
        raise InputError("empty after its front matter, nothing to read; leave it out")
    return [Found("", text[start:], known.over(about), EXTRACTOR)]


def front_matter(text: str) -> tuple[Known, int]:
    """Return what a block of `key: value` lines between `---` says, and where the text after it begins.

    A block that is not closed, holds another kind of line or no key known here is text: (Known(), 0).

    >>> front_matter("---\\ntitle: A\\n---\\nText.")[0].title, front_matter("---\\nNo: yes\\n---\\nText.")
    ('A', (Known(...), 0))
    """
    block = BLOCK.match(text)
    said = keys_from_lines(block[1].splitlines()) if block else None
    about = known_from_keys(said) if said else None
    return (about, block.end()) if block and about else (Known(), 0)


def keys_from_lines(lines: list[str]) -> dict[str, str] | None:
    """Return the keys in small letters with their values; None where a line is neither a key nor more of one."""
    said: dict[str, str] = {}
    key = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if pair := PAIR.fullmatch(line):
            key = pair[1].lower()
            if key in said:
                return None
            said[key] = unquoted(pair[2] or "")
        elif key and (more := MORE.fullmatch(line)):
            said[key] = "; ".join(part for part in (said[key], unquoted(more[1] or more[2])) if part)
        else:
            return None
    return said


def unquoted(value: str) -> str:
    """Return a value without the quotes around it.

    >>> unquoted(' "A: b" '), unquoted("'a"), unquoted("[[a]]")
    ('A: b', "'a", '[[a]]')
    """
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def known_from_keys(said: dict[str, str]) -> Known | None:
    """Return what the keys known here say, the rest as context; None where there is none of them.

    A value that its key cannot hold, such as a date in words, is context too: nothing is guessed, nothing lost.
    """
    rest = {key: line for key, value in said.items() if (line := line_from_text(value))}

    def take(*keys: str, form: Callable[[str], str | None] = lambda value: value) -> str | None:
        for key in keys:
            if key in rest and (value := form(rest[key])):
                del rest[key]
                return value
        return None

    published = take("published", "date", form=day)
    about = Known(
        url=take("url", "source", form=address),
        title=take("title"),
        author=take("author"),
        publisher=take("publisher", "source", "outlet"),
        published=published,
        published_how=published and "front matter",
        guessed=False if published else None,
        language=take("language", "lang", form=code),
    )
    return about.over(Known(context=tuple(sorted(rest.items())) or None)) if about != Known() else None


def address(value: str) -> str | None:
    """Return the value if it is an address of the web: some note programs call it `source`."""
    return value if value.lower().startswith(("http://", "https://")) else None


def day(value: str) -> str | None:
    """Return the ISO date that a value begins with.

    >>> day("2024-03-05 10:00:00 +0300"), day("2024-03"), day("5 March 2024")
    ('2024-03-05', '2024-03', None)
    """
    try:
        return iso_date(value[:10] if value[10:11] in ("T", " ") else value)
    except ValueError:
        return None


def code(value: str) -> str | None:
    """Return the language of a code such as "en" or "en-GB"."""
    match = LANGUAGE.fullmatch(value)
    return match[1].lower() if match else None
