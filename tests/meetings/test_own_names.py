"""A meeting that nobody has named is called in the reader's language."""

from __future__ import annotations

import pytest

from bookcub.meetings.own_names import own_name, shown_name
from bookcub.meetings.queries.opened_passages import label_words
from bookcub.reads.models import OutsideBook, Read
from tests.brackets import bracketed

CHAPTERS = OutsideBook(title="The Weir", chapter_titles=["", ""])
PAGES = OutsideBook(title="The Weir", page_count=300)
PERCENT = OutsideBook(title="The Weir")


@pytest.mark.parametrize(
    ("book", "upto", "said"),
    [
        (None, 0, "⟦Our meeting⟧"),
        (CHAPTERS, 0, "⟦The Weir, ⟦our first meeting⟧⟧"),
        (CHAPTERS, 2, "⟦The Weir, ⟦up to the end of chapter 2⟧⟧"),
        (PAGES, PAGES.measure.upto(90), "⟦The Weir, ⟦up to the end of page 90⟧⟧"),
        (PERCENT, PERCENT.measure.upto(51), "⟦The Weir, ⟦up to 51%⟧⟧"),
    ],
)
def test_a_name_of_ours_is_kept_plain_and_said_anew(
    book: OutsideBook | None, upto: int, said: str
) -> None:
    with bracketed():
        kept = own_name(Read(title="The Weir", book=book) if book else None, upto)
        shown = shown_name(kept)

    assert "⟦" not in kept
    assert shown == said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Page 12", "⟦Page 12⟧"),
        ("Chapter 3", "⟦Chapter 3⟧"),
        ("Chapter 3: The Weir: again", "⟦Chapter 3: The Weir: again⟧"),
        ("Prologue", "Prologue"),
    ],
)
def test_where_a_book_was_opened_is_told_in_the_reader_s_language(kept: str, said: str) -> None:
    with bracketed():
        assert label_words(kept) == said
