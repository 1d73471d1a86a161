"""Setting a plan by its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from bookcub.clubs.models import Club, Membership
from bookcub.people.models import User
from bookcub.reads.actions.plans import set_pace
from bookcub.reads.actions.reads import begin_read, finish_read
from bookcub.reads.models import OutsideBook, PaceKind, PlanChange, Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.plans import PaceWish
from tests.browsing import Client
from tests.making import make_club, make_work
from tests.refused import refused


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    return make_club(cy, di, bo)


@pytest.fixture
def host(club: Club, cy: User) -> Membership:
    return club.memberships.get(user=cy)


@pytest.fixture
def read(club: Club, host: Membership, ada: User) -> Read:
    return begin_read(club=club, work=make_work(ada, chapters=6), brought_by=host)


def url(read: Read) -> str:
    return reverse("reads:plan_edit", args=[read.club_id, read.pk])


def pace(read: Read, **more: object) -> dict[str, object]:
    return {
        "pace": "per_week",
        "per_week": 2,
        "weekday": 4,
        "starts_on": today_of(read.club).isoformat(),
        **more,
    }


def uptos(read: Read) -> list[int]:
    places = read.milestones.order_by("upto").values_list("upto", flat=True)
    return [read.measure.number(upto) for upto in places]


def test_a_preview_shows_the_plan_and_keeps_nothing(client: Client, read: Read, cy: User) -> None:
    client.force_login(cy)

    response = client.post(url(read), {**pace(read), "preview": "yes"})

    assert response.status_code == 200
    page = response.content.decode()
    draft = response.context["draft"]
    assert [step.upto for step in draft.milestones] == [2, 4, 6]
    assert 'value="2"' in page
    assert not read.milestones.exists()


def test_a_plan_is_set_and_its_history_says_who_and_why(
    client: Client, read: Read, cy: User, di: User
) -> None:
    client.force_login(cy)

    response = client.post(url(read), pace(read))

    assert response.status_code == 302
    assert uptos(read) == [2, 4, 6]
    client.force_login(di)
    answer = client.get(url(read))
    page = answer.content.decode()
    assert len(answer.context["page"].changes) == 1
    assert "Cy" in page


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"per_week": ""}, "per_week"),
        ({"per_week": "0"}, "per_week min_value"),
        ({"pace": "done_by"}, "done_by"),
        ({"pace": "done_by", "done_by": "2020-01-01"}, "done_by"),
        ({"pace": "done_by", "done_by": "9999-12-31"}, "done_by out_of_range"),
        ({"starts_on": ""}, "starts_on required"),
        ({"starts_on": "0001-01-01"}, "starts_on out_of_range"),
        ({"pace": "sideways"}, "pace invalid_choice"),
        ({"weekday": "9"}, "weekday invalid_choice"),
        ({"after": "-2"}, "after invalid"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client: Client, read: Read, cy: User, wrong: dict[str, str], reason: str
) -> None:
    client.force_login(cy)

    response = client.post(url(read), {**pace(read), **wrong})

    assert response.status_code == 422
    assert reason in refused(response)
    assert not PlanChange.objects.exists()


def test_members_look_at_the_plan_and_hosts_change_it(client: Client, read: Read, di: User) -> None:
    client.force_login(di)

    page = client.get(url(read)).content.decode()

    assert "pace-form" not in page
    assert client.post(url(read), pace(read)).status_code == 403
    lines = reverse("reads:milestone_update", args=[read.club_id, read.pk])
    assert client.post(lines, {"as_of": 0}).status_code == 403
    assert client.get(lines).status_code == 405


def test_in_a_club_of_two_both_plan(client: Client, ada: User, cy: User, di: User) -> None:
    club = make_club(cy, di, name="Two")
    read = begin_read(club=club, work=make_work(ada, chapters=4))
    client.force_login(di)

    assert client.post(url(read), pace(read)).status_code == 302
    assert uptos(read) == [2, 4]


def test_what_is_over_is_planned_no_more(
    client: Client, read: Read, host: Membership, cy: User
) -> None:
    finish_read(read=read, by=host)
    client.force_login(cy)

    assert client.post(url(read), pace(read)).status_code == 403
    assert "pace-form" not in client.get(url(read)).content.decode()


def lines_of(read: Read) -> dict[str, object]:
    """The milestones' form as the page sends it."""
    newest = read.plan_changes.values_list("pk", flat=True).first() or 0
    sent: dict[str, object] = {"as_of": newest}
    for row in read.milestones.all():
        sent[f"upto-{row.pk}"] = row.upto
        sent[f"due-{row.pk}"] = row.due_on.isoformat() if row.due_on else ""
        sent[f"label-{row.pk}"] = row.label
    return sent


