"""Two friends who decide together: both host, and neither can take away what the other has said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from bookcub.clubs.actions.cards import make_card, use_card
from bookcub.clubs.actions.clubs import ClubFields, change_club
from bookcub.clubs.actions.leaving import remove
from bookcub.clubs.actions.names import add_name, drop_name
from bookcub.clubs.models import Club, ClubVisibility, Joining, LeftNotes, Membership
from bookcub.comments.actions import delete, freeze, say
from bookcub.comments.models import Comment, Hearers
from bookcub.home.actions.starting_clubs import read_together
from bookcub.meetings.models import Meeting, MeetingStage, Question
from bookcub.memory.models import Prediction
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read
from bookcub.works.models import Work
from tests.clubs.coming_in import as_, ask_in, hosts, link_into, membership, newest
from tests.making import make_club, make_read, make_work
from tests.refused import refused

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada)


@pytest.fixture
def club(cy: User, di: User, work: Work) -> Club:
    """Cy began it with “Read this with someone”, and Di has come."""
    begun = read_together(by=cy, pseud=cy.default_pseud, work=work, friend=di.default_pseud).club
    invitation = newest(begun, di)
    assert as_(di).post(f"/clubs/invitations/{invitation.pk}/accept").status_code == 302
    for person in (cy, di):
        read_up_to_end(user=person, chapter=work.chapters.get())
    return begun


def a_note(club: Club, by: User, words: str = "The heron again.") -> Comment:
    read = club.reads.get()
    assert read.work
    return say(
        work=read.work,
        chapter=read.work.chapters.get(),
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        hearers=Hearers.CLUB,
        club=club,
    )


def told(person: User) -> list[str]:
    return list(Notice.objects.visible_to(person).values_list("kind", flat=True))


def test_a_club_begun_with_a_friend_is_hosted_by_both(club: Club, bo: User, cy: User) -> None:
    assert club.decides_together
    assert hosts(club) == {"Cy", "Di"}

    door = link_into(club, cy)
    assert as_(bo).post(f"{door}/membership").status_code == 302
    club.refresh_from_db()
    assert club.decides_together
    assert hosts(club) == {"Cy", "Di"}


def test_neither_of_two_ends_it_alone_and_of_three_a_host_does(
    club: Club, cy: User, di: User, bo: User
) -> None:
    page = f"/clubs/{club.pk}/edit"
    given = {"name": club.name, "visibility": "private", "joining": "invitation"}
    given |= {"time_zone": "UTC"}
    answer = as_(di).post(page, given)
    assert answer.status_code == 422
    assert refused(answer) == {"decides_together"}
    club.refresh_from_db()
    assert club.decides_together

    assert as_(bo).post(f"{link_into(club, cy)}/membership").status_code == 302
    assert as_(di).post(page, given).status_code == 302
    assert not Club.objects.filter(pk=club.pk, decides_together=True).exists()
    assert hosts(club) == {"Cy", "Di"}


def test_two_who_begin_to_decide_together_host_both(cy: User, di: User) -> None:
    club = make_club(cy, di)
    change_club(club=club, fields=ClubFields(name="Two", decides_together=True))
    assert hosts(club) == {"Cy", "Di"}


def test_a_club_that_is_open_to_everybody_has_hosts_who_keep_order(cy: User, di: User) -> None:
    club = make_club(cy, di, visibility=ClubVisibility.PUBLIC, joining=Joining.OPEN)
    page = f"/clubs/{club.pk}/edit"
    given = {"name": club.name, "visibility": "public", "joining": "open", "time_zone": "UTC"}

    answer = as_(cy).post(page, given | {"decides_together": "on"})

    assert answer.status_code == 422
    assert refused(answer) == {"decides_together"}


def test_who_leaves_keeps_a_copy_and_is_missed_by_name(
    club: Club, cy: User, di: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    said = a_note(club, di)
    say(
        work=said.work,
        chapter=said.chapter,
        by=cy.default_pseud,
        html="<p>Which heron?</p>",
        parent=said,
    )
    page = as_(di).get(f"/clubs/{club.pk}/membership/delete").content.decode()
    assert 'name="notes"' not in page

    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(di).post(f"/clubs/{club.pk}/membership/delete", {"notes": "take"})
    assert answer.status_code == 302

    kept = Comment.objects.visible_to(cy).get(pk=said.pk)
    assert kept.pseud == di.default_pseud
    assert "heron" in kept.html
    own = Comment.objects.visible_to(di).get(hearers=Hearers.SELF)
    assert own.html == said.html
    assert membership(club, di).left_notes == LeftNotes.KEEP
    assert "left" in told(cy)
    home = as_(cy).get(f"/clubs/{club.pk}").content.decode()
    assert "Di has left" in home
    assert "Di has left" in as_(cy).get("/inbox").content.decode()

    assert ask_in(club, cy, di) == 302
    invitation = newest(club, di)
    assert as_(di).post(f"/clubs/invitations/{invitation.pk}/accept").status_code == 302
    assert hosts(club) == {"Cy", "Di"}
    assert "left" not in told(cy)
    assert "Di has left" not in as_(cy).get(f"/clubs/{club.pk}").content.decode()


def test_the_last_one_still_chooses_what_becomes_of_their_words(
    club: Club, cy: User, di: User
) -> None:
    a_note(club, cy)
    assert as_(di).post(f"/clubs/{club.pk}/membership/delete").status_code == 302
    gone = as_(cy).post(f"/clubs/{club.pk}/membership/delete", {"notes": "keep", "sure": "on"})

    assert gone.status_code == 302
    assert not Comment.objects.filter(hearers=Hearers.SELF).exists()


def test_what_one_deletes_of_the_club_the_other_hears_of_and_brings_back(
    club: Club, cy: User, di: User
) -> None:
    meeting = Meeting.objects.create(
        club=club, title="Friday", made_by=membership(club, di), stage=MeetingStage.FINDING
    )
    assert as_(di).post(f"/meetings/{meeting.pk}/delete").status_code == 302
    assert not Meeting.objects.visible_to(cy).exists()

    assert "gone_meeting" in told(cy)
    assert "gone_meeting" not in told(di)
    assert "Friday" in as_(cy).get("/inbox").content.decode()
    assert as_(cy).post(f"/trash/meeting/{meeting.pk}/restoration").status_code == 302
    assert Meeting.objects.visible_to(di).exists()
    assert "gone_meeting" not in told(cy)


def test_what_lies_in_both_trashes_is_deleted_for_good_by_nobody_else_than_who_said_it(
    club: Club, cy: User, di: User
) -> None:
    meeting = Meeting.objects.create(club=club, title="Friday", discarded_at=timezone.now())
    Question.objects.create(meeting=meeting, membership=membership(club, cy), text="Why?")

    def deletes(person: User) -> int:
        page = f"/trash/meeting/{meeting.pk}/deletion"
        return as_(person).post(page, {"typed": "Friday"}).status_code

    assert deletes(di) == 403
    assert deletes(cy) == 302


def test_a_read_with_a_guess_of_the_other_stays(club: Club, cy: User, di: User) -> None:
    read = club.reads.get()
    guess = Prediction.objects.create(
        read=read, membership=membership(club, cy), text="Rain.", upto=1
    )
    page = f"/clubs/{club.pk}/reads/{read.pk}/delete"

    assert as_(di).get(page).status_code == 403
    assert as_(di).post(page).status_code == 403
    guess.delete()
    assert as_(di).post(page).status_code == 302
    assert not Read.objects.standing().exists()


def test_what_a_host_did_before_can_be_undone(cy: User, di: User, work: Work) -> None:
    club = make_club(cy, di)
    make_read(club, work=work)
    for person in (cy, di):
        read_up_to_end(user=person, chapter=work.chapters.get())
    frozen, gone = a_note(club, di), a_note(club, di, "Another one.")
    freeze(comment=frozen)
    delete(comment=gone, by=cy)
    change_club(club=club, fields=ClubFields(name="Two", decides_together=True))

    assert as_(di).post(f"/comments/{frozen.pk}/freeze/delete").status_code == 302
    frozen.refresh_from_db()
    assert frozen.frozen_at is None
    assert as_(cy).post(f"/trash/comment/{gone.pk}/restoration").status_code == 404
    assert as_(di).post(f"/trash/comment/{gone.pk}/restoration").status_code == 302


def test_with_names_beside_them_two_are_more_than_two_and_hosts_stay_who_they_are(
    bo: User, cy: User, di: User
) -> None:
    club = make_club(cy, decides_together=True)
    for name in ("Ruth", "Nora", "Tom"):
        add_name(club=club, name=name, by=membership(club, cy))
    ruth = Membership.objects.by_name().get(club=club, former_name="Ruth")
    card, _ = make_card(club=club, by=membership(club, cy), member=ruth)

    use_card(code_hash=card.code_hash, pseud=di.default_pseud)
    assert hosts(club) == {"Cy"}, "who was a name"
    assert as_(bo).post(f"{link_into(club, cy)}/membership").status_code == 302
    assert as_(bo).post(f"/clubs/{club.pk}/membership/delete").status_code == 302
    assert hosts(club) == {"Cy"}, "when a third one leaves"
    assert as_(bo).post(f"{link_into(club, cy)}/membership").status_code == 302
    remove(membership=membership(club, bo), by=membership(club, cy))
    assert hosts(club) == {"Cy"}, "when a third one is removed"
    Club.objects.filter(pk=club.pk).update(decides_together=False)
    change_club(club=club, fields=ClubFields(name="Two", decides_together=True))
    assert hosts(club) == {"Cy"}, "when they begin to decide together"

    for nobody in Membership.objects.by_name().filter(club=club):
        assert hosts(club) == {"Cy"}
        drop_name(membership=nobody, by=membership(club, cy))
    assert hosts(club) == {"Cy", "Di"}, "when only the two are left"
