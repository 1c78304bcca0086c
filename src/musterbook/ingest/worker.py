"""The worker: text readers run in a process of their own, which is killed when it takes too long or too much memory.

A page made to hang or to eat the memory costs itself and one restart of the worker; the rest goes on. The worker sees
bytes and gives texts: it has no base, no archive and no network.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known

if TYPE_CHECKING:
    from pebble import ProcessPool

SECONDS = 10.0  # for one document: half of the 20 a file may take in all
MEMORY = 800_000_000  # bytes of its own: with its parent it stays under 1 GB
TASKS = 2_000  # documents before the worker is replaced, so that a leak in a library never adds up

# Kind of piece -> the function that reads it, by name: a module is loaded when the first piece of its kind comes.
READERS = {
    "html": "musterbook.ingest.texts.page_from_html:found_from_html",
    "pdf": "musterbook.ingest.texts.pages_from_pdf:found_from_pdf",
    "docx": "musterbook.ingest.texts.text_from_docx:found_from_docx",
    "odt": "musterbook.ingest.texts.text_from_docx:found_from_odt",
    "feed": "musterbook.ingest.lists.entries_from_feed:found_from_feed",
}


class Worker:
    """Reads documents one after the other in another process; starts it when the first one comes."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self.pool: ProcessPool | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.stop()  # type: ignore[no-untyped-call]
            self.pool.join()
            self.pool = None

    def submit(self, kind: str, data: bytes, known: Known) -> Future[list[Found]]:
        """Ask for the texts of a document; `result` says what came of it."""
        if self.pool is None:
            from pebble import ProcessPool  # a tenth of a second that a plain text need not wait

            self.pool = ProcessPool(
                max_workers=1,
                max_tasks=TASKS,
                initializer=confine,
                initargs=(self.memory,),
                context=get_context("spawn"),  # a fork would copy the parent's threads half way
            )
        return self.pool.schedule(read, args=(READERS[kind], data, known), timeout=self.seconds)

    def result(self, future: Future[list[Found]]) -> list[Found]:
        """Wait for the texts; raises InputError that says what went wrong and what to do."""
        from pebble import ProcessExpired

        try:
            return future.result()
        except InputError:
            raise
        except TimeoutError:
            what = f"took longer than {self.seconds:.0f} s to open and was given up"
            raise InputError(f"{what}; open it in its own program and save it as text") from None
        except (ProcessExpired, MemoryError) as fault:
            what = f"brought its reader down ({type(fault).__name__})"
            raise InputError(f"{what}; open it in its own program and save it as text") from None
        except Exception as fault:
            # The net under libraries that read what others wrote: whatever they raise costs this document alone.
            why = " ".join(str(fault).split())[:120]
            raise InputError(
                f"its reader failed ({type(fault).__name__}: {why}); please report it with the file"
            ) from None


def read(reader: str, data: bytes, known: Known) -> list[Found]:
    """Run one text reader; the worker's side."""
    sys.setrecursionlimit(5_000)
    found: list[Found] = loaded(reader)(data, known)
    return found


def loaded(reader: str) -> Callable[..., Any]:
    """Return the function that "module:name" names; its library is loaded with the first file of its kind."""
    module, _, name = reader.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def confine(memory: int) -> None:
    """Bound what the worker may take, and let it die with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is one
