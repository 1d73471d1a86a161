"""Which of a keeper's first steps are done, as far as the archive can know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bookcub.core.http import is_of_this_machine
from bookcub.home.models import DemoPerson, DemoWork, FirstStep, StepMark
from bookcub.people.context import archive_url
from bookcub.people.models import Invitation, User
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a keeper has got done; what came with the demo does not count."""

    has_story: bool  # one that the keeper may read
    has_people: bool  # somebody else has an account, or was invited by a link that they could open
    has_backups: bool  # as a keeper says
    put_away: tuple[FirstStep, ...]  # on purpose

    @property
    def are_done(self) -> bool:
        """Nothing is left of what the archive sees by itself, and nobody has put away."""
        return (self.has_story or FirstStep.STORY in self.put_away) and (
            self.has_people or FirstStep.PEOPLE in self.put_away
        )


def first_steps(keeper: User) -> FirstSteps:
    """At most four queries. All but the marks are for one row, in the order of an index: only the demo's few come before.

    Another keeper's invitation needs no question: they are somebody else with an account.
    """
    stories = Work.objects.visible_to(keeper).posted()
    stories = stories.exclude(pk__in=DemoWork.objects.values("work"))
    others = User.objects.exclude(pk=keeper.pk)
    others = others.exclude(pk__in=DemoPerson.objects.values("user"))
    # One that was withdrawn has been made: what is done stays done.
    invited = Invitation.objects.filter(made_by=keeper)
    marks = dict(StepMark.objects.values_list("step", "is_put_away"))
    return FirstSteps(
        has_story=_is_one_of(stories.order_by("-revised_at", "-pk")),
        has_people=(not is_of_this_machine(archive_url()) and invited.exists())
        or _is_one_of(others.order_by("-joined_at", "-pk")),
        has_backups=marks.get(FirstStep.BACKUPS) is False,
        put_away=tuple(step for step in FirstStep if marks.get(step)),
    )


def _is_one_of(rows: QuerySet[Any]) -> bool:
    """Whether there is any, looked for in its order, which `exists` would leave out."""
    return rows.values("pk").first() is not None
