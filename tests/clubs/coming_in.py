"""Short ways through the doors of a club, by the front door."""

from __future__ import annotations

from bookcub.clubs.models import Club, ClubInvitation, Membership
from bookcub.people.models import User
from tests.browsing import Client


def as_(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def members(club: Club) -> set[str]:
    return {
        row.user.username
        for row in Membership.objects.current().filter(club=club).select_related("user")
        if row.user
    }


def hosts(club: Club) -> set[str]:
    return {
        row.user.username
        for row in Membership.objects.hosts().filter(club=club).select_related("user")
        if row.user
    }


def membership(club: Club, person: User) -> Membership:
    return Membership.objects.select_related("club", "pseud", "user").get(club=club, user=person)


def ask_in(club: Club, host: User, *people: User, word: str = "") -> int:
    """The status of a host's asking people in."""
    names = ", ".join(person.username for person in people)
    answer = as_(host).post(f"/clubs/{club.pk}/invitations/new", {"people": names, "word": word})
    return answer.status_code


def invited(club: Club, host: User, person: User) -> ClubInvitation:
    assert ask_in(club, host, person) == 302
    return newest(club, person)


def newest(club: Club, person: User) -> ClubInvitation:
    found = ClubInvitation.objects.filter(club=club, user=person).first()
    assert found
    return found


def link_into(club: Club, host: User, lasts: str = "week") -> str:
    """The address that a host passes on."""
    assert as_(host).post(f"/clubs/{club.pk}/link", {"lasts": lasts}).status_code == 302
    club.refresh_from_db()
    return f"/clubs/links/{club.link.key}"
