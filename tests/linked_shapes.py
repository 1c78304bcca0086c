"""What the linked-data exports are held against: JSON Schemas and SHACL shapes of our own, contexts in short form.

The contexts have the terms that the exports use, each with its official IRI; they stand in for the ones at the addresses that
the files name, so that nothing has to be fetched.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
MOTIVATIONS = ("identifying", "classifying", "describing", "assessing")


def link(iri: str) -> Json:
    """A term whose value is a resource."""
    return {"@id": iri, "@type": "@id"}


REVIEW_CONTEXT: Json = {
    **{
        name: f"{SCHEMA}{name}"
        for name in (
            *("ClaimReview", "Claim", "Rating", "CreativeWork", "Organization", "Person"),
            *("datePublished", "author", "claimReviewed", "reviewBody", "reviewRating", "itemReviewed"),
            *("firstAppearance", "appearance", "publisher", "headline", "identifier", "inLanguage", "name"),
            *("alternateName", "ratingExplanation", "ratingValue", "bestRating", "worstRating"),
        )
    },
    "url": link(f"{SCHEMA}url"),
}

ANNOTATION_CONTEXT: Json = {
    "id": "@id",
    "type": "@type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "creator": link("http://purl.org/dc/terms/creator"),
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "exact": f"{OA}exact",
    "start": {"@id": f"{OA}start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{XSD}nonNegativeInteger"},
    "sourceDate": {"@id": f"{OA}sourceDate", "@type": f"{XSD}dateTime"},
    "cached": link(f"{OA}cachedSource"),
    "body": link(f"{OA}hasBody"),
    "target": link(f"{OA}hasTarget"),
    "source": link(f"{OA}hasSource"),
    "selector": link(f"{OA}hasSelector"),
    "state": link(f"{OA}hasState"),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "total": {"@id": f"{AS}totalItems", "@type": f"{XSD}nonNegativeInteger"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": f"{XSD}nonNegativeInteger"},
    **{name: link(f"{AS}{name}") for name in ("first", "last", "partOf")},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    **{
        name: f"{OA}{name}"
        for name in (
            *MOTIVATIONS,
            *("Annotation", "SpecificResource", "TextualBody"),
            *("TextQuoteSelector", "TextPositionSelector", "TimeState"),
        )
    },
}


def record(required: str, **properties: Any) -> Json:
    """The schema of an object with these properties, and no others."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def many(item: Json, least: int = 0) -> Json:
    """The schema of a list."""
    return {"type": "array", "items": item, "minItems": least}


def one(value: Any) -> Json:
    """The schema of a fixed value."""
    return {"const": value}


WORDS: Json = {"type": "string", "minLength": 1}
WHOLE: Json = {"type": "integer", "minimum": 0}
DAY: Json = {"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$"}
TIME: Json = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
WEB: Json = {"type": "string", "pattern": r"^https?://[^\s<>\"{}|\\^`]+$"}
URN: Json = {"type": "string", "pattern": r"^urn:(musterbook:[a-z]+:[\w.%~-]+|sha256:[0-9a-f]{64})$"}
PARTY = record("@type name", **{"@type": {"enum": ["Organization", "Person"]}, "name": WORDS})
WORK = record(
    "@type @id",
    **{"@type": one("CreativeWork"), "@id": URN, "url": WEB, "identifier": URN, "headline": WORDS},
    **{"publisher": PARTY, "datePublished": DAY, "inLanguage": WORDS},
)
RATING = {
    **record(
        "@type alternateName",
        **{"@type": one("Rating"), "ratingExplanation": WORDS, "bestRating": one(5), "worstRating": one(1)},
        ratingValue={"enum": [1, 2, 3, 4, 5]},
        alternateName={"enum": ["corroborated", "single origin", "contradicted", "not comparable", "no origin"]},
    ),
    "dependentRequired": {"ratingValue": ["bestRating", "worstRating"], "bestRating": ["ratingValue"]},
}
CLAIM = record(
    "@type firstAppearance",
    **{"@type": one("Claim"), "@id": URN, "author": many(PARTY, 1), "datePublished": DAY},
    **{"firstAppearance": WORK, "appearance": many(WORK, 1)},
)
REVIEW = record(
    "@type url author claimReviewed reviewRating itemReviewed",
    **{"@type": one("ClaimReview"), "@id": URN, "url": URN, "datePublished": DAY, "author": PARTY},
    **{"claimReviewed": WORDS, "reviewBody": WORDS, "reviewRating": RATING, "itemReviewed": CLAIM},
)
REVIEWS = record("@context @graph", **{"@context": one("https://schema.org"), "@graph": many(REVIEW)})