@pytest.fixture
def planned(read: Read, host: Membership) -> Read:
    wish = PaceWish(PaceKind.PER_WEEK, 2, None, 4, today_of(read.club))
    set_pace(read=read, by=host, wish=wish)
    return Read.objects.get(pk=read.pk)


def send(client: Client, read: Read, sent: dict[str, object]) -> int:
    lines = reverse("reads:milestone_update", args=[read.club_id, read.pk])
    return client.post(lines, sent).status_code


def test_a_milestone_is_moved_by_hand_and_stays(client: Client, planned: Read, cy: User) -> None:
    second = planned.milestones.get(upto=4)
    assert second.due_on is not None
    later = second.due_on + timedelta(days=3)
    client.force_login(cy)

    sent = lines_of(planned) | {f"due-{second.pk}": later.isoformat()}
    assert send(client, planned, sent) == 302

    second.refresh_from_db()
    assert (second.due_on, second.is_fixed, second.sequence) == (later, True, 1)
    third = planned.milestones.get(upto=6)
    assert third.due_on is not None
    assert third.due_on > later


def test_milestones_are_added_and_taken_out(client: Client, planned: Read, cy: User) -> None:
    first, second = planned.milestones.get(upto=2), planned.milestones.get(upto=4)
    client.force_login(cy)

    sent = lines_of(planned) | {
        f"remove-{second.pk}": "on",
        "upto-new1": 3,
        "due-new1": "",
        "label-new1": "Where it turns",
        f"label-{first.pk}": "The beginning",
    }
    assert send(client, planned, sent) == 302

    assert 4 not in uptos(planned)
    assert planned.milestones.get(upto=3).label == "Where it turns"
    assert planned.milestones.get(upto=2).label == "The beginning"


def test_a_form_that_is_out_of_date_is_not_taken(client: Client, planned: Read, cy: User) -> None:
    client.force_login(cy)
    sent = lines_of(planned) | {"as_of": 0, "label-new1": "Kept", "upto-new1": 5}

    lines = reverse("reads:milestone_update", args=[planned.club_id, planned.pk])
    response = client.post(lines, sent)

    assert response.status_code == 422
    page = response.content.decode()
    assert refused(response) == {""}
    assert 'value="Kept"' in page


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"upto-new1": "99"}, ""),
        ({"upto-new1": "", "label-new1": "x"}, "upto-new1"),
        ({"upto-new1": "soon"}, "upto-new1 invalid"),
        ({"upto-new1": "3", "due-new1": "the ides"}, "due-new1 invalid"),
        ({"upto-new1": "3", "upto-new2": "3"}, ""),
        ({"as_of": "x"}, "as_of invalid"),
    ],
)
def test_lines_that_cannot_be_are_given_back(
    client: Client, planned: Read, cy: User, wrong: dict[str, str], reason: str
) -> None:
    client.force_login(cy)
    lines = reverse("reads:milestone_update", args=[planned.club_id, planned.pk])

    response = client.post(lines, lines_of(planned) | wrong)

    assert response.status_code == 422
    assert reason in refused(response)
    assert uptos(planned) == [2, 4, 6]


def test_a_book_of_pages_offers_only_paces_it_has(client: Client, club: Club, cy: User) -> None:
    book = OutsideBook.objects.create(title="Middlemarch", page_count=800)
    read = begin_read(club=club, book=book)
    client.force_login(cy)

    page = client.get(url(read)).content.decode()

    assert 'value="pages"' in page
    assert 'value="per_week"' not in page
    assert client.post(url(read), pace(read)).status_code == 422
    assert client.post(url(read), pace(read, pace="pages", per_week=200)).status_code == 302
    assert uptos(read) == [200, 400, 600, 800]
