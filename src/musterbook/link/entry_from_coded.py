"""A row of a table that somebody coded before -> an entry, its cells put into the slots a claim has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from musterbook.compared import Entry, Party
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules, plain
from musterbook.model import Amount, Bound, Stance

BOUNDS = {"at_most": Bound.up_to, "range": Bound.between}
ARTICLE = re.compile(r"(?<![\d,.])\d{3}(?![\d,.])")
SLUG = re.compile(r"[-_+/]+")
DATE_PATH = re.compile(r"/\d{4}/\d{1,2}(?:/\d{1,2})?/")


def entry_from_coded(row: Mapping[str, Any], rules: Rules) -> Entry:
    """Return a coded figure as an entry. `row` has the columns of the base's table of coded figures (chain joined by `; `)."""
    low = row["low"]
    high, bound = row["high"], re.sub(r"_(?:pct|ratio)$", "", row["bound"] or "exact")
    outlet = row["outlet"] or row["url"] or ""
    population = row["population"] or ""
    articles = sorted(set(ARTICLE.findall(population)))
    side = row["side"] or ""
    dims = {"side": side, "formation": row["formation"] or "", "law": ";".join(articles)}
    chain, *others = chains(row["chain"], rules)
    also = tuple(other[-1] for other in others if other[-1].key != (chain[-1].key if chain else ""))
    return Entry(
        id=row["id"] or f"{row['source']}:{row['number']}",
        doc=row["url"] or outlet,
        kind="figure" if low is not None or any(map(str.isalpha, row["value"])) else "statement",
        what=plain(row["measure"]).replace(" ", "_"),
        publisher=publisher_from_name(outlet, rules),
        amount=amount(low, high, bound, row["value"], rules),
        per=row["per"] or "",
        population=population,
        place=row["place"] or "",
        period=row["period"] or "",
        dims=tuple(sorted((name, value) for name, value in dims.items() if value)),
        chain=chain,
        also=also,
        stance=Stance.reported if row["chain"] else Stance.asserted,
        title=title_from_address(row["url"] or ""),
    )


def chains(text: str, rules: Rules) -> list[tuple[Party, ...]]:
    """Return the chains in a cell: hops are joined by `;`, nearest first; "A | B" and "A / B" are two sources of one text."""
    found: list[tuple[Party, ...]] = []
    for chain in alternatives(text, rules):
        hops: dict[str, Party] = {}
        for label in (part.strip(" \"'") for part in chain.split(";")):
            if label:
                party = party_from_label(label, None, rules)
                hops.setdefault(party.key, party)
        found.append(tuple(hops.values()))
    return [chain for chain in found if chain] or [()]


def alternatives(text: str, rules: Rules) -> list[str]:
    """Return the chains that stand beside each other in a cell; a name that has a stroke of its own is one."""
    parts = text.split("|")
    whole = any(rules.source_names.find(label) for label in text.split(";") if "/" in label)
    return parts if whole else [part for chain in parts for part in chain.split("/")]


def amount(low: float | None, high: float | None, bound: str, value: str, rules: Rules) -> Amount | None:
    """Return what a cell commits its source to; a vague plural counts at least what the codebook says, other words nothing."""
    if low is None:
        least = rules.vague.get(value.strip().casefold())
        return Amount(least, None, Bound.at_least) if least else None
    known = BOUNDS.get(bound) or Bound(bound)
    if high is not None and high > low:
        return Amount(low, high, Bound.between)
    return Amount(low, low, Bound.exact if known == Bound.between else known)


def title_from_address(url: str) -> str:
    """Return the words of the last part of an address: what the page was called when it was put up.

    >>> title_from_address("http://a.example/news/2024/09/over-100-lamps-went-out-77.html")
    'over 100 lamps went out 77'
    """
    path = DATE_PATH.sub("/", url.partition("://")[2].partition("?")[0].rstrip("/"))
    last = path.rpartition("/")[2].partition(".")[0] if "/" in path else ""
    words = SLUG.sub(" ", last)
    return words if " " in words else ""
