"""Who brings files in; and files parsed in this process, where the test is not about what they can do to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookcub.formats.story import serialisation as wire
from bookcub.formats.story.parsed import ParseResult
from bookcub.formats.table import describe
from bookcub.importing.actions import uploads
from bookcub.importing.models import Import, folder_of_imports
from bookcub.people.models import User
from tests.browsing import Client
from tests.importing.bringing import Bring, upload


@pytest.fixture(autouse=True)
def _no_files_of_others() -> Iterator[None]:
    """Rows are rolled back, and the next import has the same number again; its folder must be as new."""
    yield
    shutil.rmtree(folder_of_imports(), ignore_errors=True)


@pytest.fixture
def parsed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No child for each file: tests/formats/test_sandbox.py and test_hostile_files.py look at that one."""

    def described(folder: Path, numbers: Sequence[int], letters: str) -> dict[int, ParseResult]:
        read = {number: (folder / str(number)).read_bytes() for number in numbers}
        outcomes = {
            number: describe(content, letters="" if letters == "story" else letters)
            for number, content in read.items()
        }
        return {number: wire.loads(wire.dumps(outcome)) for number, outcome in outcomes.items()}

    monkeypatch.setattr("bookcub.importing.sandbox._one_child", described)


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def bring(desk: Client) -> Bring:
    """Bring files in and have them read."""

    def bring(*files: SimpleUploadedFile, **more: Any) -> Import:
        answer = upload(desk, *files, **more)
        assert answer.status_code == 302, answer.content.decode()
        made = Import.objects.get(pk=int(answer["Location"].rsplit("/", 1)[1]))
        uploads.read_in_background.call(made.pk)
        made.refresh_from_db()
        return made

    return bring
