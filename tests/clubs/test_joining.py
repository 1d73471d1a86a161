"""Every door of a club, and every answer; the one who asks learns what the other chose to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.dispatch import Signal
from django.utils import timezone

from bookcub.clubs import signals
from bookcub.clubs.actions import doors, joining
from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.names import add_name
from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    ClubVisibility,
    Joining,
    JoinRequest,
)
from bookcub.clubs.periodic_jobs import bring_back_what_waits
from bookcub.clubs.policies import MEMBERS_MAX
from bookcub.people.models import User
from tests.browsing import Client
from tests.clubs.coming_in import as_, ask_in, invited, link_into, members, membership, newest
from tests.conftest import person
from tests.making import make_club, make_read, make_work
from tests.people.conftest import Capture, Clock, clock  # noqa: F401  # a fixture
from tests.refused import refused, refuses, told

SECRETS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|<time[^>]*>[^<]*</time>')


def plainly(html: bytes) -> str:
    """What a page says, without its frame and what differs each time it is asked for."""
    return SECRETS.sub("", html.decode().split("<main", 1)[1])


@contextmanager
def heard(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """What is announced meanwhile."""
    news: list[dict[str, Any]] = []

    def hear(**each: Any) -> None:
        news.append(each)

    signal.connect(hear, weak=False)
    yield news
    signal.disconnect(hear)


def answer(who: User, invitation: ClubInvitation, how: str, **form: str) -> int:
    prefix = {"accept": ""}.get(how, f"{how}-")
    data = {f"{prefix}{name}": value for name, value in form.items()}
    return as_(who).post(f"/clubs/invitations/{invitation.pk}/{how}", data).status_code


def test_somebody_asked_in_sees_who_asks_and_comes_in(ada: User, bo: User) -> None:
    club = make_club(ada, name="Weir Readers", description="<p>Of tides.</p>")
    make_read(club, work=make_work(ada, title="The Weir"))
    ask_in(club, ada, bo, word="You too?")
    invitation = newest(club, bo)

    assert as_(bo).get(f"/clubs/{club.pk}").status_code == 404
    shown = as_(bo).get(f"/clubs/invitations/{invitation.pk}")
    assert shown.context["page"].by == "Ada"
    page = shown.content.decode()
    for word in ("Weir Readers", "Of tides.", "You too?", "The Weir"):
        assert word in page
    assert "Weir Readers" in as_(bo).get("/clubs").content.decode()

    assert answer(bo, invitation, "accept") == 302
    assert members(club) == {"Ada", "Bo"}
    assert as_(bo).get(f"/clubs/{club.pk}").status_code == 200


def test_one_press_comes_in_and_opens_the_story_that_they_read(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada)
    ask_in(club, ada, bo)
    address = f"/clubs/invitations/{newest(club, bo).pk}"
    assert "Come in and start reading" not in as_(bo).get(address).content.decode()

    work = make_work(ada, title="The Weir")
    make_read(club, work=work)
    assert "Come in and start reading" in as_(bo).get(address).content.decode()
    begun = as_(bo).post(f"{address}/accept", {"then": "read"})
    assert begun["Location"] == work.get_absolute_url()
    assert "Bo" in members(club)

    begun = as_(cy).post(f"{link_into(club, ada)}/membership", {"then": "read"})
    assert begun["Location"] == work.get_absolute_url()
    assert "Cy" in members(club)


def test_an_invitation_is_for_the_one_it_went_to(ada: User, bo: User, cy: User) -> None:
    invitation = invited(make_club(ada), ada, bo)

    for stranger in (cy, ada):
        assert as_(stranger).get(f"/clubs/invitations/{invitation.pk}").status_code == 404
        for how in ("accept", "decline", "postpone"):
            assert answer(stranger, invitation, how) == 404
    assert as_(None).get(f"/clubs/invitations/{invitation.pk}").status_code == 302


def test_a_work_that_the_invited_may_not_read_is_not_named(ada: User, bo: User) -> None:
    club = make_club(ada)
    make_read(club, work=make_work(ada, title="For Few", visibility="named"))
    invitation = invited(club, ada, bo)

    assert b"For Few" not in as_(bo).get(f"/clubs/invitations/{invitation.pk}").content
    assert b"For Few" not in as_(None).get(link_into(club, ada)).content


def test_a_silent_no_looks_exactly_like_no_answer(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada)
    for friend in (bo, cy):
        invited(club, ada, friend)
    assert answer(bo, newest(club, bo), "decline") == 302

    page = as_(ada).get(f"/clubs/{club.pk}/members").content.decode()
    lines = re.findall(r"<li class=\"row row--apart\">.*?</li>", page, re.DOTALL)
    refusals = {SECRETS.sub("", line) for line in lines}
    anonymous = {re.sub(r"Bo|Cy|users/\w+|invitations/\d+", "", line) for line in refusals}
    assert len(lines) == 2
    assert len(anonymous) == 1
    for friend in (bo, cy):
        again = as_(ada).post(f"/clubs/{club.pk}/invitations/new", {"people": friend.username})
        assert again.status_code == 422
        assert refused(again) == {"people invited_already"}
    for friend in (bo, cy):
        back = as_(ada).post(f"/clubs/invitations/{newest(club, friend).pk}/delete", follow=True)
        assert told(back) == ["success"]
        assert ask_in(club, ada, friend) == 302


def test_only_what_is_told_is_announced(
    ada: User, bo: User, cy: User, django_capture_on_commit_callbacks: Capture
) -> None:
    club = make_club(ada)
    for friend in (bo, cy):
        invited(club, ada, friend)

    with (
        heard(signals.invitation_answered) as news,
        django_capture_on_commit_callbacks(execute=True),
    ):
        answer(bo, newest(club, bo), "decline")
        answer(cy, newest(club, cy), "decline", tells="on")

    assert [each["invitation"].user for each in news] == [cy]


def test_a_told_answer_is_told_with_its_word(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada)
    answer(bo, invited(club, ada, bo), "decline", word="Too many books, sorry.")
    answer(cy, invited(club, ada, cy), "postpone", tells="on")

    shown = as_(ada).get(f"/clubs/{club.pk}/members")

    assert "Too many books, sorry." in shown.content.decode()
    assert {line.answer for line in shown.context["page"].invitations} == {
        AdmissionAnswer.DECLINED,
        AdmissionAnswer.NOT_YET,
    }


def test_a_word_that_is_not_told_is_not_kept(ada: User, bo: User) -> None:
    invitation = invited(make_club(ada), ada, bo)

    joining.decline(admission=invitation, tells=False, word="Never with you.")

    invitation.refresh_from_db()
    assert invitation.answer_word == ""


def test_not_yet_comes_back_on_its_day(ada: User, bo: User, clock: Clock) -> None:  # noqa: F811
    club = make_club(ada)
    invitation = invited(club, ada, bo)
    day = timezone.localdate() + timedelta(days=30)

    assert answer(bo, invitation, "postpone", back_on=day.isoformat()) == 302
    page = as_(bo).get("/clubs").context["page"]
    assert ([*page.later], [*page.invitations]) == ([invitation], [])

    clock.forward(days=31)
    page = as_(bo).get("/clubs").context["page"]
    assert [*page.invitations] == [invitation]
    assert answer(bo, invitation, "accept") == 302
    assert members(club) == {"Ada", "Bo"}


@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01", "soon"])
def test_a_wrong_day_is_said_and_nothing_typed_is_lost(ada: User, bo: User, day: str) -> None:
    invitation = invited(make_club(ada), ada, bo)

    page = as_(bo).post(
        f"/clubs/invitations/{invitation.pk}/postpone",
        {"postpone-back_on": day, "postpone-word": "After the exams"},
    )

    assert page.status_code == 422
    assert "After the exams" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == AdmissionAnswer.OPEN


def test_who_declined_may_come_after_all_but_not_once_taken_back(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada)
    for friend in (bo, cy):
        answer(friend, invited(club, ada, friend), "decline")
    as_(ada).post(f"/clubs/invitations/{newest(club, cy).pk}/delete")

    assert answer(bo, newest(club, bo), "accept") == 302
    assert answer(cy, newest(club, cy), "accept") == 404
    assert members(club) == {"Ada", "Bo"}


def test_do_not_ask_me_again_is_kept_without_a_word(
    ada: User, bo: User, cy: User, django_capture_on_commit_callbacks: Capture
) -> None:
    club = make_club(ada)
    answer(bo, invited(club, ada, bo), "decline", for_good="on")
    as_(ada).post(f"/clubs/invitations/{newest(club, bo).pk}/delete")

    with heard(signals.club_invited) as news, django_capture_on_commit_callbacks(execute=True):
        assert ask_in(club, ada, bo) == 302
        assert ask_in(make_club(ada, name="Another"), ada, bo) == 302
        assert ask_in(club, ada, cy) == 302
    page = as_(ada).get(f"/clubs/{club.pk}/members").context["page"]
    assert {line.answer for line in page.invitations} == {AdmissionAnswer.OPEN}
    assert not as_(bo).get("/clubs").context["page"].invitations
    assert [each["invitation"].user for each in news] == [cy]


def test_asking_again_is_limited_by_what_was_asked_alone(
    ada: User,
    bo: User,
    cy: User,
    clock: Clock,  # noqa: F811
) -> None:
    club = make_club(ada)
    for _ in range(3):
        for friend in (bo, cy):
            assert ask_in(club, ada, friend) == 302
        answer(bo, newest(club, bo), "decline")
        for friend in (bo, cy):
            as_(ada).post(f"/clubs/invitations/{newest(club, friend).pk}/delete")
        clock.forward(hours=2)
    reasons = []
    for friend in (bo, cy):
        page = as_(ada).post(f"/clubs/{club.pk}/invitations/new", {"people": friend.username})
        assert page.status_code == 422
        assert refused(page) == {"people too_often"}
        reasons.append(page.context["form"].errors["people"][0])
    assert reasons[0].replace("Bo", "Cy") == reasons[1]

    clock.forward(days=31)
    assert ask_in(club, ada, bo) == 302


def test_one_refusal_asks_nobody(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo)

    page = as_(ada).post(
        f"/clubs/{club.pk}/invitations/new", {"people": "Cy, Bo", "word": "Come, both!"}
    )

    assert page.status_code == 422
    assert refused(page) == {"people member_already"}
    assert "Come, both!" in page.content.decode()
    assert not ClubInvitation.objects.exists()


def test_members_invite_where_the_hosts_allow_it(ada: User, bo: User, cy: User, di: User) -> None:
    club = make_club(ada, bo)
    assert ask_in(club, bo, cy) == 403
    assert as_(bo).get(f"/clubs/{club.pk}/link").status_code == 403
    assert as_(bo).post(f"/clubs/{club.pk}/link/delete").status_code == 403
    theirs = invited(club, ada, di)

    Club.objects.update(members_invite=True)
    assert ask_in(club, bo, cy) == 302
    page = as_(bo).get(f"/clubs/{club.pk}/members").content.decode()
    assert "users/Cy" in page
    assert "users/Di" not in page, "who asks somebody else in is the hosts' business"
    assert as_(bo).post(f"/clubs/invitations/{theirs.pk}/delete").status_code == 403
    assert as_(cy).post(f"/clubs/invitations/{theirs.pk}/delete").status_code == 404


# Links


def test_a_link_shows_the_club_and_lets_in(ada: User, bo: User) -> None:
    club = make_club(ada, name="Weir Readers", description="<p>Of tides.</p>")
    link = link_into(club, ada)

    guest = as_(None).get(link)
    assert guest.context["page"].by == "Ada"
    for word in (b"Weir Readers", b"Of tides."):
        assert word in guest.content
    # Not less: browsers would say nothing of where the form comes from, and it would be refused.
    assert guest.headers["Referrer-Policy"] == "same-origin"
    assert guest.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in guest.headers["Cache-Control"]
    assert f"/users/new?next={link.replace('/', '%2F')}" in guest.content.decode()

    assert as_(bo).post(f"{link}/membership").status_code == 302
    assert members(club) == {"Ada", "Bo"}
    assert as_(bo).get(link).headers["Location"] == f"/clubs/{club.pk}"


def test_a_guest_makes_an_account_and_is_back_at_the_link(ada: User, client: Client) -> None:
    link = link_into(make_club(ada), ada)
    form = {
        "username": "wren",
        "email": "wren@example.org",
        "password": "seven herons in a row",
        "is_of_age": "on",
        "data_agreed": "on",
        "terms_agreed": "on",
        "next": link,
    }

    assert client.post("/users/new", form).headers["Location"] == link
    assert client.post(f"{link}/membership").status_code == 302


def test_a_join_page_sends_nobody_to_other_sites(client: Client, db: None) -> None:
    page = client.get("/users/new?next=https://evil.example/").content.decode()

    assert 'name="next"' not in page


def test_a_dead_link_looks_like_none(ada: User, bo: User, clock: Clock) -> None:  # noqa: F811
    club = make_club(ada)
    first = link_into(club, ada, "day")
    second = link_into(club, ada, "day")

    def dead(link: str) -> None:
        assert as_(bo).get(link).status_code == 404
        assert as_(bo).post(f"{link}/membership").status_code == 404
        assert as_(None).get(link).status_code == 404

    dead(first)
    assert as_(bo).get(second).status_code == 200
    clock.forward(days=1, seconds=1)
    dead(second)
    third = link_into(club, ada, "never")
    clock.forward(days=4000)
    assert as_(bo).get(third).status_code == 200
    assert as_(ada).post(f"/clubs/{club.pk}/link/delete").status_code == 302
    dead(third)
    dead("/clubs/links/never-was")
    assert members(club) == {"Ada"}


def test_a_link_renewed_while_the_page_was_open_lets_nobody_in(ada: User, bo: User) -> None:
    club = make_club(ada)
    old = doors.renew_link(club=club, by=ada, lasts=None)
    doors.renew_link(club=club, by=ada, lasts=None)

    with refuses("ended"):
        doors.enter_by_link(link=old, pseud=bo.default_pseud)
    assert members(club) == {"Ada"}


def test_a_link_cannot_last_as_one_likes(ada: User) -> None:
    club = make_club(ada)

    assert as_(ada).post(f"/clubs/{club.pk}/link", {"lasts": "aeon"}).status_code == 422


# Open doors and requests


def test_an_open_club_is_joined_by_one_press(ada: User, bo: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.OPEN)

    assert b"Join" in as_(bo).get(f"/clubs/{club.pk}").content
    assert as_(bo).post(f"/clubs/{club.pk}/membership").status_code == 302
    assert members(club) == {"Ada", "Bo"}


@pytest.mark.parametrize("how", [Joining.INVITATION, Joining.REQUEST])
def test_other_clubs_are_not(ada: User, bo: User, how: Joining) -> None:
    club = make_club(ada, visibility=ClubVisibility.PUBLIC, joining=how)

    assert as_(bo).post(f"/clubs/{club.pk}/membership").status_code == 403
    assert members(club) == {"Ada"}


def asking(club: Club, who: User, word: str = "") -> JoinRequest:
    answer = as_(who).post(f"/clubs/{club.pk}/requests/new", {"word": word})
    assert answer.status_code == 302
    found = JoinRequest.objects.filter(club=club, pseud__user=who).first()
    assert found
    return found


def reply(host: User, asked: JoinRequest, how: str, **form: str) -> int:
    data = {f"{how}-{asked.pk}-{name}": value for name, value in form.items()}
    url = f"/clubs/{asked.club_id}/requests/{asked.pk}/{how}"
    return as_(host).post(url, data).status_code


def test_a_request_is_let_in(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, cy, visibility=ClubVisibility.PUBLIC, joining=Joining.REQUEST)
    asked = asking(club, bo, "I like tides.")

    assert [each.waiting for each in as_(ada).get("/clubs").context["page"].mine] == [1]
    assert b"I like tides." in as_(ada).get(f"/clubs/{club.pk}/requests").content
    assert as_(cy).get(f"/clubs/{club.pk}/requests").status_code == 403
    assert reply(cy, asked, "accept") == 403
    assert reply(bo, asked, "accept") == 403
    assert reply(ada, asked, "accept") == 302
    assert members(club) == {"Ada", "Bo", "Cy"}


def test_a_request_declined_in_silence_looks_unanswered(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    declined, open_one = asking(club, bo), asking(club, cy)
    assert reply(ada, declined, "decline") == 302

    pages = {
        re.sub(r"\bBo\b|\bCy\b|requests/\d+", "", plainly(as_(who).get(url).content))
        for url in (f"/clubs/{club.pk}",)
        for who in (bo, cy)
    }
    assert len(pages) == 1
    for who in (bo, cy):
        again = as_(who).post(f"/clubs/{club.pk}/requests/new", {"word": "Please"})
        assert again.status_code == 422
        assert " asked_already" in refused(again)
    for asked, who in ((declined, bo), (open_one, cy)):
        back = as_(who).post(f"/clubs/requests/{asked.pk}/delete", follow=True)
        assert told(back) == ["success"]
        assert asking(club, who).is_waiting


def test_a_told_no_and_a_not_yet_of_hosts(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    assert reply(ada, asking(club, bo), "decline", word="We are full of poets.") == 302
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert reply(ada, asking(club, cy), "postpone", tells="on", back_on=later) == 302

    assert b"We are full of poets." in as_(bo).get("/clubs").content
    assert as_(cy).get(f"/clubs/{club.pk}").context["page"].asked.as_told == AdmissionAnswer.NOT_YET
    assert as_(ada).get(f"/clubs/{club.pk}/requests").context["later"]


def test_an_answer_to_what_was_taken_back_comes_too_late(ada: User, bo: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    asked = asking(club, bo)
    assert as_(bo).post(f"/clubs/requests/{asked.pk}/delete").status_code == 302

    assert reply(ada, asked, "accept") == 404
    with refuses("taken_back"):
        joining.accept_request(asked=asked, by=ada)
    assert members(club) == {"Ada"}


def test_others_cannot_take_back_what_one_asked(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    asked = asking(club, bo)

    for other in (ada, cy):
        assert as_(other).post(f"/clubs/requests/{asked.pk}/delete").status_code == 404


# What always holds


def test_two_doors_open_into_one_membership(ada: User, bo: User) -> None:
    club = make_club(ada)
    invitation = invited(club, ada, bo)
    link = link_into(club, ada)

    assert as_(bo).post(f"{link}/membership").status_code == 302
    assert answer(bo, invitation, "accept") == 302
    assert club.memberships.count() == 2
    invitation.refresh_from_db()
    assert invitation.answer == AdmissionAnswer.ACCEPTED


def test_a_used_invitation_lets_nobody_back_in(ada: User, bo: User) -> None:
    club = make_club(ada)
    invitation = invited(club, ada, bo)
    answer(bo, invitation, "accept")
    as_(bo).post(f"/clubs/{club.pk}/membership/delete", {"notes": "keep"})

    answer(bo, invitation, "accept")

    assert members(club) == {"Ada"}


def test_a_full_club_says_so(ada: User, bo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookcub.clubs.actions.entering.MEMBERS_MAX", 1)
    club = make_club(ada)

    page = as_(bo).post(f"{link_into(club, ada)}/membership", follow=True)

    assert told(page) == ["error"]
    with refuses("full"):
        enter(club=club, pseud=bo.default_pseud)
    assert MEMBERS_MAX == 200
    assert members(club) == {"Ada"}


def test_names_fill_a_club_too(ada: User, bo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    club = make_club(ada)
    add_name(club=club, name="Ruth", by=membership(club, ada))
    monkeypatch.setattr("bookcub.clubs.actions.entering.MEMBERS_MAX", 2)

    with refuses("full"):
        enter(club=club, pseud=bo.default_pseud)
    assert members(club) == {"Ada"}


def test_too_many_clubs_is_nobodys_business(
    ada: User, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    asked = asking(club, bo)
    monkeypatch.setattr("bookcub.clubs.actions.entering.CLUBS_EACH", 0)

    page = as_(ada).post(f"/clubs/{club.pk}/requests/{asked.pk}/accept", follow=True)

    assert told(page) == ["error"]
    assert members(club) == {"Ada"}


def test_turns_go_on_from_the_last_one(ada: User, bo: User) -> None:
    club = make_club(ada)
    as_(bo).post(f"{link_into(club, ada)}/membership")

    assert (membership(club, ada).turn, membership(club, bo).turn) == (0, 1)


def test_one_comes_in_under_ones_own_names_only(ada: User, bo: User) -> None:
    club = make_club(ada)
    wren = bo.pseuds.create(name="Wren")
    link = link_into(club, ada)

    as_(bo).post(f"{link}/membership", {"pseud": str(ada.default_pseud.pk)})
    assert membership(club, bo).pseud == bo.default_pseud
    as_(bo).post(f"/clubs/{club.pk}/me", {"pseud": wren.pk, "involvement": "mine"})
    assert membership(club, bo).pseud == wren
    strange = {"pseud": ada.default_pseud.pk, "involvement": "mine"}
    assert as_(bo).post(f"/clubs/{club.pk}/me", strange).status_code == 422


def test_a_switched_off_account_is_asked_nothing(ada: User) -> None:
    gone = person("Rue")
    gone.is_active = False
    gone.save()

    assert ask_in(make_club(ada), ada, gone) == 422


def test_a_question_that_comes_back_is_told_once(
    ada: User,
    bo: User,
    clock: Clock,  # noqa: F811
) -> None:
    club = make_club(ada, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    answer(bo, invited(make_club(ada), ada, bo), "postpone", back_on=day)
    asked = asking(club, bo)
    reply(ada, asked, "postpone", back_on=day)

    with heard(signals.invitation_returned) as invitations, heard(signals.request_returned) as some:
        bring_back_what_waits()
        assert invitations == some == []
        clock.forward(days=3)
        bring_back_what_waits()
        bring_back_what_waits()

    assert [each["invitation"].user for each in invitations] == [bo]
    assert [each["request"].pk for each in some] == [asked.pk]
    assert reply(ada, asked, "accept") == 302
