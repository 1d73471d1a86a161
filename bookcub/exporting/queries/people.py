"""The people of a club as the names that a file gives them."""

from __future__ import annotations

from bookcub.clubs.models import Club, Membership
from bookcub.people.models import User


class People:
    """Everybody who belongs or belonged to a club, by membership and by account."""

    def __init__(self, club: Club, person: User) -> None:
        rows = club.memberships.select_related("pseud", "user").order_by("joined_at", "pk")
        self.memberships: list[Membership] = list(rows)
        self._numbers = {each.pk: f"p{n}" for n, each in enumerate(self.memberships, start=1)}
        self._by_user = {each.user_id: each for each in self.memberships if each.user_id}
        self._by_name = {
            each.former_name: each
            for each in self.memberships
            if not each.user_id and each.former_name
        }
        self.me = self._by_user.get(person.pk)

    def id_of(self, membership_id: int | None) -> str:
        """The file's name of a membership; empty for nobody."""
        return self._numbers.get(membership_id, "") if membership_id else ""

    def id_of_writer(self, user_id: int | None, name: str) -> str:
        """The file's name of whoever wrote a note: by account, or by the name that is left of them."""
        found = self._by_user.get(user_id) if user_id else self._by_name.get(name)
        return self.id_of(found.pk) if found else ""
