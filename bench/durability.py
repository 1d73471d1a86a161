"""Kill an archive again and again while people write, and count what is lost: `python -m bench.durability`.

Writers comment and let their drafts save themselves over HTTP, as browsers do. What was answered with success was
acknowledged, and has to be there at the end. Meanwhile random processes of the group are killed with SIGKILL. The exit
code is 1 when anything is missing.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import django

from tests.serving import Served

if TYPE_CHECKING:
    from bookcub.people.models import User

PASSWORD = "a long walk by the weir"  # noqa: S105  # of an archive that lives for a minute
HTTP_OK, HTTP_FOUND = 200, 302
ANSWER_PATIENCE = 30  # seconds
VICTIMS = ("web", "web", "worker", "everything")


@dataclass
class Writer:
    """Somebody who comments on their own work and types a chapter, and remembers what was acknowledged."""

    name: str
    port: int
    cookies: str
    token: str
    work_id: int
    chapter_id: int
    pseud_id: int
    comments: list[str] = field(default_factory=list)
    saved: int = 0
    unanswered: int = 0
    refused: list[str] = field(default_factory=list)

    def write(self, stop: threading.Event) -> None:
        """Write until told to stop; a request that breaks off was not acknowledged."""
        number = 0
        while not stop.is_set():
            number += 1
            try:
                self._comment(number)
                self._autosave(number)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                stop.wait(0.1)

    def _comment(self, number: int) -> None:
        text = f"comment {number:06} of {self.name}"
        status = self._post(
            f"/works/{self.work_id}/comments", {"text": text, "pseud": self.pseud_id}
        )
        if status == HTTP_FOUND:
            self.comments.append(text)
        else:
            self.refused.append(f"{status} for a comment")

    def _autosave(self, number: int) -> None:
        typed = {
            "form_key": f"chapter-{self.chapter_id}",
            "window": f"window{self.name.lower()}",
            "version": number,
            "text": f"<p>draft {number:06}</p>",
        }
        status = self._post("/works/copies", typed)
        if status == HTTP_OK:
            self.saved = number
        else:
            self.refused.append(f"{status} for a draft")

    def _post(self, path: str, fields: dict[str, object]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_PATIENCE)
        try:
            connection.request(
                "POST",
                path,
                urlencode({**fields, "csrfmiddlewaretoken": self.token}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": self.cookies,
                    "Connection": "close",
                },
            )
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


def main() -> int:
    """Run the loop and print what was acknowledged and what was found."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bookcub-durability-") as folder:
        archive = Served(Path(folder) / "data", requests_per_minute="0")
        begun = archive.run(
            "init", "--name", "Weir", "--keeper", "Moth", BOOKCUB_KEEPER_PASSWORD=PASSWORD
        )
        if begun.returncode:
            sys.exit(begun.stderr)
        os.environ["BOOKCUB_DATA"] = str(archive.folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bookcub.config.settings"
        os.environ["BOOKCUB_LOG_LEVEL"] = "error"
        django.setup()
        writers = [_make_writer(f"Writer{n}", archive.port) for n in range(options.writers)]
        deaths = _write_and_kill(archive, writers, rounds=options.rounds)
        archive.stop()
        return _report(writers, deaths)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.durability", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument("--rounds", type=int, default=20, help="how many kills (default: 20)")
    parser.add_argument("--writers", type=int, default=4, help="how many people write (default: 4)")
    return parser.parse_args()


def _make_writer(name: str, port: int) -> Writer:
    # Models can be imported only now that Django is set up.
    from django.conf import settings  # noqa: PLC0415
    from django.http import HttpRequest  # noqa: PLC0415
    from django.middleware.csrf import get_token  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bookcub.people.models import User  # noqa: PLC0415
    from tests.making import make_work  # noqa: PLC0415

    user: User = User.objects.create_user(name)
    work = make_work(user, title=f"What {name} writes")
    client, request = Client(), HttpRequest()
    client.force_login(user)
    token = get_token(request)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Writer(
        name=name,
        port=port,
        cookies=f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={request.META['CSRF_COOKIE']}",
        token=token,
        work_id=work.pk,
        chapter_id=work.chapters.get().pk,
        pseud_id=user.default_pseud.pk,
    )


def _write_and_kill(archive: Served, writers: list[Writer], *, rounds: int) -> dict[str, int]:
    """Let everybody write while processes die; return how often each kind of process did."""
    stop = threading.Event()
    threads = [threading.Thread(target=writer.write, args=(stop,)) for writer in writers]
    deaths = dict.fromkeys(VICTIMS, 0)
    archive.start()
    for thread in threads:
        thread.start()
    try:
        for _ in range(rounds):
            time.sleep(random.uniform(0.5, 2.5))  # noqa: S311  # no secret
            deaths[_kill_one(archive)] += 1
            archive.wait_for("/health/live")
        time.sleep(1)
    finally:
        stop.set()
        for thread in threads:
            thread.join(ANSWER_PATIENCE * 2)
    return deaths


def _kill_one(archive: Served) -> str:
    victim = random.choice(VICTIMS)  # noqa: S311  # no secret
    pid = archive.children().get(victim)
    if victim != "everything" and pid is not None:
        os.kill(pid, signal.SIGKILL)
        return victim
    archive.stop(signal.SIGKILL)
    archive.start()
    return "everything"


def say(line: str) -> None:
    """Print one line of the table."""
    print(line)  # noqa: T201  # a table is printed


def _report(writers: list[Writer], deaths: dict[str, int]) -> int:
    from django.db import connection  # noqa: PLC0415

    from bookcub.comments.models import Comment  # noqa: PLC0415
    from bookcub.works.models import WorkingCopy  # noqa: PLC0415

    lost = 0
    say(f"kills: {', '.join(f'{name} {count}' for name, count in deaths.items())}\n")
    say(
        f"{'writer':<10} {'comments':>9} {'found':>7} {'drafts':>8} {'found':>7} {'broken off':>11}"
    )
    for writer in writers:
        kept = "\n".join(
            Comment.objects.filter(work_id=writer.work_id).values_list("html", flat=True)
        )
        found = sum(text in kept for text in writer.comments)
        copy = WorkingCopy.objects.filter(chapter_id=writer.chapter_id).first()
        draft = (
            int(copy.fields["text"][0].removeprefix("<p>draft ").removesuffix("</p>"))
            if copy
            else 0
        )
        lost += len(writer.comments) - found + max(0, writer.saved - draft)
        say(
            f"{writer.name:<10} {len(writer.comments):>9} {found:>7} {writer.saved:>8} {draft:>7} {writer.unanswered:>11}"
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        sound = [row[0] for row in cursor.fetchall()] == ["ok"]
    refused = [each for writer in writers for each in writer.refused]
    written = sum(len(writer.comments) for writer in writers)
    say(
        f"\nlost: {lost}   database: {'sound' if sound else 'BROKEN'}   refused: {refused or 'nothing'}"
    )
    return 0 if not lost and sound and written and not refused else 1


if __name__ == "__main__":
    sys.exit(main())
