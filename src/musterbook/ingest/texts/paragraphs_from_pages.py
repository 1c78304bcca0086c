"""Lines of printed pages -> paragraphs: what the print added is taken back, every word stays.

    running heads, feet, page numbers   dropped where they stand at the edge of most pages      running_lines
    a word cut at the end of a line     made whole; a hyphen of its own is kept                 hyphen_seam
    a line that breaks for want of room joined to the next                                      line_seam

The order of the lines is that of the page's own stream: columns are read as the file has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from musterbook import regex as re

MOST = 0.6  # of the pages: heads of left and right pages differ, first pages of chapters have none
FEWEST = 4  # below this many pages nothing repeats often enough to be known for furniture
EDGE = 2  # lines at the top, and at the bottom: a running head is one, with a page number two
NARROW = 45  # characters: in columns narrower than this a short line says little
NEAR = 4  # lines before and after, whose longest says how wide the column is here

ENDS = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
BULLET = re.compile(r"[•●▪■◦‣⁃∙*·○–—-]\s")
ROW = re.compile(r"(?:^|\s)[\d.,%+−-]*\d[\d.,%]*\s+[\d.,%+−-]*\d[\d.,%]*$")  # two numbers at the end: a row of a table
CUT = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
FIRST = re.compile(r"[^\W\d_]+")
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NUMBER = re.compile(r"\d{1,6}")
# Parts that a hyphen joins for good, in the three languages read; others are told by the rest of the document.
JOINS_BEFORE = frozenset(("self", "ex", "half", "well", "all", "екс", "экс"))
JOINS_AFTER = frozenset(("либо", "нибудь", "небудь", "таки"))


def paragraphs_from_pages(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages, one paragraph a line, and where in it each page begins.

    >>> paragraphs_from_pages(["The court heard the eye-\\nwitness and\\nleft.", "It rose."])
    ('The court heard the eyewitness and left.\\nIt rose.', (0, 41))
    """
    split = [[line for part in page.split("\n") if (line := " ".join(part.split()))] for page in pages]
    split = without_running_lines(split)
    lines = [line for page in split for line in page]
    words = Counter(match[0].lower() for line in lines for match in WORDS.finditer(line))
    widths = [len(line) for line in lines]
    pieces: list[str] = []
    starts: list[int] = []
    size = index = 0
    for page in split:
        starts.append(size)
        for line in page:
            following = lines[index + 1] if index + 1 < len(lines) else None
            room = max(widths[max(index - NEAR, 0) : index + NEAR + 1])
            piece = line if following is None else sewn(line, following, room, words)
            pieces.append(piece)
            size += len(piece)
            index += 1
    return "".join(pieces), tuple(starts)


def sewn(left: str, right: str, room: int, words: Counter[str]) -> str:
    """Return a line with what stands between it and the next: nothing, a space, or the end of its paragraph."""
    seam = hyphen_seam(left, right, words)
    return seam if seam is not None else left + line_seam(left, right, room)


def hyphen_seam(left: str, right: str, words: Counter[str]) -> str | None:
    """Return the line without the hyphen that only its end asked for, or with one of its own; None: no hyphen.

    How the rest of the document writes the word decides; then capitals, figures and a second hyphen keep it.

    >>> [hyphen_seam(left, "related case", Counter()) for left in ("a cor-", "an AWOL-", "a dash -", "a war-")]
    ['a cor', 'an AWOL-', None, 'a war']
    """
    if left.endswith("\u00ad"):
        return left[:-1]
    if not left.endswith(("-", "\u2010")) or not left[-2:-1].isalnum():
        return None
    cut, first = CUT.search(left), FIRST.match(right)
    if cut is None or first is None or not right[0].islower():
        return left
    stem, head = cut[1].lower(), first[0].lower()
    whole, parted = words[stem + head], words[f"{stem}-{head}"]
    if whole != parted:
        return left[:-1] if whole > parted else left
    own = "-" in stem or (cut[1].isupper() and len(stem) > 1) or stem in JOINS_BEFORE or head in JOINS_AFTER
    return left if own else left[:-1]


def line_seam(left: str, right: str, room: int) -> str:
    """Return " " when the next line continues this one, else a line end.

    >>> line_seam("The court heard two of them and", "Smith", 30), line_seam("Summary", "The court", 60)
    (' ', '\\n')
    """
    if BULLET.match(right):
        return "\n"
    row = ROW.search(left) is not None
    if right[0].islower():
        return "\n" if row and ROW.search(right) else " "
    # A last line may be nearly full; a line that ends no sentence is cut short by the longest words only.
    full = 0.85 if ENDS.search(left) else 0.6
    return "\n" if row or len(left) < full * max(room, NARROW) else " "


def without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages less the lines that stand at the top or the bottom of most of them."""
    filled = [page for page in pages if page]
    if len(filled) < FEWEST:
        return pages
    seen: Counter[str] = Counter()
    for number, page in enumerate(pages):
        seen.update({mark for _, known_by in edges(page, number) for mark in known_by})
    running = {mark for mark, times in seen.items() if times >= MOST * len(filled)}
    kept = []
    for number, page in enumerate(pages):
        dropped = {index for index, known_by in edges(page, number) if not running.isdisjoint(known_by)}
        kept.append([line for index, line in enumerate(page) if index not in dropped])
    return kept if any(kept) else pages


def edges(page: list[str], number: int) -> Iterator[tuple[int, set[str]]]:
    """Yield the index of each line at an edge of a page, with the marks it is known by on other pages."""
    for index, line in enumerate(page):
        if index < EDGE:
            yield index, {f"top {mark}" for mark in marks(line, number)}
        if index >= len(page) - EDGE:
            yield index, {f"end {mark}" for mark in marks(line, number)}


def marks(line: str, number: int) -> set[str]:
    """Return the line itself, and for each number in it the line with that number counted from this page.

    So "Page 3" and "Page 4" are one line, and "Total 120" and "Total 95" are not.

    >>> sorted(marks("Page 3 of 9", 2))
    ['Page 3 of 9', 'Page 3 of <7>', 'Page <1> of 9']
    """
    counted = (f"{line[: n.start()]}<{int(n[0]) - number}>{line[n.end() :]}" for n in list(NUMBER.finditer(line))[:8])
    return {line, *counted}
