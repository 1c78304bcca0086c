"""Whether words that look like a date are one: a year is not "room 2024", a month not "may flee", a season not "the fall of"."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.date_letters import Calendar, Line, Value

POINTING = ("that", "this", "it", "which")
GAVE = frozenset("produced yielded brought saw gave witnessed recorded delivered had".split())  # what a year does


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
    if before == "." and not line.capital(i - 1) and line.word(end) in GAVE:
        return True  # 312 this year, where 2024 produced 268
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
        bracket = before == "(" and line.text[line.spans[at][1] :][:1] == ")"  # 17,900 (May)
        return asked or noun or itself or turn or bracket or line.within(end, "after_year")
    return asked or not name_follows if kind == "month_name" else asked and not name_follows


def bare_season(line: Line, i: int, end: int) -> bool:
    """True when a season without year is meant as one: not "the fall of the city"."""
    at = line.letters.index("S", i)
    before = line.at(at - 1) if line.at(at - 1) != "h" else line.at(at - 2)
    if before == "" and line.at(end) == "." and line.within(end, "after_year"):
        return True  # Spring brought a lull
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
