"""Sizes of files as people say them."""

from __future__ import annotations

import pytest
from django.utils import translation

from bookcub.web.sizes import as_size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (12, "12 bytes"),
        (500 * 1024, "500 KB"),
        (1024 * 1024 - 1, "1 MB"),
        (1024 * 1024 * 3 // 2, "1.5 MB"),
        (100 * 1024 * 1024, "100 MB"),
        (5000 * 1024**3, "5,000 GB"),
    ],
)
def test_a_size_has_a_decimal_only_where_it_says_something(size: int, said: str) -> None:
    assert as_size(size) == said.replace(" ", "\xa0"), "a number and its unit stay on one line"


def test_a_size_has_the_marks_of_the_reader_s_language() -> None:
    with translation.override("de"):
        assert as_size(1024 * 1024 * 3 // 2).startswith("1,5")
