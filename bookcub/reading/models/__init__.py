from bookcub.reading.models.advance import Advance
from bookcub.reading.models.bookmark import Bookmark, BookmarkQuerySet, BookmarkTag
from bookcub.reading.models.look_ahead import LookAhead
from bookcub.reading.models.openings import OpenedPage, Passing, moment, passings
from bookcub.reading.models.place import ChapterProgress, Place, PlaceQuerySet
from bookcub.reading.models.reading_list import (
    ListEntry,
    ReadingList,
    ReadingListQuerySet,
    ShelfKind,
)
from bookcub.reading.models.visits import Visit, just_opened, taken_as_opened, visits

__all__ = [
    "Advance",
    "Bookmark",
    "BookmarkQuerySet",
    "BookmarkTag",
    "ChapterProgress",
    "ListEntry",
    "LookAhead",
    "OpenedPage",
    "Passing",
    "Place",
    "PlaceQuerySet",
    "ReadingList",
    "ReadingListQuerySet",
    "ShelfKind",
    "Visit",
    "just_opened",
    "moment",
    "passings",
    "taken_as_opened",
    "visits",
]
