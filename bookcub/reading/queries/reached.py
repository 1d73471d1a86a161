"""Questions up to where somebody has read, compiled once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import update_wrapper
from itertools import cycle
from typing import TYPE_CHECKING, Any, Concatenate, Generic

from django.db.models import QuerySet

from bookcub.core.database.prepared import Found, P, prepared
from bookcub.reading.models import just_opened, taken_as_opened

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


class PreparedWithinReach(Generic[P, Found]):
    """A question that is compiled once and asked up to where its person has read."""

    def __init__(self, question: Callable[Concatenate[User, P], QuerySet[Any, Found]]) -> None:
        @prepared
        def ask(
            person: User,
            chapters: Collection[int] | None,
            works: Collection[int] | None,
            *given: Any,
            **named: Any,
        ) -> QuerySet[Any, Found]:
            # Each of them is there, whichever stands beside which: nobody asks for the work of one chapter.
            opened = dict(zip(chapters or (), cycle(works or (0,)), strict=False))
            with taken_as_opened(opened):
                return question(person, *given, **named)

        self._ask: Any = ask  # a guest is compiled in
        update_wrapper(self, question)

    def __call__(
        self, person: User | AnonymousUser, /, *given: P.args, **named: P.kwargs
    ) -> list[Found]:
        found: list[Found] = self._ask(person, *_opened(person), *given, **named)
        return found

    def sql(
        self, person: User | AnonymousUser, /, *given: P.args, **named: P.kwargs
    ) -> tuple[str, list[Any]]:
        """As of `Prepared`."""
        made: tuple[str, list[Any]] = self._ask.sql(person, *_opened(person), *given, **named)
        return made


def prepared_within_reach(
    question: Callable[Concatenate[User, P], QuerySet[Any, Found]],
) -> PreparedWithinReach[P, Found]:
    """`prepared`, for a question whose conditions ask how far its person has read.

    What they have opened this very moment stands in no table yet (`just_opened`), so it is put in like another value.
    """
    return PreparedWithinReach(question)


def _opened(person: User | AnonymousUser) -> tuple[list[int] | None, set[int] | None]:
    """The chapters, and the works that they belong to; None where there are none."""
    opened = just_opened(person)
    return list(opened) or None, set(opened.values()) or None
