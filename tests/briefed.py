"""A brief made by hand, invented from end to end: every verdict, changed copies, sums, masked words, hostile titles.

    .venv/bin/python -m tests.briefed

writes its page anew; look at it before you commit it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256

from musterbook.codebook.load import Codebook, load_codebook
from musterbook.compared import Mutation, Sum
from musterbook.model import digest
from musterbook.publish.brief.brief_from_public import brief_from_public
from musterbook.publish.brief.chapters_from_pack import chapters_from_pack
from musterbook.publish.brief.html_from_brief import html_from_brief
from musterbook.publish.brief.nouns import Ask, Brief, Chart
from musterbook.publish.brief.verify_from_html import Archived
from musterbook.publish.brief.words_from_codebook import Words, words_from_codebook
from musterbook.publish.public import (
    Public,
    PublicClaim,
    PublicDocument,
    PublicFact,
    PublicHop,
    PublicOrigin,
    PublicSource,
    PublicTerm,
)
from musterbook.shield.mask_from_span import Mask, Rule
from musterbook.shield.shielded_from_text import Shielded, shielded
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "brief.html"
BOARD, UNION, GAZETTE = (
    ("coast_board", "Coast Board", "office"),
    ("keepers_union", "Lamp Keepers' Union", "union"),
    ("harbour_gazette", "Harbour Gazette", "outlet"),
)
HOSTILE = 'Dark coast</q><script>alert(1)</script> #eval("x") *all* [link](http://evil.example) \\textbf'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" role="img" aria-labelledby="title desc">'
    '<title id="title">Lights</title>'
    '<desc id="desc">Two bars</desc><rect x="10" y="20" width="40" height="30"/><rect x="70" y="5" width="40" height="45"/></svg>'
)
PAGES = {
    "board": (
        "Coast Board",
        "Yearly report",
        "2021-02-01",
        "The Coast Board closed 12 lights in 2020. "
        "It paid off 30 keepers in 2020, of them 18 head keepers and 12 assistant keepers.",
    ),
    "gazette": (
        "Harbour Gazette",
        "Twelve lights dark",
        "2021-02-03",
        "Twelve lights were closed in 2020, the Coast Board says. "
        "In the union's words 45 keepers were paid off in 2020.",
    ),
    "digest": (
        "Gull Digest",
        "Lights go out",
        "2021-02-04",
        "According to the Coast Board 12 lights were closed in 2020.",
    ),
    "wire": ("Shore Wire", HOSTILE, "2021-02-05", "The Coast Board closed 2 lights in 2020."),
    "count": ("Harbour Gazette", "Our own count", "2021-03-01", "The Gazette counted about 12 lights closed in 2020."),
    "union": (
        "Lamp Keepers' Union",
        "To our members",
        "2021-03-02",
        "The union says that over 200 keepers are still on duty. Our letters: 18,000 letters reached the Board.",
    ),
    "loft": (
        "",
        "",
        "",
        "Маяк «Северный» закрыли, the pilots say: over 18,000 letters. "
        "A keeper of the old light, Ann Lee, said that boats are in danger by Skerry Head.",
    ),
    "tide": (
        "Tide Echo",
        "A dark night",
        "2021-05-06",
        "The Dora ran aground at Wickport on 5 May 2021, the Coast Board said. "
        "Lights are closed to save money, somebody at the Board said.",
    ),
}


def doc_of(name: str) -> PublicDocument:
    """One of the pages."""
    publisher, title, published, text = PAGES[name]
    return PublicDocument(
        id=digest(name),
        name=name,
        url=f"https://{publisher.lower().replace(' ', '-').replace(chr(39), '')}.example/{name}?a=1&b=2"
        if publisher
        else "",
        title=shielded(title, ()) if title else None,
        publisher=publisher,
        source={"Coast Board": "coast_board", "Harbour Gazette": "harbour_gazette"}.get(publisher, ""),
        published=published,
        published_how="sidecar" if published else "",
        guessed=False,
        lang="en",
        sha256=sha256(text.encode()).hexdigest(),
        raw=sha256(name.encode()).hexdigest(),
        captured="2021-06-01T10:00:00+00:00" if published else "",
        method="web archive",
        copy_of=digest("gazette") if name == "digest" else "",
    )


def quote_of(name: str, words: str) -> tuple[Shielded, int, int]:
    """The words of a page, its one private person masked."""
    text = PAGES[name][3]
    at, person = text.index(words), text.find("Ann Lee")
    masks = [Mask(person, person + 7, Rule.name, "a keeper")] if person >= 0 else []
    return shielded(text, masks).piece(at, at + len(words)), at, at + len(words)


def claim(
    name: str,
    words: str,
    what: str,
    low: float | None = None,
    *,
    kind: str = "figure",
    bound: str = "exact",
    period: str = "",
    place: str = "",
    chain: tuple[tuple[str, str], ...] = (),
    population: str = "",
    side: str = "GB",
) -> PublicClaim:
    """A claim of one of the pages."""
    quote, start, end = quote_of(name, words)
    return PublicClaim(
        id=digest(name, words, what),
        doc=digest(name),
        kind=kind,
        what=what,
        label=what,
        quote=quote,
        start=start,
        end=end,
        page=None,
        low=low,
        high=low,
        bound=bound if low is not None else "",
        unit="",
        per="",
        population=population,
        place=place,
        country="",
        period=period,
        time="",
        dims=(("side", side),) if side else (),
        stance="reported",
        chain=tuple(PublicHop(label, source, "office", None) for label, source in chain),
        origin=chain[-1][0] if chain else "",
        open=bool(chain) and not chain[-1][1],
        cluster="",
        story="",
    )


def fact(
    verdict: str,
    claims: list[PublicClaim],
    ends: dict[tuple[str, str, str], list[PublicClaim]],
    *,
    flags: tuple[str, ...] = (),
    against: list[PublicClaim] | None = None,
    mutations: tuple[Mutation, ...] = (),
    sums: tuple[Sum, ...] = (),
    grade: str = "B3",
) -> PublicFact:
    """A fact of these claims."""
    ids = tuple(sorted(it.id for it in claims))
    origins = tuple(
        PublicOrigin(key, label, kind, kind != "outlet", tuple(sorted(it.id for it in mine)))
        for (key, label, kind), mine in ends.items()
    )
    told = {id for origin in origins for id in origin.members}
    return PublicFact(
        id=f"c{digest(*ids)[1:]}",
        story="s1",
        kind=claims[0].kind,
        members=ids,
        verdict=verdict,
        origins=origins,
        open_chains=tuple(it.id for it in claims if it.id not in told),
        pages=len({it.doc for it in claims}),
        support=ids,
        against=tuple(sorted(it.id for it in against or ())),
        low=None,
        best=None,
        high=None,
        reliability=grade[0],
        credibility=grade[1],
        flags=flags,
        reasons=("counted",),
        mutations=mutations,
        sums=sums,
    )


def facts() -> tuple[list[PublicClaim], list[PublicFact]]:
    """All claims and facts of the pages."""
    board, union = (("Coast Board", "coast_board"),), (("Lamp Keepers' Union", "keepers_union"),)
    closed = [
        claim("board", "closed 12 lights in 2020", "closures", 12, period="2020"),
        claim("gazette", "Twelve lights were closed in 2020", "closures", 12, period="2020", chain=board),
        claim("digest", "12 lights were closed in 2020", "closures", 12, period="2020", chain=board),
        claim("wire", "closed 2 lights in 2020", "closures", 2, period="2020", chain=board),
    ]
    counted = claim("count", "about 12 lights closed in 2020", "closures", 12, bound="about", period="2020")
    lost = Mutation("digit_lost", closed[0].id, closed[3].id, "12 → 2: a digit lost")
    paid = claim("board", "paid off 30 keepers in 2020", "keepers_paid_off", 30, period="2020")
    more = claim("gazette", "45 keepers were paid off in 2020", "keepers_paid_off", 45, period="2020", chain=union)
    heads = claim("board", "18 head keepers", "keepers_paid_off", 18, period="2020", population="head keepers")
    others = claim(
        "board", "12 assistant keepers", "keepers_paid_off", 12, period="2020", population="assistant keepers"
    )
    parts = Sum("parts", "ok", "18 + 12 = 30, as stated", (paid.id, heads.id, others.id))
    duty = claim("union", "over 200 keepers are still on duty", "keepers_on_duty", 200, bound="over")
    letters = claim("union", "18,000 letters", "objections", 18000)
    passed = claim(
        "loft", "over 18,000 letters", "objections", 18000, bound="over", chain=(("the pilots", ""),), side=""
    )
    danger = claim(
        "loft",
        "A keeper of the old light, Ann Lee, said that boats are in danger by Skerry Head.",
        "effects.safety",
        kind="statement",
        chain=(("keeper", ""),),
        side="",
    )
    aground = claim(
        "tide",
        "The Dora ran aground at Wickport on 5 May 2021",
        "grounding",
        kind="incident",
        period="2021-05-05",
        place="gb_wickport",
        chain=board,
    )
    cost = claim(
        "tide",
        "Lights are closed to save money, somebody at the Board said.",
        "reasons.cost",
        kind="statement",
        chain=(("somebody", ""),),
    )
    made = [
        fact(
            "corroborated",
            [*closed, counted],
            {BOARD: closed, ("harbour_gazette", "Harbour Gazette", "office"): [counted]},
            mutations=(lost,),
            grade="B1",
        ),
        fact(
            "contradicted",
            [paid, more],
            {BOARD: [paid], UNION: [more]},
            against=[paid, more],
            sums=(parts,),
            grade="B4",
        ),
        fact("single_origin", [heads], {BOARD: [heads]}, sums=(parts,)),
        fact("single_origin", [others], {BOARD: [others]}, sums=(parts,)),
        fact("single_origin", [duty], {UNION: [duty]}, flags=("only_a_party", "other_side_silent"), grade="C4"),
        fact("no_origin", [letters, passed], {}, flags=("anonymous",), grade="F6"),
        fact("no_origin", [danger], {}, flags=("anonymous",), grade="F6"),
        fact("single_origin", [aground], {BOARD: [aground]}),
        fact("no_origin", [cost], {}, grade="F6"),
    ]
    return [*closed, counted, paid, more, heads, others, duty, letters, passed, danger, aground, cost], made


@cache
def sample() -> Public:
    """What is public of these pages."""
    claims, made = facts()
    sources = tuple(PublicSource(id, name, kind, kind, "GB", "public body", "B") for id, name, kind in (BOARD, GAZETTE))
    return Public(
        title="Lights of the coast",
        as_of="",
        codebook="0123456789abcdef",
        pack="lighthouse",
        documents=tuple(sorted(map(doc_of, PAGES), key=lambda it: it.id)),
        claims=tuple(sorted(claims, key=lambda it: it.id)),
        facts=tuple(sorted(made, key=lambda it: it.id)),
        sources=sources,
        terms=(PublicTerm(digest("wire"), "light", "literal_noun", shielded("lamp of the tower", ())),),
        masked=(("name", 1),),
        withheld=0,
    )


def of(origin: PublicOrigin, ids: set[str]) -> PublicOrigin:
    """An end without the claims that are not there."""
    return replace(origin, members=tuple(id for id in origin.members if id in ids))


def without(public: Public, *names: str) -> Public:
    """What was public before these pages were there."""
    gone = {digest(name) for name in names}
    claims = tuple(it for it in public.claims if it.doc not in gone)
    ids = {it.id for it in claims}
    kept = [
        replace(
            it,
            members=tuple(id for id in it.members if id in ids),
            origins=tuple(end for one in it.origins if (end := of(one, ids)).members),
            against=tuple(id for id in it.against if id in ids),
            mutations=tuple(one for one in it.mutations if {one.before, one.after} <= ids),
        )
        for it in public.facts
        if ids & {*it.members}
    ]
    alone = [replace(it, verdict="single_origin", against=()) if len(it.origins) == 1 else it for it in kept]
    return replace(
        public, documents=tuple(it for it in public.documents if it.id not in gone), claims=claims, facts=tuple(alone)
    )


@cache
def book() -> Codebook:
    """The codebook of the lights."""
    return load_codebook("lighthouse")


@cache
def words() -> Words:
    """Its words."""
    return words_from_codebook(book())


def briefed(public: Public | None = None, **asked: object) -> Brief:
    """The brief of what is public."""
    ask = replace(Ask("Lights that went out", made="2021-07-01", version="0.0.0"), **asked)  # type: ignore[arg-type]
    charts = (Chart("Lights closed", SVG, "Two bars.", "Coast Board"),)
    return brief_from_public(public or sample(), words(), ask, chapters=chapters_from_pack(book()), charts=charts)


def archived(claim_id: str) -> Archived | None:
    """What an archive of these pages holds of a claim."""
    found = next((it for it in sample().claims if it.id == claim_id), None)
    if found is None:
        return None
    name = next(name for name in PAGES if digest(name) == found.doc)
    return Archived(
        PAGES[name][3], found.start, found.end, found.doc, lambda raw: raw == sha256(name.encode()).hexdigest()
    )


if __name__ == "__main__":
    GOLDEN.write_text(html_from_brief(briefed()), encoding="utf-8", newline="\n")
