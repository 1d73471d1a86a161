"""How many lines somebody has. It stands on every page, so the question is compiled once for all people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NoReturn

from django.db import connection
from django.db.models import Count, Q

from bookcub.notifications.models import Notice, ruled_alike
from bookcub.people.models import User

ANYBODY = 7_236_115_094_881_620_531  # the id in the compiled question where the person's goes

TOGETHER = " UNION ALL "


def unread_of(person: User) -> int:
    """What they have not read, without what lies ahead of them. One query over the unread lines, or two."""
    kinds = Notice.objects.of(person).unread().kinds()
    unread, _ = _ask(person, kinds, only_unread=True)
    return unread


def numbers_of(person: User, kinds: Iterable[str]) -> tuple[int, int]:
    """What they have not read, and all they have; `kinds` are those of which they have any. One query."""
    return _ask(person, kinds, only_unread=False)


def _ask(person: User, kinds: Iterable[str], *, only_unread: bool) -> tuple[int, int]:
    parts = [
        _compiled(connection.vendor, names, only_unread=only_unread) for names in ruled_alike(kinds)
    ]
    if not parts:
        return 0, 0
    params = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            TOGETHER.join(sql for sql, _ in parts),
            [person.pk if value == ANYBODY else value for value in params],
        )
        found = cursor.fetchall()
    return sum(unread for unread, _ in found), sum(total for _, total in found)


@cache
def _compiled(
    vendor: str, kinds: tuple[str, ...], *, only_unread: bool
) -> tuple[str, tuple[Any, ...]]:
    """Building and compiling it takes Python ten times as long as the database takes to answer it.

    Each rule alone: PostgreSQL plans all of them together for longer than a page may take.
    """
    with connection.execute_wrapper(_refuse):
        lines = Notice.objects.visible_to(User(pk=ANYBODY), kinds=kinds)
        if only_unread:
            lines = lines.unread()
        counted = (
            lines.order_by()
            .values("user")
            .annotate(unread=Count("pk", filter=Q(read_at=None)), total=Count("pk"))
        )
        return counted.values_list("unread", "total").query.sql_with_params()


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("A kind asks the database about one person where all are meant.")
