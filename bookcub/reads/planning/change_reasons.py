"""What became of a book since a plan was last laid over it, in sentences."""

from __future__ import annotations

from bookcub.reads.planning.book import PlannedBook
from bookcub.reads.planning.phrases import number, places, sentence


def change_reasons(seen: PlannedBook, book: PlannedBook) -> list[str]:
    """Why a plan may have to move: chapters that came, went or changed places, and other lengths."""
    found = []
    gone = [seen.numbers[key] for key in seen.numbers.keys() - book.numbers.keys()]
    come = [book.numbers[key] for key in book.numbers.keys() - seen.numbers.keys()]
    if gone:
        found.append(f"{places(sorted(gone), seen.unit)} {_is(gone)} no longer there")
    if come:
        found.append(f"{places(sorted(come), book.unit)} {_has(come)} come")
    if _order(seen, book) != _order(book, seen):
        found.append("the chapters stand in another order now")
    if seen.planned != book.planned:
        found.append(_planned(seen, book))
    return [sentence(one) for one in found]


def has_changed_shape(seen: PlannedBook, book: PlannedBook) -> bool:
    """Whether more happened than that a chapter came which was planned for, at its place."""
    if seen.unit != book.unit or seen.total != book.total or seen.planned != book.planned:
        return True
    return any(book.numbers.get(key) != place for key, place in seen.numbers.items())


def _order(of: PlannedBook, other: PlannedBook) -> list[int]:
    """The keys that both books have, in the order of the first."""
    return [key for key in of.numbers if key in other.numbers]


def _planned(seen: PlannedBook, book: PlannedBook) -> str:
    unit = f"{book.unit}s"
    if book.planned is None:
        return f"nobody knows any more how many {unit} there will be"
    now = f"{number(book.planned)} {book.unit if book.planned == 1 else unit}"
    if seen.planned is None:
        done = book.planned <= book.last_there
        return f"the end is there, with {now}" if done else f"there are going to be {now}"
    return f"there are going to be {now} instead of {number(seen.planned)}"


def _is(numbers: list[int]) -> str:
    return "is" if len(numbers) == 1 else "are"


def _has(numbers: list[int]) -> str:
    return "has" if len(numbers) == 1 else "have"
