"""A sentence -> the dates and periods in its words, as said: partial, relative and open ones too; nothing is resolved here.

The words become letters (date_letters), the shapes of single dates are in date_points; here is what makes a date of a
shape: the words around it, and ranges, open periods and events. The longest reading at a place wins.
"""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.date_letters import (
    WORDS,
    Calendar,
    DateGrammar,
    Event,
    Line,
    Point,
    Range,
    Shift,
    Since,
    Unknown,
    Value,
    date_grammar,
    iso_day,
    line_from_text,
)
from musterbook.extract.date_lists import joined_lists, with_years_of_lists
from musterbook.extract.date_mentions import DateMention, Found, Stretch
from musterbook.extract.date_points import BY_LETTER, Hit

__all__ = ["DateGrammar", "DateMention", "date_grammar", "dates_from_sentence"]


# ---------------------------------------------------------------- evidence: is this word a date at all


def counted(line: Line, i: int) -> bool:
    """True when the word at i looks like a counted thing: a plural, or a noun of the table."""
    word = line.word(i)
    if line.at(i) != "." or line.capital(i) or line.within(i, "after_year"):
        return False
    return line.within(i, "count") or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))


def bare_year(line: Line, i: int, end: int) -> bool:
    """True when a year alone at i is meant as one: not "room 2024", "Article 2021" or "2000 men"."""
    before, after, value = line.at(i - 1) or "^", line.at(end), line.values[i]
    if line.at(i) == "y":
        return before in "isofbptuI"
    if after == "-" and line.at(end + 1) in ("#", "D") and line.spans[end][0] == line.spans[i][1]:
        return False
    if before == "~":  # since at least 2022, but not "about 2000 men"
        before = line.at(i - 2) if line.at(i - 2) in ("s", "u", "i", "f", "o") else "~"
    things = counted(line, end + 2 if after in ("t", "-", "&") and line.at(end + 1) == "Y" else end)
    round_number = isinstance(value, int) and value % 100 == 0
    if before in "is":
        return not (things and round_number)
    if before in "Itu" and round_number:
        return False
    if line.word(i - 1) in ("over", "throughout", "across") and after in ("", ",", "h") and not things:
        return True  # over 2024, 300 men left
    if before in "ofptubIkM&Vjr":
        return not things
    if before in "ha":
        return not things and after == "."
    if line.text[line.spans[i][1] :][:2] in ("'s", "’s"):
        return True
    if before == "," and line.at(i - 2) == "Y" and after == "&" and line.at(end + 1) == "Y":
        return True  # in 2022, 2023 and 2024
    if before in "^,(-" or line.within(i - 1, "before_year"):
        closed = line.text[line.spans[i][1] :][:1] == ")"
        return closed or after in ("", ",", "-", "o", "(") or line.within(end, "after_year")
    return False


def bare_month(line: Line, i: int, end: int) -> bool:
    """True when a month alone is meant as one: not "may flee", "the March on Rome", "April Jones" or "Jan Novak"."""
    at = line.letters.index("M", i)
    kind, before = line.kinds[at], line.at(at - 1 - (line.at(at - 1) == "-"))
    if at == 0 and end < len(line.letters) and set(line.letters[end:]) <= set(",-#D"):
        return True  # the line of a table: "March 861"
    if kind == "month" or (before != "" and before in "pjlv"):
        return True
    name_follows = line.at(end) == "." and line.capital(end)
    shown = line.word(at - 1) in ("was", "is") and line.word(at - 2) in POINTING  # that was March
    asked = shown or (before != "" and before in "iIsoftub~J") or (before == "&" and line.at(at - 2) == "M")
    if kind == "month_word":
        noun = (before in ("h", "#", "D") and line.at(end) == "." and not line.capital(end)) or (
            before == "." and counted(line, end)  # seven hundred March convictions
        )
        itself = line.word(end) in ("by", "on") and line.word(end + 1) in (
            "itself",
            "its",
        )  # March by itself, on its own
        turn = before == "h" and line.at(at - 2) in ("f", "s") and line.word(at) == "new"  # from the New Year on
        return asked or noun or itself or turn or line.within(end, "after_year")
    return asked or not name_follows if kind == "month_name" else asked and not name_follows


