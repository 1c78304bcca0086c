"""A public page -> its claims as comparing sees them, with the wrong terms that stand near each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from musterbook.compared import Entry
from musterbook.link.entry_from_claim import fault_words, faults_near
from musterbook.link.rules_from_codebook import Rules
from musterbook.publish.entry_from_public import entry_from_public
from musterbook.publish.public_page_from_rows import Page


def entries_from_page(page: Page, text: str, rules: Rules) -> Iterator[Entry]:
    """Yield the claims of a page as entries, equal to those of a base that was built from them; `text` is the page's own."""
    faults = [(it.at, fault_words(it.concept, it.fault)) for it in page.terms]
    for claim in page.claims:
        entry = entry_from_public(claim, page.document, rules)
        yield replace(entry, terms=faults_near(faults, claim.start, claim.end, text))