POSITION = record("type start end", type=one("TextPositionSelector"), start=WHOLE, end=WHOLE)
EXACT = record("type exact", type=one("TextQuoteSelector"), exact=WORDS)
BODY = {
    "oneOf": [
        record("type source purpose", type=one("SpecificResource"), source=URN, purpose=one("identifying")),
        record(
            "type value purpose",
            **{"type": one("TextualBody"), "value": WORDS, "purpose": {"enum": [*MOTIVATIONS]}},
            **{"format": one("text/plain"), "language": one("en")},
        ),
    ]
}
ANNOTATION = record(
    "id type body target motivation creator",
    id=URN,
    type=one("Annotation"),
    body=many(BODY, 1),
    motivation=many({"enum": [*MOTIVATIONS]}, 1),
    creator=record("id type name", id=WORDS, type=one("Software"), name=WORDS),
    target=record(
        "type source selector",
        type=one("SpecificResource"),
        source={"anyOf": [WEB, URN]},
        selector={**many({"oneOf": [POSITION, EXACT]}, 1), "contains": POSITION},
        state={**record("type", type=one("TimeState"), sourceDate=TIME, cached=URN), "minProperties": 2},
    ),
)
COLLECTION = record(
    "@context id type total first last",
    **{"@context": one("http://www.w3.org/ns/anno.jsonld"), "id": WORDS, "type": one("AnnotationCollection")},
    **{"total": WHOLE, "label": WORDS, "last": WORDS},
    first=record(
        "id type partOf startIndex items",
        **{"id": WORDS, "type": one("AnnotationPage"), "partOf": WORDS, "startIndex": one(0)},
        items=many(ANNOTATION),
    ),
)

# Whatever is derived has a source that the graph describes; whoever is answerable is an agent; a quotation is from a page
# that was captured; a primary source is somebody's saying or a page, and exactly one.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <urn:shape:> .

s:Derived a sh:NodeShape ; sh:targetSubjectsOf prov:wasDerivedFrom ;
  sh:class prov:Entity ;
  sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:class prov:Entity ; sh:nodeKind sh:IRI ] .
s:Attributed a sh:NodeShape ; sh:targetSubjectsOf prov:wasAttributedTo ;
  sh:property [ sh:path prov:wasAttributedTo ; sh:maxCount 1 ; sh:class prov:Agent ] .
s:Agent a sh:NodeShape ; sh:targetClass prov:Agent ;
  sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:datatype xsd:string ] .
s:Quoted a sh:NodeShape ; sh:targetSubjectsOf prov:wasQuotedFrom ;
  sh:property [ sh:path prov:wasQuotedFrom ; sh:minCount 1 ; sh:maxCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path ( prov:wasQuotedFrom prov:wasDerivedFrom prov:specializationOf ) ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path prov:wasGeneratedBy ; sh:minCount 1 ; sh:class prov:Activity ] ;
  sh:property [ sh:path prov:hadPrimarySource ; sh:maxCount 1 ; sh:class prov:Entity ] .
s:Primary a sh:NodeShape ; sh:targetObjectsOf prov:hadPrimarySource ;
  sh:property [ sh:path prov:wasAttributedTo ; sh:minCount 1 ; sh:class prov:Agent ] .
s:Derivation a sh:NodeShape ; sh:targetClass prov:Derivation ;
  sh:property [ sh:path prov:entity ; sh:minCount 1 ; sh:maxCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path [ sh:inversePath prov:qualifiedDerivation ] ; sh:minCount 1 ; sh:class prov:Entity ] .
s:Activity a sh:NodeShape ; sh:targetClass prov:Activity ;
  sh:property [ sh:path prov:wasAssociatedWith ; sh:minCount 1 ; sh:class prov:SoftwareAgent ] ;
  sh:property [ sh:path prov:used ; sh:class prov:Entity ] .
s:Collection a sh:NodeShape ; sh:targetClass prov:Collection ;
  sh:property [ sh:path prov:hadMember ; sh:minCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasGeneratedBy ; sh:minCount 1 ; sh:maxCount 1 ; sh:class prov:Activity ] .
s:Other a sh:NodeShape ; sh:targetSubjectsOf prov:alternateOf, prov:wasRevisionOf, prov:specializationOf ;
  sh:property [ sh:path prov:alternateOf ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasRevisionOf ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:specializationOf ; sh:class prov:Entity ] .
s:Generated a sh:NodeShape ; sh:targetSubjectsOf prov:generatedAtTime ;
  sh:property [ sh:path prov:generatedAtTime ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] .
"""
