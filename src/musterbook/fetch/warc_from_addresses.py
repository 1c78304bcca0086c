"""Addresses -> a web archive: the loop. One request at a time, hosts in turn, each answer on the disk before the next.

address ── target ── its origin's robots.txt ── request ──┬─ redirect: the same again for where it leads
                                                          ├─ trouble: later, a few times
                                                          └─ answer: into the archive
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

from musterbook.fetch.archive import Archive, led_to, resume
from musterbook.fetch.connection import Exchange, World, exchange_with_target, trusted
from musterbook.fetch.options import LATER, Kind, Options, Outcome
from musterbook.fetch.queues import Job, Queues
from musterbook.fetch.robots import REDIRECTS, SIZE, Rules, rules_from_answer
from musterbook.fetch.target_from_address import Refused, Target, target_from_address
from musterbook.fetch.vetted_from_target import Resolve, Unreachable

WINDOW = 10_000  # addresses looked ahead at, to have other hosts to go on with
CUT = {"length": "is longer than the limit", "time": "took longer than the limit", "disconnect": "broke off"}


def now_utc() -> datetime:
    """Return the time of day."""
    return datetime.now(UTC)


def fetch(
    addresses: Iterable[str],
    out: Path,
    options: Options,
    *,
    done: Container[str] = frozenset(),
    resolve: Resolve = socket.getaddrinfo,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = now_utc,
) -> Iterator[Outcome]:
    """Yield what becomes of each address, in the order they end; `out` grows, and a run that was broken off goes on.

    Addresses in `done`, and those that `out` answers already, are skipped. Raises InputError if `out` cannot be
    added to, UsageError if the options cannot be met; never for what a site does.
    """
    trusted(options.authorities)
    here = resume(out)
    world = World(resolve=resolve, sleep=sleep, clock=clock, now=now)
    run = Run(Archive(out, options, now()), options, world)
    rest = iter(addresses)
    while True:
        for address in islice(rest, max(WINDOW - len(run), 0)):
            if address in here or address in done:
                yield Outcome(address=address, kind="skipped", why="was fetched before")
                continue
            here.add(address)
            yield from run.begin(address)
        if not len(run):
            return
        yield from run.turn()


class Run:
    """The state of one run: whose turn it is, what each origin allows, what waits for that to be known."""

    def __init__(self, archive: Archive, options: Options, world: World) -> None:
        self.archive, self.options, self.world = archive, options, world
        self.queues = Queues()
        self.rules: dict[str, Rules] = {}
        self.waiting: dict[str, list[Job]] = {}

    def __len__(self) -> int:
        return len(self.queues) + sum(map(len, self.waiting.values()))

    def begin(self, address: str) -> Iterator[Outcome]:
        """Take an address in, or say why not."""
        try:
            target = target_from_address(address)
        except Refused as fault:
            yield Outcome(address=address, kind="refused", why=str(fault))
        else:
            self.enter(Job(address, [target.url]), target)

    def enter(self, job: Job, target: Target) -> None:
        """Put a job into the queue of its host; or aside, until the robots.txt of its origin is known."""
        if job.robots or target.origin in self.rules:
            (self.queues.first if len(job.trail) > 1 else self.queues.add)(target.host, job)
            return
        if target.origin not in self.waiting:
            self.waiting[target.origin] = []
            self.queues.add(target.host, Job(target.origin, [f"{target.origin}/robots.txt"], robots=True))
        self.waiting[target.origin].append(job)

    def turn(self) -> Iterator[Outcome]:
        """Do the next request of the host whose turn it is, after waiting until it may be asked."""
        host = self.queues.next()
        if host is None:
            return
        job = host.jobs.popleft()
        target = target_from_address(job.url)
        if not job.robots and (why := self.rules[target.origin].refusal(target.url)):
            yield self.ended(job, self.rules[target.origin].kind, why)
            return
        wait = host.ready - self.world.clock()
        if wait > 0:
            self.world.sleep(wait)
        outcome = self.step(job, target)
        rules = self.rules.get(target.origin, Rules())
        pause = max(self.options.pause, min(rules.delay(), self.options.slowest))
        host.ready = max(host.ready, self.world.clock() + pause)
        self.queues.forget(self.world.clock())
        if outcome is not None:
            yield outcome

    def step(self, job: Job, target: Target) -> Outcome | None:
        """Ask once, and see what is to be done with what comes of it."""
        options = replace(self.options, size=min(SIZE, self.options.size)) if job.robots else self.options
        try:
            exchange = exchange_with_target(target, options, self.world, packed=not job.robots)
        except Refused as fault:
            return self.lost(job, "refused", str(fault))
        except Unreachable as fault:
            if fault.again and self.again(job, target, None):
                return None
            return self.lost(job, "failed", f"{fault}; {LATER}" if fault.again else str(fault))
        passing = exchange.status == 429 or exchange.status >= 500 or exchange.cut in ("time", "disconnect")
        if passing and self.again(job, target, exchange.retry_after):
            return None
        return self.answered(job, exchange)

    def again(self, job: Job, target: Target, asked: str | None) -> bool:
        """Put a job back for another attempt after a longer pause, unless it has had them all."""
        patience = self.options.patience
        backoff = min(self.options.backoff * 2 ** (job.attempt - 1), patience)
        wait = max(seconds_from_header(asked, self.world.now()), backoff)
        self.queues.host(target.host).ready = self.world.clock() + min(wait, patience)
        if job.attempt >= self.options.attempts or wait > patience:
            return False
        job.attempt += 1
        self.queues.first(target.host, job)
        return True

    def answered(self, job: Job, exchange: Exchange) -> Outcome | None:
        """Keep an answer, and follow it if it leads elsewhere."""
        if not job.robots:
            self.archive.add(exchange, job.address)
        led = led_to(exchange.url, exchange.status, exchange.location)
        if led is not None:
            return self.follow(job, exchange, led)
        if job.robots:
            self.learn(job, rules_from_answer(exchange))
            return None
        return self.ended(job, "kept", why_less(exchange), exchange)

    def follow(self, job: Job, exchange: Exchange, led: str) -> Outcome | None:
        """Go where an answer leads: as far as the limit, never in a circle, and only where an address may lead."""
        try:
            target = target_from_address(led)
        except Refused as fault:
            return self.lost(job, "refused", f"leads to {fault}", exchange)
        many = REDIRECTS if job.robots else self.options.redirects
        if target.url not in job.trail and len(job.trail) <= many:
            job.trail.append(target.url)
            job.attempt = 1
            self.enter(job, target)
            return None
        if job.robots:  # RFC 9309: as if there were none
            self.learn(job, Rules())
            return None
        circle = target.url in job.trail
        return self.ended(
            job, "failed", "leads round in a circle" if circle else f"leads on over {many} times", exchange
        )

    def learn(self, job: Job, rules: Rules) -> None:
        """Note what an origin allows, and let those go on that waited for it."""
        self.rules[job.address] = rules
        for waiting in reversed(self.waiting.pop(job.address)):
            self.queues.first(target_from_address(waiting.url).host, waiting)

    def lost(self, job: Job, kind: Kind, why: str, exchange: Exchange | None = None) -> Outcome | None:
        """End a job without an answer; a robots.txt that cannot be had ends all that wait for it, at their turn."""
        if not job.robots:
            return self.ended(job, kind, why, exchange)
        self.learn(job, Rules(closed=f"{job.address}/robots.txt {why}" if exchange else why, kind=kind))
        return None

    def ended(self, job: Job, kind: Kind, why: str, exchange: Exchange | None = None) -> Outcome:
        """Return what became of an address."""
        known = Outcome(address=job.address, kind=kind, final=job.url, redirects=tuple(job.trail[1:]), why=why)
        if exchange is None:
            return known
        return replace(known, status=exchange.status, size=len(exchange.body), cut=exchange.cut)


def why_less(exchange: Exchange) -> str:
    """Return what is missing in an answer, or nothing."""
    missing = [] if 200 <= exchange.status < 300 else [f"answered {exchange.status}"]
    if exchange.cut:
        missing.append(f"{CUT[exchange.cut]}: the first {len(exchange.body):,} bytes are kept")
    return "; ".join(missing)


def seconds_from_header(value: str | None, now: datetime) -> float:
    """Return how long a Retry-After asks to wait; 0 where it cannot be read.

    >>> noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    >>> [seconds_from_header(v, noon) for v in ("120", "Wed, 01 May 2024 12:00:30 GMT", "soon", "-5", None)]
    [120.0, 30.0, 0.0, 0.0, 0.0]
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    return max((when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds(), 0.0)
