"""Stream of one member -> Piece: spooled within the budget, so that a later reader may open it as often as it likes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 256 * 1024
IN_MEMORY = 8_000_000
LABEL_LENGTH = 300  # code points: what a message may hold of a name that a stranger chose


class BombError(InputError):
    """One member unfolds to far more than it packs: costs that member, where a spent budget ends the whole file."""


class Spool:
    """Bytes kept in memory, or past 8 MB in a file without a name, as long as somebody holds them."""

    def __init__(self) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by __del__
        self.size = 0

    def add(self, data: bytes) -> None:
        """Append bytes."""
        self.file.write(data)
        self.size += len(data)

    def open(self) -> BinaryIO:
        """Return a fresh seekable stream; several may be read in turn."""
        return io.BufferedReader(View(self), CHUNK)

    def __del__(self) -> None:
        self.file.close()


class Wary(io.RawIOBase):
    """A seekable stream that refuses to be read in one huge piece, as a table of contents made to fill memory asks."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self.stream = stream
        self.most = most

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move."""
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        """Where it is."""
        return self.stream.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes at once; raises InputError for more than the most."""
        if size is not None and 0 <= size <= self.most:
            return self.stream.read(size)
        data = self.stream.read(self.most + 1)
        if len(data) > self.most:
            raise InputError(f"its table of contents is larger than {self.most:,} bytes; unpack it and give the folder")
        return data

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read."""
        data = self.stream.read(memoryview(buffer).nbytes)
        memoryview(buffer).cast("B")[: len(data)] = data
        return len(data)


class View(io.RawIOBase):
    """One reader's place in a spool."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.at = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move this reader only."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.spool.size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek")
        self.at = base + offset
        return self.at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read from this reader's place."""
        self.spool.file.seek(self.at)
        data = self.spool.file.read(memoryview(buffer).nbytes)
        memoryview(buffer).cast("B")[: len(data)] = data
        self.at += len(data)
        return len(data)


def bounded(stream: BinaryIO, budget: Budget, packed: Callable[[], int] | None) -> Iterator[bytes]:
    """Yield a stream's bytes, each counted before the next is unfolded.

    `packed` says how many packed bytes were taken so far; None: they were not packed. Raises BombError for what unfolds
    too far, InputError when the budget of the whole file is spent.
    """
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if packed is not None:
            check_ratio(budget, size, packed())
        budget.unfold(len(chunk))
        yield chunk


def check_ratio(budget: Budget, size: int, packed: int) -> None:
    """Raise BombError when so many bytes out of so few look like a bomb."""
    try:
        Budget(budget.limits).unfold(size, packed)  # a budget of its own: these bytes are counted elsewhere
    except InputError as fault:
        raise BombError(str(fault)) from None


def spooled(
    stream: BinaryIO, budget: Budget, packed: Callable[[], int] | None = None
) -> tuple[int, Callable[[], BinaryIO]]:
    """Read a member to its end; return its size and what opens it again. Raises as `bounded` does."""
    spool = Spool()
    for chunk in bounded(stream, budget, packed):
        spool.add(chunk)
    return spool.size, spool.open


def label(name: str) -> str:
    """Return a member's name as a label: no step up, no root, no drive, nothing that cannot be printed.

    >>> label("../../etc/pass" + chr(0) + "wd"), label("C:\\\\Users\\\\a.html"), label("/a//./b.html"), label("..")
    ('etc/pass�wd', 'Users/a.html', 'a/b.html', 'unnamed')
    """
    steps = [step for step in printable(name).replace("\\", "/").split("/") if step not in ("", ".", "..")]
    if steps and len(steps[0]) == 2 and steps[0][1] == ":":
        del steps[0]
    return "/".join(steps) or "unnamed"


def printable(name: str) -> str:
    """Return a stranger's words fit for a message: no control character, no half of a pair, no endless line."""
    if name.isprintable() and len(name) <= LABEL_LENGTH:
        return name
    whole = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
    return whole if len(whole) <= LABEL_LENGTH else "…" + whole[1 - LABEL_LENGTH :]


def passed_over(name: str) -> bool:
    """Tell whether a member is a trace of the system that packed it: hidden, or a cache of small pictures.

    >>> [passed_over(name) for name in ("__MACOSX/._a.html", "a/.git/config", "a/Thumbs.db", "a/../b.html", "a.html")]
    [True, True, True, False, False]
    """
    steps = name.replace("\\", "/").split("/")
    hidden = any(step.startswith(".") and step not in (".", "..") for step in steps)
    return hidden or "__MACOSX" in steps or steps[-1].lower() in ("thumbs.db", "desktop.ini")


class Labels:
    """Gives every member of one archive a label that no other has: the second "a.html" is "a.html (2)"."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return the label of the next member with this name."""
        plain = label(name)
        count = self.seen[plain] = self.seen.get(plain, 0) + 1
        return plain if count == 1 else f"{plain} ({count})"
