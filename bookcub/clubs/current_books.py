"""What a club reads, as a page about its doors tells it: asked of `reads`, which stands above.

A package registers in its `AppConfig.ready`: `readings.register(answer)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.clubs.models import Club

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Reading:
    """What the club reads; a work's title only for those who may open the work."""

    title: str
    byline: str
    url: str


Answers = Callable[[Club, "User | AnonymousUser"], Sequence[Reading]]
_answers: list[Answers] = []


def register(answer: Answers) -> None:
    """Make somebody known who knows what clubs read. Doing it again changes nothing."""
    if answer not in _answers:
        _answers.append(answer)


def what_is_read(club: Club, person: User | AnonymousUser) -> list[Reading]:
    """All that is going on in the club, as this person may know it."""
    return [reading for answer in _answers for reading in answer(club, person)]
