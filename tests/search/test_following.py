"""Copies of the index follow the database, whoever changes it and by whichever way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.search import following
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.comparing import compare
from bookcub.search.copies import current, forget_readers, reader_of
from bookcub.search.documents import SOURCES
from bookcub.search.following import Follower, forget_changes
from bookcub.search.language import WordsAsked
from bookcub.search.models import SearchChange, SearchCopy
from bookcub.search.watching import look_away, watch
from bookcub.works.findable import SHAPE
from bookcub.works.models import Visibility, Work
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

# What a transaction has changed that has not ended yet is nobody's business.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def found(word: str, person: User | None = None) -> list[int]:
    forget_readers()
    reader = reader_of(SHAPE)
    assert reader
    builder = QueryBuilder(SHAPE, reader.schema, days=lambda days: days)
    query = builder.of(WordsAsked(word), Searcher(person.pk if person else None))
    return sorted(reader.find(query, first=0, most=50).keys)


def test_a_work_is_found_when_it_is_there_and_no_more_when_it_is_gone(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    follower.step()
    assert found("weir") == []

    work = make_work(ada, title="The Weir at Night")
    assert found("weir") == []
    follower.step()
    assert found("weir") == [work.pk]
    assert found("ada") == [work.pk]

    Work.objects.filter(pk=work.pk).update(title="The Mill")
    follower.step()
    assert found("weir") == []
    assert found("mill") == [work.pk]

    Work.objects.filter(pk=work.pk).update(visibility=Visibility.NAMED)
    follower.step()
    assert found("mill") == []
    assert found("mill", ada) == [work.pk]

    work.delete()
    follower.step()
    assert found("mill", ada) == []


def test_a_name_changes_on_all_that_bears_it(follower: Follower, ada: User) -> None:  # noqa: F811
    work = make_work(ada, title="The Weir")
    follower.step()

    pseud = ada.default_pseud
    pseud.name = "Finch"
    pseud.save()
    tag = work.tags.all()[0]
    tag.name = "Kingfishers"
    tag.save()
    follower.step()

    assert found("finch") == found("kingfishers") == [work.pk]


def test_nothing_is_left_to_do_after_a_step(follower: Follower, ada: User) -> None:  # noqa: F811
    make_work(ada)

    assert follower.step()
    assert not follower.step()


def test_a_process_that_dies_while_it_builds_leaves_nothing_half_built(
    follower: Follower,  # noqa: F811
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = make_work(ada, title="The Weir")
    source = SOURCES["works"]

    def dies(keys: Sequence[int]) -> Iterator[Any]:
        raise MemoryError

    SOURCES.forget("works")
    SOURCES.register(replace(source, documents=dies), name="works", owner="works")
    try:
        with pytest.raises(MemoryError):
            follower.step()
        assert reader_of(SHAPE) is None
    finally:
        SOURCES.forget("works")
        SOURCES.register(source, name="works", owner="works")

    follower.step()
    assert found("weir") == [work.pk]
    home = current("works")
    assert home
    assert [one for one in home.folder.parent.iterdir() if one.is_dir()] == [home.folder]


@pytest.mark.parametrize("damage", ["gone", "nonsense", "older version", "a file less"])
def test_an_index_that_cannot_be_read_is_built_anew(
    follower: Follower,  # noqa: F811
    ada: User,
    damage: str,
) -> None:
    work = make_work(ada, title="The Weir")
    follower.step()
    folder = current("works").folder  # type: ignore[union-attr]  # it was just built
    if damage == "gone":
        (folder.parent / "current").unlink()
    elif damage == "nonsense":
        (folder / "meta.json").write_text("{")
    elif damage == "older version":
        told = (folder.parent / "current").read_text()
        (folder.parent / "current").write_text(told.replace('"version": ', '"version": 9'))
    else:
        next(folder.glob("*.store")).unlink()
    forget_readers()
    assert reader_of(SHAPE) is None or damage == "a file less"

    later = make_work(ada, title="A later weir")
    follower.step()

    assert found("weir") == [work.pk, later.pk]


def test_a_database_that_was_put_back_is_followed_from_the_start(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """The index has seen what the database has forgotten."""
    work = make_work(ada, title="The Weir")
    lost = make_work(ada, title="The Mill")
    follower.step()
    SearchCopy.objects.all().delete()
    lost.delete()
    SearchChange.objects.all().delete()

    follower.step()

    assert found("weir") == [work.pk]
    assert found("mill") == []


def test_two_machines_follow_one_database(
    follower: Follower,  # noqa: F811
    ada: User,
    tmp_path: Path,
    settings: Settings,
) -> None:
    here, there, other = tmp_path / "here", tmp_path / "there", Follower()
    for round_ in range(3):
        work = make_work(ada, title=f"Weir {round_}")
        for folder, each in ((here, follower), (there, other)):
            settings.BOOKCUB_SEARCH = folder
            each.step()
            assert work.pk in found("weir")
            agreement = compare(SOURCES["works"])
            assert agreement
            assert (agreement.missing, agreement.lost) == (0, 0)


def test_changes_are_kept_until_every_copy_has_them(
    follower: Follower,  # noqa: F811
    ada: User,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "COUNTS_EVERY", 0.0)
    other = Follower()
    for folder, each in ((tmp_path / "here", follower), (tmp_path / "there", other)):
        settings.BOOKCUB_SEARCH = folder
        each.step()
    work = make_work(ada, title="Weir")
    other.step()

    forget_changes()
    assert SearchChange.objects.exists()
    settings.BOOKCUB_SEARCH = tmp_path / "here"
    follower.step()
    assert found("weir") == [work.pk]
    forget_changes()
    assert not SearchChange.objects.exists()


def test_a_copy_that_nobody_has_heard_of_for_a_week_is_built_anew(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    follower.step()
    before = current("works")
    SearchCopy.objects.update(seen_at=clock.now().replace(year=2020))
    work = make_work(ada, title="Weir")
    forget_changes()
    assert not SearchChange.objects.exists()

    follower.step()

    assert current("works") != before
    assert found("weir") == [work.pk]


def test_the_database_is_watched_anew_where_tables_were_changed() -> None:
    assert not watch()
    look_away()
    assert watch()
    assert not watch()
