"""An article that is not in the base -> what the base holds about each of its claims. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from musterbook.assess.finding import Checked, Finding, Kind, Remark
from musterbook.assess.findings_from_entries import Around, finding
from musterbook.assess.flags_from_cluster import flags_from_cluster
from musterbook.assess.laws_from_terms import law_faults
from musterbook.assess.origin_from_series import imported_from_codebook, probable_by_claim
from musterbook.assess.roots_from_entries import roots_from_entries
from musterbook.assess.sum_rules_from_codebook import sum_rules_from_codebook
from musterbook.assess.sums_from_entries import sums_from_entries
from musterbook.assess.words_from_flags import FLAGS
from musterbook.compared import Cluster, Entry, Judgement, Link
from musterbook.link.copies_from_signatures import Item, copies_from_signatures
from musterbook.link.entry_from_claim import entries_from_extract, fault_words
from musterbook.link.keys_from_entry import keys_from_entry
from musterbook.link.likeness_from_signatures import Kind as Likeness
from musterbook.link.link_from_pair import link_from_pair
from musterbook.link.relation_from_shapes import APART, cases_from_shapes
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.link.shape_from_entry import Shape, shape_from_entry
from musterbook.link.signature_from_text import Signature, signature_from_text
from musterbook.model import Document, Extract, digest
from musterbook.one_cluster import assess, count_in_words
from musterbook.store import comparison_rows as rows
from musterbook.store.sqlite import Base

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook

FACTOR = 2.5  # two steps of one ladder that are further apart are not taken for each other
LADDER = """SELECT id FROM figures WHERE measure IN ({}) AND coalesce(per, '') = ? AND low BETWEEN ? AND ? AND doc <> ? ORDER BY id"""


class Article:
    """One check: the article's claims, and those of the base that have to do with them."""

    def __init__(self, base: Base, codebook: Codebook, document: Document, extract: Extract) -> None:
        self.base, self.codebook, self.document, self.extract = base, codebook, document, extract
        self.rules: Rules = rules_from_codebook(codebook)
        copy = copy_of(base, document)
        self.own = [
            it
            for it in entries_from_extract(document, extract, self.rules, copy_of=copy)
            if it.kind != "statement" or it.chain
        ]
        self.entries: dict[str, Entry] = {}
        self.shapes: dict[str, Shape] = {}
        self.add(self.own)
        self.links: dict[str, list[Link]] = defaultdict(list)

    def add(self, entries: list[Entry]) -> None:
        """Take entries in."""
        for entry in entries:
            self.entries[entry.id] = entry
            self.shapes[entry.id] = shape_from_entry(entry, self.rules)

    def fetch(self, claims: set[str]) -> set[str]:
        """Take claims of the base in; return those that are not of this very document."""
        missing = claims - set(self.entries)
        self.add(list(rows.held_entries(self.base, missing).values()))
        return {id for id in claims if id in self.entries and self.entries[id].doc != self.document.id}

    def meet(self) -> None:
        """Link every claim of the article with those of the base that it meets under some key."""
        keys = {entry.id: keys_from_entry(entry, self.shapes[entry.id]) for entry in self.own}
        blocks = rows.meetings(self.base, {key for some in keys.values() for key in some})
        for entry in self.own:
            for id in sorted(self.fetch({id for key in keys[entry.id] for id in blocks[key]})):
                link = link_from_pair(entry, self.entries[id], self.shapes, self.rules)
                if link is not None:
                    self.links[entry.id].append(link)

    def around(self, entry: Entry) -> tuple[Cluster, list[Link]]:
        """Return the fact that a claim of the article tells, with all that the base holds of it."""
        same = {
            id for link in self.links[entry.id] if link.judgement == Judgement.same for id in (link.left, link.right)
        } - {entry.id}
        held = {
            row["cluster"] for row in rows.select(self.base, "SELECT cluster FROM clusters WHERE claim IN ({})", same)
        }
        members = {
            row["claim"] for row in rows.select(self.base, "SELECT claim FROM clusters WHERE cluster IN ({})", held)
        }
        members = self.fetch(members) | {entry.id}
        links = [link for link in rows.links(self.base, members - {entry.id}) if {link.left, link.right} <= members]
        links += [link for link in self.links[entry.id] if {link.left, link.right} <= members]
        beside = [link for link in self.links[entry.id] if not {link.left, link.right} <= members and link.mutations]
        return Cluster(f"c{digest(*sorted(members))}", entry.kind, tuple(sorted(members)), tuple(links)), beside

    def ladder(self, entry: Entry) -> list[str]:
        """Return claims that count a neighbouring step of the same in the same time: what is often set beside it, and must not be."""
        row = self.rules.measures.get(entry.what)
        never = sorted({part.strip() for part in row.never_with.split(";")} - {""}) if row and row.family else []
        steps = [id for id in never if (other := self.rules.measures.get(id)) and row and other.family == row.family]
        if entry.kind != "figure" or entry.amount is None or not steps or not (entry.per or entry.period):
            return []
        sql = LADDER.format(", ".join("?" * len(steps)))
        low = entry.amount.low
        found = {
            it["id"] for it in self.base.rows(sql, (*steps, entry.per, low / FACTOR, low * FACTOR, self.document.id))
        }
        linked = {id for link in self.links[entry.id] for id in (link.left, link.right)}
        return [id for id in sorted(self.fetch(found) - linked) if self.beside(entry, self.shapes[id])]

    def beside(self, entry: Entry, other: Shape) -> bool:
        """True when two steps of one ladder are said of the same: one scope, and one time or one rate."""
        mine = self.shapes[entry.id]
        cases = cases_from_shapes(mine, other, self.rules)
        scope = all(cases[slot] in ("same", "missing") for slot in ("side", "formation", "place", "law"))
        timed = cases["period"] != APART if entry.per else cases["period"] == "same" and mine.span is not None
        return scope and timed


