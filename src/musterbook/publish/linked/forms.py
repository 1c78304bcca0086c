"""The forms of linked data that a base is given out in: each writes its files into a folder and says which."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from musterbook.publish.linked.annotations_from_public import annotations_from_public
from musterbook.publish.linked.claimreview_from_public import claimreview_from_public
from musterbook.publish.linked.ftm_from_public import ftm_from_public
from musterbook.publish.linked.prov_from_public import prov_from_public
from musterbook.publish.public import Public

Json = dict[str, Any]

_HALF = re.compile("[\ud800-\udfff]")


def claimreview(public: Public, folder: Path) -> list[Path]:
    """Write the reviews of schema.org."""
    return [written(folder / "claimreview.jsonld", [claimreview_from_public(public)], indent=1)]


def web_annotations(public: Public, folder: Path) -> list[Path]:
    """Write the Web Annotations."""
    return [written(folder / "annotations.jsonld", [annotations_from_public(public)], indent=1)]


def prov(public: Public, folder: Path) -> list[Path]:
    """Write the provenance graph."""
    return [written(folder / "prov.jsonld", [prov_from_public(public)], indent=1)]


def ftm(public: Public, folder: Path) -> list[Path]:
    """Write the entities of FollowTheMoney, one a line."""
    return [written(folder / "entities.ftm.json", ftm_from_public(public), indent=None)]


FORMS: dict[str, Callable[[Public, Path], list[Path]]] = {
    "annotations": web_annotations,
    "claimreview": claimreview,
    "ftm": ftm,
    "prov": prov,
}


def written(path: Path, records: Iterable[Json], *, indent: int | None) -> Path:
    """Write records as JSON, one after another; same records, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(plain(record, indent) for record in records))
    return path


def plain(record: Json, indent: int | None) -> bytes:
    """Return a record as JSON in UTF-8 that is safe inside a page: nothing in it can end a script.

    Half a pair of surrogates has no UTF-8, and strict readers refuse its escape: the sign of a lost letter stands in its
    place, one code point for one.
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=indent, sort_keys=True)
    return (_HALF.sub("\ufffd", text).replace("<", "\\u003c") + "\n").encode()
