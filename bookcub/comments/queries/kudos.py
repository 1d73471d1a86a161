"""Who has given thanks for a work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import ngettext

from bookcub.comments import policies
from bookcub.comments.policies import Visitor
from bookcub.people.policies import hears_of
from bookcub.web.blurb import Link
from bookcub.web.enumeration import enumerated
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

NAMES = 50


@dataclass(frozen=True, slots=True)
class KudosPage:
    """`/works/ID/kudos`."""

    work: Work
    total: int
    members: Sequence[Link]  # the first of them to give theirs
    more_members: int
    guests: int  # and members whose account is gone
    has_given: bool
    may_give: bool

    @property
    def people(self) -> str:
        """Who they are, as HTML: names with links, then how many more."""
        found: list[str] = [
            format_html('<a href="{}">{}</a>', link.url, link.name) for link in self.members
        ]
        if self.more_members:
            more = ngettext("%(number)s more member", "%(number)s more members", self.more_members)
            found.append(format_html("{}", more % {"number": self.more_members}))
        if self.guests:
            guests = ngettext("%(number)s guest", "%(number)s guests", self.guests)
            found.append(format_html("{}", guests % {"number": self.guests}))
        return enumerated(found)


def kudos_page(work: Work, person: User | AnonymousUser, guest_key: str) -> KudosPage:
    """Six queries, however many there are. Of whom this person does not hear is counted, and not named."""
    by_members = work.kudos.filter(user__isnull=False, user__is_active=True)
    heard = by_members.filter(hears_of(person, "user")).select_related("user")
    first = heard.order_by("given_at", "pk")[:NAMES]
    members = [Link(row.user.username, row.user.get_absolute_url()) for row in first if row.user]
    number = by_members.count()
    total = work.kudos.of_the_living().count()
    own = (
        work.kudos.filter(user=person)
        if person.is_authenticated
        else work.kudos.filter(user=None, guest_key=guest_key)
    )
    return KudosPage(
        work=work,
        total=total,
        members=members,
        more_members=number - len(members),
        guests=total - number,
        has_given=own.exists(),
        may_give=policies.may_give_kudos(Visitor.of(person, work)),
    )
