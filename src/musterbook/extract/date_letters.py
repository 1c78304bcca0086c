"""A sentence -> a string of letters, one a token, over which the patterns of date_points are written.

Every token that can belong to a date becomes one letter (LETTERS), all others a dot; a pattern is a regular expression
over that string, so it speaks of months and years, never of words. The words are rows of the calendar and eras tables.
"""

from __future__ import annotations

from calendar import monthrange

from musterbook import regex as re
from musterbook.codebook.language_rows import CalendarWord, Country
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Era
from musterbook.frozen import frozen

# ---------------------------------------------------------------- what a date says


@frozen
class Shift:
    """A unit of the calendar counted from publication, or (`near`) from the time the text speaks of."""

    unit: str
    by: int
    near: bool = False


@frozen
class Calendar:
    """A place in the calendar; `months` is its length when it is no plain month, `hint` this, last or next; of a year early, mid, late."""

    year: int | Shift | None = None
    month: int | None = None
    day: int | None = None
    months: int = 0
    hint: str = ""


@frozen
class Weekday:
    """A day of the week, 1 Monday to 7 Sunday."""

    number: int


@frozen
class Window:
    """The past `count` units up to publication."""

    unit: str
    count: int


@frozen
class Years:
    """Some years in a row."""

    first: int
    last: int


@frozen
class Event:
    """A row of the eras table: ISO prefix of its start."""

    start: str


@frozen
class Clock:
    """A time of day, HH:MM."""

    time: str


@frozen
class Unknown:
    """Seen, but pointing to something said elsewhere ("since then")."""


Point = Calendar | Shift | Weekday | Window | Years | Event | Clock | Unknown


@frozen
class Since:
    """Open period: from here to publication."""

    start: Point


@frozen
class Range:
    """From the start of one to the end of the other."""

    first: Point
    last: Point


Value = Point | Since | Range


# ---------------------------------------------------------------- words to letters

# kind of a calendar row -> letter. Besides: Y year, y '03, D 1-31, d 18th, # other number, T full date, U year-month,
# C clock, z decade, Q Q3, H H1, E era, P relative year, G "so far this year", L a feast, O hours, K later, J "begin with",
# "," "-" "/" "(" as they are, x other signs
LETTERS = {
    "month": "M", "month_word": "M", "month_name": "M", "month_short": "M", "weekday": "V", "weekday_short": "V",
    "season": "S", "ordinal": "n", "number": "c", "part": "p", "edge": "k", "half": "X", "quarter": "q", "last": "l",
    "this": "j", "next": "v", "of": "o", "the": "h", "a": "a", "in": "i", "at": "I", "near": "~", "since": "s",
    "from": "f", "to": "t", "until": "u", "between": "b", "and": "&", "ago": "A", "earlier": "e", "then": "N",
    "now": "W", "onward": "B", "fiscal": "F", "ended": "Z", "relative": "R", "feast": "L", "later": "K",
    "reckon": "J",
}  # fmt: skip
UNITS = {"hour": "O", "day": "g", "week": "w", "fortnight": "w", "month": "m", "year": "r"}
WORD_SETS = ("era_glue", "era_stop", "after_year", "before_year", "count")
CAPITAL = ("month_word", "month_name", "month_short", "weekday_short")  # kinds that are other words in lower case

