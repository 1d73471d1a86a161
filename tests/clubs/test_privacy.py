"""A private club does not exist for anybody else: by address, in lists, in searches, on profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from django.urls import URLPattern, get_resolver, reverse

from bookcub.clubs.models import Club, ClubVisibility
from bookcub.people.models import User
from tests.browsing import Client, words_of
from tests.clubs.coming_in import as_, invited, link_into, membership
from tests.making import make_club, make_read, make_work
from tests.shape.urls import addresses

NEVER = 987_654
SECRET = "Heronry of Secrets"  # noqa: S105  # the club's name


def club_patterns() -> list[str]:
    """The names of all addresses that a club's id stands in, of whatever package."""
    return sorted(
        each.name for each in addresses() if "<int:club_id>" in each.route and each.is_ours
    )


def test_there_are_such_addresses() -> None:
    assert {"home:club_detail", "clubs:member_index", "clubs:picture_detail"} <= set(
        club_patterns()
    )


def values(name: str, club: int) -> dict[str, object]:
    (route,) = [each.route for each in addresses() if each.name == name]
    found: dict[str, object] = {"club_id": club}
    for kind, parameter in re.findall(r"<(\w+):(\w+)>", route):
        found.setdefault(parameter, 1 if kind == "int" else "x")
    return found


def plainly(answer: object, club: int) -> str:
    """An answer without its request's id and the number that was asked for."""
    content = getattr(answer, "content", b"").decode()
    content = re.sub(r'<code>\w+</code>|value="[^"]+"', "", content)
    return content.replace(f"/clubs/{club}", "/clubs/N")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_private_club_answers_like_one_that_never_was(
    method: str, ada: User, bo: User, mo: User
) -> None:
    club = make_club(ada, name=SECRET)
    link_into(club, ada)
    make_read(club, work=make_work(ada, title="Its Read"))
    clients = {who: as_(person) for who, person in (("bo", bo), ("mo", mo), ("guest", None))}
    for name in club_patterns():
        for who, client in clients.items():
            there, never = (
                client.generic(method, reverse(name, kwargs=values(name, pk)))
                for pk in (club.pk, NEVER)
            )
            where = f"{method} {name} by {who}"
            assert there.status_code == never.status_code, where
            assert there.status_code in ({302, 404, 405} if who == "guest" else {404, 405}), where
            way, no_way = (
                answer.headers.get("Location", "").replace(f"/clubs/{pk}", "/clubs/N")
                for answer, pk in ((there, club.pk), (never, NEVER))
            )
            assert way == no_way, where
            assert plainly(there, club.pk) == plainly(never, NEVER), where
            assert SECRET not in there.content.decode(), where


def test_no_page_of_others_names_it(ada: User, bo: User, mo: User) -> None:
    club = make_club(ada, name=SECRET)
    work = make_work(ada)
    make_read(club, work=work)
    other = make_club(ada, bo, name="Open to both")
    pages = [
        "/",
        "/clubs",
        "/clubs?q=Heronry",
        "/desk",
        "/works",
        f"/works/{work.pk}",
        f"/works/{work.pk}/read-with",
        f"/works/{work.pk}/comments",
        "/users/Ada",
        "/users/Ada/profile",
        "/users/Ada/pseuds/Ada",
        f"/clubs/{other.pk}",
        f"/clubs/{other.pk}/members",
        "/works/people?q=Her",
        "/inbox",
    ]
    for person in (bo, mo, None):
        for page in pages:
            assert SECRET not in as_(person).get(page).content.decode(), (person, page)
    assert SECRET in as_(ada).get("/clubs").content.decode()


def test_being_asked_in_opens_the_invitation_and_nothing_else(ada: User, bo: User) -> None:
    club = make_club(ada, name=SECRET)
    invitation = invited(club, ada, bo)

    assert SECRET in as_(bo).get(f"/clubs/invitations/{invitation.pk}").content.decode()
    for name in club_patterns():
        if name != "clubs:picture_detail":
            there = as_(bo).get(reverse(name, kwargs=values(name, club.pk)))
            assert there.status_code in {404, 405}, name


def test_an_invitation_taken_back_names_nothing(ada: User, bo: User) -> None:
    club = make_club(ada, name=SECRET)
    invitation = invited(club, ada, bo)
    as_(ada).post(f"/clubs/invitations/{invitation.pk}/delete")

    answer = as_(bo).get(f"/clubs/invitations/{invitation.pk}")
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()
    assert SECRET not in as_(bo).get("/clubs").content.decode()


def test_who_has_left_knows_nothing_any_more(ada: User, bo: User) -> None:
    club = make_club(ada, bo, name=SECRET)
    as_(bo).post(f"/clubs/{club.pk}/membership/delete", {"notes": "keep"})
    Club.objects.filter(pk=club.pk).update(name="Renamed since")

    for page in ("/clubs", f"/clubs/{club.pk}", f"/clubs/{club.pk}/members"):
        assert b"Renamed since" not in as_(bo).get(page, follow=True).content


def test_a_request_to_a_club_that_went_private_is_hidden(ada: User, bo: User) -> None:
    club = make_club(ada, name="Known", visibility=ClubVisibility.LISTED, joining="request")
    as_(bo).post(f"/clubs/{club.pk}/requests/new", {"word": ""})
    Club.objects.update(visibility=ClubVisibility.PRIVATE, name=SECRET)

    assert SECRET not in as_(bo).get("/clubs").content.decode()


def test_listed_clubs_show_a_guest_nothing(ada: User, bo: User, client: Client) -> None:
    club = make_club(ada, name="Listed One", visibility=ClubVisibility.LISTED)

    assert client.get(f"/clubs/{club.pk}").status_code == 404
    front = as_(bo).get(f"/clubs/{club.pk}").content.decode()
    assert "Listed One" in front
    assert "Ada" in front.split("<main", 1)[1]


def test_those_outside_learn_no_more_than_the_front_says(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, cy, name="Public One", visibility=ClubVisibility.PUBLIC)
    make_read(club, work=make_work(ada, title="Their Read"))

    for person in (bo, None):
        answer = as_(person).get(f"/clubs/{club.pk}")
        page = answer.content.decode()
        assert answer.context["page"].members == 2
        assert "Cy" not in words_of(page)
        assert "Their Read" not in page
    for inside in ("members", "edit", "me", "link", "requests", "invitations/new"):
        assert as_(bo).get(f"/clubs/{club.pk}/{inside}").status_code == 403
        assert as_(None).get(f"/clubs/{club.pk}/{inside}").status_code == 302


def test_memberships_are_seen_by_members_alone(ada: User, bo: User) -> None:
    club = make_club(ada)
    seen = type(membership(club, ada)).objects.visible_to

    assert list(seen(ada)) == [membership(club, ada)]
    assert not seen(bo).exists()


def test_the_walk_finds_the_patterns_that_the_resolver_knows() -> None:
    def walk(patterns: Sequence[object]) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLPattern):
                yield str(each.pattern)
            else:
                yield from walk(each.url_patterns)  # type: ignore[attr-defined]  # a resolver

    routes = [route for route in walk(get_resolver().url_patterns) if "<int:club_id>" in route]
    assert len(routes) == len(club_patterns())
