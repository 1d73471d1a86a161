"""Where a book opens in a room: at the words that somebody typed, whatever the text is made of."""

from __future__ import annotations

import unicodedata
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookcub.core.text import as_typed
from bookcub.meetings.queries import opened_passages
from bookcub.meetings.queries.opened_passages import (
    LONGEST_PARAGRAPH,
    LONGEST_QUOTE,
    PICTURE,
    OpenedPassage,
    in_its_sentence,
    opening_anywhere,
    opening_by_words,
)
from bookcub.people.models import User
from bookcub.works.models import Chapter, Work
from tests.making import make_work

BLOCK = "b-00010001"
# Stops, closers, spaces of all kinds, what composes (and changes the length), what folds into two, and pictures.
NASTY = st.text(
    st.sampled_from(
        list(
            "..!?…。！？\"'”’»)]  \u00a0\u202f\u2009\u3000-–—‑e\u0301a\u030aßİﬁﾊﾟ한\u1112\u1161\u11abo\U0001f476\u200d\ufffc"
        )
    ),
    max_size=60,
)


def chapter_of(*paragraphs: str) -> Chapter:
    """A chapter that nobody has stored."""
    html = "".join(
        f'<p id="b-0001000{number}">{escape(text)}</p>' for number, text in enumerate(paragraphs, 1)
    )
    return Chapter(work=Work(title="Hard to read"), position=1, number=1, html=html)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000", "\u00a0 ", "\n"])
def test_words_typed_with_ordinary_spaces_are_found_whichever_stand_in_the_text(space: str) -> None:
    sentence = f"It was 10{space}o’clock{space}— or nearly."
    chapter = chapter_of(f"Bees. {sentence} She left.")

    found = opening_by_words(chapter, words="10 o'clock - or")

    assert found is not None
    assert " ".join(found.quote.split()) == " ".join(sentence.split())
    again = opening_by_words(chapter, words=found.quote)
    assert again is not None
    assert again.quote == found.quote


def test_signs_that_were_cut_off_and_hyphens_that_hold_together_do_not_matter() -> None:
    chapter = chapter_of("Bees. A well‑known place ‚by the sea‘.")

    for words in ("well-known pl…", "a well-known place 'by the sea'"):
        found = opening_by_words(chapter, words=words)
        assert found is not None
        assert found.quote == "A well‑known place ‚by the sea‘."


@given(NASTY)
def test_a_place_in_what_is_typed_is_the_same_place_in_the_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert list(as_typed(text)) == [as_typed(sign) for sign in composed]


@given(NASTY, NASTY, NASTY, st.sampled_from([1, 12]))
@example("", "e\u0301 was. ", " Gone", 12)
@example("." * 50, "ﬁne", "”" * 50, 1)
def test_words_of_any_text_open_it_where_they_stand(
    before: str, words: str, after: str, times: int
) -> None:
    text = (before + words + after) * times
    chapter = chapter_of("Bees.", text)
    there = chapter.blocks[-1]
    wanted = as_typed(" ".join(words.split()))

    found = opening_by_words(chapter, words=words)

    if wanted and " ".join(as_typed(there.text).split()).find(wanted) >= 0:
        assert found is not None
    if found is not None:
        holds(found, "Bees." if found.block_id == BLOCK else there.text)
    told = in_its_sentence(chapter, block_id=there.id, words=words)
    assert told == words or told.strip("…") in shown(there.text)


def shown(text: str) -> str:
    """A paragraph as one reads it."""
    return unicodedata.normalize("NFC", text.replace("\n", " ")).replace(PICTURE, "")


def holds(found: OpenedPassage, text: str) -> None:
    """What was opened stands in the paragraph, in these very letters."""
    assert found.quote.strip("…") in shown(text)
    assert len(found.quote) <= LONGEST_QUOTE + 2
    assert PICTURE not in found.quote + found.around
    if found.around:
        assert found.quote in found.around
        assert len(found.around) <= LONGEST_PARAGRAPH + 2


@pytest.mark.django_db
@pytest.mark.both
def test_no_more_is_looked_through_than_there_is_time_for(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = make_work(ada, chapters=4)
    for chapter in work.chapters.all():
        chapter.html = f"<p>Heron {chapter.position}. {'x' * 1000}</p>"
        chapter.save()
    chapters = list(work.chapters.order_by("position"))
    looked: list[int] = []
    look = opening_by_words

    def counted(chapter: Chapter, *, words: str) -> OpenedPassage | None:
        looked.append(chapter.position)
        return look(chapter, words=words)

    monkeypatch.setattr(opened_passages, "opening_by_words", counted)
    monkeypatch.setattr(opened_passages, "LOOKED_THROUGH", 2500)

    assert opening_anywhere(chapters, words="heron 5") is None
    assert looked == [4, 3]
    looked.clear()
    assert opening_anywhere(chapters, words="heron 3") is not None
    assert looked == [4, 3]
