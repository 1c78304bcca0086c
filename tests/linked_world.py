"""A small world made by hand for the linked-data exports, and the same one with hostile words in every place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from musterbook.publish.public import (
    Public,
    PublicClaim,
    PublicDocument,
    PublicFact,
    PublicHop,
    PublicOrigin,
    PublicSource,
)
from musterbook.shield.mask_from_span import Mask, Rule
from musterbook.shield.shielded_from_text import Shielded, shielded

EVIL = 'a</script><b onx="1">\u202e\x00\ud83d & “q” \\ \n{"@id": "x"} %s'

# ---------------------------------------------------------------- a small world by hand

KEEPER = "Ann Lee"
TEXTS = {
    "first": "The Lamp Office counted over 18,000 closures in 2023. Fog.",
    "second": "🜂 Over 18,000 closures in 2023, the Lamp Office said.",
    "third": f"{KEEPER}, who hides in a shed, saw 12 lights go out.",
    "fourth": "A clerk spoke of 90 closures in 2023.",
    "later": "The Lamp Office counted over 18,000 closures in 2023. Fog. Corrected.",
}


def masked(words: str) -> Shielded:
    at = words.find(KEEPER)
    return shielded(words, [] if at < 0 else [Mask(at, at + len(KEEPER), Rule.name, "a keeper")])


def page(name: str, published: str, **changes: Any) -> PublicDocument:
    made = PublicDocument(
        id=name,
        name=f"{name}.html",
        url=f"https://{name}.example/page",
        title=shielded(f"Lights of the {name}", []),
        publisher=f"{name} gazette",
        source="",
        published=published,
        published_how="metadata",
        guessed=False,
        lang="en",
        sha256=name.encode().hex().ljust(64, "0"),
        raw=name.encode().hex().ljust(64, "f"),
        captured="2024-05-01T10:00:00+00:00",
        method="fetch",
        copy_of="",
    )
    return replace(made, **changes)


def claim(doc: str, words: str, *chain: PublicHop, **changes: Any) -> PublicClaim:
    start = TEXTS[doc].index(words)
    made = PublicClaim(
        id=f"claim-{doc}",
        doc=doc,
        kind="figure",
        what="closures",
        label="Lights closed",
        quote=masked(words),
        start=start,
        end=start + len(words),
        page=None,
        low=18000,
        high=18000,
        bound="over",
        unit="",
        per="",
        population="",
        place="North",
        country="GB",
        period="2023",
        time="",
        dims=(),
        stance="reported",
        chain=chain,
        origin=chain[-1].label if chain else "",
        open=bool(chain) and not chain[-1].source,
        cluster="",
        story="",
    )
    return replace(made, **changes)


def fact(name: str, *members: str, origins: tuple[PublicOrigin, ...] = (), **changes: Any) -> PublicFact:
    made = PublicFact(
        id=name,
        story=name,
        kind="figure",
        members=tuple(sorted(members)),
        verdict="single_origin" if origins else "no_origin",
        origins=origins,
        open_chains=(),
        pages=len(members),
        support=(),
        against=(),
        low=None,
        best=None,
        high=None,
        reliability="B",
        credibility="2",
        flags=(),
        reasons=(f"{len(members)} pages, {len(origins)} origins",),
        mutations=(),
        sums=(),
    )
    return replace(made, **changes)


def hop(label: str, source: str, role: str = "office") -> PublicHop:
    return PublicHop(label, source, role, shielded(f"{label} said", []))


OFFICE = PublicSource("lamp_office", "Lamp Office", "office", "office", "GB", "public body", "B")
WARDEN = PublicSource("warden", "The Warden", "person", "person who speaks in public", "", "person", "C")
WIRE = PublicSource("wire", "Fog Wire", "agency", "news agency", "XK-N", "independent media", "B")


@cache
def world() -> Public:
    """Two pages of one office, the first with a copy and a later version; a hiding keeper; a clerk without a name."""
    counted = PublicOrigin("lamp_office", "Lamp Office", "office", True, ("claim-first", "claim-second"))
    spoke = PublicOrigin("warden", "The Warden", "person", True, ("claim-third",))
    gone = claim("third", TEXTS["third"][:-1], hop("The Warden", "warden", "person"), kind="incident", what="outage")
    claims = (
        claim("first", "over 18,000 closures", hop("Lamp Office", "lamp_office"), hop("its papers", "", "document")),
        claim("second", "Over 18,000 closures", hop("Fog Wire", "wire"), hop("the office", "lamp_office")),
        replace(gone, label="Lights out", low=12, high=12, bound="exact", period="2024-01-03"),
        claim("fourth", "90 closures", hop("a clerk", "", "person"), low=90, high=90, bound="exact"),
    )
    return Public(
        title="Lights",
        as_of="",
        codebook="c0de",
        pack="lighthouse",
        documents=(
            page("first", "2024-02-01", source="wire"),
            page("second", "2024-03-05", captured="", copy_of="first"),
            page("third", "2024-03", url="", guessed=True),
            page("fourth", ""),
            page("later", "2024-02-01", url="https://first.example/page", captured="2024-06-01T10:00:00Z"),
        ),
        claims=claims,
        facts=(
            fact("told", "claim-first", "claim-second", origins=(counted,)),
            fact("gone", "claim-third", origins=(spoke,), kind="incident"),
            fact("said", "claim-fourth", credibility="6"),
        ),
        sources=(OFFICE, WARDEN, WIRE),
        terms=(),
        masked=(("name", 1),),
        withheld=1,
    )


def hostile() -> Public:
    """The same world with words in every place that try to be something else."""
    it = world()
    evil = shielded(EVIL, [])
    return replace(
        it,
        title=EVIL,
        documents=tuple(
            replace(doc, name=EVIL, title=evil, publisher=EVIL, url=url, captured=EVIL, published=EVIL)
            for doc, url in zip(
                it.documents,
                (
                    "javascript:alert(1)",
                    "https://x.example/a b<i>\u202e\ud83d",
                    "http://[::1",
                    "//x",
                    "data:text/html,x",
                ),
                strict=True,
            )
        ),
        claims=tuple(
            replace(
                c,
                label=EVIL,
                quote=evil,
                end=c.start + len(EVIL),
                place=EVIL,
                country=EVIL,
                period=EVIL,
                per=EVIL,
                unit=EVIL,
            )
            for c in it.claims
        ),
        facts=tuple(replace(f, reasons=(EVIL,), credibility="9") for f in it.facts),
        sources=tuple(replace(s, name=EVIL, side=EVIL) for s in it.sources),
    )


def turned(public: Public) -> Public:
    """The same with every list the other way round."""
    lists = ("documents", "claims", "facts", "sources")
    return replace(public, **{name: tuple(reversed(getattr(public, name))) for name in lists})
