"""What every test stands on: one hypothesis profile and no network."""

from __future__ import annotations

import _socket
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# No deadline: two shared cores make time a matter of luck. Derandomized: the same run finds the same thing everywhere;
# the fuzz target is where new examples are looked for.
settings.register_profile("musterbook", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("musterbook")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches out fails at once, whatever the machine allows. Processes of this machine may talk."""

    def refuse(self: socket.socket, where: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise OSError("a test tried to open a connection")
        _socket.socket.connect(self, where)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket.socket, "connect_ex", refuse)
        yield
