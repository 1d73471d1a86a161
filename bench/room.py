"""A club of forty in one live room, while pages are read and the server is restarted: `python -m bench.room`.

Everybody holds a stream open, as a browser does: when it breaks off they wait as long as the server asked for and come
back with the number of the last line they heard. Lines are said over HTTP; who gets no answer says the same line again
with the same key. Measured is the time from sending a line until each of the others has it. The exit code is 1 when a
line is missing anywhere, came twice or out of order, or when 1 of 100 took longer than half a second in a phase without
a restart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import django

from tests.serving import Served

TARGET = 0.5  # seconds
NO_CONTENT, FOUND, OK = 204, 302, 200
PATIENCE = 30


@dataclass
class Phase:
    """A stretch of the talk, and how long its lines took to each listener."""

    name: str
    counts: bool  # against the target
    sent: int = 0
    took: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)


@dataclass
class Talk:
    """What was said, and when."""

    said_at: dict[str, tuple[float, Phase]] = field(default_factory=dict)
    phase: Phase = field(default_factory=lambda: Phase("", counts=False))


@dataclass
class Guest:
    """One of the club: their cookies, and what they have heard."""

    port: int
    cookies: str
    token: str
    address: str
    talk: Talk
    heard: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    connected: int = 0
    retry: float = 1.0

    async def listen(self) -> None:
        """Hold a stream open, whatever happens to it."""
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                async for event in self._events():
                    self._hear(event)
            await asyncio.sleep(self.retry * random.uniform(0.7, 1.3))  # noqa: S311  # no secret

    def _hear(self, event: dict[str, str]) -> None:
        if "retry" in event:
            self.retry = int(event["retry"]) / 1000
        if event.get("event") != "line":
            return
        number = int(event["id"])
        found = re.search(r"line ([0-9a-z-]+) end", json.loads(event["data"])["html"])
        self.numbers.append(number)
        if found is None:
            return
        self.heard.append(found[1])
        if found[1] in self.talk.said_at:
            at, phase = self.talk.said_at[found[1]]
            phase.took.append(time.perf_counter() - at)

    async def _events(self) -> AsyncIterator[dict[str, str]]:
        heard = self.numbers[-1] if self.numbers else 0
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(
                f"GET {self.address}/stream HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n"
                f"Accept: text/event-stream\r\nLast-Event-ID: {heard}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                return
            self.connected += 1
            waiting = b""
            while size := int(await reader.readuntil(b"\r\n"), 16):
                waiting += (await reader.readexactly(size + 2))[:-2]
                *whole, waiting = waiting.split(b"\n\n")
                for event in whole:
                    yield dict(
                        line.split(": ", 1) for line in event.decode().split("\n") if ": " in line
                    )
        finally:
            writer.close()

    async def say(self, key: str) -> None:
        """Say a line until the server has acknowledged it; the clock runs from the first time."""
        phase = self.talk.phase
        self.talk.said_at[key] = time.perf_counter(), phase
        phase.sent += 1
        fields = {
            "text": f"line {key} end",
            "client_key": key,
            "csrfmiddlewaretoken": self.token,
        }
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                status = await asyncio.wait_for(
                    self.ask("POST", f"{self.address}/lines", fields), PATIENCE
                )
                if status == NO_CONTENT:
                    return
                sys.exit(f"A line was answered with {status}.")
            await asyncio.sleep(0.3)

    async def read(self, pages: list[str]) -> None:
        """Read page after page, with a moment for each."""
        while True:
            began, phase = time.perf_counter(), self.talk.phase
            with suppress(OSError, asyncio.IncompleteReadError):
                if await self.ask("GET", random.choice(pages)) == OK:  # noqa: S311  # no secret
                    phase.pages.append(time.perf_counter() - began)
            await asyncio.sleep(random.uniform(0.2, 0.8))  # noqa: S311  # no secret

    async def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> int:
        """Ask once, on a connection of its own; the status."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(fields or {}).encode()
        try:
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n"
                f"HX-Request: {'true' if fields else 'false'}\r\nContent-Length: {len(body)}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n".encode()
                + body
            )
            status = int((await reader.readuntil(b"\r\n")).split()[1])
            await reader.read()
            return status
        finally:
            writer.close()