def bare_season(line: Line, i: int, end: int) -> bool:
    """True when a season without year is meant as one: not "the fall of the city"."""
    at = line.letters.index("S", i)
    before = line.at(at - 1) if line.at(at - 1) != "h" else line.at(at - 2)
    return before != "" and before in "isoftubpkjlvI~" and line.at(end) != "o"


def bare_part(line: Line, i: int, end: int) -> bool:
    """True when a quarter or half of a year not named is meant: "in the first quarter", not "the first half of the list"."""
    before = line.at(i - 1) if line.at(i - 1) != "h" else line.at(i - 2)
    return before != "" and before in "iIsftub~&," and line.at(end) != "o"


def bare_window(line: Line, i: int) -> bool:
    """True when "the last year" is a stretch of time: "over the last year", not "the last year of peace"."""
    return line.at(i - 1) != "" and line.at(i - 1) in "iIsf~"


def fits(line: Line, kind: str, value: Value, i: int, end: int) -> bool:
    """True when the words around a match allow it."""
    letters = line.letters[i:end]
    if kind == "clock":
        before = line.at(i - 1)
        return bool(re.search("[apAP]", line.word(i))) or before in ("", ",", "(") or before in "iIsftubVMDYd&-~"
    if letters in ("Y", "y"):
        return bare_year(line, i, end)
    if kind == "month" and isinstance(value, Calendar) and value.year is None and "M" in letters:
        return bare_month(line, i, end)
    if kind == "season" and isinstance(value, Calendar) and value.year is None and not value.hint:
        return bare_season(line, i, end)
    if kind in ("quarter", "half", "range") and isinstance(value, Calendar) and value.year is None:
        return letters[0] in "QH" or "M" in letters or bare_part(line, i, end)
    if letters.endswith("A") and line.at(i - 1) == "X":
        return False  # half a year ago
    if letters in ("hP", "hR") and line.word(i) != "the":
        return False  # its last week is not last week
    if letters in ("hP", "hR"):
        return bare_window(line, i)
    if letters in ("P", "R") and line.at(i - 1) == "h" and line.word(i) == "last":
        return False
    if kind == "day" and isinstance(value, Calendar) and value.year is None and letters.endswith("D"):
        return line.at(i - 1) != "i" and line.at(end) not in ("%", "D", "#")
    return kind != "weekday" or line.kinds[end - 1] != "weekday_short"


def point_at(line: Line, i: int, *, sure: bool = False) -> Found | None:
    """Return the longest point of time that begins at token i; `sure` skips the look at its surroundings."""
    best: Found | None = None
    for kind, pattern, build in BY_LETTER.get(line.at(i), ()):
        match = pattern.match(line.letters, i)
        if match and (best is None or match.end() > best.last):
            value = build(Hit(line, match))
            if value is not None and (sure or fits(line, kind, value, i, match.end())):
                best = Found(i, match.end(), kind, value, f"date.{kind}")
    return best


# ---------------------------------------------------------------- ranges, since, until

DAYS = re.compile(
    "[fb]?h?(?:(?P<m>M)(?P<d>[Dd])(?P<c>[-tu&])(?P<e>[Dd])(?!o?M)|(?P<d2>[Dd])(?P<c2>[-tu&])h?(?P<e2>[Dd])o?(?P<m2>M))"
    "(?:,?(?P<y>[YyP]))?"
)
SHORT = re.compile("f?(?P<y>Y)(?:[-/](?=[D#])|/)(?P<z>[D#Y])")
RANGE = re.compile("[fb]|[^.x]+?[t-]")  # what may be a range at all
# where a date may begin, by letter and the next one: all else is passed over without a try
STARTS = re.compile(
    r"[MYyPSVTUCRGFQHLJzsufbpjv]|h(?=[knlpzMPRr])|[ca](?=[gwmr])|[Dd](?=[oMtu&gwmr-])|k(?=o)|r(?=[tZ])"
    r"|[nl](?=[XqgwmrcDMSV#o])"
)
TOGETHER = ("day", "month", "year", "season", "quarter", "half", "decade_part", "fiscal")


def day_range_at(line: Line, i: int) -> Stretch | None:
    """Two days of one month: "3-7 April 2024", "between April 3 and 7"."""
    match = DAYS.match(line.letters, i)
    if not match:
        return None
    hit = Hit(line, match)
    tail = "" if hit.at("m") >= 0 else "2"
    if line.letters[hit.at("c" + tail)] == "&" and line.at(i) != "b":
        return None
    made = Calendar(hit.year(), hit.number("m" + tail), hit.number("d" + tail))
    until = replace(made, day=hit.number("e" + tail))
    if (until.day or 0) <= (made.day or 0) or not iso_day(2024, until.month or 0, until.day or 0):
        return None
    return Stretch(i, match.end(), "range", Range(made, until), "date.days")


