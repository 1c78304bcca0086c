"""`musterbook worklist`: what was seen and not understood, for a person to turn into rows."""

from __future__ import annotations

from typing import Literal

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, dump, say, show


def worklist(*, base: BaseFolder = DEFAULT_BASE, examples: int = 3, format: Literal["table", "json"] = "table") -> int:
    """List what was left over, by reason, with examples: each may become a row in BASE/codebook/.

    Example: `musterbook worklist --base muster --examples 5`

    Parameters
    ----------
    examples
        How many examples to print for each reason.
    format
        table to look at, json to work with.
    """
    from musterbook.publish.tables_from_claims import sentence_around, worklist_table
    from musterbook.store.claims_from_base import worklist as find
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        groups = find(store, max(examples, 0))
    for example in (it for group in groups for it in group["examples"]):
        sides = sentence_around(example.pop("text"), example["start"], example["end"])
        example["before"], example["after"] = sides
    if format == "json":
        dump(groups)
    elif groups:
        show([worklist_table(groups)])
        say(f"Rows of your own in {base}/codebook/ teach the reader; then run `musterbook build` again.")
    else:
        say("Nothing is left over.")
    return 0
