from __future__ import annotations

import pytest

from bookcub.reads.isbn import isbn13


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("978-0-306-40615-7", "9780306406157"),
        ("9780306406157", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),  # an ISBN-10
        ("0-8044-2957-x", "9780804429573"),  # its check digit stands for ten
        ("ISBN 978 0 306 40615 7", "9780306406157"),
        ("isbn: 0306406152", "9780306406157"),
        ("979-10-90636-07-1", "9791090636071"),
    ],
)
def test_an_isbn_in_any_usual_way(typed: str, digits: str) -> None:
    assert isbn13(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "978-0-306-40615-8",  # the last digit does not fit
        "0-306-40615-3",
        "9770306406157",  # no book's prefix
        "X306406152",
        "03064061522",
        "٩٧٨٠٣٠٦٤٠٦١٥٧",  # digits of another script
        "Tide Tables",
        "",
    ],
)
def test_what_is_no_isbn(typed: str) -> None:
    with pytest.raises(ValueError, match=r"ISBN|last digit"):
        isbn13(typed)