def short_range_at(line: Line, i: int) -> Stretch | None:
    """Two years, the second cut short or after a slash: 2022-24, 2022/23, 2022/2023."""
    match = SHORT.match(line.letters, i)
    if not match:
        return None
    first, z = Hit(line, match).number("y"), match.start("z")
    last = Hit(line, match).number("z")
    last += first - first % 100 if len(line.word(z)) == 2 else 0
    if not first < last <= first + 20 or counted(line, match.end()) or "F" in (line.at(i - 1), line.at(match.end())):
        return None
    return Stretch(i, match.end(), "range", Range(Calendar(first), Calendar(last)), "date.years")


def range_at(line: Line, i: int) -> Stretch | None:
    """Return the range that begins at token i: from X to Y, between X and Y, X-Y."""
    special = day_range_at(line, i) or short_range_at(line, i)
    if special or not RANGE.match(line.letters, i):
        return special
    opener = line.at(i) if line.at(i) in ("f", "b") else ""
    j = i + bool(opener)
    first = end_at(line, j) or (begun_at(line, j) if opener else None)
    if first is None:
        return None
    joint = line.at(first.last)
    if joint == "" or joint not in {"f": "tu-", "b": "&"}.get(opener, "t-"):
        return None
    if line.at(first.last + 1) == "W" and joint != "-":
        return Stretch(i, first.last + 2, "since", Since(first.value), "date.to_now")
    last = end_at(line, first.last + 1, near=bool(opener)) or that_of(line, first.last + 1, first)
    if last is None or not joined(line, first, last, opener):
        return None
    return Stretch(i, last.last, "range", Range(first.value, last.value), "date.range")


def end_at(line: Line, i: int, *, near: bool = False) -> Found | None:
    """Return what may be an end of a range at token i; `near`: "last month" too."""
    found = point_at(line, i + (line.at(i) == "h"), sure=True)
    shift = found is not None and near and found.kind == "relative" and isinstance(found.value, Shift)
    return found if found and (shift or found.kind in TOGETHER) else None


def that_of(line: Line, i: int, first: Found) -> Found | None:
    """Return the end that is told by its year alone ("from the spring of 2022 to that of 2024")."""
    year = line.values[i + 2] if line.word(i) == "that" and line.letters[i + 1 : i + 3] in ("oY", "oy") else None
    if not isinstance(year, int) or not isinstance(first.value, Calendar):
        return None
    return Found(i, i + 3, first.kind, replace(first.value, year=year), first.by)


def begun_at(line: Line, i: int) -> Found | None:
    """Return an event that a range begins with ("between the invasion and May")."""
    event = event_at(line, i)
    return Found(i, event[0], "era", event[1], "date.era") if event else None


def joined(line: Line, first: Found, last: Found, opener: str) -> bool:
    """True when two points make one range: alike, in order, and no two numbers or names that only look like dates."""
    if not opener and first.kind != last.kind:
        return False
    years = [found.value.year if isinstance(found.value, Calendar) else None for found in (first, last)]
    low, high = years
    if isinstance(low, int) and isinstance(high, int) and low > high:
        return False
    if opener and isinstance(low, int) and isinstance(high, int) and low % 10 and high % 10:
        return True  # from 2021 to 2023 courts sat
    return not (last.kind == "year" and counted(line, last.last))


POINTING = ("that", "this", "it", "which")
TALLY = frozenset(
    "total totals number numbers figure figures tally count toll sum cases all overall altogether period".split()
)
EARLY = frozenset("hkangwm")  # the start of, a day after, the first weeks of


