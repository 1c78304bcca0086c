"""A table of figures that somebody has coded already -> each row as a figure, checked column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.coded import Coded
from musterbook.ingest.lists.columns_from_header import CODED, is_coded, plain
from musterbook.ingest.lists.item_from_list import fault_at
from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet
from musterbook.ingest.piece import Fault, Piece
from musterbook.ingest.texts.storable_from_text import storable_from_text

__all__ = ["BOUNDS", "Coded", "coded_from_row", "coded_from_sheet", "is_coded"]

BOUNDS = frozenset("exact about nearly over at_least at_most up_to under between range".split())
UNITS = ("", "_pct", "_ratio")  # what a bound may end in: a share of a hundred, so many times as many
LONGEST = 2_000  # letters of a cell
_SIGNS = {"~": "about", "≈": "about", "c.": "about", ">": "over", "≥": "at_least", ">=": "at_least"}
_SIGNS |= {"<": "under", "≤": "at_most", "<=": "at_most"}
_NUMBER = r"\d{1,3}(?:[ ,'\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_VALUE = re.compile(
    rf"(?P<sign>[~≈≥≤]|[<>]=?|c\.)?\s*(?P<low>{_NUMBER})(?:\s*(?:-|–|—|\.\.)\s*(?P<high>{_NUMBER}))?\s*(?P<end>[+%]?)",
    re.ASCII,
)


def coded_from_row(row: Mapping[str, str], number: int) -> Coded:
    """Return one row as a coded figure; raises InputError: row, column, fault, what to do.

    >>> row = coded_from_row({"Measure": "cases", "value": "34-35", "bound": "range", "chain": "A; B", "outlet": "C"}, 3)
    >>> row.low, row.high, row.chain
    (34.0, 35.0, ('A', 'B'))
    """
    cells = {plain(name): " ".join(storable_from_text(cell).split()) for name, cell in row.items()}
    held = {name: "" if (cell := cells.get(name, "")) in ("-", "–", "—") else cell for name in CODED}
    for name, cell in held.items():
        if len(cell) > LONGEST:
            raise fault(number, name, f"longer than {LONGEST:,} letters; shorten it")
    if not held["measure"]:
        raise fault(number, "measure", "empty; say what is counted")
    if not held["url"] and not held["outlet"]:
        raise fault(number, "url", "empty, and so is outlet; say where the figure stands")
    low, high, sign = ends_from_value(cells.get("value", ""), number)
    facts = {name: held[name] for name in CODED if name not in ("chain", "value", "bound")}
    return Coded(
        **facts,
        row=number,
        chain=tuple(hop for part in held["chain"].split(";") if (hop := part.strip())),
        value=cells.get("value", ""),
        low=low,
        high=high,
        bound=bound_from_cell(held["bound"], sign, number) if low is not None or held["bound"] else "",
    )


def ends_from_value(value: str, number: int) -> tuple[float | None, float | None, str]:
    """Return the ends of a value and the bound that its own sign says; (None, None, "") for words and blanks.

    >>> ends_from_value("~1,010", 1), ends_from_value("70 %", 1), ends_from_value("dozens", 1), ends_from_value("500+", 1)
    ((1010.0, 1010.0, 'about'), (70.0, 70.0, 'exact_pct'), (None, None, ''), (500.0, 500.0, 'at_least'))
    """
    if not any(letter.isdigit() for letter in value):
        return None, None, ""
    found = _VALUE.fullmatch(value) if len(value) <= 60 else None
    if found is None:
        raise fault(number, "value", f"{value[:40]!r} is not a number; write digits, a range such as 34-35, or -")
    low = number_from_digits(found["low"], number)
    high = number_from_digits(found["high"], number) if found["high"] else low
    if high < low:
        raise fault(number, "value", f"{value!r} ends below its beginning; write the lower end first")
    sign = _SIGNS.get(found["sign"] or "") or (
        "at_least" if found["end"] == "+" else "range" if found["high"] else "exact"
    )
    return low, high, sign + "_pct" * (found["end"] == "%")


def number_from_digits(digits: str, row: int) -> float:
    """Return a number; raises InputError for one that reads two ways."""
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        both = f"{digits.replace('.', '')} or {digits.rstrip('0').rstrip('.')}"
        raise fault(row, "value", f"{digits!r} may be a thousand or a fraction; write {both}")
    if re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}|0,\d+", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[^\d.]", "", digits))


def bound_from_cell(written: str, sign: str, number: int) -> str:
    """Return a bound in small letters; a percent sign in the value is kept in it."""
    bound = written.casefold().replace(" ", "_") or sign
    stem = re.sub(r"_(?:pct|ratio)$", "", bound)
    if stem not in BOUNDS:
        raise fault(number, "bound", f"{written[:40]!r} is not known; write one of {', '.join(sorted(BOUNDS))}")
    return f"{bound}_pct" if sign.endswith("_pct") and bound == stem else bound


def fault(number: int, column: str, why: str) -> InputError:
    """Return the error of one cell."""
    return InputError(f"row {number}, {column}: {why}")


def coded_from_sheet(piece: Piece, kind: str, budget: Budget) -> Iterator[Coded | Fault]:
    """Yield each row of a table of coded figures, or its Fault; `kind` as `table_kind` says it."""
    checked = False
    for number, row in enumerate(rows_from_sheet(piece, kind, budget), 1):
        if isinstance(row, Fault):
            yield row
        elif not checked and not is_coded(row):
            names = ", ".join(list(row)[:20])
            yield fault_at(
                piece, "", f"not a table of coded figures ({names}); name columns value, measure, and url or outlet"
            )
            return
        else:
            checked = True
            try:
                yield coded_from_row(row, number)
            except InputError as why:
                yield fault_at(piece, f"row {number}", str(why).partition(", ")[2])
