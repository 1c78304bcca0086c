"""`musterbook evaluate`: the reader against gold readings."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from musterbook.verbs.common import codebook_for, complain, dump, say, show


def evaluate(
    gold: Path,
    texts: Path,
    /,
    *,
    only: str = "",
    misses: int = 0,
    format: Literal["table", "json"] = "table",
    pack: str | None = None,
) -> int:
    """Read the texts that have a gold reading and score what was read against it.

    Example: `musterbook evaluate gold/ texts/ --only en --misses 20`

    Parameters
    ----------
    gold
        Folder of gold readings, NAME.json.
    texts
        Folder of their texts, NAME.txt with NAME.meta.json.
    only
        Only gold readings in this language.
    misses
        How many of the missed, wrong and superfluous figures to print.
    format
        table to look at, json to work with.
    pack
        A built-in pack of the codebook, or a folder that is one.
    """
    from musterbook.evaluate.gold_from_folder import aliases_for, gold_from_folder
    from musterbook.evaluate.score_from_readings import marks_of, table_of
    from musterbook.flow import Failure, extractor, readings
    from musterbook.publish.reading_from_extract import reading_from_extract
    from musterbook.publish.tables_from_claims import score_table

    answers = gold_from_folder(gold, texts, only)
    codebook = codebook_for(pack, None)
    reader, status = extractor(codebook), 0
    read = {}
    for name, _ in answers.gold:
        for reading in readings([texts / f"{name}.txt"], reader, codebook.languages):
            if isinstance(reading, Failure):
                complain(reading.why)
                status = 1
                continue
            read[name] = reading_from_extract(reading.document, reading.extract)
    marks = marks_of(answers.gold, answers.texts, read, aliases_for(gold, codebook))
    table, shown = table_of(marks), [[*miss] for miss in marks.misses[:misses]]
    if format == "json":
        dump({**table, "misses": shown} if misses else table)
        return status
    show([score_table(table)])
    for miss in shown:
        say(" | ".join(map(str, miss)))
    return status
