"""How many lines somebody has. It stands on every page, so the question is compiled once for all people."""

from __future__ import annotations

from functools import cache
from typing import Any, NoReturn

from django.db import connection
from django.db.models import Count, Q

from bookcub.notifications.models import Notice
from bookcub.people.models import User

ANYBODY = 7_236_115_094_881_620_531  # the id in the compiled question where the person's goes


def unread_of(person: User) -> int:
    """What they have not read, without what lies ahead of them. One query over the unread lines."""
    unread, _ = _ask(person, only_unread=True)
    return unread


def numbers_of(person: User) -> tuple[int, int]:
    """What they have not read, and all they have. One query."""
    return _ask(person, only_unread=False)


def _ask(person: User, *, only_unread: bool) -> tuple[int, int]:
    sql, params = _compiled(connection.vendor, only_unread=only_unread)
    with connection.cursor() as cursor:
        cursor.execute(sql, [person.pk if value == ANYBODY else value for value in params])
        unread, total = cursor.fetchone() or (0, 0)
    return unread, total


@cache
def _compiled(vendor: str, *, only_unread: bool) -> tuple[str, tuple[Any, ...]]:
    """Building and compiling it takes Python ten times as long as the database takes to answer it."""
    with connection.execute_wrapper(_refuse):
        lines = Notice.objects.visible_to(User(pk=ANYBODY))
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
