"""Questions up to where somebody has read, compiled once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import update_wrapper
from itertools import cycle
from typing import TYPE_CHECKING, Any, Concatenate

from django.db.models import QuerySet

from bookcub.core.database.prepared import Found, P, prepared
from bookcub.reading.models import just_opened, taken_as_opened

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def prepared_within_reach(
    question: Callable[Concatenate[User, P], QuerySet[Any, Found]],
) -> Callable[Concatenate[User | AnonymousUser, P], list[Found]]:
    """`prepared`, for a question whose conditions ask how far its person has read.

    What they have opened this very moment stands in no table yet (`just_opened`), so it is put in like another value.
    """

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

    def ask_up_to_here(
        person: User | AnonymousUser, /, *given: P.args, **named: P.kwargs
    ) -> list[Found]:
        opened = just_opened(person)
        chapters, works = list(opened) or None, set(opened.values()) or None
        return ask(person, chapters, works, *given, **named)  # type: ignore[arg-type]  # a guest is compiled in

    return update_wrapper(ask_up_to_here, question)
