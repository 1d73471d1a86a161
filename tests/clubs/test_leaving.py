"""Leaving, coming back, the last one out, and the account that goes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.hooks import LEAVING
from bookcub.clubs.models import Club, ClubVisibility, LeftNotes, Membership
from bookcub.people.actions.accounts import delete_account
from bookcub.people.actions.pseuds import delete_pseud
from bookcub.people.models import User
from bookcub.people.owned_content import owned_by, questions_for
from bookcub.people.trash import delete_expired
from bookcub.reads.models import Read
from tests.browsing import words_of
from tests.clubs.coming_in import as_, hosts, invited, link_into, members, membership
from tests.making import make_club, make_read, make_work
from tests.people.conftest import Clock, clock  # noqa: F401  # a fixture

pytestmark = pytest.mark.both


def go(person: User, club: Club, **form: object) -> int:
    form.setdefault("notes", "keep")
    return as_(person).post(f"/clubs/{club.pk}/membership/delete", form).status_code


def test_leaving_asks_what_becomes_of_ones_notes(ada: User, bo: User) -> None:
    club = make_club(ada, bo)

    page = as_(bo).get(f"/clubs/{club.pk}/membership/delete").content.decode()

    for choice in [str(label) for label in LeftNotes.labels]:
        assert choice in page.replace("&#x27;", "'")
    assert go(bo, club, notes="burn") == 422
    assert members(club) == {"Ada", "Bo"}


@pytest.mark.parametrize("choice", list(LeftNotes))
def test_what_was_chosen_is_carried_out_while_the_membership_stands(
    ada: User, bo: User, choice: LeftNotes
) -> None:
    club = make_club(ada, bo)
    seen: list[tuple[str, LeftNotes, bool]] = []

    def apply_posting(*, membership: Membership, choice: LeftNotes) -> None:
        seen.append(
            (membership.user.username if membership.user else "", choice, membership.is_current)
        )

    LEAVING.register(apply_posting, name="a test", owner="tests")
    try:
        assert go(bo, club, notes=choice) == 302
    finally:
        LEAVING.forget("a test")

    assert seen == [("Bo", choice, True)]
    gone = membership(club, bo)
    assert (gone.left_notes, gone.is_current) == (choice, False)
    assert as_(bo).get(f"/clubs/{club.pk}").status_code == 404


def test_what_cannot_be_carried_out_keeps_one_in(ada: User, bo: User) -> None:
    club = make_club(ada, bo)

    def refuse(*, membership: Membership, choice: LeftNotes) -> None:
        raise RuntimeError("no room")

    LEAVING.register(refuse, name="a test", owner="tests")
    try:
        with pytest.raises(RuntimeError):
            leave(membership=membership(club, bo), notes=LeftNotes.TAKE)
    finally:
        LEAVING.forget("a test")

    assert members(club) == {"Ada", "Bo"}


def test_whoever_leaves_without_a_name_has_none_there(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    go(bo, club, notes="unname")

    shown = as_(ada).get(f"/clubs/{club.pk}/members")

    assert [one.left_notes for one in shown.context["page"].former] == [LeftNotes.UNNAME]
    former = shown.content.decode().split('id="former"', 1)[1].split("</section>", 1)[0]
    assert "Bo" not in words_of(former)


def test_of_two_the_other_one_hosts(ada: User, bo: User) -> None:
    club = make_club(ada, bo)

    assert go(ada, club) == 302

    assert hosts(club) == members(club) == {"Bo"}


def test_the_last_host_of_more_names_an_heir(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo, cy)

    assert go(ada, club) == 422
    assert go(ada, club, heir="999") == 422
    assert go(ada, club, heir=membership(club, ada).pk) == 422
    assert members(club) == {"Ada", "Bo", "Cy"}
    assert go(ada, club, heir=membership(club, cy).pk) == 302
    assert hosts(club) == {"Cy"}


def test_two_hosts_who_leave_at_once_leave_no_club_without_one(
    ada: User, bo: User, cy: User, di: User
) -> None:
    club = make_club(ada, bo, cy, di)
    as_(ada).post(f"/clubs/{club.pk}/members/{membership(club, bo).pk}/host")
    first, second = membership(club, ada), membership(club, bo)

    leave(membership=first, notes=LeftNotes.KEEP)
    with pytest.raises(ValidationError):
        leave(membership=second, notes=LeftNotes.KEEP)

    assert hosts(club) == {"Bo"}


def test_leaving_twice_changes_nothing(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    twice = membership(club, bo)
    go(bo, club, notes="unname")

    leave(membership=twice, notes=LeftNotes.KEEP)

    assert membership(club, bo).left_notes == LeftNotes.UNNAME
    assert go(bo, club) == 404


def test_coming_back_gives_the_same_place(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    before = membership(club, bo)
    go(bo, club)
    as_(bo).post(f"{link_into(club, ada)}/membership")

    after = membership(club, bo)
    assert (after.pk, after.joined_at) == (before.pk, before.joined_at)
    assert after.is_current
    assert after.calendar_key != before.calendar_key


def test_the_last_one_deletes_the_club_after_saying_so(ada: User, bo: User) -> None:
    club = make_club(ada, name="Weir Readers", visibility=ClubVisibility.PUBLIC)
    link = link_into(club, ada)
    invitation = invited(club, ada, bo)

    assert not as_(ada).get(f"/clubs/{club.pk}/membership/delete").context["others"]
    assert go(ada, club, notes="take") == 422
    assert go(ada, club, notes="unname", sure="on") == 422
    assert go(ada, club, notes="take", sure="on") == 302

    assert as_(ada).get(f"/clubs/{club.pk}").headers["Location"] == f"/trash/club/{club.pk}"
    for person in (ada, bo, None):
        assert person == ada or as_(person).get(f"/clubs/{club.pk}").status_code == 404
        assert as_(person).get(link).status_code == 404
    assert as_(bo).get(f"/clubs/invitations/{invitation.pk}").status_code == 404
    assert b"Weir Readers" not in as_(bo).get("/clubs?q=weir").content


def test_whoever_left_last_can_bring_the_club_back(
    ada: User,
    bo: User,
    clock: Clock,  # noqa: F811
) -> None:
    club = make_club(ada)
    make_read(club, work=make_work(ada))
    go(ada, club, notes="take", sure="on")
    clock.forward(days=29)
    delete_expired()

    assert as_(bo).post(f"/trash/club/{club.pk}/restoration").status_code == 404
    assert as_(ada).post(f"/trash/club/{club.pk}/restoration").status_code == 302
    assert hosts(club) == {"Ada"}
    assert Read.objects.filter(club=club).count() == 1


def test_whoever_left_before_the_last_stays_out(ada: User, bo: User) -> None:
    club = make_club(ada, bo)
    go(bo, club)
    go(ada, club, notes="take", sure="on")

    assert as_(bo).post(f"/trash/club/{club.pk}/restoration").status_code == 404
    as_(ada).post(f"/trash/club/{club.pk}/restoration")

    assert members(club) == {"Ada"}


def test_after_thirty_days_it_is_gone_with_everything(ada: User, clock: Clock) -> None:  # noqa: F811
    club, other = make_club(ada), make_club(ada, name="Another")
    make_read(club, work=make_work(ada))
    go(ada, club, notes="take", sure="on")
    clock.forward(days=30, seconds=1)

    delete_expired()

    assert list(Club.objects.all()) == [other]
    assert as_(ada).post(f"/trash/club/{club.pk}/restoration").status_code == 404


# Accounts and pseuds


def test_an_account_that_goes_leaves_its_clubs_in_good_hands(ada: User, bo: User, cy: User) -> None:
    pair, three, alone = make_club(ada, bo), make_club(ada, bo, cy), make_club(ada)
    assert {question.key for question, _ in questions_for(ada)} == {"clubs", "clubs_alone"}

    delete_account(ada, choices={"clubs": "keep"})

    assert hosts(pair) == {"Bo"}
    assert hosts(three) == {"Bo"}
    assert not Club.objects.filter(pk=alone.pk).exists()
    gone = Membership.objects.get(club=three, user=None)
    assert (gone.name, gone.is_current) == ("Ada", False)


def test_an_account_may_go_without_its_name(ada: User, bo: User) -> None:
    club = make_club(bo, ada)

    delete_account(ada, choices={"clubs": "unname"})

    assert not Membership.objects.get(club=club, user=None).former_name
    assert "Ada" not in words_of(as_(bo).get(f"/clubs/{club.pk}/members").content)


def test_who_left_without_a_name_stays_without_one(ada: User, bo: User) -> None:
    club = make_club(bo, ada)
    go(ada, club, notes="unname")

    delete_account(ada, choices={"clubs": "keep"})

    assert not Membership.objects.get(club=club, user=None).former_name


def test_deleting_an_account_asks_about_clubs(ada: User, bo: User) -> None:
    make_club(ada, bo)

    page = as_(ada).get("/settings/deletion").content.decode()

    assert 'name="clubs"' in page


def test_a_pseud_that_goes_hands_its_clubs_on(ada: User, bo: User) -> None:
    wren = ada.pseuds.create(name="Wren")
    club = make_club(bo, ada)
    Membership.objects.filter(club=club, user=ada).update(pseud=wren)
    assert [kind.counted(many) for kind, many in owned_by(wren)] == ["1 club"]

    delete_pseud(wren, to=ada.default_pseud)

    assert membership(club, ada).pseud == ada.default_pseud
