"""Short ways to announce something."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.comments import actions
from bookcub.comments.models import Announcement, Comment, Hearers
from bookcub.people.models import User


def announced(
    club: Club, by: User, words: str = "The hall is closed.", *, days: int = 14
) -> Comment:
    """A host's announcement that stands for so many days."""
    until = timezone.now() + timedelta(days=days)
    return actions.say(
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        hearers=Hearers.CLUB,
        club=club,
        announcement=Announcement(club=club, until=until),
    )
