"""One possible source in a sentence: somebody or something that could be said to say something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """A possible source at [start, end) of the document.

    `label` is what may be printed (a role for a private person), `source` the codebook id or the label of somebody named,
    None for the unnamed. `kind`: person · group · outlet · office · document · product. `noun`: the role word it was
    recognised by. `refers`: it points back (he, the agency, this list). `of`: the source whose work or people it is.
    """

    start: int
    end: int
    label: str
    source: str | None
    kind: str
    noun: str = ""
    refers: bool = False
    of: str | None = None
    work: bool = False  # a work of the source stands right after its name ("X's count")
