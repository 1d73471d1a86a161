"""A club in the trash: who can bring it back, what stops meanwhile, and what an account that goes does to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bookcub.clubs.actions import entering
from bookcub.clubs.actions.joining import bring_back
from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.actions.trash import discard_club, restore_club
from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    ClubVisibility,
    JoinRequest,
    LeftNotes,
    Membership,
)
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.periodic_jobs import remind_of_meetings
from bookcub.notifications.models import Notice
from bookcub.people.actions.accounts import delete_account
from bookcub.people.models import KEPT_FOR, User
from bookcub.people.trash import delete_expired
from bookcub.picks.actions.deadlines import close_what_is_due
from bookcub.picks.models import Pick, Stage
from bookcub.reads.models import Read
from tests.clubs.coming_in import as_, hosts, invited, link_into, members
from tests.making import make_club, make_read, make_work
from tests.picks.picking import begin
from tests.refused import refuses

pytestmark = pytest.mark.both


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    return make_club(cy, di, bo, visibility=ClubVisibility.PUBLIC)


def test_a_host_deletes_a_club_and_undoes_it(club: Club, cy: User, di: User) -> None:
    host = as_(cy)
    assert host.get(f"/clubs/{club.pk}/delete").status_code == 200

    answer = host.post(f"/clubs/{club.pk}/delete", follow=True)

    assert f'action="/trash/club/{club.pk}/restoration"' in answer.content.decode()
    assert as_(di).get(f"/clubs/{club.pk}").status_code == 404
    assert as_(None).get(f"/clubs/{club.pk}").status_code == 404
    assert as_(di).post(f"/trash/club/{club.pk}/restoration").status_code == 404
    assert (
        host.post(f"/trash/club/{club.pk}/restoration").headers["Location"] == f"/clubs/{club.pk}"
    )
    assert as_(di).get(f"/clubs/{club.pk}").status_code == 200


def test_members_who_do_not_host_delete_nothing(club: Club, di: User) -> None:
    read = make_read(club, work=make_work(di))
    pick = begin(club, di)
    meeting = Meeting.objects.create(club=club, title="Tea")

    for address in (
        f"/clubs/{club.pk}",
        f"/clubs/{club.pk}/reads/{read.pk}",
        f"/clubs/{club.pk}/picks/{pick.pk}",
        f"/meetings/{meeting.pk}",
    ):
        assert as_(di).post(f"{address}/delete").status_code == 403
    assert not Club.objects.get(pk=club.pk).is_discarded


def test_all_doors_are_shut(club: Club, cy: User, ada: User) -> None:
    link = link_into(club, cy)
    invitation = invited(club, cy, ada)

    discard_club(club=club, by=cy)

    assert as_(ada).post(f"{link}/membership").status_code == 404
    assert as_(ada).post(f"/clubs/invitations/{invitation.pk}/accept").status_code == 404
    assert as_(ada).post(f"/clubs/{club.pk}/membership").status_code == 404
    restore_club(club=club)
    assert as_(ada).post(f"{link}/membership").status_code == 302


def test_whoever_asked_to_join_finds_nothing_of_it(club: Club, cy: User, ada: User) -> None:
    Club.objects.filter(pk=club.pk).update(name="Quillfeather")
    asked = JoinRequest.objects.create(club=club, pseud=ada.default_pseud)
    asked.take_answer(AdmissionAnswer.DECLINED, at=timezone.now(), word="Sorry.", tells=True)
    Notice.objects.create(user=ada, kind="req_answer", subject=asked.pk)
    pages = ("/inbox", "/clubs")
    assert all(b"Quillfeather" in as_(ada).get(page).content for page in pages)

    discard_club(club=club, by=cy)

    assert not any(b"Quillfeather" in as_(ada).get(page).content for page in pages)
    restore_club(club=club)
    assert all(b"Quillfeather" in as_(ada).get(page).content for page in pages)


def test_its_jobs_rest(club: Club, cy: User, ada: User) -> None:
    at = timezone.now()
    pick = begin(club, cy, nominations_close_at=at - timedelta(minutes=1))
    Meeting.objects.create(
        club=club, title="Tea", stage=MeetingStage.FIXED, starts_at=at + timedelta(minutes=30)
    )
    ClubInvitation.objects.create(
        club=club, user=ada, by=cy.default_pseud, answer="not_yet", back_on=date(2020, 1, 1)
    )
    JoinRequest.objects.create(
        club=club, pseud=ada.default_pseud, answer="not_yet", back_on=date(2020, 1, 1)
    )
    discard_club(club=club, by=cy)

    assert close_what_is_due(at=at) == 0
    assert remind_of_meetings() == 0
    bring_back(at=at)

    pick.refresh_from_db()
    assert pick.stage == Stage.NOMINATING
    assert ClubInvitation.objects.get(club=club).back_on
    assert JoinRequest.objects.get(club=club).back_on
    restore_club(club=club)
    assert (close_what_is_due(at=at), remind_of_meetings()) == (1, 1)


def test_its_calendars_are_gone_and_come_back_at_their_addresses(
    club: Club, cy: User, di: User
) -> None:
    key = Membership.objects.get(club=club, user=di).calendar_key
    assert as_(None).get(f"/calendars/{key}.ics").status_code == 200

    discard_club(club=club, by=cy)
    assert as_(None).get(f"/calendars/{key}.ics").status_code == 404

    restore_club(club=club)
    assert as_(None).get(f"/calendars/{key}.ics").status_code == 200


def test_who_had_left_stays_out(club: Club, cy: User, bo: User) -> None:
    as_(bo).post(f"/clubs/{club.pk}/membership/delete", {"notes": "keep"})
    discard_club(club=club, by=cy)

    restore_club(club=club)

    assert (members(club), hosts(club)) == ({"Cy", "Di"}, {"Cy"})


def test_a_club_in_the_trash_stays_for_the_others_when_its_host_goes(
    club: Club, cy: User, di: User
) -> None:
    discard_club(club=club, by=cy)

    delete_account(cy, choices={"clubs": "keep"})

    assert Club.objects.in_trash_of(di).get() == club
    restore_club(club=club)
    assert (members(club), hosts(club)) == ({"Di", "Bo"}, {"Di"})


def test_a_club_of_ones_own_in_the_trash_goes_with_the_account(cy: User) -> None:
    club = make_club(cy)
    discard_club(club=club, by=cy)

    delete_account(cy, choices={"clubs": "keep"})

    assert not Club.objects.exists()


def test_what_a_host_deleted_stays_in_the_clubs_trash_when_they_go(
    club: Club, cy: User, di: User, ada: User
) -> None:
    read = make_read(club, work=make_work(ada))
    as_(cy).post(f"/clubs/{club.pk}/members/{club.memberships.get(user=di).pk}/host")
    as_(cy).post(f"/clubs/{club.pk}/reads/{read.pk}/delete")

    delete_account(cy, choices={"clubs": "keep"})

    lines = as_(di).get("/trash").context["page"].lines
    assert [(line.title, line.belongs_to, line.discarded_by) for line in lines] == [
        ("The Weir", "Weir Readers", "")
    ]
    assert (
        as_(di).post(f"/trash/read/{read.pk}/restoration").headers["Location"]
        == read.get_absolute_url()
    )


def test_of_two_hosts_either_brings_back(club: Club, cy: User, di: User) -> None:
    as_(cy).post(f"/clubs/{club.pk}/members/{club.memberships.get(user=di).pk}/host")
    discard_club(club=club, by=cy)

    assert as_(di).post(f"/trash/club/{club.pk}/restoration").status_code == 302


def test_the_job_empties_what_has_lain_long(club: Club, cy: User, ada: User) -> None:
    read, pick = make_read(club, work=make_work(ada)), begin(club, cy)
    long_ago = timezone.now() - KEPT_FOR - timedelta(hours=1)
    Read.objects.filter(pk=read.pk).update(discarded_at=long_ago)
    Pick.objects.filter(pk=pick.pk).update(discarded_at=long_ago)

    assert delete_expired() == 2

    assert Club.objects.get() == club
    assert not Read.objects.exists()
    assert not Pick.objects.exists()


def test_the_last_one_brings_no_club_back_beyond_what_one_can_belong_to(
    cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = make_club(cy)
    leave(membership=Membership.objects.get(club=club, user=cy), notes=LeftNotes.KEEP)
    make_club(cy)
    monkeypatch.setattr(entering, "CLUBS_EACH", 1)

    with refuses("too_many"):
        restore_club(club=club)

    assert Club.objects.in_trash_of(cy).get() == club
