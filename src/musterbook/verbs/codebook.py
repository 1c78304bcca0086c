"""`musterbook codebook check`: every fault of a codebook's tables at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from musterbook.errors import CodebookError
from musterbook.verbs.common import BaseFolder, complain, own_rows, say


def check(
    folder: Annotated[Path | None, Parameter(name="DIR")] = None,
    /,
    *,
    pack: str | None = None,
    base: BaseFolder | None = None,
) -> int:
    """Check a codebook's tables and print every fault, a line each: which file, which line, what to do.

    Example: `musterbook codebook check my-rows/`

    Parameters
    ----------
    folder
        A folder of tables: a pack, or rows of your own that go on top of one. Without it the pack is checked.
    pack
        A built-in pack, or a folder that is one: what your own rows go on top of.
    base
        Check your own rows in BASE/codebook/ too.
    """
    from musterbook.codebook.check import check_folder
    from musterbook.codebook.load import LANGUAGES, language_folder, load_codebook, pack_folder

    under = pack_folder(pack or str((load_codebook.__defaults__ or ("",))[0]))
    own = [it for it in (folder, own_rows(base) if base else None) if it is not None]
    folders = own + [under] * (pack is not None or folder is None)
    faults: list[str] = []
    for one in folders:
        if not one.is_dir():
            raise CodebookError(f"{one}: no such folder; give a built-in pack or a folder of tables")
        below = under if one in own else None
        faults += [fault for code in LANGUAGES for fault in check_folder(one, language_folder(code), below)]
    for fault in faults:
        complain(fault)
    names = ", ".join(str(one) for one in folders)
    say(f"{len(faults)} faults in {names}" if faults else f"No faults in {names}")
    return 1 if faults else 0
