"""Who may do what while reading. Whether a work may be read at all is `Work.objects.visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookcub.reading.models import Bookmark, ReadingList

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def keeps_history(person: User | AnonymousUser) -> bool:
    """Whether places and history of this person are kept at all."""
    return bool(person.is_authenticated and person.preferences.keeps_history)


def may_edit_bookmark(person: User | AnonymousUser, bookmark: Bookmark) -> bool:
    return person.is_authenticated and bookmark.pseud.user_id == person.pk


def may_edit_list(person: User | AnonymousUser, reading_list: ReadingList) -> bool:
    return person.is_authenticated and reading_list.user_id == person.pk
