"""Where somebody is in a book, in words that praise nobody and blame nobody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from bookcub.reads.models import Read
from bookcub.reads.planning import BookMeasure, PlannedBook, Unit
from bookcub.reads.queries.contents import place_and_chapter
from bookcub.reads.queries.measures import number_words
from bookcub.reads.queries.privacy import BookPlace


class _Spot(Enum):
    START = auto()
    INSIDE = auto()  # a chapter or page
    AFTER = auto()  # one
    LATEST = auto()  # at the end of what is there, and more is to come
    END = auto()


Messages = Mapping[tuple[_Spot, Unit], str | Promise]

THEIRS: Messages = {
    (_Spot.START, Unit.CHAPTER): gettext_lazy("before the first page"),
    (_Spot.START, Unit.PAGE): gettext_lazy("before the first page"),
    (_Spot.INSIDE, Unit.CHAPTER): gettext_lazy("in chapter %(number)d"),
    (_Spot.INSIDE, Unit.PAGE): gettext_lazy("on page %(number)d"),
    (_Spot.AFTER, Unit.CHAPTER): gettext_lazy("at the end of chapter %(number)d"),
    (_Spot.AFTER, Unit.PAGE): gettext_lazy("on page %(number)d"),
    (_Spot.LATEST, Unit.CHAPTER): gettext_lazy("at the end of chapter %(number)d, the latest"),
    (_Spot.LATEST, Unit.PAGE): gettext_lazy("on page %(number)d, the latest"),
    (_Spot.END, Unit.CHAPTER): gettext_lazy("at the end of the book"),
    (_Spot.END, Unit.PAGE): gettext_lazy("at the end of the book"),
    (_Spot.START, Unit.SHARE): gettext_lazy("at the beginning"),
    (_Spot.AFTER, Unit.SHARE): gettext_lazy("at %(number)s"),
    (_Spot.END, Unit.SHARE): gettext_lazy("at the end of the book"),
}
MINE: Messages = {
    (_Spot.START, Unit.CHAPTER): gettext_lazy("You are before the first page."),
    (_Spot.START, Unit.PAGE): gettext_lazy("You are before the first page."),
    (_Spot.INSIDE, Unit.CHAPTER): gettext_lazy("You are in chapter %(number)d."),
    (_Spot.INSIDE, Unit.PAGE): gettext_lazy("You are on page %(number)d."),
    (_Spot.AFTER, Unit.CHAPTER): gettext_lazy("You are at the end of chapter %(number)d."),
    (_Spot.AFTER, Unit.PAGE): gettext_lazy("You are on page %(number)d."),
    (_Spot.LATEST, Unit.CHAPTER): gettext_lazy(
        "You are at the end of chapter %(number)d, the latest."
    ),
    (_Spot.LATEST, Unit.PAGE): gettext_lazy("You are on page %(number)d, the latest."),
    (_Spot.END, Unit.CHAPTER): gettext_lazy("You are at the end of the book."),
    (_Spot.END, Unit.PAGE): gettext_lazy("You are at the end of the book."),
    (_Spot.START, Unit.SHARE): gettext_lazy("You are at the beginning."),
    (_Spot.AFTER, Unit.SHARE): gettext_lazy("You are at %(number)s."),
    (_Spot.END, Unit.SHARE): gettext_lazy("You are at the end of the book."),
}


def place_name(read: Read, upto: int, measure: BookMeasure) -> str:
    """What a place in an outside book is called, by itself: "Page 120", "51%", "Chapter 3: Box Hill".

    In an edition it is the first page at whose end one has come as far, and its chapter where anybody has typed that.
    """
    if measure.is_by_share:
        number = number_words(measure, _number_at(upto, measure))
        is_page = measure.unit is Unit.PAGE
        words = gettext("Page %(n)s") % {"n": number} if is_page else str(number)
        return place_and_chapter(words, read, upto, measure, with_title=True)
    titles = read.book.chapter_titles if read.book else []
    if title := "".join(titles[upto - 1 : upto]):
        return gettext("Chapter %(n)s: %(title)s") % {"n": upto, "title": title}
    return gettext("Chapter %(n)s") % {"n": upto}


def place_words(
    place: BookPlace, book: PlannedBook, measure: BookMeasure, *, is_own: bool = False
) -> str:
    """Say "in chapter 4", "at the end of chapter 3", "on page 101".

    In an edition the place of another has the number that words have which are said there: see `place_name`.
    """
    return _in_words(THEIRS, _spot(place, book, measure, is_own=is_own), measure)


def my_place_words(place: BookPlace, book: PlannedBook, measure: BookMeasure) -> str:
    """Say "You are in chapter 4."."""
    return _in_words(MINE, _spot(place, book, measure, is_own=True), measure)


def _in_words(messages: Messages, where: tuple[_Spot, int], measure: BookMeasure) -> str:
    spot, number = where
    return str(messages[spot, measure.unit]) % {"number": number_words(measure, number)}


def _spot(
    place: BookPlace, book: PlannedBook, measure: BookMeasure, *, is_own: bool
) -> tuple[_Spot, int]:
    if place.is_inside:
        return _Spot.INSIDE, measure.number(_following(place.upto, book))
    number = measure.read(place.upto) if is_own else _number_at(place.upto, measure)
    if number == 0:
        return _Spot.START, 0
    if place.upto >= book.last_there:
        at_end = not book.is_open_ended and place.upto >= book.total
        return (_Spot.END if at_end else _Spot.LATEST), number
    is_on_page = measure.unit is Unit.PAGE and number > measure.read(place.upto)
    return (_Spot.INSIDE if is_on_page else _Spot.AFTER), number


def _number_at(upto: int, measure: BookMeasure) -> int:
    """In an edition the next number after a place; of chapters the last that is read to its end."""
    return measure.number(upto) if measure.is_by_share else measure.read(upto)


def _following(upto: int, book: PlannedBook) -> int:
    return next((n for n in range(upto + 1, book.total + 1) if book.is_there(n)), upto + 1)
