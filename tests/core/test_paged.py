"""Lists that are compiled once say what an ordinary question would, page by page."""

from __future__ import annotations

import pytest
from django.core.paginator import Page
from django.db.models import QuerySet

from bookcub.core.database import paged
from bookcub.core.database.paged import PreparedPages, number_of
from bookcub.people.models import User
from bookcub.web.pages import numbered_page
from bookcub.works.models import Work
from tests.making import make_work

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def signed(person: User, language: str) -> QuerySet[Work]:
    works = Work.objects.by_person(person).filter(language=language)
    return works.select_related("hiding").order_by("title", "pk")


WORKS = PreparedPages[Work](signed)


@pytest.fixture
def eleven(ada: User) -> list[Work]:
    return [make_work(ada, title=f"Part {number:02}") for number in range(11)]


def titles(page: Page[Work]) -> list[str]:
    return [work.title for work in page.object_list]


def test_each_page_holds_what_it_should(ada: User, bo: User, eleven: list[Work]) -> None:
    names = [work.title for work in eleven]
    for number, shown in ((1, names[:4]), (2, names[4:8]), (3, names[8:]), (99, names[8:])):
        page: Page[Work] = numbered_page(WORKS.of(ada, "en"), number, 4)
        ordinary: Page[Work] = numbered_page(signed(ada, "en"), number, 4)
        assert titles(page) == titles(ordinary) == shown
        assert page.paginator.num_pages == ordinary.paginator.num_pages == 3
    assert titles(numbered_page(WORKS.of(bo, "en"), 1, 4)) == []
    assert titles(numbered_page(WORKS.of(ada, "de"), 1, 4)) == []


def test_far_down_it_is_the_same(
    ada: User, eleven: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged, "FAR_DOWN", 4)
    monkeypatch.setattr(paged, "MOST_COUNTED", 5)
    names = [work.title for work in eleven]
    for number, shown in ((1, names[:4]), (2, names[4:8]), (3, names[8:])):
        page: Page[Work] = numbered_page(WORKS.of(ada, "en"), number, 4)
        assert titles(page) == shown
        assert page.paginator.num_pages == 3


def test_nobody_counts_further_than_they_look(ada: User, eleven: list[Work]) -> None:
    rows = WORKS.of(ada, "en")

    assert [rows.count_to(most) for most in (1, 10, 11, 12)] == [1, 10, 11, 11]
    assert list(number_of(Work.objects.none(), 5)) in ([], [0])
    assert len(rows[2:5]) == 3
    assert WORKS.of(ada, "de").count_to(10) == 0
