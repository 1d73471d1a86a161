"""Proposing times, answering them on one's own clock, fixing one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.clubs.models import Club, ClubVisibility, LeftNotes, Role
from bookcub.meetings import signals
from bookcub.meetings.actions.answers import say_when
from bookcub.meetings.actions.meetings import MOST_SLOTS, add_slots, cancel, fix
from bookcub.meetings.models import Availability, Coming, Meeting, MeetingStage, SlotAnswer
from bookcub.meetings.policies import Participant
from bookcub.meetings.queries.times import Voices, times_of
from bookcub.people.models import User
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.making import make_club
from tests.meetings.calling import called, membership, proposed, soon, span
from tests.meetings.conftest import Commits
from tests.refused import refused, told

pytestmark = pytest.mark.both

BERLIN, NEW_YORK, TOKYO = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Tokyo"))
YES, IF, NO = Availability.YES, Availability.IF_NEED_BE, Availability.NO


def page(client: Client, person: User, path: str) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def wall(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


# A winter's and a summer's evening: between them the clocks of Berlin and New York change, on different days.
WINTER = datetime(2031, 3, 8, 19, 0, tzinfo=BERLIN)
BETWEEN = datetime(2031, 3, 15, 19, 0, tzinfo=BERLIN)
SUMMER = datetime(2031, 4, 5, 19, 0, tzinfo=BERLIN)


def test_each_sees_the_times_on_their_own_clock_also_while_only_one_of_two_zones_has_changed(
    client: Client, club: Club, cy: User, di: User, bo: User
) -> None:
    meeting = proposed(club, cy, WINTER, BETWEEN, SUMMER)
    path = meeting.get_absolute_url()

    berlin = page(client, cy, path)
    assert "in the Berlin time zone" in berlin
    assert "Europe/Berlin" not in berlin
    assert " ".join(berlin.split()).count("19:00–21:00</span> <span") == 3

    new_york = page(client, di, path)
    assert "in the New York time zone" in new_york
    clocks = [at.astimezone(NEW_YORK).strftime("%H:%M") for at in (WINTER, BETWEEN, SUMMER)]
    assert clocks == ["13:00", "14:00", "13:00"], "as the calendars of 2031 say"
    assert " ".join(new_york.split()).count("13:00–15:00</span> <span") == 2
    assert " ".join(new_york.split()).count("14:00–16:00</span> <span") == 1

    tokyo = page(client, bo, path)
    assert "Sunday 9 March 2031" in tokyo
    assert "03:00–05:00" in tokyo
    assert "02:00–04:00" in tokyo


def test_times_are_typed_on_ones_own_clock(client: Client, club: Club, di: User) -> None:
    membership_of_di = membership(club, di)
    membership_of_di.role = Role.HOST
    membership_of_di.save()
    client.force_login(di)

    answer = client.post(
        f"/clubs/{club.pk}/meetings/new",
        {
            "way": "propose",
            "title": "Tea",
            "propose-minutes_long": "90",
            "propose-time_1": "2031-07-01T19:30",
            "propose-time_3": "2031-12-01T19:30",
        },
    )

    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert answer["Location"] == meeting.get_absolute_url()
    summer, winter = meeting.slots.all()
    assert summer.starts_at == datetime(2031, 7, 1, 23, 30, tzinfo=UTC)
    assert winter.starts_at == datetime(2031, 12, 2, 0, 30, tzinfo=UTC)
    assert {summer.minutes_long, winter.minutes_long} == {90}
    assert meeting.stage == MeetingStage.FINDING


def test_what_the_page_hides_keeps_no_browser_from_sending_the_rest(
    client: Client, club: Club, cy: User
) -> None:
    html = page(client, cy, f"/clubs/{club.pk}/meetings/new")

    fields = re.findall(r"<(?:input|select)[^>]* name=\"(?:propose|rule|appoint)-[^>]*>", html)
    assert len(fields) > 15
    assert not any("required" in field for field in fields)


def test_a_meeting_is_as_long_as_the_one_before(client: Client, club: Club, cy: User) -> None:
    path = f"/clubs/{club.pk}/meetings/new"
    assert 'value="90"' in page(client, cy, path)
    Meeting.objects.filter(pk=called(club, cy).pk).update(minutes_long=75)
    html = page(client, cy, path)
    assert html.count('value="75"') == 3
    assert 'value="90"' not in html


def test_a_time_that_the_clocks_skip_is_refused_and_nothing_typed_is_lost(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)

    answer = client.post(
        f"/clubs/{club.pk}/meetings/new",
        {
            "way": "propose",
            "title": "Night owls",
            "place": "Under the bridge",
            "propose-minutes_long": "90",
            "propose-time_1": "2031-03-30T02:30",
            "propose-time_2": "2031-03-31T20:00",
        },
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert refused(answer) == {"time_1 no_such_time"}
    assert all(
        typed in html
        for typed in ("Night owls", "Under the bridge", "2031-03-30T02:30", "2031-03-31T20:00")
    )
    assert not Meeting.objects.exists()


def test_any_friday_evening_becomes_times(client: Client, club: Club, cy: User) -> None:
    client.force_login(cy)

    answer = client.post(
        f"/clubs/{club.pk}/meetings/new",
        {
            "way": "rule",
            "rule-weekdays": ["4"],
            "rule-part": "evening",
            "rule-step": "0",
            "rule-since": "2031-03-01",
            "rule-until": "2031-04-11",
            "rule-minutes_long": "120",
            "answers_until": "2031-03-05T20:00",
        },
    )

    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    starts = list(meeting.slots.values_list("starts_at", flat=True))
    assert [f"{at.astimezone(BERLIN):%d.%m. %H}" for at in starts] == [
        "07.03. 18", "14.03. 18", "21.03. 18", "28.03. 18", "04.04. 18", "11.04. 18",
    ]  # fmt: skip
    assert {at.hour for at in starts} == {16, 17}, "summer time begins on 30 March"
    assert meeting.title
    assert meeting.answers_until == datetime(2031, 3, 5, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"rule-weekdays": []}, "weekdays required"),
        ({"rule-until": "2031-02-01"}, "until"),
        ({"rule-until": "2033-02-01"}, "until"),
        ({"rule-minutes_long": "300"}, ""),
        ({"rule-part": "hours"}, "earliest"),
        ({"rule-part": "teatime"}, "part invalid_choice"),
        ({"rule-weekdays": list("0123456"), "rule-until": "2031-06-01"}, ""),
        ({"rule-since": "yesterday"}, "since invalid"),
    ],
)
def test_a_rule_that_gives_nothing_says_why(
    client: Client, club: Club, cy: User, changed: dict[str, object], reason: str
) -> None:
    client.force_login(cy)
    rule = {
        "way": "rule",
        "rule-weekdays": ["4"],
        "rule-part": "evening",
        "rule-step": "60",
        "rule-since": "2031-03-01",
        "rule-until": "2031-04-11",
        "rule-minutes_long": "120",
    }

    answer = client.post(f"/clubs/{club.pk}/meetings/new", rule | changed)

    assert answer.status_code == 422
    assert reason in refused(answer)
    assert not Meeting.objects.exists()


def test_hours_of_ones_own_may_go_past_midnight(client: Client, club: Club, cy: User) -> None:
    client.force_login(cy)

    client.post(
        f"/clubs/{club.pk}/meetings/new",
        {
            "way": "rule", "rule-weekdays": ["4"], "rule-part": "hours", "rule-earliest": "22:30",
            "rule-latest": "01:00", "rule-step": "30", "rule-since": "2031-03-07",
            "rule-until": "2031-03-07", "rule-minutes_long": "120",
        },
    )  # fmt: skip

    starts = Meeting.objects.get().slots.values_list("starts_at", flat=True)
    assert [f"{at.astimezone(BERLIN):%H:%M}" for at in starts] == ["22:30", "23:00"]


def test_members_say_when_they_can_and_may_change_their_mind(
    client: Client, club: Club, cy: User, di: User
) -> None:
    meeting = proposed(club, cy)
    one, two = meeting.slots.all()
    client.force_login(di)
    path = f"/meetings/{meeting.pk}/availability"

    assert client.post(path, {f"slot-{one.pk}": "yes", f"slot-{two.pk}": "no"}).status_code == 302
    assert client.post(path, {f"slot-{one.pk}": "if", f"slot-{two.pk}": ""}).status_code == 302

    kept = SlotAnswer.objects.filter(membership__user=di)
    assert [(each.slot_id, each.answer) for each in kept] == [(one.pk, IF)]
    assert client.post(path, {f"slot-{one.pk}": "perhaps"}).status_code == 422
    # A slot of another meeting is none of this one's.
    other = proposed(club, cy).slots.all()[0]
    client.post(path, {f"slot-{other.pk}": "yes"})
    assert not SlotAnswer.objects.filter(slot=other).exists()


def answered(meeting: Meeting, person: User, *answers: Availability) -> None:
    slots = list(meeting.slots.values_list("pk", flat=True))
    say_when(
        meeting=meeting,
        by=membership(meeting.club, person),
        answers=dict(zip(slots, answers, strict=True)),
    )


def test_the_best_time_comes_first_and_says_why(
    client: Client, club: Club, cy: User, di: User, bo: User
) -> None:
    meeting = proposed(club, cy, WINTER, BETWEEN, SUMMER)
    answered(meeting, cy, YES, IF, YES)
    answered(meeting, di, NO, IF, YES)
    answered(meeting, bo, YES, YES, NO)

    times = times_of(meeting, membership(club, cy), BERLIN)

    assert [row.slot.starts_at for row in times.best] == [BETWEEN, WINTER, SUMMER]
    assert times.best[0].voices == Voices(("Bo",), ("Cy", "Di"), (), ())
    assert times.best[1].voices == Voices(("Cy", "Bo"), (), ("Di",), ())
    assert times.is_mine_complete


def test_two_friends_read_both(pair: Club, cy: User, di: User) -> None:
    meeting = proposed(pair, cy, WINTER)
    answered(meeting, cy, YES)
    assert times_of(meeting, membership(pair, cy), BERLIN).best[0].voices.silent == ("Di",)
    answered(meeting, di, YES)
    assert times_of(meeting, membership(pair, cy), BERLIN).best[0].voices.yes == ("Cy", "Di")


def test_the_heat_map_says_in_words_what_it_shows_in_colours(
    client: Client, club: Club, cy: User, di: User
) -> None:
    later = WINTER + timedelta(hours=2)
    meeting = proposed(club, cy, WINTER, later, BETWEEN)
    assert times_of(meeting, membership(club, cy), BERLIN).heat is None, "nobody has answered"
    answered(meeting, cy, YES, YES, NO)
    answered(meeting, di, YES, IF, NO)

    heat = times_of(meeting, membership(club, cy), BERLIN).heat

    assert heat is not None
    assert heat.clocks == ("19:00", "21:00")
    (_, (first, second)), (_, (third, nothing)) = heat.rows
    assert first is not None
    assert second is not None
    assert third is not None
    assert [(cell.warmth, cell.can) for cell in (first, second, third)] == [(4, 2), (2, 2), (0, 0)]
    assert all(cell.words for cell in (first, second, third))
    assert nothing is None, "21:00 was proposed on one day only"
    html = page(client, cy, meeting.get_absolute_url())
    assert second.words in html
    assert "heat-cell--4" in html


def test_the_best_time_stands_out_however_few_can_come(
    club: Club, cy: User, di: User, bo: User
) -> None:
    meeting = proposed(club, cy, WINTER, BETWEEN, SUMMER)
    answered(meeting, cy, YES, YES, NO)
    answered(meeting, di, YES, YES, NO)
    answered(meeting, bo, NO, IF, YES)

    heat = times_of(meeting, membership(club, cy), BERLIN).heat

    assert heat is not None
    cells = [cell for _, row in heat.rows for cell in row if cell]
    assert [(cell.warmth, cell.is_best) for cell in cells] == [(2, False), (4, True), (1, False)]
    assert cells[1].words == "best so far: 2 yes, 1 if need be"


def test_who_has_answered_nothing_is_named_once_and_not_beneath_each_time(
    client: Client, club: Club, cy: User, di: User, bo: User
) -> None:
    meeting = proposed(club, cy, WINTER, SUMMER)
    answered(meeting, cy, YES, YES)
    say_when(
        meeting=meeting,
        by=membership(club, di),
        answers={meeting.slots.all()[0].pk: Availability.NO},
    )

    times = times_of(meeting, membership(club, cy), BERLIN)

    assert times.waiting == "Bo"
    assert [row.why for row in times.best] == [
        "Can come: Cy. Not answered yet: Di.",
        "Can come: Cy. Can’t come: Di.",
    ]
    best, _ = page(client, cy, meeting.get_absolute_url()).split("Who said what")
    assert best.count("Not answered yet: Bo.") == 1


def test_who_said_what_also_names_who_cannot_and_who_has_not_answered(
    club: Club, cy: User, di: User
) -> None:
    meeting = proposed(club, cy, WINTER)
    answered(meeting, cy, NO)

    ((_, (row,)),) = times_of(meeting, membership(club, di), BERLIN).days

    assert "Can’t come: Cy." in row.who_said_what
    assert "Not answered yet:" in row.who_said_what
    assert "Di" in row.who_said_what
    assert row.who_said_what in page(Client(), di, meeting.get_absolute_url())


def test_who_left_is_neither_counted_nor_named(club: Club, cy: User, di: User, bo: User) -> None:
    meeting = proposed(club, cy, WINTER)
    answered(meeting, cy, YES)
    answered(meeting, bo, NO)
    leaver = membership(club, bo)
    leaver.left_at = timezone.now()
    leaver.save()

    times = times_of(meeting, membership(club, cy), BERLIN)

    assert times.asked == 2
    assert times.best[0].voices == Voices(("Cy",), (), (), ("Di",))


def test_a_host_fixes_one_and_everybody_is_told(
    client: Client, club: Club, cy: User, committing: Commits
) -> None:
    told: list[Meeting] = []

    def hear(sender: object, *, meeting: Meeting, by: User, **_: object) -> None:
        told.append(meeting)
        assert by == cy

    signals.meeting_fixed.connect(hear)
    meeting = proposed(club, cy, WINTER, SUMMER)
    slot = meeting.slots.all()[1]
    client.force_login(cy)
    with committing():
        client.post(f"/meetings/{meeting.pk}/time", {"slot": slot.pk})

    meeting.refresh_from_db()
    assert meeting.stage == MeetingStage.FIXED
    assert meeting.starts_at == SUMMER
    assert told == [meeting]
    signals.meeting_fixed.disconnect(hear)
    # Once is enough, however often it is pressed.
    assert client.post(f"/meetings/{meeting.pk}/time", {"slot": slot.pk}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_who_said_yes_to_the_chosen_time_comes_and_may_change_it(
    client: Client, club: Club, cy: User, di: User, bo: User
) -> None:
    meeting = proposed(club, cy, WINTER, SUMMER)
    answered(meeting, cy, NO, YES)
    answered(meeting, di, YES, IF)
    answered(meeting, bo, NO, YES)
    gone = membership(club, bo)
    gone.end(at=timezone.now(), notes=LeftNotes.KEEP)
    client.force_login(cy)
    client.post(f"/meetings/{meeting.pk}/time", {"slot": meeting.slots.all()[1].pk})

    assert list(meeting.rsvps.values_list("membership__user__username", "coming")) == [
        ("Cy", Coming.YES),
        # “If need be” is an answer, too.
        ("Di", Coming.MAYBE),
    ]
    client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": "no"})
    assert meeting.rsvps.get(membership__user=cy).coming == Coming.NO


def test_another_time_than_those_answered_is_nobodys_yes(club: Club, cy: User) -> None:
    meeting = proposed(club, cy, WINTER)
    answered(meeting, cy, YES)

    fix(meeting=meeting, by=membership(club, cy), span=span(SUMMER))

    assert not meeting.rsvps.exists()


def test_another_time_may_be_fixed_than_those_proposed(
    client: Client, club: Club, cy: User
) -> None:
    meeting = proposed(club, cy, WINTER)
    client.force_login(cy)
    path = f"/meetings/{meeting.pk}/time"

    assert (
        client.post(path, {"appoint-starts_at": "", "appoint-minutes_long": "60"}).status_code
        == 422
    )
    past = {"appoint-starts_at": "2001-01-01T10:00", "appoint-minutes_long": "60"}
    assert refused(client.post(path, past)) == {"starts_at past"}
    client.post(path, {"appoint-starts_at": "2031-05-02T20:00", "appoint-minutes_long": "60"})

    meeting.refresh_from_db()
    assert meeting.starts_at == datetime(2031, 5, 2, 18, tzinfo=UTC)
    assert client.post(path, {"slot": "9" * 30}).status_code == 404


@pytest.mark.parametrize("what", ["time", "slots", "edit", "cancellation", "questions/order"])
def test_a_member_of_a_larger_club_does_not_run_its_meetings(
    client: Client, club: Club, cy: User, di: User, what: str
) -> None:
    meeting = proposed(club, cy)
    client.force_login(di)

    assert client.post(f"/meetings/{meeting.pk}/{what}").status_code == 403
    assert client.get(f"/clubs/{club.pk}/meetings/new").status_code == 403


def test_in_a_club_of_two_either_calls_and_fixes(client: Client, pair: Club, di: User) -> None:
    client.force_login(di)
    client.post(
        f"/clubs/{pair.pk}/meetings/new",
        {"way": "appoint", "appoint-starts_at": "2031-05-02T20:00", "appoint-minutes_long": "60"},
    )

    meeting = Meeting.objects.get()
    assert meeting.stage == MeetingStage.FIXED
    assert client.get(f"/meetings/{meeting.pk}/edit").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["", "/edit", "/cancellation", "/agenda", "/questions/order"],
)
def test_a_stranger_finds_no_meeting(
    client: Client, club: Club, cy: User, ada: User, path: str
) -> None:
    meeting = called(club, cy)
    client.force_login(ada)

    assert client.get(f"/meetings/{meeting.pk}{path}").status_code == 404
    assert client.get(f"/meetings/{meeting.pk}.ics").status_code == 404
    assert client.get(f"/clubs/{club.pk}/meetings").status_code == 404
    for post in ("rsvp", "availability", "questions", "time", "slots"):
        assert client.post(f"/meetings/{meeting.pk}/{post}").status_code == 404


def test_the_meetings_of_a_public_club_are_its_members_own(
    client: Client, cy: User, di: User, ada: User
) -> None:
    club = make_club(cy, di, visibility=ClubVisibility.PUBLIC)
    client.force_login(ada)

    assert client.get(f"/clubs/{club.pk}/meetings").status_code == 403
    client.logout()
    assert client.get(f"/clubs/{club.pk}/meetings").status_code == 302


def test_painted_times_are_as_many_as_a_meeting_can_have(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)
    days = [WINTER + timedelta(days=day) for day in range(MOST_SLOTS + 1)]
    painted = {
        f"propose-time_{number}": wall(day, BERLIN) for number, day in enumerate(days, start=1)
    }
    sent = {"way": "propose", "propose-minutes_long": "60"} | painted

    answer = client.post(f"/clubs/{club.pk}/meetings/new", sent | {"propose-time_9": "soon"})
    assert refused(answer) == {"time_9 invalid"}
    assert len(answer.context["asked"].times["propose"].rows) == MOST_SLOTS
    client.post(f"/clubs/{club.pk}/meetings/new", sent)

    # No page sends one more.
    assert list(Meeting.objects.get().slots.values_list("starts_at", flat=True)) == days[:-1]


def test_more_times_can_be_proposed_and_taken_away(client: Client, club: Club, cy: User) -> None:
    meeting = proposed(club, cy, WINTER)
    client.force_login(cy)
    path = f"/meetings/{meeting.pk}/slots"
    more = {
        "way": "propose",
        "propose-minutes_long": "60",
        "propose-time_1": wall(WINTER, BERLIN),
        "propose-time_2": wall(SUMMER, BERLIN),
    }

    client.post(path, more)
    assert list(meeting.slots.values_list("starts_at", flat=True)) == [WINTER, SUMMER]
    assert client.post(path, more | {"propose-time_1": "soon"}).status_code == 422
    client.post(f"{path}/{meeting.slots.all()[0].pk}/delete")
    assert list(meeting.slots.values_list("starts_at", flat=True)) == [SUMMER]


def test_nobody_is_asked_about_more_times_than_they_would_answer(
    client: Client, club: Club, cy: User
) -> None:
    meeting = proposed(club, cy, *(WINTER + timedelta(days=day) for day in range(MOST_SLOTS)))
    client.force_login(cy)
    more = {"way": "propose", "propose-minutes_long": "60", "propose-time_1": "2032-01-01T10:00"}

    answer = client.post(f"/meetings/{meeting.pk}/slots", more)

    assert answer.status_code == 422
    assert refused(answer) == {""}


@pytest.mark.parametrize("step", ["fix", "cancel"])
def test_who_comes_too_late_is_told_so_and_changes_nothing(
    client: Client, club: Club, cy: User, di: User, step: str
) -> None:
    meeting = proposed(club, cy, WINTER, SUMMER)
    one, two = meeting.slots.all()
    if step == "fix":
        fix(meeting=meeting, by=membership(club, cy), span=span(WINTER))
    else:
        cancel(meeting=meeting, by=membership(club, cy), because="")
    client.force_login(di)

    answer = client.post(
        f"/meetings/{meeting.pk}/availability", {f"slot-{one.pk}": "yes"}, follow=True
    )
    assert told(answer) == ["error"]
    assert not SlotAnswer.objects.exists()
    client.force_login(cy)
    client.post(f"/meetings/{meeting.pk}/slots/{two.pk}/delete")
    assert meeting.slots.count() == 2
    client.post(f"/meetings/{meeting.pk}/time", {"slot": two.pk})
    meeting.refresh_from_db()
    assert meeting.starts_at in {None, WINTER}


def test_what_was_answered_for_a_time_goes_only_with_the_word_of_who_removes_it(
    client: Client, club: Club, cy: User, di: User
) -> None:
    meeting = proposed(club, cy, WINTER, SUMMER)
    slot = meeting.slots.first()
    assert slot
    path = f"/meetings/{meeting.pk}/slots/{slot.pk}/delete"
    client.force_login(cy)
    assert client.get(path).context["answers"] == 0
    # While Cy looks at the page, Di answers.
    SlotAnswer.objects.create(slot=slot, membership=membership(club, di), answer="yes")

    page = client.post(path, {"answers": "0"})
    assert page.status_code == 409
    assert page.context["answers"] == 1
    assert client.post(path).status_code == 409
    assert SlotAnswer.objects.exists()

    client.post(path, {"answers": "1"})
    assert meeting.slots.count() == 1


def test_a_meeting_is_about_a_read_up_to_a_place(
    client: Client, club: Club, read: Read, cy: User
) -> None:
    read.milestones.create(upto=2, due_on=soon(5).date())
    client.force_login(cy)
    html = page(client, cy, f"/clubs/{club.pk}/meetings/new")
    assert f'<option value="{read.pk}" selected' in html
    assert 'name="upto" value="2"' in html

    sent = {"way": "appoint", "appoint-starts_at": "2031-05-02T20:00", "appoint-minutes_long": "60"}
    client.post(f"/clubs/{club.pk}/meetings/new", sent | {"read": read.pk, "upto": "2"})
    meeting = Meeting.objects.get()
    assert (meeting.read, meeting.upto) == (read, 2)
    assert "The Weir" in meeting.title

    wrong = client.post(f"/clubs/{club.pk}/meetings/new", sent | {"upto": "2"})
    assert refused(wrong) == {"read"}


def test_the_lists_of_meetings_tell_what_comes_and_what_was(
    client: Client, club: Club, cy: User, di: User
) -> None:
    empty = page(client, di, f"/clubs/{club.pk}/meetings")
    assert f"/clubs/{club.pk}/meetings/new" not in empty
    called(club, cy, title="Next week")
    proposed(club, cy, title="Some day")
    gone = called(club, cy, title="Long ago")
    Meeting.objects.filter(pk=gone.pk).update(starts_at=soon(-40), stage=MeetingStage.HELD)
    off = called(club, cy, title="Never was")
    cancel(meeting=off, by=membership(club, cy), because="Flu")

    html = page(client, cy, f"/clubs/{club.pk}/meetings")

    order = [
        html.index(f">{title}</a>") for title in ("Some day", "Next week", "Never was", "Long ago")
    ]
    assert order == sorted(order)
    assert "Cancelled" in html


@pytest.mark.parametrize("members", [2, 12])
def test_pages_ask_the_database_no_more_for_larger_clubs(
    client: Client, cy: User, django_assert_max_num_queries: DjangoAssertNumQueries, members: int
) -> None:
    people = [User.objects.create_user(f"Member{n}", password=None) for n in range(members - 1)]
    club = make_club(cy, *people)
    meeting = proposed(club, cy, *(WINTER + timedelta(days=day) for day in range(members)))
    for person in people:
        answered(meeting, person, *[YES] * members)
    called(club, cy)
    client.force_login(cy)

    with django_assert_max_num_queries(23):
        client.get(meeting.get_absolute_url())
    with django_assert_max_num_queries(14):
        client.get(f"/clubs/{club.pk}/meetings")
    fixed = called(club, cy)
    with django_assert_max_num_queries(23):
        client.get(fixed.get_absolute_url())


def test_times_that_stand_there_already_are_not_doubled(club: Club, cy: User) -> None:
    meeting = proposed(club, cy, WINTER)

    assert add_slots(meeting=meeting, spans=[span(WINTER), span(SUMMER)]) == 1
    assert Participant.of(cy, club) is not None
