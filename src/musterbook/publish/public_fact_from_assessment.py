"""An assessment of claims as they are told -> the public fact, without what of it is about claims that are not shown."""

from __future__ import annotations

from collections.abc import Set

from musterbook.compared import Assessment, Cluster
from musterbook.publish.public import PublicFact, PublicOrigin

WITHDRAWN = "withdrawn_series"


def public_fact(
    cluster: Cluster, it: Assessment, story: str, shown: Set[str], withdrawn: tuple[str, ...] = ()
) -> PublicFact:
    """Return a fact; `shown` are the claims that are, `withdrawn` notes on series that were."""
    return PublicFact(
        id=cluster.id,
        story=story,
        kind=cluster.kind,
        members=cluster.members,
        verdict=it.verdict.value,
        origins=tuple(PublicOrigin(one.key, one.label, one.kind, one.confirms, one.members) for one in it.origins),
        open_chains=it.open_chains,
        pages=it.pages,
        support=it.support,
        against=it.against,
        low=it.low,
        best=it.best,
        high=it.high,
        reliability=it.reliability,
        credibility=it.credibility,
        flags=tuple(sorted({*it.flags, *([WITHDRAWN] if withdrawn else [])})),
        reasons=(*it.reasons, *withdrawn),
        mutations=tuple(one for one in it.mutations if one.before in shown and one.after in shown),
        sums=tuple(one for one in it.sums if set(one.members) <= shown),
    )