def event_at(line: Line, i: int) -> tuple[int, Point] | None:
    """Return end and value of an event of the eras table, reached from token i over words such as "the start of"."""
    j, country = i, ""
    while line.at(j) != "E":
        named = line.grammar.countries.get(line.word(j), "")
        possessive = line.capital(j) and line.text[line.spans[j][1] : line.spans[j][1] + 2] in ("'s", "’s")
        acting = line.capital(j) and any(line.within(k, "era_glue") and line.at(k) == "." for k in (j + 1, j + 2))
        if not (named or possessive or acting or line.at(j) in EARLY or line.within(j, "era_glue")) or j - i > 8:
            return None
        country, j = named or country, j + 1
    value, admits = line.values[j], line.kinds[j]
    follows = line.at(j + 1) != "" and line.at(j + 1) in "oIi" and line.capital(j + 2) and line.at(j + 2) == "."
    country = (line.grammar.countries.get(line.word(j + 2), "") if follows else "") or country
    foreign = bool(country and admits and country not in admits.split(";"))
    told = line.word(i - 2) in TALLY  # "the total since mobilisation is", but "they flee since mobilisation is hated"
    if foreign or (line.within(j + 1, "era_stop") and not told) or not isinstance(value, Event):
        return None
    if follows and line.grammar.countries and not country:
        return None
    return explicit(line, j + 1, value)


def explicit(line: Line, i: int, event: Event) -> tuple[int, Point]:
    """An event may be followed by its own date ("the flood of May 2022"): the words win."""
    j = i + 2 * (line.at(i) == "," and line.word(i + 1) in ("which", "that"))  # ", which began in May 2022"
    while j < i + 4 and line.at(j) not in ("", "i", "o", ",", "I"):
        j += 1
    for k in (j, j + 2):
        told = point_at(line, k + 1) if line.at(k) in ("i", "o", "I") else None
        value = told.value if told else None
        if told and isinstance(value, Calendar) and value.year is None and value.month:
            spelt = f"-{value.month:02}-{value.day:02}" if value.day else f"-{value.month:02}"
            if event.start[4:].startswith(spelt):
                return told.last, event  # "since the coup of February 1"
        if told and isinstance(value, Calendar) and isinstance(value.year, int):
            iso = f"{value.year}-{value.month:02}" if value.month else f"{value.year}"
            if line.at(k) == "o" or event.start.startswith(iso) or iso < event.start[: len(iso)]:
                return told.last, value
    return i, event


def since_at(line: Line, i: int) -> Stretch | None:
    """Return the open period that begins at token i, or the range when its end is told ("since March until May")."""
    so_far = line.values[i]
    if line.at(i) == "G" and isinstance(so_far, Shift):
        return Stretch(i, i + 1, "since", Since(so_far), "date.so_far")
    j = after_small(line, i + 1)
    j += line.letters[j : j + 2] == "rY"  # since the year 2024 began
    if line.at(j) == "N":
        return Stretch(i, j + 1, "since", Since(Unknown()), "date.since_then")
    event = event_at(line, i + 1)
    if event:
        return closed(line, Stretch(i, event[0], "since", Since(event[1]), "date.since_event"))
    point = point_at(line, i + 1) or point_at(line, j)
    if point is None or point.kind in ("clock", "range"):
        return None
    end = point.last + (line.at(point.last) == "h")
    end = end + 1 if line.at(end) == "E" else point.last
    return closed(line, Stretch(i, end, "since", Since(point.value), "date.since"))


RETURN = ("back to", "go back to", "goes back to", "going back to")
BEGUN = frozenset("day moment announcement declaration launch outbreak introduction".split())


def reckoned_at(line: Line, i: int) -> Stretch | None:
    """ "Begin with the mobilisation", "the whole period following the coup": from an event the count runs to now."""
    event = event_at(line, i + 1)
    opener = line.text[line.spans[i][0] : line.spans[i][1]].lower()
    if event is None:
        point = point_at(line, i + 1, sure=True) if opener.endswith("with") else None
        opened = point is not None and point.kind in ("month", "year")
        return Stretch(i, point.last, "since", Since(point.value), "date.reckoned") if point and opened else None
    words = line.words[i + 1 : event[0] - 1]
    if opener in RETURN and not ("k" in line.letters[i : event[0]] or BEGUN & set(words)):
        return None  # sent back to the war
    return closed(line, Stretch(i, event[0], "since", Since(event[1]), "date.reckoned"))


def after_small(line: Line, i: int) -> int:
    """Return the token after an article or a bound word ("since at least March")."""
    while line.at(i) in ("h", "~"):
        i += 1
    return i


