"""Questions that are compiled once for all people: Python builds one far longer than the database answers it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NoReturn

from django.db import connection
from django.db.models import QuerySet

from bookcub.people.models import User

ANYBODY = 7_236_115_094_881_620_531  # the id in the compiled question where the person's goes


def compiled(question: Callable[[User], QuerySet[Any, Any]]) -> tuple[str, tuple[Any, ...]]:
    """SQL and its values. The question may take nothing of the person but the id, and ask the database nothing."""
    with connection.execute_wrapper(_refuse):
        return question(User(pk=ANYBODY)).query.sql_with_params()


def asked_by(person: int, values: Sequence[Any]) -> list[Any]:
    """The values for one person."""
    return [person if value == ANYBODY else value for value in values]


def who_finds_any(
    people: Collection[int], question: Callable[[User], QuerySet[Any, Any]]
) -> set[int]:
    """Who of these people has any row in the answer: a small query for each."""
    if not people:
        return set()
    sql, values = compiled(lambda person: question(person).order_by().values_list("pk"))
    found = set()
    with connection.cursor() as cursor:
        for person in people:
            cursor.execute(sql, asked_by(person, values))
            if cursor.fetchone():
                found.add(person)
    return found


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("A question asks the database about one person where all are meant.")
