"""What a person may set about fetching, and what they are told about each address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from musterbook.errors import UsageError

MEGA = 1_000_000
NAME = "musterbook"  # what a robots.txt calls us
LATER = "try again later"
Kind = Literal["kept", "failed", "refused", "skipped"]
CONTACT = re.compile(r"[!-~]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How far fetching goes; times in seconds, sizes in bytes."""

    contact: str = ""  # a mail or web address that keepers of sites find in their logs; no blanks
    pause: float = 2.0  # between two requests to one host, at least
    slowest: float = 60.0  # a robots.txt that asks for a longer pause than this gets this one
    attempts: int = 3  # for each request, where it is worth trying again
    backoff: float = 5.0  # before the second attempt; doubled before each further one
    patience: float = 300.0  # longest wait before another attempt, also where the site asks for a longer one
    connect: float = 10.0  # until there is a connection; the same again for its encryption
    silence: float = 15.0  # without one byte
    total: float = 30.0  # for one answer
    size: int = 20 * MEGA  # of one answer as it is sent; the rest is not read and the record says so
    redirects: int = 10
    allow_private: bool = False  # True: also addresses of this machine and its own network
    authorities: Path | None = None  # a file of certificates to trust instead of the system's own

    def __post_init__(self) -> None:
        if not CONTACT.fullmatch(self.contact):
            raise UsageError(f"contact {self.contact!r}: give one mail or web address, without blanks")
        numbers = (self.pause, self.slowest, self.backoff, self.patience, self.redirects)
        if min(numbers) < 0 or min(self.connect, self.silence, self.total, self.attempts, self.size) <= 0:
            raise UsageError("pauses and limits of fetching must not be negative, time-outs and sizes not 0")

    @property
    def agent(self) -> str:
        """Return how a request introduces itself.

        >>> Options(contact="mailto:desk@office.example").agent
        'musterbook/... (+mailto:desk@office.example)'
        """
        return f"{NAME}/{version(NAME)}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one address. `why` is one line wherever there is less than a whole page that was found.

    kept     an answer is in the archive, be it "not found": `status` says
    failed   no answer, or one that leads nowhere; worth another run
    refused  not asked for: its robots.txt, a private address, an address of another kind
    skipped  it is here already
    """

    address: str
    kind: Kind
    status: int | None = None
    final: str = ""  # the address that answered
    redirects: tuple[str, ...] = ()  # every address that was led to, in order; the last one is `final`
    size: int = 0  # bytes of the body as sent
    cut: str = ""  # "length", "time" or "disconnect": only the beginning of the body is here
    why: str = ""