def main() -> int:
    """Set a club up, let it talk, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bookcub-room-") as folder:
        given = {"workers": str(options.workers), "worker": "yes", "log_level": "warning"}
        given["requests_per_minute"] = "0"
        archive = Served(Path(folder) / "data", **given)
        begun = archive.run(
            "init",
            "--name",
            "Weir",
            "--keeper",
            "Moth",
            BOOKCUB_KEEPER_PASSWORD="a long walk",  # noqa: S106  # for a minute
        )
        if begun.returncode:
            sys.exit(begun.stderr)
        os.environ["BOOKCUB_DATA"] = str(archive.folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bookcub.config.settings"
        os.environ["BOOKCUB_LOG_LEVEL"] = "error"
        django.setup()
        guests, pages = _gather(archive, options.people)
        archive.start()
        try:
            phases = asyncio.run(_talk(archive, guests, pages, options))
        finally:
            archive.stop()
        return _report(guests, phases, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.room", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument("--people", type=int, default=40, help="how many are in the room (40)")
    parser.add_argument("--readers", type=int, default=6, help="of these read pages meanwhile (6)")
    parser.add_argument("--pace", type=float, default=3, help="lines a second (3)")
    parser.add_argument("--seconds", type=float, default=20, help="of each phase (20)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (1)")
    return parser.parse_args()


def _gather(archive: Served, people: int) -> tuple[list[Guest], list[str]]:
    # Models can be imported only now that Django is set up.
    from django.conf import settings  # noqa: PLC0415
    from django.http import HttpRequest  # noqa: PLC0415
    from django.middleware.csrf import get_token  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bookcub.people.models import User  # noqa: PLC0415
    from tests.making import make_club, make_read, make_work  # noqa: PLC0415
    from tests.meetings.room import make_meeting, reads_to  # noqa: PLC0415

    users = [User.objects.create_user(f"Reader{number:02}") for number in range(people)]
    work = make_work(users[0], title="The Weir", chapters=3)
    club = make_club(*users)
    meeting = make_meeting(make_read(club, work=work), club, upto=2)
    talk, guests = Talk(), []
    for user in users:
        reads_to(user, work, 2)
        client, request = Client(), HttpRequest()
        client.force_login(user)
        token = get_token(request)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session}; "
            f"{settings.CSRF_COOKIE_NAME}={request.META['CSRF_COOKIE']}"
        )
        address = f"/meetings/{meeting.pk}/room"
        guests.append(Guest(archive.port, cookies, token, address, talk))
    chapters = [chapter.get_absolute_url() for chapter in work.posted_chapters()]
    return guests, [*chapters, "/works", "/desk", f"/meetings/{meeting.pk}/room"]


async def _talk(
    archive: Served, guests: list[Guest], pages: list[str], options: argparse.Namespace
) -> list[Phase]:
    talk = guests[0].talk
    listening = [asyncio.create_task(guest.listen()) for guest in guests]
    while not all(guest.connected for guest in guests):
        await asyncio.sleep(0.05)
    for page in pages:
        await guests[0].ask("GET", page)  # templates are compiled once, not in the middle of a talk
    phases = [
        Phase("quiet", counts=True),
        Phase("pages are read", counts=True),
        Phase("restarted in the middle", counts=False),
        Phase("killed in the middle", counts=False),
        Phase("afterwards", counts=True),
    ]
    reading: list[asyncio.Task[None]] = []
    for phase in phases:
        talk.phase = phase
        if phase.name == "pages are read":
            reading = [
                asyncio.create_task(guest.read(pages)) for guest in guests[: options.readers]
            ]
        how = {"restarted in the middle": signal.SIGTERM, "killed in the middle": signal.SIGKILL}
        await _say_lines(archive, guests, options, how=how.get(phase.name))
        await _until_heard(guests)
    for task in [*reading, *listening]:
        task.cancel()
    return phases


async def _say_lines(
    archive: Served,
    guests: list[Guest],
    options: argparse.Namespace,
    *,
    how: signal.Signals | None,
) -> None:
    saying: list[asyncio.Task[None]] = []
    restarting: asyncio.Task[None] | None = None
    count = int(options.pace * options.seconds)
    for number in range(count):
        if how is not None and number == count // 3:
            restarting = asyncio.create_task(asyncio.to_thread(_restart, archive, how))
        key = f"{len(guests[0].talk.said_at):05}-{random.randrange(36**6)}"  # noqa: S311  # no secret
        saying.append(asyncio.create_task(random.choice(guests).say(key)))  # noqa: S311
        await asyncio.sleep(random.expovariate(options.pace))
    await asyncio.gather(*saying)
    if restarting:
        await restarting


def _restart(archive: Served, how: signal.Signals) -> None:
    began = time.perf_counter()
    archive.stop(how)
    stopped = time.perf_counter()
    archive.start()
    say(
        f"{how.name}: ended in {stopped - began:.1f} s, answers again after {time.perf_counter() - began:.1f} s"
    )


async def _until_heard(guests: list[Guest]) -> None:
    everything = len(guests[0].talk.said_at)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(len(guest.heard) < everything for guest in guests):
        await asyncio.sleep(0.05)


def say(line: str) -> None:
    """Print one line of the table."""
    print(line, flush=True)  # noqa: T201  # a table is printed


def _report(guests: list[Guest], phases: list[Phase], options: argparse.Namespace) -> int:
    sent = set(guests[0].talk.said_at)
    lost = sum(len(sent - set(guest.heard)) for guest in guests)
    twice = sum(len(guest.heard) - len(set(guest.heard)) for guest in guests)
    disorder = sum(guest.numbers != sorted(set(guest.numbers)) for guest in guests)
    say(
        f"\n{options.people} people, {options.readers} of them reading, {options.pace:g} lines a second,"
        f" {options.workers} web process(es)\n"
    )
    say("| phase | lines | deliveries | p50 | p99 | max | pages, p50 |")
    say("|---|---|---|---|---|---|---|")
    in_time = True
    for phase in phases:
        if phase.counts:
            in_time = in_time and _quantile(phase.took, 0.99) <= TARGET
        say(
            f"| {phase.name} | {phase.sent} | {len(phase.took)} | {_ms(phase.took, 0.5)} | {_ms(phase.took, 0.99)} |"
            f" {_ms(phase.took, 1)} | {_ms(phase.pages, 0.5)} |"
        )
    say(f"\nlost: {lost}   twice: {twice}   out of order: {disorder}")
    return 0 if in_time and not lost and not twice and not disorder else 1


def _quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def _ms(values: list[float], part: float) -> str:
    return f"{1000 * _quantile(values, part):.0f} ms" if values else "–"


if __name__ == "__main__":
    sys.exit(main())
