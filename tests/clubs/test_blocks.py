"""Who blocks somebody is not asked in by them, and hears of no question of theirs; the other learns nothing."""

from __future__ import annotations

import re

import pytest

from bookcub.clubs.actions import joining
from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.joining import ask_to_join
from bookcub.clubs.models import ClubInvitation, ClubVisibility, Joining
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User, UserBlock
from tests.browsing import words_of
from tests.clubs.coming_in import as_, invited, membership
from tests.making import make_club, make_work
from tests.refused import refused, refuses

pytestmark = pytest.mark.both

NEW_CLUB = {
    "name": "Tides",
    "time_zone": "Europe/Berlin",
    "visibility": "private",
    "joining": "invitation",
}


@pytest.mark.parametrize("blocker", ["ada", "bo"])
@pytest.mark.both
def test_a_name_one_may_not_meet_is_as_unknown_as_one_that_nobody_has(
    ada: User, bo: User, cy: User, blocker: str
) -> None:
    club = make_club(ada, cy)
    work = make_work(cy)
    by, other = (ada, bo) if blocker == "ada" else (bo, ada)
    doors = [
        (f"/clubs/{club.pk}/invitations/new", {"people": "{}"}),
        (f"/works/{work.pk}/read-with", {"friend": "{}", "by_link": "no"}),
        ("/clubs/new", {**NEW_CLUB, "people": "{}"}),
    ]

    def answers(name: str) -> list[tuple[int, str]]:
        found = []
        for address, form in doors:
            fields = {key: value.format(name) for key, value in form.items()}
            answer = as_(ada).post(address, fields)
            words = re.sub(rf"\b{name}\b", "X", words_of(answer.content.decode()))
            found.append((answer.status_code, words))
        return found

    unknown = answers("Zed")
    block(by=by, other=other)

    assert answers("Bo") == unknown
    assert [status for status, _ in unknown] == [422, 422, 422]
    assert not ClubInvitation.objects.exists()
    with refuses("unknown"):
        joining.invite(membership=membership(club, ada), pseud=bo.default_pseud)

    UserBlock.objects.all().delete()
    assert [status for status, _ in answers("Bo")] == [302, 302, 302]


@pytest.mark.parametrize("blocker", ["ada", "bo"])
def test_who_could_not_be_asked_anyway_is_refused_for_the_reason_that_all_read(
    ada: User, bo: User, cy: User, blocker: str
) -> None:
    """What the club's own pages show of them is not denied."""
    member, waiting, tired = (make_club(ada, cy, name=name) for name in ("One", "Two", "Three"))
    make_club(bo, name="Four")
    enter(club=member, pseud=bo.default_pseud)
    invited(waiting, ada, bo)
    for _ in range(2):
        joining.take_back(admission=invited(tired, ada, bo))
    work = make_work(cy)
    doors = [
        (f"/clubs/{member.pk}/invitations/new", {"people": "Zed, Bo"}),
        *((f"/clubs/{club.pk}/invitations/new", {"people": "Bo"}) for club in (member, waiting)),
        (f"/clubs/{tired.pk}/invitations/new", {"people": "Bo"}),
        (f"/works/{work.pk}/read-with", {"friend": "Bo", "by_link": "no"}),
        ("/clubs/new", {**NEW_CLUB, "people": "Bo"}),
    ]

    def answers() -> list[tuple[set[str], str]]:
        sent = [as_(ada).post(address, form) for address, form in doors]
        return [(refused(answer), words_of(answer.content)) for answer in sent]

    before = answers()
    block(by=ada if blocker == "ada" else bo, other=bo if blocker == "ada" else ada)

    assert [reasons for reasons, _ in before] == [
        {"people unknown"},
        {"people member_already"},
        {"people invited_already"},
        {"people too_often"},
        {"friend too_often"},
        {"people too_often"},
    ]
    assert answers() == before


def test_a_friend_who_was_asked_to_read_a_work_already_is_asked_as_before(
    ada: User, bo: User, cy: User
) -> None:
    address, form = f"/works/{make_work(cy).pk}/read-with", {"friend": "Bo", "by_link": "no"}
    first = as_(ada).post(address, form)
    block(by=bo, other=ada)

    assert first.status_code == 302
    assert as_(ada).post(address, form).headers["Location"] == first.headers["Location"]
    assert ClubInvitation.objects.count() == 1


def test_who_is_unknown_is_named_together_with_who_may_not_be_met(
    ada: User, bo: User, cy: User
) -> None:
    block(by=bo, other=ada)
    club = make_club(ada, cy)
    answer = as_(ada).post(f"/clubs/{club.pk}/invitations/new", {"people": "Nobody, Bo, Di"})

    assert "Nobody here goes by “Nobody”, “Bo”, “Di”." in words_of(answer.content.decode())


def test_a_question_is_gone_for_whom_one_blocks_or_mutes_while_that_lasts(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, cy, name="Weir Readers")
    invitation = invited(club, ada, bo)
    page = f"/clubs/invitations/{invitation.pk}"
    before = words_of(as_(ada).get(f"/clubs/{club.pk}/members").content.decode())

    for keep_away in (block, mute):
        kept = keep_away(by=bo, other=ada)
        assert as_(bo).get(page).status_code == 404
        assert as_(bo).post(f"{page}/accept").status_code == 404
        for address in ("/clubs", "/"):
            assert "Weir Readers" not in as_(bo).get(address).content.decode()
        assert words_of(as_(ada).get(f"/clubs/{club.pk}/members").content.decode()) == before
        kept.delete()
        assert as_(bo).get(page).status_code == 200
        assert "Weir Readers" in as_(bo).get("/clubs").content.decode()


def test_a_host_hears_no_request_of_whom_they_block_and_the_other_hosts_do(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, cy, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    club.memberships.filter(user=cy).update(role="host")
    block(by=bo, other=ada)

    asked = ask_to_join(club=club, pseud=bo.default_pseud, word="May I?")
    address = f"/clubs/{club.pk}/requests"
    assert "May I?" not in as_(ada).get(address).content.decode()
    assert as_(ada).post(f"{address}/{asked.pk}/accept").status_code == 404
    assert "1 request" not in words_of(as_(ada).get("/clubs").content.decode())
    assert "May I?" in as_(cy).get(address).content.decode()
    assert "1 request" in words_of(as_(cy).get("/clubs").content.decode())
    assert as_(cy).post(f"{address}/{asked.pk}/accept").status_code == 302


def test_the_word_of_an_answer_is_theirs_and_the_answer_stays(
    ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, cy, visibility=ClubVisibility.LISTED, joining=Joining.REQUEST)
    asked = ask_to_join(club=club, pseud=bo.default_pseud)
    joining.postpone(admission=asked, tells=True, word="After the tide.", by=ada)
    invitation = invited(make_club(ada, cy, name="Tides"), ada, bo)
    joining.decline(admission=invitation, tells=True, word="I cannot swim.")
    pages = [
        (bo, f"/clubs/{club.pk}", "After the tide."),
        (bo, "/clubs", "After the tide."),
        (ada, f"/clubs/{invitation.club_id}/members", "I cannot swim."),
    ]
    for who, page, word in pages:
        assert word in as_(who).get(page).content.decode()

    block(by=bo, other=ada)
    for who, page, word in pages:
        told = as_(who).get(page)
        assert told.status_code == 200
        assert word not in told.content.decode()
    assert "not yet" in as_(bo).get(f"/clubs/{club.pk}").content.decode()
    assert "declined" in as_(ada).get(f"/clubs/{invitation.club_id}/members").content.decode()
