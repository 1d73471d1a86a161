"""Members and hosts: who may do what, and that there is always a host."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bookcub.clubs.actions.hosting import hand_over, make_host, unmake_host
from bookcub.clubs.actions.leaving import remove
from bookcub.clubs.models import Involvement, LeftNotes
from bookcub.clubs.periodic_jobs import give_every_club_a_host
from bookcub.people.models import User
from tests.clubs.coming_in import as_, hosts, invited, link_into, members, membership
from tests.making import make_club
from tests.refused import told


def test_members_see_each_other(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo)

    page = as_(bo).get(f"/clubs/{club.pk}/members").content.decode()

    for name in ("Ada", "Bo", "Host", "You"):
        assert name in page
    assert as_(cy).get(f"/clubs/{club.pk}/members").status_code == 404


def test_hosts_make_and_unmake_hosts(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    line = f"/clubs/{club.pk}/members/{membership(club, bo).pk}"

    assert as_(bo).post(f"{line}/host").status_code == 403
    assert as_(ada).post(f"{line}/host").status_code == 302
    assert hosts(club) == {"Ada", "Bo"}
    assert as_(ada).post(f"{line}/host/delete").status_code == 302
    assert hosts(club) == {"Ada"}


def test_the_last_host_stays_one(ada: User, bo: User) -> None:
    club = make_club(ada, bo)

    page = as_(ada).post(
        f"/clubs/{club.pk}/members/{membership(club, ada).pk}/host/delete", follow=True
    )

    assert told(page) == ["error"]
    assert hosts(club) == {"Ada"}


def test_two_hosts_who_unmake_each_other_at_once_leave_one(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    make_host(membership=membership(club, bo), by=membership(club, ada))
    # Both pages were open when both were hosts.
    for_ada, for_bo = membership(club, ada), membership(club, bo)

    unmake_host(membership=membership(club, bo), by=for_ada)
    with pytest.raises(PermissionDenied):
        unmake_host(membership=membership(club, ada), by=for_bo)
    assert hosts(club) == {"Ada"}


def test_two_hosts_who_hand_over_at_once_leave_hosts(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo, cy)
    first, second = membership(club, ada), membership(club, ada)

    hand_over(to=membership(club, bo), by=first)
    with pytest.raises(PermissionDenied):
        hand_over(to=membership(club, cy), by=second)
    assert hosts(club) == {"Bo"}


def test_handing_over_asks_first(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    page = f"/clubs/{club.pk}/members/{membership(club, bo).pk}/handover"

    assert as_(ada).get(page).status_code == 200
    assert hosts(club) == {"Ada"}
    assert as_(ada).post(page).status_code == 302
    assert hosts(club) == {"Bo"}
    assert as_(ada).get(page).status_code == 403
    own = f"/clubs/{club.pk}/members/{membership(club, bo).pk}/handover"
    assert as_(bo).post(own).status_code == 403


def test_a_removed_member_sees_nothing_and_finds_no_back_door(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, bo, cy)
    link = link_into(club, ada)
    page = f"/clubs/{club.pk}/members/{membership(club, bo).pk}/delete"
    assert as_(cy).post(page).status_code == 403
    assert as_(ada).get(page).status_code == 200
    assert members(club) == {"Ada", "Bo", "Cy"}

    assert as_(ada).post(page).status_code == 302

    gone = membership(club, bo)
    assert (gone.left_notes, gone.was_removed) == (LeftNotes.KEEP, True)
    assert as_(bo).get(f"/clubs/{club.pk}").status_code == 404
    answer = as_(bo).post(f"{link}/membership", follow=True)
    assert told(answer) == ["error"]
    assert members(club) == {"Ada", "Cy"}

    invitation = invited(club, ada, bo)
    as_(bo).post(f"/clubs/invitations/{invitation.pk}/accept")
    assert members(club) == {"Ada", "Bo", "Cy"}
    assert not membership(club, bo).was_removed


def test_the_link_of_a_removed_member_is_dead(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo, members_invite=True)
    link = link_into(club, bo)

    remove(membership=membership(club, bo), by=membership(club, ada))

    assert as_(cy).get(link).status_code == 404


def test_hosts_are_not_removed_by_each_other(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    make_host(membership=membership(club, bo), by=membership(club, ada))
    line = f"/clubs/{club.pk}/members/{membership(club, bo).pk}"

    assert as_(ada).get(f"{line}/delete").status_code == 403
    with pytest.raises(PermissionDenied):
        remove(membership=membership(club, bo), by=membership(club, ada))


def test_a_member_of_another_club_is_not_found_here(ada: User, bo: User) -> None:
    mine, other = make_club(ada), make_club(bo, ada)
    theirs = membership(other, ada).pk

    for end in ("host", "host/delete", "delete", "handover"):
        url = f"/clubs/{mine.pk}/members/{theirs}/{end}"
        assert as_(ada).post(url).status_code == 404
    assert as_(ada).post(f"/clubs/{other.pk}/members/{theirs}/host").status_code == 403


def test_who_left_is_not_made_a_host(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo, cy)
    there = membership(club, bo)
    as_(bo).post(f"/clubs/{club.pk}/membership/delete", {"notes": "keep"})

    with pytest.raises(ValidationError):
        make_host(membership=there, by=membership(club, ada))
    assert hosts(club) == {"Ada"}


def test_ones_own_part_is_kept(ada: User, bo: User) -> None:
    club = make_club(ada, bo)

    answer = as_(bo).post(
        f"/clubs/{club.pk}/me", {"involvement": "nothing", "hides_progress": "on"}
    )

    assert answer.status_code == 302
    mine = membership(club, bo)
    assert (mine.involvement, mine.hides_progress) == (Involvement.NOTHING, True)
    assert as_(bo).post(f"/clubs/{club.pk}/me", {"involvement": "some"}).status_code == 422


def test_a_club_whose_host_is_switched_off_gets_one_more(ada: User, bo: User, cy: User) -> None:
    club, other = make_club(ada, bo, cy), make_club(cy, bo, name="Another")
    ada.is_active = False
    ada.save()

    assert give_every_club_a_host() == 1
    assert give_every_club_a_host() == 0

    assert hosts(club) == {"Ada", "Bo"}
    assert hosts(other) == {"Cy"}
