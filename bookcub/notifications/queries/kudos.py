"""Kudos of a day, for the letter about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import ngettext

from bookcub.comments.models import Kudos
from bookcub.people.models import User
from bookcub.people.policies import distance_of
from bookcub.web.enumeration import enumerated_text
from bookcub.works.models import Creatorship, Work

NAMES = 20  # in a letter, for each work
WORKS = 100


@dataclass(slots=True)
class KudosRow:
    """One work and who thanked for it."""

    work: Work
    names: list[str] = field(default_factory=list)
    others: int = 0

    @property
    def sentence(self) -> str:
        """“Bo, Cy and 3 others”."""
        if not self.names:
            guests = ngettext("%(number)s guest", "%(number)s guests", self.others)
            return guests % {"number": self.others}
        if not self.others:
            return enumerated_text(self.names)
        others = ngettext("%(n)s other", "%(n)s others", self.others) % {"n": self.others}
        return enumerated_text([*self.names, others])


def creators_thanked(since: datetime, until: datetime) -> list[int]:
    """The accounts whose works got kudos in between, if they want a letter of it. One query."""
    works = Kudos.objects.filter(given_at__gt=since, given_at__lte=until).values("work")
    parts = Creatorship.objects.accepted().filter(
        work__in=works, pseud__user__is_active=True, pseud__user__preferences__mails_kudos=True
    )
    wanted = parts.exclude(pseud__user__email="").values_list("pseud__user", flat=True)
    return list(wanted.order_by("pseud__user").distinct())


def kudos_of(user: User, since: datetime, until: datetime) -> list[KudosRow]:
    """A person's works that got kudos in between, with the names of those of whom they hear. Two queries."""
    given = (
        Kudos.objects.filter(given_at__gt=since, given_at__lte=until)
        .filter(work__in=Creatorship.objects.works_of(user))
        .select_related("work", "user")
        .order_by("work", "given_at")
    )
    unheard = distance_of(user).unheard
    rows: dict[int, KudosRow] = {}
    for kudos in given.iterator():
        if kudos.work_id not in rows and len(rows) == WORKS:
            break
        row = rows.setdefault(kudos.work_id, KudosRow(kudos.work))
        giver = None if kudos.user_id in unheard else kudos.user
        if giver is not None and giver.is_active and len(row.names) < NAMES:
            row.names.append(giver.username)
        else:
            row.others += 1
    return list(rows.values())