def closed(line: Line, found: Stretch) -> Stretch:
    """Return an open period as a range when "until" and a point follow it."""
    if line.at(found.last) != "u" or not isinstance(found.value, Since):
        return found
    end = point_at(line, after_small(line, found.last + 1), sure=True)
    if end is None or end.kind not in TOGETHER:
        return found
    return Stretch(found.first, end.last, "range", Range(found.value.start, end.value), "date.since_until")


BEGINNING = re.compile("h?(?:k|n[cD]?[gwm]o|no[YP])")  # from the start of, from the first weeks of, from the opening of


def from_at(line: Line, i: int) -> Stretch | None:
    """ "From" opens a period alone only with a start ("from the beginning of the year") or with "onwards"."""
    point = point_at(line, i + 1) or (point_at(line, i + 2) if line.at(i + 1) == "h" else None)
    opened = BEGINNING.match(line.letters, i + 1)
    event = event_at(line, i + 1) if point is None else None
    if event and onward(line, event[0]):
        return Stretch(i, event[0] + 1, "since", Since(event[1]), "date.onward")
    if event and (opened or BEGUN & set(line.words[i + 1 : event[0] - 1])):
        return from_event(line, i, *event)
    if point is None:
        return None
    if onward(line, point.last):
        return Stretch(i, point.last + 1, "since", Since(point.value), "date.onward")
    dated = point.kind in ("day", "month") and line.at(i - 1) == "" and line.at(point.last) == ","
    return Stretch(i, point.last, "since", Since(point.value), "date.from_start") if opened or dated else None


def onward(line: Line, i: int) -> bool:
    """ "From 2022 onwards", "from April 2023 on", but not "from 7 to 9 on Monday"."""
    return line.at(i) == "B" or (
        line.word(i) == "on" and line.at(i + 1) in ("", ".", ",", "x", "h") and not line.capital(i + 1)
    )


def from_event(line: Line, i: int, end: int, event: Point) -> Stretch:
    """From the start of an event: to a point that follows, else to publication."""
    last = point_at(line, after_small(line, end + 1), sure=True) if line.at(end) in ("t", "u") else None
    if last and last.kind in TOGETHER:
        return Stretch(i, last.last, "range", Range(event, last.value), "date.range")
    return Stretch(i, end, "since", Since(event), "date.from_event")


def until_at(line: Line, i: int) -> Found | None:
    """Return "until July 2024" as a point that says it is an end."""
    point = point_at(line, i + 1) or point_at(line, after_small(line, i + 1))
    if point is None or point.kind == "clock":
        return None
    return Found(i, point.last, "until", point.value, "date.until")


def found_at(line: Line, i: int) -> Found | Stretch | None:
    """Return what begins at token i, the longest reading first."""
    letter = line.letters[i]
    if letter in "sG":
        return since_at(line, i)
    if letter == "J":
        return reckoned_at(line, i)
    if letter == "u":
        return until_at(line, i)
    if letter == "f":
        return range_at(line, i) or from_at(line, i)
    return range_at(line, i) if letter == "b" else range_at(line, i) or point_at(line, i)


def dates_from_sentence(
    text: str, grammar: DateGrammar, words: frozenset[str] | None = None, *, digits: bool = True
) -> tuple[DateMention, ...]:
    """Find every date and period of a sentence, left to right, longest, not overlapping; `words`: in lower case, if known.

    `digits`: a digit may stand in it.

    >>> from musterbook.codebook.load import load_codebook
    >>> found = dates_from_sentence("Courts heard 684 cases in March 2024.", date_grammar(load_codebook()))
    >>> [(mention.kind, mention.start, mention.end) for mention in found]
    [('month', 26, 36)]
    """
    words = frozenset(WORDS.findall(text.lower())) if words is None else words
    line = line_from_text(text, grammar, words, digits=digits)
    if line is None:
        return ()
    every: list[Found | Stretch] = []
    at = STARTS.search(line.letters)
    while at:
        found = found_at(line, at.start())
        if found:
            every.append(found)
        at = STARTS.search(line.letters, found.last if found else at.end())
    return tuple(mention_from(line, found) for found in joined_lists(line, with_years_of_lists(line, every)))


def mention_from(line: Line, found: Found | Stretch) -> DateMention:
    """Return the mention of what was found; a leading article stays outside."""
    first = found.first + (line.letters[found.first] == "h")
    return DateMention(line.spans[first][0], line.spans[found.last - 1][1], found.kind, found.value, found.by)