def check_article(base: Base, codebook: Codebook, document: Document, extract: Extract) -> Checked:
    """Return what the base holds about every claim of an article; its own page in the base, if it is there, does not count."""
    article = Article(base, codebook, document, extract)
    article.meet()
    sums = sums_from_entries(article.own, sum_rules_from_codebook(codebook))
    probable = probable_by_claim(article.own, imported_from_codebook(codebook))
    laws = law_faults(document, extract, codebook)
    retold = any(
        link.judgement == Judgement.same and not share(article.entries[id], article.rules)
        for id in article.links
        for link in article.links[id]
    )
    findings: list[Finding] = []
    for entry in article.own:
        cluster, beside = article.around(entry)
        mine = [it for it in sums if entry.id in it.members]
        assessment = assess(cluster, article.entries, article.rules, sums=mine, beside=beside, known=article.shapes)
        around = Around(
            assessment,
            article.links[entry.id],
            mine,
            probable.get(entry.id, ()),
            own_share=retold and share(entry, article.rules) and assessment.pages == 1,
            ladder=article.ladder(entry),
        )
        findings.append(finding(entry, around, article.entries, article.shapes, law=laws.get(entry.id, "")))
    others = {id: article.entries[id] for it in findings for remark in it.remarks for id in remark.others}
    return Checked(document.id, tuple(findings), tuple(summary(article, extract)), others)


def share(entry: Entry, rules: Rules) -> bool:
    """True for a part of a whole."""
    row = rules.measures.get(entry.what)
    return row is not None and row.kind in ("share", "ratio")


def summary(article: Article, extract: Extract) -> list[Remark]:
    """Return what holds for the article as a whole: where all of it comes from, its terms, its flags."""
    own = {entry.id: entry for entry in article.own}
    found: list[Remark] = []
    if own:
        roots = roots_from_entries(article.own, article.rules)
        kind = Kind.single_origin if len(roots.counted) == 1 else Kind.warning
        found.append(
            Remark(kind, f"{'single origin: ' if kind == Kind.single_origin else ''}{count_in_words(own, roots)}")
        )
        flags = flags_from_cluster(own, roots, article.rules)
        found += [Remark(Kind.warning, FLAGS[flag]) for flag in flags if flag in FLAGS and flag != "term_error"]
    faults = dict.fromkeys(
        (use.fault_quote.text, use.concept, use.fault) for use in extract.terms if use.fault and use.fault_quote
    )
    for words, concept, fault in faults:
        found.append(Remark(Kind.term_suspicious, f"“{words}” is {fault_words(concept, fault or '')}"))
    return found


def copy_of(base: Base, document: Document) -> str:
    """Return the document of the base whose text the article repeats, "" when it repeats none."""
    sql = "SELECT doc, published, signature FROM signatures JOIN documents ON documents.id = doc WHERE doc <> ? ORDER BY doc"
    items = [
        Item(row["doc"], row["published"], Signature.from_bytes(row["signature"]))
        for row in base.rows(sql, (document.id,))
    ]
    items.append(Item(document.id, document.published, signature_from_text(document.text)))
    for group in copies_from_signatures(items):
        if group.kind == Likeness.copy and document.id in group.members:
            return next(id for id in (group.representative, *group.members) if id != document.id)
    return ""
