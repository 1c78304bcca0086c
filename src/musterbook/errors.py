"""What can go wrong, each with one line that says what to do.

MusterbookError
├── CodebookError   a table of the pack, a language or the user's own rows is not usable
├── InputError      one file cannot be read as a document (the others still are)
├── BaseError       the evidence base is missing, damaged, locked or of another version
└── UsageError      the words of the command do not fit
"""

from __future__ import annotations


class MusterbookError(Exception):
    """Base of every error a user may see; `str(error)` is one line naming what, where and what to do."""


class CodebookError(MusterbookError):
    """A codebook table is not usable; carries every fault found, one per line."""


class InputError(MusterbookError):
    """A file cannot be read as a document; costs nothing but itself."""


class BaseError(MusterbookError):
    """The evidence base cannot be opened or written."""


class UsageError(MusterbookError):
    """A verb was asked for something it does not offer."""
