"""The command line: one verb a file in verbs/.

Exit status 0 done, 1 bad input, 2 bad usage, 3 a checked article is contradicted. Only verbs/ prints. Every error is one
line on stderr: `musterbook: what, where, what to do`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from cyclopts import App, CycloptsError, MissingArgumentError

from musterbook.errors import MusterbookError, UsageError
from musterbook.verbs.brief import brief
from musterbook.verbs.build import build
from musterbook.verbs.check import check
from musterbook.verbs.claims import claims
from musterbook.verbs.clusters import clusters
from musterbook.verbs.codebook import check as check_codebook
from musterbook.verbs.coded import coded
from musterbook.verbs.common import complain
from musterbook.verbs.decide import decide
from musterbook.verbs.documents import documents
from musterbook.verbs.evaluate import evaluate
from musterbook.verbs.export import export
from musterbook.verbs.failures import failures
from musterbook.verbs.fetch import fetch
from musterbook.verbs.plot import plot
from musterbook.verbs.read import read
from musterbook.verbs.release import diff
from musterbook.verbs.series import series
from musterbook.verbs.shield import remove, report
from musterbook.verbs.show import show
from musterbook.verbs.trace import trace
from musterbook.verbs.verify import verify
from musterbook.verbs.worklist import worklist

VERBS = (
    *(read, build, fetch, check, claims, show, clusters, trace, series, plot, decide),
    *(documents, coded, failures, worklist, verify, brief, export, evaluate),
)
INNER: dict[str, tuple[Callable[..., int], ...]] = {
    "codebook": (check_codebook,),
    "release": (diff,),
    "shield": (report, remove),
}
HELP = """Read reports into claims that each stand on an exact quote, with the chain to their origin.

Start with `musterbook read FILE`; keep what was read with `musterbook build FOLDER`; then look with
`claims`, `show`, `clusters`, `trace`."""


def version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import version as installed

    return f"musterbook {installed('musterbook')}"


def make_app() -> App:
    """Return the command line. A verb imports what it works with when it runs, so that others start fast."""
    app = App(
        name="musterbook",
        help=HELP,
        version=version,
        help_format="markdown",
        version_flags=["--version"],
        version_format="plaintext",
    )
    for verb in VERBS:
        app.command(verb)
    codebook = App(name="codebook", help="Look after the tables that tell the reader what words mean.")
    codebook.command(check_codebook)
    app.command(codebook)
    shield = App(name="shield", help="See what is held back from all that leaves a base; take a document out for good.")
    shield.command(report)
    shield.command(remove)
    app.command(shield)
    releases = App(name="release", help="Look at what was released.")
    releases.command(diff)
    app.command(releases)
    return app


def example(tokens: Sequence[str]) -> str:
    """Return how the verb of a command line is used: the example in its help, "" when there is none."""
    inner = INNER.get(tokens[0], ()) if tokens else ()  # verbs of two words: two verbs are called check
    verbs, name = (inner, tokens[1:2]) if inner else (VERBS, tokens[:1])
    text = next((verb.__doc__ or "" for verb in verbs if verb.__name__ in name), "")
    said = text.partition("Example: `")[2].partition("`")[0]
    return f" For example: {said}" if said else ""


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status."""
    gc.set_threshold(100_000)  # start-up makes thousands of lasting rows; at 700 it costs 0.1 s of 1.1 s a report
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    tokens = sys.argv[1:] if words is None else list(words)
    try:
        status = make_app()(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except (CycloptsError, UsageError) as fault:
        complain(f"{fault}{example(tokens) if isinstance(fault, MissingArgumentError) else ''}")
        return 2
    except MusterbookError as fault:
        complain(str(fault))
        return 1
    except BrokenPipeError:  # `musterbook claims | head` is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        complain("stopped; what was reported as done is kept")
        return 130
