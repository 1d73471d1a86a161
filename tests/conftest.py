"""The cast: Ada writes, Bo is a stranger, Cy hosts a club, Di belongs to it, Mo moderates (a keeper)."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.template import Context, Template
from django.test.client import store_rendered_templates  # type: ignore[attr-defined]  # its stubs know less
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from bookcub.core import behind
from bookcub.core.database.prepared import attach
from bookcub.people.context import forget_archive
from bookcub.people.models import ArchiveRole, Preferences, Profile, Pseud, RoleKind, User
from tests.browsing import Client
from tests.extent import EVERYTHING, POSTGRESQL, begins_first, is_wanted, often
from tests.ready import made_once
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Property tests measure truth and not speed: time limits are tests of their own.
hypothesis_settings.register_profile("daily", deadline=None, max_examples=often(100))
hypothesis_settings.register_profile("everything", deadline=None, max_examples=100)
hypothesis_settings.load_profile("everything" if EVERYTHING else "daily")

PASSWORD = "a long walk by the weir"  # noqa: S105  # the cast's, not a secret


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not is_wanted(item)])
    items[:] = sorted(filter(is_wanted, items), key=begins_first, reverse=True)
    for item in items:
        if POSTGRESQL and "follower" in getattr(item, "fixturenames", []):
            # Nobody hears of what a transaction has changed that has not ended.
            item.add_marker(pytest.mark.django_db(transaction=True), append=False)


def pytest_collection_finish() -> None:
    # All that is there by now stays to the end: the collector of rubbish need not look through it again and again.
    gc.freeze()
    # Of what a test leaves, little goes around in circles: looking for it each 700 things was a seventh of all work.
    gc.set_threshold(100_000, 50, 100)


# Nobody's day begins with UTC's: a page or a form that mixes the two up is a day or an hour out.
ZONES = {
    "Ada": "Pacific/Auckland",
    "Bo": "America/St_Johns",
    "Cy": "Asia/Kathmandu",
    "Di": "Pacific/Honolulu",
    "Mo": "Pacific/Kiritimati",
}


def person(name: str, *, keeper: bool = False, **more: object) -> User:
    """What `create_user` makes, in four rows and no questions: thousands of tests begin with it. A keeper is a fifth."""
    user = User(username=name, email=f"{name.lower()}@example.org", **more)
    user.set_password(PASSWORD)
    user.save()
    Pseud.objects.create(user=user, name=name, is_default=True)
    Preferences.objects.create(user=user, time_zone=ZONES.get(name, "Africa/Johannesburg"))
    Profile.objects.create(user=user)
    roles = [ArchiveRole.objects.create(person=user, kind=RoleKind.KEEPER)] if keeper else []
    attach("roles", roles, to=[user])  # as of whoever is logged in
    return user


@pytest.fixture(autouse=True)
def _fresh_archive() -> None:
    # The archive's row is kept for a while in each process; the next test has another archive.
    forget_archive()


@pytest.fixture(scope="session", autouse=True)
def _archive_is_kept() -> Iterator[None]:
    """Tests that count queries must not find the row forgotten in between, on a busy machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bookcub.people.context.FRESH_FOR", 3600.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _only_pages_keep_their_context() -> Iterator[None]:
    """Tests ask a page for its context; Django would copy it for each part of the page too, hundreds of times."""

    def keep(*where: object, template: Template, context: Context, **more: Any) -> None:
        if context.template is template:
            store_rendered_templates(*where, template=template, context=context, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.client.store_rendered_templates", keep)
        yield


@pytest.fixture
def left_behind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages leave things behind, as in the archive, and nobody writes them until the test does."""
    settings.BOOKCUB_WRITES_BEHIND = True
    monkeypatch.setattr(behind, "begin_thread", lambda: None)
    yield
    for kind in behind._kinds:
        kind.forget(lambda _: True)


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada")


@pytest.fixture
def bo(db: None) -> User:
    return person("Bo")


@pytest.fixture
def cy(db: None) -> User:
    return person("Cy")


@pytest.fixture
def di(db: None) -> User:
    return person("Di")


@pytest.fixture
def mo(db: None) -> User:
    return person("Mo", keeper=True)


@pytest.fixture(scope="module")
def bare_errors() -> Iterator[None]:
    """Error pages hold no page, where thousands are met and only their status is looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bookcub.config.handlers.render_to_string", lambda *_: "<h1>An error</h1>")
        yield


@pytest.fixture(scope="module")
def bare_pages() -> Iterator[None]:
    """Nor do others: every page is drawn for everybody in tests/security/test_every_page.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_: "<h1>A page</h1>")
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for the whole run, whichever process asks first."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def migrated(shared_folder: Path) -> Path:
    """The data folder of an archive that nobody has set up, as `bookcub migrate` leaves it: copy it."""

    def make(folder: Path) -> None:
        done = Served(folder).run("migrate")
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(shared_folder / "migrated", make)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all that need it: a process can hold a single Playwright."""
    # Not above: tests without a browser need not wait for its library.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.chromium import ARGUMENTS, find_chromium  # noqa: PLC0415

    path = find_chromium()
    # Playwright keeps an event loop in this thread; Django would take its own queries for unsafe ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
