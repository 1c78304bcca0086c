"""What the verbs share: the codebook they load, the options they have in common, how they print."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from musterbook.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from musterbook.codebook.load import Codebook

BaseFolder = Annotated[
    Path, Parameter(name="--base", env_var="MUSTERBOOK_BASE", help="The folder of the evidence base.")
]
DEFAULT_BASE = Path("muster")
SHOWN = 30  # known names in a message: more is no longer one line to read


def codebook_for(pack: str | None, own: Path | None) -> Codebook:
    """Load a pack (None: the default one) with the user's own rows on top."""
    from musterbook.codebook.load import load_codebook

    if own is not None and not own.is_dir():
        raise UsageError(f"no codebook folder at {own}; give a folder with tables such as sources.csv")
    return load_codebook(own=own) if pack is None else load_codebook(pack, own=own)


def own_rows(base: Path) -> Path | None:
    """Return the folder with the user's own rows of a base, when there is one."""
    folder = base / "codebook"
    return folder if folder.is_dir() else None


def chosen(option: str, value: str, known: Sequence[str]) -> str:
    """Return `value` when it is known; raises UsageError that names the nearest."""
    if value in known:
        return value
    raise UsageError(f"{option} {value!r} is not known; {suggestion(value, known)}")


def found_in(option: str, words: str, known: Sequence[str]) -> None:
    """Raise UsageError that lists what is known unless one of the known names holds these words."""
    if not any(words.casefold() in name.casefold() for name in known):
        raise UsageError(f"{option} {words!r} is in no known name; {suggestion(words, known)}")


def suggestion(value: str, known: Sequence[str]) -> str:
    """Return what to try instead of `value`: names like it, or the first ones that are known."""
    if not known:
        return "there is none yet"
    near = get_close_matches(value, known, 3, 0.5)
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    return f"choose from {', '.join(known[:SHOWN])}{more}"


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")


def complain(line: str) -> None:
    """Print one line on stderr, whatever line ends the text holds."""
    sys.stderr.write(f"musterbook: {' '.join(line.split())}\n")


def show(parts: Iterable[RenderableType]) -> None:
    """Print what publish made, as wide as the terminal; 120 columns where there is none."""
    from rich.console import Console

    out = Console(file=sys.stdout, width=shutil.get_terminal_size((120, 40)).columns, highlight=False, emoji=False)
    for part in parts:
        out.print(part)


def dump(value: Any, indent: int = 1) -> None:
    """Print a value as JSON; indent 0 is one line."""
    import json  # not msgspec: it takes a tenth of a second to import, and one reading a millisecond to write

    say(json.dumps(value, ensure_ascii=False, indent=indent or None, separators=None if indent else (",", ":")))


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """Show a progress bar on stderr when somebody is looking; yield what to call after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
