"""Copies of the index follow the database, whoever changes it and by whichever way."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.search import following
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.comparing import compare
from bookcub.search.copies import current, forget_readers, reader_of
from bookcub.search.documents import SOURCES
from bookcub.search.following import PORTION, Follower, StoppedError, forget_changes
from bookcub.search.language import WordsAsked
from bookcub.search.models import SearchChange, SearchCopy
from bookcub.search.watching import look_away, watch
from bookcub.tags.models import Tag
from bookcub.works.findable import SHAPE
from bookcub.works.models import Tagging, Visibility, Work
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

# What a transaction has changed that has not ended yet is nobody's business.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def found(word: str, person: User | None = None) -> list[int]:
    forget_readers()
    reader = reader_of(SHAPE)
    assert reader
    asker = Searcher(person.pk if person else None)
    query = QueryBuilder(SHAPE, reader.schema, asker, days=lambda days: days).of(WordsAsked(word))
    return sorted(reader.find([query], first=0, most=50, order="updated"))


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


def test_works_with_thousands_of_tags_together_are_found(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """As many as a portion of an archive that lives has: no question may grow with them."""
    work = make_work(ada, title="Weir")
    works = Work.objects.bulk_create(
        Work(title=f"Weir {n}", posted_at=work.posted_at, chapter_count=1) for n in range(PORTION)
    )
    tags = [Tag(name=f"Reed {n}", folded=f"reed {n}", kind="freeform") for n in range(6 * PORTION)]
    Tag.objects.bulk_create(tags)
    Tagging.objects.bulk_create(
        Tagging(work=one, tag=tag, position=n)
        for at, one in enumerate(works)
        for n, tag in enumerate(tags[6 * at : 6 * at + 6])
    )
    follower.step()

    reader = reader_of(SHAPE)
    assert reader
    assert len(reader.all_keys()) == PORTION + 1
    assert found("2999") == [works[-1].pk]


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
    Follower().step()  # as a process that begins

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

    Follower().step()

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

    Follower().step()

    assert current("works") != before
    assert found("weir") == [work.pk]


def test_where_the_database_was_not_watched_every_copy_is_built_anew(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """As while its tables were changed: what happened then nobody wrote down."""
    work = make_work(ada, title="Weir")
    follower.step()
    assert not watch()

    look_away()
    Work.objects.filter(pk=work.pk).update(title="Mill")
    assert watch()
    assert not watch()
    Follower().step()

    assert found("weir") == []
    assert found("mill") == [work.pk]


def test_who_is_told_to_stop_leaves_the_rest_for_the_next_time(
    tmp_path: Path,
    settings: Settings,
    ada: User,
) -> None:
    settings.BOOKCUB_SEARCH = tmp_path
    work = make_work(ada, title="Weir")
    with pytest.raises(StoppedError):
        Follower(lambda: True).step()
    assert reader_of(SHAPE) is None

    Follower().step()
    later = make_work(ada, title="Weir and mill")
    with pytest.raises(StoppedError):
        Follower(lambda: True).step()
    Follower().step()

    assert found("weir") == [work.pk, later.pk]
    assert sum(one.is_dir() for one in (tmp_path / "works").iterdir()) == 1


def test_a_change_that_is_committed_late_is_not_passed_over(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """Its rows have lower numbers than those of whoever began later and was done sooner."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one at a time")
    slow, quick = make_work(ada, title="Weir"), make_work(ada, title="Mill")
    follower.step()
    changed, may_commit = threading.Event(), threading.Event()

    def change_slowly() -> None:
        with transaction.atomic():
            Work.objects.filter(pk=slow.pk).update(title="Sluice")
            changed.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=change_slowly)
    thread.start()
    assert changed.wait(20)
    Work.objects.filter(pk=quick.pk).update(title="Sluice gate")
    follower.step()
    may_commit.set()
    thread.join()
    follower.step()

    assert found("sluice") == [slow.pk, quick.pk]


def test_where_nothing_has_changed_two_queries_are_asked(
    follower: Follower,  # noqa: F811
    ada: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_work(ada)
    follower.step()
    follower.step()

    with django_assert_max_num_queries(2):
        assert follower.step() == 0
