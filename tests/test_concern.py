"""The gate: a page that speaks of the pack's subject in its world is read; one that borrows its words is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, document_at, extractor
from tests.mini import CASES

PAGES: list[dict[str, Any]] = yaml.safe_load((CASES / "pages" / "concern.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read() -> Extractor:
    return extractor(load_codebook())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page['label']}: {page['concerns']}")
def test_only_a_page_of_the_subject_and_its_world_is_read(
    page: dict[str, Any], read: Extractor, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    path.write_text(page["text"], encoding="utf-8")
    found = read(document_at(path))
    assert bool(found.figures or found.incidents or found.statements) == page["concerns"]
