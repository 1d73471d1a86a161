"""Which of a keeper's first steps are done, as far as the archive can know."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.home.models import DemoPerson, DemoWork
from bookcub.people.models import Invitation, User
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a keeper has got done; what came with the demo does not count."""

    has_story: bool  # one that the keeper may read
    has_people: bool  # somebody else has an account, or is invited

    @property
    def are_done(self) -> bool:
        return self.has_story and self.has_people


def first_steps(keeper: User) -> FirstSteps:
    """At most three queries, each for one row."""
    stories = Work.objects.visible_to(keeper).posted()
    others = User.objects.exclude(pk=keeper.pk)
    return FirstSteps(
        has_story=stories.exclude(pk__in=DemoWork.objects.values("work")).exists(),
        has_people=Invitation.objects.visible_to(keeper).filter(withdrawn_at=None).exists()
        or others.exclude(pk__in=DemoPerson.objects.values("user")).exists(),
    )
