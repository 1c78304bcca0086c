"""A small `Public` that went the whole way: invented pages, read, kept in a base, compared, and let out by the one door.

    from tests.public_sample import sample

It has what publishing has to cope with: copies, a chain, a lost digit, a contradiction, a wrong term, an unnamed end, a page
without a date or an address, people who are named in the text and hidden here, a place that is told by its region, and a way
out that is not told at all.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from musterbook import flow, intake
from musterbook.codebook.guard import Guard
from musterbook.codebook.load import Codebook, load_codebook
from musterbook.codebook.load_guard import load_guard
from musterbook.disclosure import public_from_base
from musterbook.publish.public import Public
from musterbook.store.claims_from_base import Wanted
from musterbook.store.sqlite import open_base

PRIVATE = (
    "Taras",
    "Hnatiuk",
    "Oksana",
    "Verbytska",
    "+380 44 000 12 34",
)  # people in these pages who may never be named

PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "gull-count": (
        "Russian military courts passed 684 sentences for unauthorised absence in March, according to a count of court "
        "records by Mediazona.\n\nCourts received 718 cases in February. About 34 verdicts were handed down on each working "
        "day. Taras Hnatiuk, a 24-year-old soldier, was among those sentenced; his sister Oksana Verbytska can be called "
        "at +380 44 000 12 34.",
        {"title": "684 sentences in a month", "publisher": "Gull Gazette", "published": "2024-04-13"},
    ),
    "pier-brief": (
        "Russian courts sentenced 684 soldiers for going absent in March, UK Defence Intelligence said, citing Mediazona.\n\n"
        "The number of Russian soldiers who leave their units keeps growing.",
        {"title": "Absence cases reach a new high", "publisher": "Pier Courier", "published": "2024-04-24"},
    ),
    "coast-digit": (
        "Russian courts sentenced 64 soldiers for going absent in March, UK Defence Intelligence reports, citing Mediazona.",
        {"title": "Courts sentence 64 soldiers", "publisher": "Coast Wire", "published": "2024-04-25"},
    ),
    "dune-copy": (
        "Russian military courts passed 684 sentences for unauthorised absence in March, according to a count of court "
        "records by Mediazona.\n\nCourts received 718 cases in February. About 34 verdicts were handed down on each working day.",
        {"title": "684 sentences in a month", "publisher": "Dune Digest", "published": "2024-04-14"},
    ),
    "fjord-ten": (
        "Ten servicemen escaped from a military unit in Kochenevo, Novosibirsk Region, on 12 November, the head of the "
        "district wrote on his Telegram channel. Four of them have been detained.",
        {"title": "Ten leave a unit", "publisher": "Fjord Notebook", "published": "2024-11-13"},
    ),
    "marsh-twelve": (
        "Twelve soldiers broke out of a military unit in Kochenevo, Novosibirsk Region, on 12 November, according to a "
        "Telegram channel close to the security services.",
        {"title": "Twelve soldiers on the run", "publisher": "Marsh Online", "published": "2024-11-14"},
    ),
    "hill-translation": (
        "In Krasnodar on April 18 about 100 servicemen tried to escape from the military commissariat, reports the Telegram "
        "channel Baza. They are accused of self-willed departure from part.",
        {"title": "Escape in Krasnodar", "publisher": "Hill Bulletin", "published": "2024-04-20"},
    ),
    "quay-prosecutors": (
        "Ukraine's Prosecutor General's Office registered 21,602 cases of unauthorised absence and desertion in October, "
        "BBC Ukraine reported. Of these, 19,900 are cases of unauthorised absence and 1,702 of desertion.",
        {"title": "A record October", "publisher": "Quay Observer", "published": "2025-11-06"},
    ),
    "reef-prosecutors": (
        "The Prosecutor General's Office of Ukraine registered 21,602 cases of unauthorised absence and desertion in October.",
        {"title": "October in figures", "publisher": "Reef Review", "published": "2025-11-07"},
    ),
    "sand-lower": (
        "About 18,000 cases of unauthorised absence and desertion were registered in Ukraine in October 2025, lawyers say.",
        {"title": "How many cases?", "publisher": "Sand Monitor", "published": "2025-11-08"},
    ),
    "tide-hiding": (
        "Deserters hide in abandoned houses in the village of Verkhnia in the Sumy Region, a former soldier said.\n\n"
        "Some deserters cross the border on foot through the forest with the help of guides. Volunteers help deserters with food.",
        {"title": "Men in the woods", "publisher": "Tide Echo", "published": "2025-02-03"},
    ),
    "undated": (
        "Since 2022 about 20,000 soldiers have deserted from the Russian army, a lawyer told the paper.",
        {"title": "", "publisher": "", "published": ""},
    ),
}


@cache
def sample(wanted: Wanted | None = None, as_of: str = "") -> Public:
    """Return the public side of a base made from PAGES."""
    with TemporaryDirectory() as folder:
        base = base_from_pages(Path(folder), PAGES)
        with open_base(base) as store:
            return public_from_base(store, codebook(), as_of=as_of, wanted=wanted, guard=guard())


@cache
def codebook() -> Codebook:
    """The main pack's tables, loaded once."""
    return load_codebook()


@cache
def guard() -> Guard:
    """The main pack's guard, loaded once."""
    return load_guard("desertion")


@cache
def reader() -> flow.Extractor:
    """The reader of the main pack, built once."""
    return flow.extractor(codebook())


def base_from_pages(folder: Path, pages: dict[str, tuple[str, dict[str, str]]]) -> Path:
    """Write pages with their sidecars into a folder, build a base of them, and return where it is."""
    reports, base = folder / "reports", folder / "base"
    reports.mkdir(parents=True)
    for name, (text, about) in pages.items():
        title = about.get("title", "")
        (reports / f"{name}.txt").write_text(f"{title}\n\n{text}\n" if title else f"{text}\n", encoding="utf-8")
        side = {key: value for key, value in about.items() if value}
        if side:
            side.setdefault("url", f"https://{side.get('publisher', 'page').lower().replace(' ', '-')}.example/{name}")
            (reports / f"{name}.meta.json").write_text(json.dumps(side, ensure_ascii=False), encoding="utf-8")
    with open_base(base, write=True) as store:
        intake.build([reports], store, codebook(), read=reader())
    return base
