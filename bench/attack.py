"""Attack an archive in eleven ways while others read in it, and time the others: `python -m bench.attack`.

Guests and members, each from an address of their own, ask for five pages a second, first in peace and then, in the same
minute, under each attack. The attackers come from addresses of their own, too (127.0.0.2, …). Printed is how long the
others waited for half of their pages and for the slowest of a hundred, and how many of them were refused. The exit code
is 1 when anybody was refused who had done nothing, or waited longer than a second.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import re
import socket
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

from tests.serving import Served

PASSWORD = "a long walk by the weir"  # noqa: S105  # of an archive that lives for minutes
OK, FOUND = 200, 302
PACE = 5  # pages a second
GOAL = 1.0  # seconds
PATIENCE = 60.0
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "weir"


@dataclass
class Answer:
    """What came back; status 0 where nothing did."""

    status: int = 0
    head: str = ""
    body: bytes = b""

    def cookies(self) -> dict[str, str]:
        """Return what was set."""
        return dict(re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", self.head))


@dataclass
class Visitor:
    """Somebody at an address, with the cookies they were given."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection from this visitor's own address."""
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))

    def head(self, method: str, path: str, *more: str) -> bytes:
        """The head of a request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            *([f"Cookie: {cookies}"] if cookies else []),
            *more,
        ]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = FORM,
        *,
        patience: float = PATIENCE,
    ) -> Answer:
        """Ask once, on a connection of its own."""
        try:
            return await asyncio.wait_for(self._ask(method, path, body, kind), patience)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            return Answer()

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        reader, writer = await self.connect()
        try:
            more = [f"Content-Length: {len(body)}", f"Content-Type: {kind}", "Connection: close"]
            writer.write(self.head(method, path, *more) + body)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            answer = Answer(int(head.split()[1]), head, await reader.read())
            self.cookies |= answer.cookies()
            return answer
        finally:
            writer.close()

    async def post(self, path: str, fields: dict[str, str], form: str = "") -> Answer:
        """Send a form, with the token of the page that it stands on."""
        token = await self.token(form or path)
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return await self.ask("POST", path, body)

    async def token(self, form: str) -> str:
        """Return what a page's form is signed with."""
        page = (await self.ask("GET", form)).body.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return found[1] if found else ""

    async def log_in(self, name: str) -> None:
        """Log in as people do."""
        fields = {"name": name, "password": PASSWORD}
        if (answer := await self.post("/users/login", fields)).status != FOUND:
            sys.exit(f"{name} cannot log in: {answer.status}")


@dataclass
class Others:
    """Those who only read: how long they waited, and what they were told instead."""

    guests: list[Visitor]
    members: list[Visitor]
    pages: list[str]
    took: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    refused: Counter[int] = field(default_factory=Counter)

    async def read(self, seconds: float) -> None:
        """Ask for a page in each fifth of a second, whether the one before has come or not."""
        everybody = itertools.cycle(
            itertools.chain.from_iterable(zip(self.guests, self.members, strict=True))
        )
        pages = itertools.cycle(self.pages)
        asked = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            asked.append(asyncio.create_task(self._read_one(next(everybody), next(pages))))
            await asyncio.sleep(1 / PACE)
        await asyncio.gather(*asked)

    async def _read_one(self, visitor: Visitor, page: str) -> None:
        began = time.perf_counter()
        answer = await visitor.ask("GET", page)
        self.took.append(time.perf_counter() - began)
        self.slowest = max(self.slowest, (self.took[-1], page))
        if answer.status != OK:
            self.refused[answer.status] += 1


