"""Linked-data exports: what other people's tools read, held against the standards' own words and against what must not leave."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from musterbook.compared import Mutation
from musterbook.publish.linked.annotations_from_public import annotations_from_public
from musterbook.publish.linked.claimreview_from_public import claimreview_from_public
from musterbook.publish.linked.forms import FORMS, plain
from musterbook.publish.linked.ftm_from_public import ftm_from_public
from musterbook.publish.linked.iri_from_record import day, moment, web
from musterbook.publish.linked.prov_from_public import prov_from_public
from musterbook.publish.linked.sentence_from_fact import sentence_from_claim
from musterbook.publish.public import (
    Public,
    PublicOrigin,
)
from musterbook.shield.mask_from_span import BLOCK
from tests.linked_shapes import (
    ANNOTATION_CONTEXT,
    COLLECTION,
    MOTIVATIONS,
    REVIEW_CONTEXT,
    REVIEWS,
    SHAPES,
    Json,
)
from tests.linked_world import KEEPER, TEXTS, hostile, masked, turned, world
from tests.public_sample import PAGES, PRIVATE, sample

# The pinned rdflib calls a class of its own that it will drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PROV = "http://www.w3.org/ns/prov#"
WORLDS = {"by hand": world, "sample": sample, "hostile": hostile}


@pytest.fixture(params=WORLDS)
def public(request: pytest.FixtureRequest) -> Public:
    return WORLDS[request.param]()


def written(public: Public, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for write in FORMS.values() for path in write(public, folder)}


def parsed(made: Json, context: Json) -> Any:
    """The triples of a record, with the context in place of its address."""
    from rdflib import Graph

    return Graph().parse(data=plain({**made, "@context": context}, None), format="json-ld")


def unknown(value: Any, context: Json) -> set[str]:
    """The keys of a record that its context does not know: a reader would drop them without a word."""
    if isinstance(value, list):
        return {key for item in value for key in unknown(item, context)}
    if not isinstance(value, dict):
        return set()
    inner = {key for key, item in value.items() if key != "@context" for key in unknown(item, context)}
    return inner | {key for key in value if key not in context and not key.startswith("@")}


# ---------------------------------------------------------------- every form


def test_every_form_writes_json_in_utf8_that_cannot_end_a_script(public: Public, tmp_path: Path) -> None:
    files = written(public, tmp_path / "new" / "folder")
    assert sorted(files) == ["annotations.jsonld", "claimreview.jsonld", "entities.ftm.json", "prov.jsonld"]
    for name, raw in files.items():
        text = raw.decode("utf-8")
        assert "<" not in text and text.endswith("\n"), name
        for record in text.splitlines() if name.endswith(".ftm.json") else [text]:
            assert isinstance(json.loads(record), dict)


def test_same_base_same_bytes_in_any_order(tmp_path: Path) -> None:
    for public in (world(), sample()):
        assert written(public, tmp_path / "one") == written(turned(public), tmp_path / "other")


def test_an_empty_base_gives_files_that_are_valid_and_empty(tmp_path: Path) -> None:
    empty = Public("", "", "c0de", "lighthouse", *((),) * 6, 0)
    assert written(empty, tmp_path)["entities.ftm.json"] == b""
    Draft202012Validator(REVIEWS).validate(claimreview_from_public(empty))
    Draft202012Validator(COLLECTION).validate(annotations_from_public(empty))
    assert annotations_from_public(empty)["total"] == 0


def test_nobody_private_is_in_any_file(tmp_path: Path) -> None:
    for public, names in ((sample(), PRIVATE), (world(), (KEEPER, KEEPER.split()[1]))):
        for name, raw in written(public, tmp_path).items():
            assert not [private for private in names if private in raw.decode()], name
            assert BLOCK not in raw.decode(), f"{name}: blocks beside offsets would tell how long a name is"
    office = b"".join(written(world(), tmp_path).values()).decode()
    assert "The Warden" in office and "Lamp Office" in office, "who speaks in public keeps their name"


# ---------------------------------------------------------------- ClaimReview


def reviews(public: Public) -> dict[str, Json]:
    return {it["url"].rpartition(":")[2]: it for it in claimreview_from_public(public)["@graph"]}


def test_reviews_have_the_fields_of_the_standard_and_parse(public: Public) -> None:
    made = claimreview_from_public(public)
    Draft202012Validator(REVIEWS).validate(made)
    assert not unknown(made, REVIEW_CONTEXT)
    from rdflib import RDF, URIRef

    graph = parsed(made, REVIEW_CONTEXT)
    assert len({*graph.subjects(RDF.type, URIRef("https://schema.org/ClaimReview"))}) == len(made["@graph"])


def test_a_review_says_who_first_said_it_and_who_repeats_it() -> None:
    told = reviews(world())["told"]
    item = told["itemReviewed"]
    assert item["author"] == [{"@type": "Organization", "name": "Lamp Office"}]
    assert item["firstAppearance"]["url"] == "https://first.example/page"
    assert [it["url"] for it in item["appearance"]] == ["https://second.example/page"]
    assert told["claimReviewed"] == "Lights closed, North, 2023: over 18,000."
    assert told["datePublished"] == "2024-06-01"
    rating = {"ratingValue": 4, "bestRating": 5, "worstRating": 1, "alternateName": "single origin"}
    assert told["reviewRating"] == {"@type": "Rating", "ratingExplanation": "2 pages, 1 origins", **rating}


def test_one_page_with_one_origin_is_no_review_and_one_with_none_is() -> None:
    assert sorted(reviews(world())) == ["said", "told"]
    said = reviews(world())["said"]
    assert "author" not in said["itemReviewed"], "a clerk without a name is no author"
    assert "ratingValue" not in said["reviewRating"], "what cannot be judged has no number"


def test_a_person_who_speaks_in_public_is_a_person_and_an_unnamed_source_of_theirs_is_nobody() -> None:
    it = world()
    gone = replace(it.facts[1], pages=2)
    assert reviews(replace(it, facts=(gone,)))["gone"]["itemReviewed"]["author"] == [
        {"@type": "Person", "name": "The Warden"}
    ]
    hidden = replace(gone, origins=(replace(gone.origins[0], key="warden ?", confirms=False),))
    assert "author" not in reviews(replace(it, facts=(hidden,)))["gone"]["itemReviewed"]


def test_a_claim_that_was_changed_on_the_way_is_not_the_one_reviewed() -> None:
    it = world()
    wrong = replace(it.claims[0], low=1800, high=1800, bound="exact", chain=())
    lost = Mutation("digit_lost", "claim-second", "claim-first", "18,000 → 1,800: a digit lost")
    changed = replace(it, claims=(wrong, *it.claims[1:]), facts=(replace(it.facts[0], mutations=(lost,)),))
    assert reviews(changed)["told"]["claimReviewed"].endswith("over 18,000.")
    untouched = replace(changed, facts=it.facts)
    assert reviews(untouched)["told"]["claimReviewed"].endswith(": 1,800.")


def test_a_sentence_keeps_its_bound_word_its_rate_and_its_unit() -> None:
    it = world().claims[0]
    for bound, words in (("about", "about 18,000"), ("at_least", "at least 18,000"), ("nearly", "nearly 18,000")):
        assert sentence_from_claim(replace(it, bound=bound)).endswith(f": {words}.")
    between = replace(it, low=5, high=8, bound="between", unit="years", period="2023-01/2023-06")
    assert sentence_from_claim(between) == "Lights closed, North, 2023-01 to 2023-06: 5–8 years."
    statement = replace(it, kind="statement", low=None, high=None, bound="")
    assert sentence_from_claim(statement).endswith(": “over 18,000 closures”.")
    assert sentence_from_claim(replace(statement, quote=masked(f"{KEEPER} left"))) == "Lights closed, North, 2023."


# ---------------------------------------------------------------- Web Annotation


def items(public: Public) -> dict[str, Json]:
    return {it["id"].rpartition(":")[2]: it for it in annotations_from_public(public)["first"]["items"]}


def selectors(item: Json) -> dict[str, Json]:
    return {it["type"]: it for it in item["target"]["selector"]}


def test_annotations_have_the_fields_of_the_standard_and_parse(public: Public) -> None:
    made = annotations_from_public(public)
    Draft202012Validator(COLLECTION).validate(made)
    assert not unknown(made, ANNOTATION_CONTEXT)
    from rdflib import RDF, URIRef

    oa = "http://www.w3.org/ns/oa#"
    graph = parsed(made, ANNOTATION_CONTEXT)
    assert len({*graph.subjects(RDF.type, URIRef(f"{oa}Annotation"))}) == made["total"] == len(public.claims)
    motives = {str(it) for it in graph.objects(None, URIRef(f"{oa}motivatedBy"))}
    assert motives == {f"{oa}{name}" for name in MOTIVATIONS}


def test_the_exact_words_stand_at_their_place_in_the_page() -> None:
    for claim in world().claims:
        found = selectors(items(world())[claim.id])
        place = found["TextPositionSelector"]
        words = masked(TEXTS[claim.doc]).text[place["start"] : place["end"]]
        assert words == claim.quote.text
        assert ("TextQuoteSelector" in found) == (BLOCK not in words) == (claim.doc != "third")
        assert claim.doc == "third" or found["TextQuoteSelector"]["exact"] == words


def test_the_exact_words_of_pages_that_went_the_whole_way_stand_in_them() -> None:
    names = {doc.id: doc.name for doc in sample().documents}
    shown = items(sample())
    assert len(shown) == len(sample().claims) > 20
    for claim in sample().claims:
        body, about = PAGES[names[claim.doc]]
        text = f"{about['title']}\n\n{body}\n" if about["title"] else f"{body}\n"
        found = selectors(shown[claim.id])
        place = found["TextPositionSelector"]
        assert bool(claim.quote.masks) == ("TextQuoteSelector" not in found)
        if not claim.quote.masks:
            assert found["TextQuoteSelector"]["exact"] == text[place["start"] : place["end"]]


def test_a_target_is_the_address_else_the_archived_bytes_with_the_time_they_were_taken() -> None:
    first, second, third = (items(world())[f"claim-{name}"]["target"] for name in ("first", "second", "third"))
    assert first["source"] == "https://first.example/page"
    assert first["state"]["sourceDate"] == "2024-05-01T10:00:00Z"
    assert first["state"]["cached"].startswith("urn:sha256:")
    assert "sourceDate" not in second["state"] and "cached" in second["state"]
    assert third["source"] == third["state"]["cached"]
    bare = replace(world(), documents=tuple(replace(it, raw="", captured="") for it in world().documents))
    assert "state" not in items(bare)["claim-first"]["target"]


# ---------------------------------------------------------------- PROV-O


def graph_of(public: Public) -> Any:
    from rdflib import Graph

    return Graph().parse(data=plain(prov_from_public(public), None), format="json-ld")


def pairs(graph: Any, relation: str) -> set[tuple[str, str]]:
    from rdflib import URIRef

    return {(str(a), str(b)) for a, b in graph.subject_objects(URIRef(f"{PROV}{relation}"))}


def test_the_graph_has_the_relations_that_its_shapes_ask_for(public: Public) -> None:
    from pyshacl import validate

    graph = graph_of(public)
    conforms, _, words = validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert conforms, words
    assert not unknown(prov_from_public(public), prov_from_public(public)["@context"])
    derived = pairs(graph, "wasDerivedFrom")
    above: dict[str, set[str]] = {}
    for low, high in derived:
        above.setdefault(low, set()).add(high)
    for start in above:
        seen, todo = set(), [*above[start]]
        while todo:
            if (at := todo.pop()) not in seen:
                seen.add(at)
                todo += above.get(at, ())
        assert start not in seen, "nothing comes from itself"


def test_the_shapes_bite() -> None:
    from pyshacl import validate

    made = prov_from_public(world())
    for broken in ("urn:musterbook:agent:lamp_office", "urn:musterbook:document:first", "urn:musterbook:software"):
        rest = {**made, "@graph": [node for node in made["@graph"] if node["id"] != broken]}
        from rdflib import Graph

        graph = Graph().parse(data=plain(rest, None), format="json-ld")
        assert not validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")[0], broken


def test_pages_of_one_origin_meet_in_one_primary_source_and_nobody_named_is_none() -> None:
    graph = graph_of(world())
    primary = dict(pairs(graph, "hadPrimarySource"))
    first, second, third, fourth = (
        f"urn:musterbook:claim:claim-{name}" for name in ("first", "second", "third", "fourth")
    )
    assert primary[first] == primary[second] != primary[third]
    assert fourth not in primary
    by = dict(pairs(graph, "wasAttributedTo"))
    assert by[primary[first]] == "urn:musterbook:agent:lamp_office"
    derived = pairs(graph, "wasDerivedFrom")
    (wire,) = (high for low, high in derived if low == second)
    assert by[wire] == "urn:musterbook:agent:wire" and (wire, primary[second]) in derived
    (papers,) = (high for low, high in derived if low == primary[first])
    assert papers not in by, "papers are nobody"
    assert {high for low, high in derived if low == fourth}.isdisjoint(by)


def test_a_claim_in_its_pages_own_word_has_its_page_as_primary_source() -> None:
    it = world()
    own = replace(it.claims[0], chain=(), origin="")
    told = replace(it.facts[0], origins=(PublicOrigin("wire", "Fog Wire", "agency", True, ("claim-first",)),))
    it = replace(it, claims=(own, *it.claims[1:]), facts=(told, *it.facts[1:]))
    name = "urn:musterbook:claim:claim-first"
    assert dict(pairs(graph_of(it), "hadPrimarySource"))[name] == "urn:musterbook:document:first"
    uncounted = replace(it, facts=it.facts[1:])
    assert name not in dict(pairs(graph_of(uncounted), "hadPrimarySource"))


def test_copies_and_later_versions_are_tied_to_their_pages() -> None:
    graph = graph_of(world())
    document = "urn:musterbook:document:"
    assert pairs(graph, "alternateOf") == {(f"{document}second", f"{document}first")}
    assert pairs(graph, "wasRevisionOf") == {(f"{document}later", f"{document}first")}
    assert ("urn:musterbook:capture:third", "") not in pairs(graph, "specializationOf")
    assert len(pairs(graph, "specializationOf")) == 4, "a page without an address is a state of nothing"


def test_the_words_of_a_hop_stand_on_its_derivation() -> None:
    from rdflib import RDFS, URIRef

    graph = graph_of(world())
    claim = URIRef("urn:musterbook:claim:claim-second")
    (derivation,) = graph.objects(claim, URIRef(f"{PROV}qualifiedDerivation"))
    assert [str(it) for it in graph.objects(derivation, RDFS.comment)] == ["Fog Wire said"]
    assert {*graph.objects(derivation, URIRef(f"{PROV}entity"))} == {
        *graph.objects(claim, URIRef(f"{PROV}wasDerivedFrom"))
    }


# ---------------------------------------------------------------- FollowTheMoney


@pytest.mark.slow
def test_entities_are_valid_in_the_models_own_library(public: Public) -> None:
    from followthemoney import model

    made = ftm_from_public(public)
    ids = {it["id"] for it in made}
    assert len(ids) == len(made)
    for it in made:
        proxy = model.get_proxy(it, cleaned=False)
        proxy.schema.validate(it)
        kept = {key: sorted(values) for key, values in proxy.to_dict()["properties"].items()}
        if public is not WORLDS["hostile"]():
            assert kept.keys() == it["properties"].keys(), "the library's cleaning dropped a value"
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in ids
                other = next(node for node in made if node["id"] == value)
                assert model.get(other["schema"]).is_a(prop.range)


def by_schema(public: Public) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for it in ftm_from_public(public):
        found.setdefault(it["schema"], []).append(it["properties"])
    return found


def test_entities_are_pages_those_named_happenings_and_ties() -> None:
    found = by_schema(world())
    assert [it["name"] for it in found["PublicBody"]] == [["Lamp Office"]]
    assert [it["name"] for it in found["Person"]] == [["The Warden"]]
    assert [it["name"] for it in found["Organization"]] == [["Fog Wire"]]
    assert "country" not in found["Organization"][0], "a side that is no code of a country is none"
    assert len(found["Article"]) == 4 and len(found["Document"]) == 1
    (event,) = found["Event"]
    assert event["date"] == ["2024-01-03"] and event["location"] == ["North"] and event["country"] == ["gb"]
    assert event["name"] == ["Lights out, North, 2024-01-03: 12."]
    assert len(event["proof"]) == 1 and len(found["Note"]) == 2
    ties = [it["role"] for it in found["Documentation"]]
    assert sorted(ties) == [["origin"], ["origin"], ["passes on"], ["passes on"], ["publisher"]]
    assert "Statement" not in found


def test_a_guessed_date_is_not_told_as_a_date() -> None:
    dated = [it.get("publishedAt") for it in by_schema(world())["Document"]]
    assert dated == [None]
    assert "datePublished" not in reviews(world())["said"]["itemReviewed"]


# ---------------------------------------------------------------- names and times


def test_only_addresses_of_the_web_are_addresses() -> None:
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/x",
        "//x.example",
        "http://[::1",
        "https://",
        "x",
    ):
        assert web(bad) == "", bad
    assert web("https://вежа.example/шлях?a=1&b=2#c") == "https://вежа.example/шлях?a=1&b=2#c"
    assert web("HTTP://X.example/%20") == "HTTP://X.example/%20"


def test_times_have_a_zone_or_are_none_and_days_are_in_the_calendar() -> None:
    assert moment("2024-03-05T10:00:00.25+02:00") == "2024-03-05T10:00:00.25+02:00"
    assert [moment(it) for it in ("", "2024-03-05", "2024-99-05T10:00:00", "soon")] == [""] * 4
    assert [day(it) for it in ("2024", "2024-13", "2024-03-32", "../2024", "20240305")] == ["2024", "", "", "", ""]
