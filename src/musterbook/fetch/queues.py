"""Whose turn it is: one queue a host, each with the time from which it may be asked again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Job:
    """One address on its way; or the robots.txt of an origin, which is asked for in the same way."""

    address: str  # as given; for a robots.txt, the origin it speaks for
    trail: list[str]  # where it began, and every address that was led to
    robots: bool = False
    attempt: int = 1

    @property
    def url(self) -> str:
        """Return where it has come to."""
        return self.trail[-1]


@dataclass(slots=True)
class Host:
    """The jobs of one host, and when it may be asked next."""

    jobs: deque[Job] = field(default_factory=deque)
    ready: float = 0.0


@dataclass(slots=True)
class Queues:
    """All hosts: the one that may be asked first is next, so that waiting for one is time for the others."""

    hosts: dict[str, Host] = field(default_factory=dict)

    def host(self, name: str) -> Host:
        """Return a host, new or known."""
        return self.hosts.setdefault(name, Host())

    def add(self, name: str, job: Job) -> None:
        """Put a job behind the others of its host."""
        self.host(name).jobs.append(job)

    def first(self, name: str, job: Job) -> None:
        """Put a job that has begun before the others of its host."""
        self.host(name).jobs.appendleft(job)

    def __len__(self) -> int:
        return sum(len(host.jobs) for host in self.hosts.values())

    def next(self) -> Host | None:
        """Return the host whose turn it is; the one that has waited longest comes first.

        >>> queues = Queues()
        >>> for name, ready in (("a.example", 7.0), ("b.example", 5.0), ("c.example", 1.0)):
        ...     queues.host(name).ready = ready
        >>> queues.add("a.example", Job("1", ["1"])); queues.add("b.example", Job("2", ["2"]))
        >>> queues.next() is queues.host("b.example")
        True
        """
        return min((host for host in self.hosts.values() if host.jobs), key=lambda host: host.ready, default=None)

    def forget(self, before: float) -> None:
        """Drop hosts that have nothing to do and need not be waited for."""
        idle = [name for name, host in self.hosts.items() if not host.jobs and host.ready <= before]
        for name in idle:
            del self.hosts[name]
