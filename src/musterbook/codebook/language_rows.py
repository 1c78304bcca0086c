"""One frozen row type per table of languages/<code>/: the language, whatever the domain. Columns as in schema.py."""

from __future__ import annotations

from musterbook.codebook.row import Row
from musterbook.frozen import frozen


@frozen
class NumberWord(Row):
    """`kind`: unit · ten · hundred · scale · fraction · vague · ordinal · article · joiner; `value` a decimal number."""

    surface: str = ""
    kind: str = ""
    value: str = ""


@frozen
class BoundWord(Row):
    """`bound` as in model.Bound; `position`: before or after the number."""

    surface: str = ""
    bound: str = ""
    position: str = "before"


@frozen
class RateWord(Row):
    """Words that make a count a rate: `per` is day, week, month or year."""

    surface: str = ""
    per: str = ""


@frozen
class UnitWord(Row):
    """A unit that makes a number a measurement; `kind`: length, weight, money, time, age, calibre, power, version …"""

    surface: str = ""
    kind: str = ""
    position: str = "after"


@frozen
class CalendarWord(Row):
    """`kind`: month · weekday · season · quarter · half · part · relative · number; `value` as resolve/period expects."""

    surface: str = ""
    kind: str = ""
    value: str = ""


@frozen
class Cue(Row):
    """Words of attribution. `family` says what they do to the chain, `form` where the source stands.

    family: says · counts · estimates · claims · denies · confirms · relays · documents · hearsay · earlier · frame
    form: `S cue C` source before, claim after (said that) · `cue S` source after (according to) · `C cue S` (as reported by)
    """

    surface: str = ""
    family: str = ""
    form: str = ""
    inflects: str = ""


@frozen
class Country(Row):
    """`iso` two letters; `kind`: name · adjective · people · capital · leader (a word that points to the country)."""

    surface: str = ""
    iso: str = ""
    kind: str = ""


@frozen
class Furniture(Row):
    """Words of page furniture; `match`: line (the whole line) · start · anywhere · after (this line and the next)."""

    surface: str = ""
    match: str = ""


@frozen
class Word(Row):
    """A function word the reader needs; `kind`: abbreviation · pronoun · negation · hedge · self …"""

    surface: str = ""
    kind: str = ""
    value: str = ""


@frozen
class Role(Row):
    """A word for somebody or something that can be a source without a name.

    `kind`: person (he) · group (they) · outlet (it) · office (it) · document (it); `open`: yes when such a source cannot be asked.
    """

    surface: str = ""
    kind: str = ""
    open: str = ""