@dataclass
class Siege:
    """What attackers know: where the archive is, a member of it who has gone bad, and its largest page."""

    port: int
    folder: Path
    member: Visitor
    large_page: str
    seconds: float
    pseud: str
    told: Counter[int] = field(default_factory=Counter)  # to the attackers

    def attack(self, name: str, *how: int) -> Counter[int]:
        """Attack in one way, in a process of its own; return what the attackers were told."""
        asyncio.run(getattr(self, name)(*how))
        return self.told

    def stranger(self, number: int = 0) -> Visitor:
        """Somebody at an address that nobody else has."""
        return Visitor(self.port, f"127.0.0.{2 + number}")

    async def trickle(self, sockets: int) -> None:
        """Forms that come byte by byte."""
        head = self.stranger().head(
            "POST", "/users/login", "Content-Length: 100000", f"Content-Type: {FORM}"
        )
        await asyncio.gather(*(self._drip(head, b"a") for _ in range(sockets)))

    async def slow_heads(self, sockets: int) -> None:
        """Heads of requests that never end."""
        head = self.stranger().head("GET", "/works").removesuffix(b"\r\n")
        await asyncio.gather(*(self._drip(head, b"X-A: b\r\n") for _ in range(sockets)))

    async def _drip(self, head: bytes, drop: bytes) -> None:
        end = time.perf_counter() + self.seconds
        while time.perf_counter() < end:
            with suppress(OSError):
                _, writer = await self.stranger().connect()
                writer.write(head)
                while time.perf_counter() < end and not writer.is_closing():
                    await asyncio.sleep(1)
                    writer.write(drop)
                    await writer.drain()
            await asyncio.sleep(0.2)

    async def slow_readers(self, sockets: int) -> None:
        """Answers that are taken a few bytes at a time."""
        await asyncio.gather(*(self._sip() for _ in range(sockets)))

    async def _sip(self) -> None:
        loop = asyncio.get_running_loop()
        end = time.perf_counter() + self.seconds
        with socket.socket() as sipping, suppress(OSError):
            sipping.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            sipping.bind(("127.0.0.2", 0))
            sipping.settimeout(0)
            await loop.sock_connect(sipping, ("127.0.0.1", self.port))
            await loop.sock_sendall(sipping, self.stranger().head("GET", self.large_page))
            while time.perf_counter() < end and await loop.sock_recv(sipping, 64):
                await asyncio.sleep(0.5)

    async def pastes(self, size: int) -> None:
        """Texts that take long to read, four at a time, by one member."""
        await self._again_and_again(4, lambda token: self._paste(size, token))

    async def _paste(self, size: int, token: str) -> None:
        fields = {"typed": "![" * (size // 2), "csrfmiddlewaretoken": token}
        answer = await self.member.ask("POST", "/works/paste", urlencode(fields).encode())
        self.told[answer.status] += 1

    async def club_files(self) -> None:
        """Huge files of nothing, where a club is expected."""
        huge = json.dumps({"format": [{}] * 10_000_000}, separators=(",", ":")).encode()
        await self._again_and_again(
            2, lambda token: self._upload("/clubs/import", "file", "club.json", huge, token)
        )

    async def imports(self) -> None:
        """Twenty files that take long to read, by one member."""
        hard = b"![" * 250_000
        await self._again_and_again(
            20, lambda token: self._upload("/import", "files", "story.md", hard, token), once=True
        )

    async def _upload(self, path: str, name: str, file: str, content: bytes, token: str) -> None:
        fields = {"csrfmiddlewaretoken": token, "pseud": self.pseud}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
        )
        body = "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        self.told[(await self.member.ask("POST", path, body, kind)).status] += 1

    async def _again_and_again(
        self, at_once: int, attack: Callable[[str], Awaitable[None]], *, once: bool = False
    ) -> None:
        token = await self.member.token("/")
        end = time.perf_counter() + self.seconds

        async def go_on() -> None:
            while time.perf_counter() < end:
                await attack(token)
                if once:
                    return

        tasks = [asyncio.create_task(go_on()) for _ in range(at_once)]
        await asyncio.wait(tasks, timeout=self.seconds)
        for task in tasks:
            task.cancel()

    async def flood(self) -> None:
        """340 requests in two seconds from one address, and 20 in each second after."""
        asked = []
        end = time.perf_counter() + self.seconds
        for number in itertools.count():
            if time.perf_counter() > end:
                break
            asked.append(asyncio.create_task(self.stranger().ask("GET", "/works")))
            await asyncio.sleep(1 / 170 if number < 340 else 1 / 20)  # noqa: PLR2004  # as promised
        self.told.update([(await each).status for each in asked])

    async def held_lock(self) -> None:
        """Something that keeps everybody from writing, while a member tries."""
        rows = sqlite3.connect(self.folder / "bookcub.sqlite3", isolation_level=None)
        rows.execute("BEGIN IMMEDIATE")
        try:
            writing = [
                asyncio.create_task(
                    self.stranger(n).post("/users/login", {"name": "Eve", "password": PASSWORD})
                )
                for n in range(6)
            ]
            await asyncio.sleep(min(10, self.seconds))
        finally:
            rows.execute("ROLLBACK")
            rows.close()
        self.told.update([each.status for each in await asyncio.gather(*writing)])

    async def guesses(self) -> None:
        """600 passwords tried from one address."""
        guesser = self.stranger()
        token = await guesser.token("/users/login")
        asked = []
        for number in range(600):
            fields = {
                "name": "Reader0",
                "password": f"guess {number}",
                "csrfmiddlewaretoken": token,
            }
            asked.append(
                asyncio.create_task(guesser.ask("POST", "/users/login", urlencode(fields).encode()))
            )
            await asyncio.sleep(self.seconds / 700)
        self.told.update([(await each).status for each in asked])


ATTACKS: dict[str, tuple[Any, ...]] = {
    "4 forms, a byte a second": ("trickle", 4),
    "40 forms, a byte a second": ("trickle", 40),
    "40 heads that never end": ("slow_heads", 40),
    "40 slow readers of a long chapter": ("slow_readers", 40),
    "pastes of 120 KB, 4 at a time": ("pastes", 120_000),
    "pastes of 500 KB, 4 at a time": ("pastes", 500_000),
    "a club's file of 30 MB of nothing": ("club_files",),
    "20 imports that take long": ("imports",),
    "340 requests in 2 s": ("flood",),
    "a held write lock": ("held_lock",),
    "600 guesses at a password": ("guesses",),
}


def main() -> int:
    """Build an archive, besiege it, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bookcub-attack-") as folder:
        archive = Served(Path(folder) / "data", log_level="warning", workers=str(options.workers))
        begun = archive.run(
            "init", "--name", "Weir", "--keeper", "Moth", BOOKCUB_KEEPER_PASSWORD=PASSWORD
        )
        if begun.returncode:
            sys.exit(begun.stderr)
        pages, large_page, pseud = _fill(archive)
        archive.start()
        try:
            return asyncio.run(_besiege(archive, pages, large_page, pseud, options))
        finally:
            archive.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.attack", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument(
        "--seconds", type=float, default=40, help="of each attack, and of the peace before it (40)"
    )
    parser.add_argument("--workers", type=int, default=1, help="web processes (1)")
    parser.add_argument("--only", default="", help="only attacks whose name this expression finds")
    return parser.parse_args()


def _fill(archive: Served) -> tuple[list[str], str, str]:
    os.environ["BOOKCUB_DATA"] = str(archive.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookcub.config.settings"
    os.environ["BOOKCUB_LOG_LEVEL"] = "error"
    django.setup()
    # Models can be imported only now that Django is set up.
    from bookcub.people.models import User  # noqa: PLC0415
    from tests.making import add_chapter, make_work  # noqa: PLC0415

    for name in ("Reader0", "Reader1", "Reader2", "Reader3", "Eve"):
        User.objects.create_user(name, f"{name.lower()}@example.org", PASSWORD)
    writer = User.objects.get(username="Moth")
    paragraph = "<p>The water stood high at the weir that night, and nobody crossed.</p>"
    works = [make_work(writer, title=f"The Weir {number}", chapters=3) for number in range(30)]
    large = make_work(writer, title="All of the river", chapters=1)
    add_chapter(large, position=2, html=paragraph * 12_000)
    chapters = [work.posted_chapters()[1].get_absolute_url() for work in works[:6]]
    pages = ["/", "/works", *chapters, f"/works/{works[7].pk}", "/clubs", "/browse"]
    eve = User.objects.get(username="Eve")
    return pages, large.posted_chapters()[1].get_absolute_url(), str(eve.default_pseud.pk)


async def _besiege(
    archive: Served, pages: list[str], large_page: str, pseud: str, options: argparse.Namespace
) -> int:
    guests = [Visitor(archive.port, f"127.0.1.{number}") for number in range(1, 9)]
    members = [Visitor(archive.port, f"127.0.2.{number}") for number in range(1, 5)]
    for number, member in enumerate(members):
        await member.log_in(f"Reader{number}")
    eve = Visitor(archive.port, "127.0.0.99")
    await eve.log_in("Eve")
    for page in pages:
        await guests[0].ask("GET", page)
        await members[0].ask("GET", page)
    siege = Siege(archive.port, archive.folder, eve, large_page, options.seconds, pseud)
    say(
        "| attack | in peace, p50 | p99 | under attack, p50 | p99 | slowest | refused | memory | attackers were told |"
    )
    say("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    is_well = True
    loop = asyncio.get_running_loop()
    for name, how in ATTACKS.items():
        if not re.search(options.only, name):
            continue
        peace, war = (Others(guests, members * 2, pages) for _ in range(2))
        await peace.read(options.seconds)
        # In a process of its own, so that the others' clocks do not stand still for it.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
            attacking = loop.run_in_executor(elsewhere, siege.attack, *how)
            await asyncio.sleep(1)
            await war.read(options.seconds)
            told = await attacking
        is_well = is_well and not war.refused and _quantile(war.took, 0.99) <= GOAL
        say(
            f"| {name} | {_ms(peace.took, 0.5)} | {_ms(peace.took, 0.99)} | {_ms(war.took, 0.5)} |"
            f" {_ms(war.took, 0.99)} | {_ms(war.took, 1)} {war.slowest[1]} | {_counts(war.refused) or 'nobody'} | {_memory(archive)} MB | {_counts(told)} |"
        )
        await asyncio.sleep(2)
    return 0 if is_well else 1


def _counts(told: Counter[int]) -> str:
    return ", ".join(f"{count} × {status or 'nothing'}" for status, count in sorted(told.items()))


def _memory(archive: Served) -> int:
    status = Path(f"/proc/{archive.children().get('web', 'self')}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) // 1024 if found else 0


def say(line: str) -> None:
    """Print one line of the table."""
    print(line, flush=True)  # noqa: T201  # a table is printed


def _quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def _ms(values: list[float], part: float) -> str:
    return f"{1000 * _quantile(values, part):.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
