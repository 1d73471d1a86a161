"""What happens in a club when several press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bookcub.clubs.actions.cards import DeadCardError, make_card, use_card
from bookcub.clubs.actions.names import add_name
from bookcub.clubs.models import Club, ClubInvitation, Membership
from bookcub.people.models import User
from tests.browsing import Client
from tests.clubs.coming_in import hosts, invited, link_into, members, membership
from tests.conftest import person
from tests.making import make_club, make_work

pytestmark = pytest.mark.django_db(transaction=True)

Asked = tuple[User, str, dict[str, str]]


def at_once(*asked: Asked) -> list[int]:
    """The answers to posts that start together, each on its own thread and connection."""
    start = Barrier(len(asked))
    clients = []
    for who, _, _ in asked:
        client = Client()
        client.force_login(who)
        clients.append(client)

    def ask(number: int) -> int:
        _, path, form = asked[number]
        start.wait(timeout=10)
        try:
            return clients[number].post(path, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(ask, range(len(asked))))


@pytest.fixture
def three() -> tuple[User, User, User]:
    return person("Ada"), person("Bo"), person("Cy")


def test_the_last_seat_goes_to_one(
    three: tuple[User, User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookcub.clubs.actions.entering.MEMBERS_MAX", 2)
    ada, bo, cy = three
    club = make_club(ada)
    link = f"{link_into(club, ada)}/membership"

    answers = at_once((bo, link, {}), (cy, link, {}))

    assert answers == [302, 302]
    assert len(members(club)) == 2


def test_one_person_through_two_doors_is_one_member(three: tuple[User, User, User]) -> None:
    ada, bo, _ = three
    club = make_club(ada)
    invitation = invited(club, ada, bo)
    link = link_into(club, ada)

    at_once(
        (bo, f"{link}/membership", {}),
        (bo, f"/clubs/invitations/{invitation.pk}/accept", {}),
        (bo, f"{link}/membership", {}),
    )

    assert Membership.objects.filter(club=club, user=bo).count() == 1
    assert sorted(row.turn for row in club.memberships.all()) == [0, 1]


def test_a_host_who_hands_over_twice_has_one_heir(three: tuple[User, User, User]) -> None:
    ada, bo, cy = three
    club = make_club(ada, bo, cy)
    line: Callable[[User], str] = lambda who: (  # noqa: E731  # two addresses
        f"/clubs/{club.pk}/members/{membership(club, who).pk}/handover"
    )

    answers = at_once((ada, line(bo), {}), (ada, line(cy), {}))

    assert sorted(answers) == [302, 403]
    assert len(hosts(club)) == 1
    assert "Ada" not in hosts(club)


def test_hosts_who_leave_at_once_leave_one_behind(three: tuple[User, User, User]) -> None:
    ada, bo, cy = three
    club = make_club(ada, bo, cy)
    club.memberships.filter(user=bo).update(role="host")
    path = f"/clubs/{club.pk}/membership/delete"

    at_once((ada, path, {"notes": "keep"}), (bo, path, {"notes": "keep"}))

    assert len(hosts(club)) == 1
    assert "Cy" in members(club)


def test_of_the_last_two_who_leave_at_once_one_is_asked_again(
    three: tuple[User, User, User],
) -> None:
    ada, bo, _ = three
    club = make_club(ada, bo)
    path = f"/clubs/{club.pk}/membership/delete"

    answers = at_once((ada, path, {"notes": "keep"}), (bo, path, {"notes": "keep"}))

    club.refresh_from_db()
    # Whoever came second was the last one by then, and is asked whether to delete it.
    assert sorted(answers) == [302, 422]
    assert not club.is_discarded
    assert len(hosts(club)) == len(members(club)) == 1


def test_asking_and_starting_twice_is_once(three: tuple[User, User, User]) -> None:
    ada = three[0]
    club, work = make_club(ada), make_work(ada)

    asked = at_once(*[(ada, f"/clubs/{club.pk}/invitations/new", {"people": "Bo"})] * 2)
    at_once(*[(ada, f"/works/{work.pk}/read-with", {"by_link": "no", "friend": "Bo"})] * 2)

    assert sorted(asked) == [302, 422]
    assert ClubInvitation.objects.filter(club=club).count() == 1
    assert Club.objects.count() == 2


def test_a_card_is_good_for_one_of_two_who_use_it_at_once(three: tuple[User, User, User]) -> None:
    ada, bo, cy = three
    club = make_club(ada)
    host = membership(club, ada)
    ruth = add_name(club=club, name="Ruth", by=host)
    card, _ = make_card(club=club, by=host, member=ruth)

    def use(who: User) -> bool:
        try:
            use_card(code_hash=card.code_hash, pseud=who.default_pseud)
        except DeadCardError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, (bo, cy))) == [False, True]
    ruth.refresh_from_db()
    assert ruth.user in {bo, cy}
    assert len(members(club)) == 2
