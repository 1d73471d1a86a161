"""Addresses are Django's, found sooner."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django import urls
from django.urls import NoReverseMatch
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.page_urls import reverse

NUMBERS = st.integers(min_value=0, max_value=2**80)


@given(work=NUMBERS, chapter=NUMBERS, name=st.text(min_size=1, max_size=12))
def test_they_are_what_django_says(work: int, chapter: int, name: str) -> None:
    for page, args in (
        ("home:front_index", []),
        ("reading:work_detail", [work]),
        ("reading:chapter_detail", [work, chapter]),
        ("reading:chapter_detail", [chapter, chapter]),
        ("reading:person_detail", [name]),
        ("reading:pseud_detail", [name, name]),
    ):
        assert told(reverse, page, args) == told(urls.reverse, page, args)


@pytest.mark.parametrize("args", [[-1], ["one"], [1, 2, 3], [True], [None], [1.5]])
def test_what_django_refuses_is_refused(args: list[object]) -> None:
    assert told(reverse, "reading:chapter_detail", args) == told(
        urls.reverse, "reading:chapter_detail", args
    )
    assert told(reverse, "reading:work_detail", args) == told(
        urls.reverse, "reading:work_detail", args
    )


def test_below_a_folder_they_stand_below_it() -> None:
    before = urls.get_script_prefix()
    assert reverse("reading:work_detail", [7]) == "/works/7"
    try:
        urls.set_script_prefix("/stories/50%/")
        assert reverse("reading:work_detail", [7]) == urls.reverse("reading:work_detail", args=[7])
        assert reverse("home:front_index").startswith("/stories/")
    finally:
        urls.set_script_prefix(before)
    assert reverse("reading:work_detail", [7]) == "/works/7"


def told(asked: object, page: str, args: Sequence[object]) -> str | type[Exception]:
    try:
        return str(asked(page, args=args))  # type: ignore[operator]
    except NoReverseMatch as error:
        return type(error)
