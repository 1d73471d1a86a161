"""An archive as a keeper runs it: `bookcub serve` in processes of its own, that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from lxml import html

from tests.ready import copy_of
from tests.serving import STATIC

PASSWORD = "a long walk by the weir"  # noqa: S105  # the cast's, not a secret
Filled = str | list[str] | bool
SESSION = "bookcub_session"
PATIENCE = 90  # seconds until the first answer, on a busy machine


class House:
    """One archive in one data folder. `start` and `kill` as often as a journey likes."""

    def __init__(
        self, folder: Path, *, like: Path | None = None, words_per_minute: str = "1000000"
    ) -> None:
        self.words_per_minute = words_per_minute  # its people read a chapter in a moment
        self.folder = folder
        self.data = folder / "data"
        if like:
            copy_of(like, self.data)
        self._people: dict[str, Person] = {}  # who has logged in
        self.log = folder / "serve.log"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("BOOKCUB_")}
        own.pop("DJANGO_SETTINGS_MODULE", None)
        return own | {
            "BOOKCUB_DATA": str(self.data),
            "BOOKCUB_KEEPER_PASSWORD": PASSWORD,
            "BOOKCUB_STATIC": str(STATIC),
            "BOOKCUB_NEW_ACCOUNT_DAYS": "0",  # its people may say more than three things an hour
            "BOOKCUB_WORDS_PER_MINUTE": self.words_per_minute,
        }

    def bookcub(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `bookcub …` on this archive's data."""
        command = [sys.executable, "-m", "bookcub.config.cli", *words]
        return subprocess.run(  # noqa: S603  # our own command
            command,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def init(self, name: str = "The Weir House") -> None:
        done = self.bookcub(
            "init", "--name", name, "--keeper", "Mona", "--email", "mona@example.org"
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def welcome(self, *names: str) -> None:
        """Give these people accounts."""
        for name in names:
            done = self.bookcub("user", "add", name, "--email", f"{name.lower()}@example.org")
            assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Serve, and wait until the first page is there."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                [
                    sys.executable,
                    "-m",
                    "bookcub.config.cli",
                    "serve",
                    "--bind",
                    f"127.0.0.1:{self.port}",
                ],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(f"bookcub serve ended:\n{self.log.read_text()[-4000:]}")
            if self._answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"bookcub serve did not answer:\n{self.log.read_text()[-4000:]}")

    def person(self, name: str) -> Person:
        """Somebody who is logged in, for what a journey needs and is not about."""
        if name not in self._people:
            person = Person(self.url)
            person.fill_in("/users/login", {"name": name, "password": PASSWORD})
            self._people[name] = person
        return self._people[name]

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def kill(self) -> None:
        """End every process of the group at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End politely, as Ctrl-C does."""
        self._end(signal.SIGTERM)

    def setup_link(self) -> str:
        """The one-time link that the terminal printed."""
        found = re.search(r"http://\S+/setup/\S+", self.log.read_text())
        assert found, self.log.read_text()
        return found[0]

    def letters(self) -> list[str]:
        """The mails that were written to the outbox, oldest first."""
        files = sorted((self.data / "outbox").glob("*"), key=lambda file: file.stat().st_mtime)
        return [file.read_text() for file in files if file.is_file()]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5):  # noqa: S310  # our own
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=60)
        self._process = None
        deadline = time.monotonic() + 30
        while _is_taken(self.port) and time.monotonic() < deadline:
            time.sleep(0.02)


class Person:
    """Fills in the archive's forms as a browser does, without one."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )

    @property
    def session(self) -> str:
        """The key of the session, as the browser's cookie holds it."""
        return next(cookie.value or "" for cookie in self._cookies if cookie.name == SESSION)

    def see(self, path: str) -> html.HtmlElement:
        """A page, read."""
        with self._opener.open(self._url + path) as answer:
            return html.fromstring(answer.read(), base_url=answer.url)

    def fill_in(self, path: str, fields: dict[str, Filled], *, press: str = "") -> str:
        """Send the form of a page with these fields, by the button `do`; the path where it leads."""
        forms = self.see(path).forms
        form = next(form for form in forms if fields.keys() <= set(form.fields.keys()))
        for name, value in fields.items():
            form.fields[name] = value  # type: ignore[assignment]  # boxes take a list
        sent = [*form.form_values(), ("do", press)]
        action = urllib.parse.urljoin(form.base_url or "", form.action or "")
        with self._opener.open(action, urllib.parse.urlencode(sent).encode()) as answer:
            return str(urllib.parse.urlsplit(answer.url).path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
