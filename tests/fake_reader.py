"""A reader for tests of the edges: every number of two digits or more is a figure; it knows nothing of any codebook.

`python -m tests.fake_reader VERB ...` is the command line with this reader, for tests that need a process of its own.
"""

from __future__ import annotations

import re
import sys
import time

from musterbook import flow
from musterbook.cli import main
from musterbook.codebook.load import Codebook
from musterbook.model import (
    Amount,
    Anchor,
    Bound,
    Chain,
    Document,
    Extract,
    Figure,
    Hop,
    How,
    Incident,
    Leftover,
    Slot,
    Stance,
    Statement,
    TermUse,
    digest,
)

PAUSE = 0.0  # seconds a document, so that a test can kill a build half way


def extract(document: Document) -> Extract:
    """Read numbers as figures, `fled` as an incident, `afraid` as a statement, `?` as left over; `boom` raises."""
    if PAUSE:
        time.sleep(PAUSE)
    if "boom" in document.text:
        raise RuntimeError("a rule\nfell over")
    if document.lang != "en":
        return Extract(
            document.id, leftovers=(Leftover(document.quote(0, 1), f"language {document.lang} not read yet"),)
        )
    text = document.text
    return Extract(
        document.id,
        figures=tuple(figure(document, it) for it in re.finditer(r"\d[\d,]+", text)),
        incidents=tuple(
            Incident(anchor(document, it, "incident"), stated(document, it, "flight"), place=inferred("Northland"))
            for it in re.finditer("fled", text)
        ),
        statements=tuple(
            Statement(anchor(document, it, "statement"), stated(document, it, "mood.fear"))
            for it in re.finditer("afraid", text)
        ),
        terms=tuple(
            TermUse(document.quote(*it.span()), "thing", "bad gloss", document.quote(*it.span()))
            for it in re.finditer("thing", text)
        ),
        leftovers=tuple(Leftover(document.quote(*it.span()), "cue without source") for it in re.finditer(r"\?", text)),
        sentences=text.count("."),
    )


def figure(document: Document, found: re.Match[str]) -> Figure:
    """Return the figure of one number."""
    number = float(found.group().strip(",").replace(",", ""))
    return Figure(
        anchor(document, found, "figure"),
        stated(document, found, "count"),
        Amount(number, number, Bound.over if "over" in document.text else Bound.exact),
        period=None if document.published is None else inferred(document.published, How.metadata),
        dims=(("side", inferred("NL")),),
    )


def anchor(document: Document, found: re.Match[str], kind: str) -> Anchor:
    """Return the place of a claim; its origin is whoever stands behind `says`."""
    cue = re.search(r"says (\w+)", document.text)
    quote = document.quote(*found.span())
    hops = (
        ()
        if cue is None
        else (Hop(cue[1], cue[1] if cue[1][0].isupper() else None, "speaker", document.quote(*cue.span())),)
    )
    stance = Stance.reported if hops else Stance.asserted
    return Anchor(digest(document.id, quote.start, quote.end, kind), quote, Chain(hops), stance, "fake")


def stated(document: Document, found: re.Match[str], value: str) -> Slot:
    """Return a slot that its words state."""
    return Slot(value, How.stated, document.quote(*found.span()))


def inferred(value: str, how: How = How.default) -> Slot:
    """Return a slot that a rule inferred."""
    return Slot(value, how, None, "fake rule")


def fake_extractor(_: Codebook) -> flow.Extractor:
    """Stand in for `flow.extractor`."""
    return extract


if __name__ == "__main__":
    if sys.argv[1].startswith("--pause="):
        PAUSE = float(sys.argv.pop(1).partition("=")[2])
    flow.extractor = fake_extractor  # type: ignore[assignment]  # its parameter has no name
    sys.exit(main())