TOKEN = re.compile(
    r"""(?=\S)(?:(?P<qh>[QH][1-4]\b)
    |(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    |(?P<sign>[^\w\s"“”«»„‘’'])
    |(?P<iso>(?<![\d.-])\d{4}-\d\d-\d\d(?!\d))
    |(?P<dmy>(?<![\d./])\d{1,2}(?P<sep>[./])\d{1,2}(?P=sep)(?:19|20)\d\d(?!\d))
    |(?P<ym>(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\d-]))
    |(?P<decade>(?<!\d)(?:19|20)\d0['’]?s\b)
    |(?P<clock>(?<![\d:.,])\d{1,2}(?:[:.][0-5]\d)?[ \u00a0\u202f]?(?P<half>[apAP])(?:\.[mM]\.?|[mM]\b)
        |(?<![\d:.,])\d{1,2}:[0-5]\d(?![\d:%]))
    |(?P<big>\d+(?:[.,]\d+)+|\d{5,})
    |(?P<short>(?<![\w'’])['’‘]\d\d(?![\w'’]))
    |(?P<num>\d+(?P<nth>(?:st|nd|rd|th)\b)?(?![^\W_]))
    |(?P<odd>\d\w*)
    |(?P<gen>['’]s\b))""",
    re.VERBOSE,
)
NUMERIC = re.compile(r"\d{4}|\b[qh][1-4]\b|\d:\d\d|\d ?[ap]\.?m|[./]\d{1,2}[./]\d|['’‘]\d\d", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")
SIGNS = {",": ",", "-": "-", "–": "-", "—": "-", "−": "-", "/": "/", "(": "(", ";": ",", ":": ",", "%": "%"}


@frozen
class Entry:
    """One surface of the tables: its words, its letter, the kind of its row and the row's value."""

    words: tuple[str, ...]
    letter: str
    kind: str
    value: Value | int | str | None


@frozen
class DateGrammar:
    """The tables in the form the scanner uses; build it once with `date_grammar`."""

    entries: dict[str, tuple[Entry, ...]]  # by the first word, or the first two; longest first
    firsts: frozenset[str]
    triggers: frozenset[str]
    phrases: dict[str, tuple[frozenset[str], ...]]  # the words of surfaces of NEEDED letters, by the longest of them
    sets: dict[str, frozenset[str]]
    countries: dict[str, str]


TRIGGERS = frozenset("MVSsERPGFLlAqrmX")  # letters without which a sentence of words alone has no date
NEEDED = TRIGGERS | {"e", "K"}  # with one of these a date may stand where a word of TRIGGERS does: "a day later"


def words_of(surface: str) -> tuple[str, ...]:
    """Return the lower-case words of a table cell, hyphens and quotation marks aside."""
    return tuple(WORDS.findall(surface.lower()))


def entry_from_calendar(row: CalendarWord) -> Entry | None:
    """Return the scanner's form of a calendar row, None for rows that are only members of a word set."""
    letter = UNITS.get(row.value, "") if row.kind == "unit" else LETTERS.get(row.kind, "")
    value: Value | int | str | None = row.value
    if row.kind == "relative":
        since, _, rest = row.value.rpartition("since ")
        unit, by, *near = rest.split()
        value = Shift(unit, int(by), bool(near))
        letter = "G" if since or row.value.startswith("since") else "P" if unit.startswith("year") else "R"
    elif row.kind == "feast":
        month, _, day = row.value.partition("-")
        value = Calendar(None, int(month), int(day))
    elif row.value.lstrip("-").isdigit():
        value = int(row.value)
    return Entry(words_of(row.surface), letter, row.kind, value) if letter else None


def date_grammar(codebook: Codebook) -> DateGrammar:
    """Build the date grammar from the calendar and eras tables (and the country names, to tell namesakes apart)."""
    calendar = codebook.rows("calendar", CalendarWord)
    found = [entry for row in calendar if (entry := entry_from_calendar(row)) is not None]
    for era in codebook.rows("eras", Era):
        found.append(Entry(words_of(era.surface), "E", era.country, Event(era.start)))
    entries: dict[str, list[Entry]] = {}
    for entry in found:
        if entry.words:
            entries.setdefault(" ".join(entry.words[:2]), []).append(entry)
    ordered = {first: tuple(sorted(some, key=lambda entry: -len(entry.words))) for first, some in entries.items()}
    phrases: dict[str, list[frozenset[str]]] = {}
    for e in found:
        if e.words and e.letter in NEEDED:
            phrases.setdefault(max(e.words, key=len), []).append(frozenset(e.words))
    triggers = frozenset(max(reversed(e.words), key=len) for e in found if e.words and e.letter in TRIGGERS)
    sets = {name: frozenset(row.surface.lower() for row in calendar if row.kind == name) for name in WORD_SETS}
    countries = {row.surface.lower(): row.iso for row in codebook.rows("countries", Country)}
    firsts = frozenset(entry.words[0] for entry in found if entry.words)
    by_longest = {word: tuple(some) for word, some in phrases.items()}
    return DateGrammar(ordered, firsts, triggers, by_longest, sets, countries)


# ---------------------------------------------------------------- text to letters


@frozen
class Line:
    """The tokens of one sentence: a letter, a span, a value, the first lower-case word and the row's kind for each."""

    text: str
    letters: str
    spans: tuple[tuple[int, int], ...]
    values: tuple[Value | int | str | None, ...]
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    grammar: DateGrammar

    def at(self, i: int) -> str:
        """Return the letter at i, "" outside."""
        return self.letters[i] if 0 <= i < len(self.letters) else ""

    def word(self, i: int) -> str:
        """Return the lower-case word at i, "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """True when token i is a word with a capital."""
        return 0 <= i < len(self.spans) and self.text[self.spans[i][0]].isupper()

    def within(self, i: int, name: str) -> bool:
        """True when the word at i is in a word set of the calendar table."""
        return self.word(i) in self.grammar.sets[name]


Raw = tuple[str, int, int, str, Value | int | str | None]  # word, start, end, letter, value


def iso_day(year: int, month: int, day: int) -> Calendar | None:
    """Return the day, None when the calendar has no such day."""
    real = year > 0 and 0 < month < 13 and 0 < day <= monthrange(year, month)[1]
    return Calendar(year, month, day) if real else None


def number_token(found: re.Match[str]) -> tuple[str, Value | int | str | None]:
    """Return letter and value of a token that has digits."""
    kind, text = found.lastgroup or "", found.group()
    if kind == "iso":
        value = iso_day(int(text[:4]), int(text[5:7]), int(text[8:]))
        return ("T", value) if value else ("#", None)
    if kind == "dmy":
        first, second, year = map(int, re.split(r"[./]", text))
        if found["sep"] == "/" and first <= 12 and second <= 12 and first != second:
            return "#", None  # 04/05/2024 is April or May, depending on the country
        value = iso_day(year, second, first) or (iso_day(year, first, second) if found["sep"] == "/" else None)
        return ("T", value) if value else ("#", None)
    if kind == "ym":
        return "U", Calendar(int(text[:4]), int(text[5:]))
    if kind == "decade":
        return "z", int(text[:4])
    if kind == "short":
        return "y", (1900 if int(text[1:]) > 50 else 2000) + int(text[1:])
    if kind == "clock":
        return clock_token(text, found["half"])
    if kind == "qh":
        return text[0], int(text[1])
    if kind == "num":
        number = int(text[: -2 if found["nth"] else None])
        if found["nth"]:
            return ("d", number) if 0 < number < 32 else ("#", None)
        return ("Y", number) if 1900 <= number < 2100 else ("D", number) if 0 < number < 32 else ("#", number)
    return "#", None


def clock_token(text: str, half: str | None) -> tuple[str, Value | None]:
    """Return the letter and value of a time of day such as 6:00 PM, 18:30 or 8 a.m."""
    hour, minute = (int(part) for part in [*re.findall(r"\d+", text), "0"][:2])
    if half and not 0 < hour < 13:
        return "#", None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return ("C", Clock(f"{hour:02}:{minute:02}")) if hour < 24 else ("#", None)


def raw_tokens(text: str) -> list[Raw]:
    """Return words, numbers and signs with their spans; quotation marks and a genitive 's are left out."""
    tokens: list[Raw] = []
    for found in TOKEN.finditer(text):
        kind = found.lastgroup
        start, end = found.span()
        if kind == "word":
            word = found.group().lower()
            if word[-2:] in ("'s", "’s") and len(word) > 2:
                word, end = word[:-2], end - 2
            tokens.append((word, start, end, ".", None))
        elif kind == "sign":
            tokens.append(("", start, end, SIGNS.get(found.group(), "x"), None))
        elif kind != "gen":
            tokens.append((found.group(), start, end, *number_token(found)))
    return tokens


def entry_at(tokens: list[Raw], i: int, grammar: DateGrammar) -> tuple[Entry, int] | None:
    """Return the longest entry whose words stand at token i, and the token after it; hyphens do not count."""
    word = tokens[i][0]
    if word not in grammar.firsts:
        return None
    j = i + 1
    while j < len(tokens) and tokens[j][3] == "-":
        j += 1
    after = tokens[j][0] if j < len(tokens) else ""
    for entry in grammar.entries.get(f"{word} {after}", ()):
        end = words_end(tokens, j + 1, entry.words[2:])
        if end:
            return entry, end
    alone = grammar.entries.get(word)
    return (alone[0], i + 1) if alone else None


def words_end(tokens: list[Raw], i: int, words: tuple[str, ...]) -> int:
    """Return the token after the words that stand at token i, 0 when they do not."""
    for word in words:
        while i < len(tokens) and tokens[i][3] == "-":
            i += 1
        if i >= len(tokens) or tokens[i][0] != word:
            return 0
        i += 1
    return i


def told_by_words(words: frozenset[str], grammar: DateGrammar) -> bool:
    """True when a word stands there without which words alone hold no date, and all words of some surface that dates need."""
    if words.isdisjoint(grammar.triggers):
        return False
    for word in words.intersection(grammar.phrases):
        for phrase in grammar.phrases[word]:
            if phrase <= words:
                return True
    return False


def line_from_text(text: str, grammar: DateGrammar, words: frozenset[str], *, digits: bool) -> Line | None:
    """Return the letters of a sentence with these words, None when nothing in it is like a date (most sentences)."""
    if not told_by_words(words, grammar) and not (digits and NUMERIC.search(text.lower())):
        return None
    tokens, i = raw_tokens(text), 0
    rows: list[tuple[str, tuple[int, int], Value | int | str | None, str, str]] = []
    while i < len(tokens):
        word, start, end, letter, value = tokens[i]
        found = entry_at(tokens, i, grammar) if letter == "." else None
        kind, i = "", i + 1
        if found and not (found[0].kind in CAPITAL and not text[start].isupper()):
            entry, i = found
            letter, value, kind, end = entry.letter, entry.value, entry.kind, tokens[i - 1][2]
            if kind in ("month_short", "weekday_short") and text[end : end + 1] == "." and i < len(tokens):
                end, i = end + 1, i + 1
        rows.append((letter, (start, end), value, word, kind))
    if not rows:
        return None
    letters, spans, values, firsts, kinds = zip(*rows, strict=True)
    return Line(text, "".join(letters), spans, values, firsts, kinds, grammar)
