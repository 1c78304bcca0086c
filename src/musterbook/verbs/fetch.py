"""`musterbook fetch`: addresses -> the archive of a base."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.build import summary_lines
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, complain, own_rows, progress, say

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.fetch.options import Options, Outcome
    from musterbook.store.sqlite import Base

INCOMING = "incoming"  # folder of the base where a web archive grows until it is whole


def fetch(
    list_: Annotated[Path, Parameter(name="LIST")],
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    pause: float = 2.0,
    contact: str = "",
    again: bool = False,
    private: bool = False,
    collector: str | None = None,
    pack: str | None = None,
) -> int:
    """Fetch the addresses of a list into a base, one at a time, and read them.

    It asks robots.txt, waits between two requests to one host, follows redirects, and keeps request and answer as a web
    archive. Addresses inside your own network are refused, also where a page leads to them. Stopped, it goes on where
    it was when it is called again.

    Example: `musterbook fetch addresses.txt --base muster --contact desk@example.org`

    Parameters
    ----------
    list_
        A text file: one address a line; lines that begin with # are remarks.
    pause
        Seconds between two requests to one host.
    contact
        A mail or web address for keepers of sites; it is sent with every request.
    again
        Fetch what the base holds already once more: a changed page becomes another document.
    private
        Allow addresses of this machine and its own network.
    collector
        Who fetches: the custody log names them.
    pack
        A built-in pack of the codebook, or a folder that is one.
    """
    from musterbook.fetch.options import Options
    from musterbook.store.sqlite import open_base

    if pause < 0:
        raise UsageError(f"--pause {pause} is below 0; give seconds to wait")
    addresses, status = addresses_in(list_)
    codebook = codebook_for(pack, own_rows(base))
    with open_base(base, write=True) as store:
        store.who = collector or store.who
        out = base / INCOMING / "fetched.warc.gz"
        out.parent.mkdir(exist_ok=True)
        options = Options(contact=contact, pause=pause, allow_private=private)
        outcomes = fetched(addresses, out, options, set() if again else held(store))
        for outcome in outcomes:
            if outcome.kind in ("failed", "refused"):
                complain(f"{outcome.address}: {outcome.why}")
                status = 1
        counts = Counter(str(outcome.kind) for outcome in outcomes)
        say(f"Fetched     {', '.join(f'{count:,} {kind}' for kind, count in sorted(counts.items())) or 'nothing'}")
        if out.is_file() and counts["kept"] + counts["skipped"]:
            status = max(status, taken_in(out, store, codebook))
        out.unlink(missing_ok=True)  # its bytes are in the archive now
    return status


def taken_in(archive: Path, store: Base, codebook: Codebook) -> int:
    """Build with what was fetched; return 1 when some of it cannot be read."""
    from musterbook import flow, intake
    from musterbook.store.claims_from_base import totals

    done = intake.build([archive], store, codebook, read=flow.extractor(codebook))
    for failure in done.failures:
        complain(failure.why)
    for line in summary_lines(done, totals(store), store.folder):
        say(line)
    return 1 if done.failures else 0


def addresses_in(path: Path) -> tuple[list[str], int]:
    """Return the addresses of a list, and 1 when a line of it is none; each bad line is told."""
    from musterbook.fetch.target_from_address import addresses_from_list

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: cannot be read ({fault}); give a text file with one address a line") from fault
    good, status = [], 0
    for address in addresses_from_list(text):
        if isinstance(address, InputError):
            complain(f"{path}: {address}")
            status = 1
        else:
            good.append(address)
    return good, status


def held(store: Base) -> set[str]:
    """Return the addresses that the base holds an answer of."""
    rows = store.rows("SELECT target_url, final_url, context FROM captures WHERE method = 'crawler'")
    led = {value for row in rows for name, value in json.loads(row["context"]) if name == "redirected_from"}
    return {url for row in rows for url in (row["target_url"], row["final_url"]) if url} | led


def fetched(addresses: list[str], out: Path, options: Options, done: set[str]) -> list[Outcome]:
    """Fetch, with a progress bar when somebody is looking."""
    from musterbook.fetch.warc_from_addresses import fetch as run

    found = []
    with progress("fetching", len(addresses) if sys.stderr.isatty() else None) as step:
        for outcome in run(addresses, out, options, done=done):
            found.append(outcome)
            step()
    return found
