from __future__ import annotations

import pytest
from django.utils.html import format_html

from bookcub.web.enumeration import enumerated, enumerated_text, enumerated_titles


@pytest.mark.parametrize(
    ("names", "listing"),
    [
        (["Bo"], "Bo"),
        (["Bo", "Cy"], "Bo and Cy"),
        (["Bo", "Cy", "Dee", "2 guests"], "Bo, Cy, Dee and 2 guests"),
    ],
)
def test_names_are_listed_as_one_would_say_them(names: list[str], listing: str) -> None:
    assert enumerated_text(names) == listing
    assert enumerated(names) == listing


def test_a_name_is_text_unless_it_is_marked_safe() -> None:
    link = format_html('<a href="{}">{}</a>', "/users/Bo", "Bo")

    assert enumerated(["<b>"]) == "&lt;b&gt;"
    assert enumerated([link, "<b>", "{x}"]) == '<a href="/users/Bo">Bo</a>, &lt;b&gt; and {x}'
    assert enumerated_text(["<b>", "{x}"]) == "<b> and {x}"


def test_titles_are_listed_in_quotation_marks() -> None:
    assert enumerated_titles(["Salt", "Moss", "Tide"]) == "“Salt”, “Moss” and “Tide”"
    assert enumerated_titles([]) == ""
