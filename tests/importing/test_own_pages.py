"""A page of Bookcub itself, saved in a browser and brought in again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pytest_django import Settings

from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.table import describe
from bookcub.importing.actions.save_work import keep
from bookcub.importing.models import WorkOrigin
from bookcub.people.models import Archive, User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.importing.test_importing_again import keep_without
from tests.making import make_work

HERE = "https://archive.example.org"


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=2, title="The Weir", language="en", summary="<p>A weir.</p>")


def saved(client: Client, path: str, *, host: str = HERE, language: str = "en") -> ParsedWork:
    """What is understood of a page as a browser saves it: with the address on top."""
    page = client.get(path, headers={"Accept-Language": language}).content.decode()
    outcome = describe(f"<!-- saved from url=(0042){host}{path} -->\n{page}".encode())
    assert isinstance(outcome, ParsedWork), outcome
    return outcome


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_whole_work_is_its_chapters_and_nothing_around_them(
    client: Client, work: Work, language: str
) -> None:
    found = saved(client, f"/works/{work.pk}?view_full_work=true", language=language)
    here = list(work.chapters.order_by("position"))

    assert found.format == "Bookcub"
    assert (found.title, found.summary) == ("The Weir", "<p>A weir.</p>")
    assert found.original_url == f"{HERE}/works/{work.pk}"
    assert found.authors == ("Ada",)
    assert [(each.position, each.html, each.original_url) for each in found.chapters] == [
        (
            each.position,
            re.sub(r' id="b-[^"]*"', "", each.html),
            f"{HERE}/works/{work.pk}/chapters/{each.pk}",
        )
        for each in here
    ]


def test_one_chapters_page_is_one_chapter(client: Client, work: Work) -> None:
    second = work.chapters.get(position=2)
    found = saved(client, second.get_absolute_url())

    assert [(each.position, each.original_url) for each in found.chapters] == [
        (2, f"{HERE}/works/{work.pk}/chapters/{second.pk}")
    ]
    assert found.is_part


@pytest.mark.parametrize("told_by", ["setting", "set-up"])
def test_ones_own_page_brings_the_same_work_up_to_date(
    client: Client, ada: User, work: Work, settings: Settings, told_by: str
) -> None:
    if told_by == "setting":
        settings.PUBLIC_URL = HERE
    else:
        archive = Archive.current()
        archive.address = HERE
        archive.save()
    second = work.chapters.get(position=2)
    page = saved(client, second.get_absolute_url())
    kept = keep(page, as_pseud=ada.default_pseud)

    assert (kept.work, kept.is_new, kept.chapters.unchanged) == (work, False, 1)
    assert Work.objects.count() == 1
    assert kept.work.original_url == ""
    assert kept.work.chapters.count() == 2


def test_a_page_of_another_archive_becomes_a_work_once(
    client: Client, ada: User, bo: User, work: Work
) -> None:
    page = saved(
        client, work.chapters.get(position=1).get_absolute_url(), host="https://other.example.org"
    )
    first = keep(page, as_pseud=bo.default_pseud)
    again = keep(page, as_pseud=bo.default_pseud)

    assert first.work != work
    assert (again.work, again.is_new) == (first.work, False)
    assert first.work.original_url == f"https://other.example.org/works/{work.pk}"


def test_new_words_of_a_chapter_written_here_stay_out_once_they_were_not_wanted(
    client: Client, ada: User, work: Work, settings: Settings
) -> None:
    settings.PUBLIC_URL = HERE
    page = saved(client, f"/works/{work.pk}?view_full_work=true")
    first, second = page.chapters
    edited = replace(page, chapters=(first, replace(second, html="<p>Other words.</p>")))
    for _ in range(2):
        keep_without(edited, 2, by=ada)

    assert keep(edited, as_pseud=ada.default_pseud).chapters.changed == 0
    assert len(WorkOrigin.objects.get().left_out) == 1
    back = keep(page, as_pseud=ada.default_pseud)
    assert back.chapters.unchanged == 2
    assert "chapters-stay-out" not in {notice.code for notice in back.notices}
    assert WorkOrigin.objects.get().left_out == []
