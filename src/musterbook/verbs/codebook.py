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
    from musterbook.codebook.load import load_codebook, pack_folder

    under = pack_folder(pack or str((load_codebook.__defaults__ or ("",))[0]))
    own = [it for it in (folder, own_rows(base) if base else None) if it is not None]
    if folder is None or pack is not None:
        own.append(under)
    found: dict[str, list[str]] = {}
    for one in own:
        if not one.is_dir():
            raise CodebookError(f"{one}: no such folder; give a built-in pack or a folder of tables")
        for home, faults in faults_by_folder(one, under).items():
            found.setdefault(home, []).extend(faults)
    for fault in (fault for faults in found.values() for fault in faults):
        complain(fault)
    faulty = [f"{count(len(faults))} in {home}" for home, faults in found.items() if faults]
    say(", ".join(faulty) if faulty else f"No faults in {', '.join(found)}")
    return 1 if faulty else 0


def faults_by_folder(folder: Path, under: Path) -> dict[str, list[str]]:
    """Return the faults of a folder of tables, and for a pack those of the language tables, by the folder's shown name.

    Rows of a user's own are held against the pack below them; what is wrong with the language is not theirs to mend.
    """
    from musterbook.codebook.check import check_folder, is_pack
    from musterbook.codebook.load import LANGUAGES, language_folder
    from musterbook.codebook.load_guard import check_guard

    whole = is_pack(folder)
    found: dict[str, list[str]] = {shown(folder): []}
    for code in LANGUAGES:
        home = language_folder(code)
        faults = check_folder(folder, home, base=None if whole else under)
        of_language = [fault for fault in faults if fault.startswith(f"{home.name}/")]
        found[shown(folder)] += [it for it in faults if it not in of_language and it not in found[shown(folder)]]
        if whole:
            found[shown(home)] = of_language
    found[shown(folder)] += check_guard(folder, under if not whole else folder)
    return found


def shown(folder: Path) -> str:
    """Return a folder as a person names it: what came with the program by its place there, the rest as it was given."""
    from importlib.resources import files

    home = Path(str(files("musterbook")))
    return f"the built-in {folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)


def count(faults: int) -> str:
    """Return a number of faults in words.

    >>> count(1), count(2)
    ('1 fault', '2 faults')
    """
    return f"{faults:,} fault{'' if faults == 1 else 's'}"
