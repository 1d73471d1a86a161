"""What is written behind: nobody waits for it, and what was left is not lost while the process lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest
from django.db import IntegrityError, OperationalError
from pytest_django import Settings

from bookcub.core import behind
from bookcub.core.behind import WrittenBehind, write_all


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.BOOKCUB_WRITES_BEHIND = True
    monkeypatch.setattr(behind, "_kinds", [])


class Shelf:
    """Where a test's facts are stored; `fails` is raised the next times."""

    def __init__(self) -> None:
        self.kind: WrittenBehind[str, int] = WrittenBehind("test", merge=int.__add__)
        self.kind.stored_by(self.store)
        self.stored: list[dict[str, int]] = []
        self.fails: list[Exception] = []
        self.refuses: set[str] = set()

    def store(self, entries: Mapping[str, int]) -> None:
        if self.fails:
            raise self.fails.pop(0)
        if self.refuses & entries.keys():
            raise IntegrityError("gone")
        self.stored.append(dict(entries))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def _no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "begin_thread", lambda: None)


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No thread outlives its test, and one that has nothing to do does not stay."""
    yield
    monkeypatch.setattr(behind, "STAYS", 0.0)
    for thread in threading.enumerate():
        if thread.name == "behind":
            thread.join(10)


@pytest.mark.usefixtures("_no_thread")
def test_what_is_left_twice_is_written_once(shelf: Shelf) -> None:
    shelf.kind.leave("a", 1)
    shelf.kind.leave("a", 2)
    shelf.kind.leave("b", 5)
    assert shelf.kind.unwritten() == {"a": 3, "b": 5}

    write_all()

    assert shelf.stored == [{"a": 3, "b": 5}]
    assert shelf.kind.unwritten() == {}


@pytest.mark.usefixtures("_no_thread")
def test_what_the_database_refuses_waits_and_goes_together_with_what_came_since(
    shelf: Shelf,
) -> None:
    shelf.kind.leave("a", 1)
    shelf.fails = [OperationalError("database is locked")]
    with pytest.raises(OperationalError):
        write_all()
    shelf.kind.leave("a", 2)
    assert shelf.kind.unwritten() == {"a": 3}

    write_all()

    assert shelf.stored == [{"a": 3}]


@pytest.mark.usefixtures("_no_thread")
def test_what_is_on_its_way_is_found_together_with_what_came_since(shelf: Shelf) -> None:
    found: list[dict[str, int]] = []

    def store(entries: Mapping[str, int]) -> None:
        shelf.kind.leave("a", 10)
        found.append(shelf.kind.unwritten())

    shelf.kind.stored_by(store)
    shelf.kind.leave("a", 1)
    shelf.kind.leave("b", 2)
    shelf.kind.write()

    assert found == [{"a": 11, "b": 2}]


@pytest.mark.usefixtures("_no_thread")
def test_what_cannot_be_stored_any_more_keeps_nothing_else_from_it(shelf: Shelf) -> None:
    for key in "abc":
        shelf.kind.leave(key, 1)
    shelf.refuses = {"b"}

    write_all()

    assert shelf.stored == [{"a": 1}, {"c": 1}]
    assert shelf.kind.unwritten() == {}


@pytest.mark.usefixtures("_no_thread")
def test_it_never_grows_without_end(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "MOST", 2)
    for key in "abc":
        shelf.kind.leave(key, 1)
    shelf.kind.leave("a", 1)

    assert shelf.kind.unwritten() == {"a": 2, "b": 1}


@pytest.mark.usefixtures("_no_thread")
def test_what_is_forgotten_is_not_written(shelf: Shelf) -> None:
    shelf.kind.leave("a", 1)
    shelf.kind.leave("b", 1)
    shelf.kind.forget(lambda key: key == "a")

    write_all()

    assert shelf.stored == [{"b": 1}]


@pytest.mark.usefixtures("joined")
def test_the_thread_stays_for_what_comes_next_and_nobody_waits_for_its_end(shelf: Shelf) -> None:
    shelf.kind.leave("a", 1)
    behind.finish()
    [thread] = [each for each in threading.enumerate() if each.name == "behind"]

    shelf.kind.leave("b", 1)
    behind.finish()

    assert shelf.stored == [{"a": 1}, {"b": 1}]
    assert thread.is_alive()
    assert [each for each in threading.enumerate() if each.name == "behind"] == [thread]


@pytest.mark.usefixtures("joined")
def test_whoever_waits_for_what_is_written_waits_for_what_the_database_refused(
    shelf: Shelf,
) -> None:
    shelf.fails = [OperationalError("database is locked")]
    shelf.kind.leave("a", 1)

    behind.finish()

    assert shelf.stored == [{"a": 1}]


@pytest.mark.usefixtures("joined")
def test_a_thread_writes_until_nothing_waits_and_asks_again_after_a_refusal(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "STAYS", 0.0)
    shelf.fails = [OperationalError("database is locked")]

    shelf.kind.leave("a", 1)

    [thread] = [each for each in threading.enumerate() if each.name == "behind"]
    assert not thread.daemon  # the end of the process waits for it
    thread.join(10)
    assert shelf.stored == [{"a": 1}]
    shelf.kind.leave("b", 1)
    for each in threading.enumerate():
        if each.name == "behind":
            each.join(10)
    assert shelf.stored == [{"a": 1}, {"b": 1}]


def test_where_settings_say_so_all_is_written_at_once(shelf: Shelf, settings: Settings) -> None:
    settings.BOOKCUB_WRITES_BEHIND = False

    shelf.kind.leave("a", 1)

    assert shelf.stored == [{"a": 1}]
