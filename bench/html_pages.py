"""How well and how fast pages of HTML are read: `python -m bench.html_pages`. Figures, no floors: machines differ.

Made pages of tests/pages, those seen while the repairs were written and those held back. "alone" is the extractor without
the repairs; "recall" and "precision" its other two ways. Then what each repair does: figures with it switched off.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from unittest.mock import patch

import trafilatura  # type: ignore[import-untyped]

from bench.speed import one_core, peak
from musterbook.ingest.piece import Known
from musterbook.ingest.texts import repairs_from_lines
from musterbook.ingest.texts.html_from_bytes import html_from_bytes
from musterbook.ingest.texts.page_from_html import found_from_html
from tests.pages.make import Fit, fit, pages
from tests.pages.words import Page

REPAIRS = ("_take_boxes", "_put_back", "_put_posts", "_put_lead", "_take_lines", "_trim")


def ours(page: Page) -> str:
    """Return the text as the package reads it."""
    return found_from_html(page.html, Known(url=page.address))[0].text


def alone(**way: bool) -> Callable[[Page], str]:
    """Return a reader that is the extractor without repairs, working in one of its ways."""

    def read(page: Page) -> str:
        return trafilatura.extract(html_from_bytes(page.html), include_comments=False, **way) or ""

    return read


def line(name: str, read: Callable[[Page], str], made: list[Page]) -> str:
    """Return the figures of one reader as a line."""
    began = time.perf_counter()
    texts = [read(page) for page in made]
    speed = len(made) / (time.perf_counter() - began)
    total = Fit()
    for text, page in zip(texts, made, strict=True):
        total += fit(text, page)
    kept, leaked = total.kept / total.wanted, total.leaked / total.around
    return f"{name:22}{kept:8.2%} kept {leaked:8.2%} leaked {speed:6.0f} pages/s"


def main() -> None:
    """Print every figure."""
    one_core()
    for name, made in (("seen", pages(held_back=False)), ("held back", pages(held_back=True))):
        print(f"{name}: {len(made)} pages, {sum(len(page.html) for page in made) / len(made) / 1000:.1f} kB each")
        ours(made[0])  # loads the libraries
        print(line("  ours", ours, made))
        print(line("  alone", alone(), made))
        print(line("  alone, recall", alone(favor_recall=True), made))
        print(line("  alone, precision", alone(favor_precision=True), made))
        days = [(found_from_html(page.html, Known(url=page.address))[0].known.published, page.day) for page in made]
        print(f"  days right {sum(found == true for found, true in days)}/{len(days)}")
        for repair in REPAIRS:
            with patch.object(repairs_from_lines, repair, lambda *_: None):
                print(line(f"  without {repair.strip('_')}", ours, made))
    print(f"{peak(resource.RUSAGE_SELF):.0f} MB at most")


if __name__ == "__main__":
    main()
