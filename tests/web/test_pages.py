"""Long lists: looked through no further than a page needs, and never a number that is not true."""

from __future__ import annotations

import pytest
from django.db.models.functions import Length
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from selectolax.lexbor import LexborHTMLParser

from bookcub.tags.models import Tag, TagKind
from bookcub.web import pages
from bookcub.web.pages import page_of
from tests.growth.plans import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows are counted, and sixty can be turned to."""
    monkeypatch.setattr(pages, "COUNTED", 10)
    monkeypatch.setattr(pages, "DEEPEST", 60)


def stored(rows: int) -> None:
    Tag.objects.bulk_create(
        Tag(kind=TagKind.FANDOM, name=f"{n:03}", folded=f"{n:03}") for n in range(rows)
    )


def request(number: int | str) -> HttpRequest:
    return RequestFactory().get("/", {"page": str(number)})


def pager(number: int | str) -> LexborHTMLParser:
    page = page_of(Tag.objects.order_by("name"), request(number), 2)
    template = Template("{% load ui %}{% pager page=page label='Pages' %}")
    return LexborHTMLParser(template.render(Context({"page": page})))


def numbers(number: int | str) -> list[str]:
    found = pager(number).css(".pager-number, .pager-gap")
    return [one.text(deep=True).replace("Page", "").strip() for one in found]


def where(number: int | str) -> str:
    told = pager(number).css_first(".pager-where")
    assert told
    return " ".join(told.text().split())


def test_a_list_that_is_counted_says_which_page_is_the_last() -> None:
    stored(10)

    assert numbers(2) == ["1", "2", "3", "4", "5"]
    assert where(2) == "Page 2 of 5"


def test_a_longer_one_offers_what_comes_next_and_names_no_last_page() -> None:
    stored(40)

    assert numbers(1) == ["1", "2", "3", "…"]
    assert numbers(9) == ["1", "…", "7", "8", "9", "10", "11", "…"]
    assert where(9) == "Page 9"
    assert pager(9).css_first("a[rel=next]")


def test_its_end_is_seen_once_one_comes_near() -> None:
    stored(40)

    assert where(18) == "Page 18 of 20"
    assert numbers(20)[-1] == "20"
    assert not pager(20).css_first("a[rel=next]")


@pytest.mark.parametrize(
    ("number", "page"), [(21, "20 of 20"), (999_999, "20 of 20"), (0, "1"), (-3, "1")]
)
def test_a_number_that_is_off_leads_to_the_nearest_page(number: int, page: str) -> None:
    stored(40)

    assert where(number) == f"Page {page}"


def test_what_is_no_number_leads_to_the_first() -> None:
    stored(40)

    assert where("weir") == "Page 1"


def test_nobody_turns_further_than_can_be_counted() -> None:
    stored(70)

    assert where(999_999) == "Page 30"
    assert not pager(30).css_first("a[rel=next]")


def test_a_count_asks_for_neither_order_nor_what_is_only_shown() -> None:
    stored(40)
    rows = Tag.objects.order_by("name").annotate(shown=Length("name")).prefetch_related("parents")

    with asked() as questions:
        list(page_of(rows, request(1), 2).object_list)

    counted = next(sql for sql, _ in questions if "COUNT" in sql)
    assert "LIMIT 11" in counted
    assert "ORDER BY" not in counted
    assert "shown" not in counted
