"""What stays of a read: for each member as far as they have come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.memory.models import KeptNote, Prediction, PredictionOutcome, Verdict
from bookcub.memory.queries.memory import memory_of
from bookcub.people.models import User
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.models import Milestone, Read, Reader
from bookcub.works.models import Work
from tests.browsing import Client
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, meeting_of, minutes_of, note


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=2, language="en")


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


@pytest.fixture
def read(club: Club, work: Work, di: User) -> Read:
    pick = Pick.objects.create(
        club=club, number=1, method="turns", stage="picked", how="It was Di’s turn."
    )
    pick.winner = Nomination.objects.create(
        pick=pick,
        number=1,
        membership=belonging(club, di),
        work=work,
        title=work.title,
        why="Because of the <bears>.",
    )
    begun = timezone.now() - timedelta(days=30)
    pick.read = make_read(club, work=work, made_at=begun, starts_on=begun.date())
    pick.save()
    return pick.read


def page(client: Client, read: Read, person: User) -> str:
    client.force_login(person)
    answered = client.get(f"/clubs/{read.club_id}/reads/{read.pk}/memory")
    assert answered.status_code == 200
    return answered.content.decode()


def rating(client: Client, read: Read, person: User, **changed: object) -> int:
    client.force_login(person)
    data = {"stars": "", "verdict": ""} | changed
    return client.post(f"/clubs/{read.club_id}/reads/{read.pk}/rating", data).status_code


def test_a_read_remembers_how_it_was_chosen_and_what_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second = work.chapters.order_by("position")
    has_read(cy, first, second)
    root = note(read.club, di, first, "The captain lies.")
    answer(root, cy, "He does.")
    minutes_of(meeting_of(read), "We pitied him.")
    guess = Prediction.objects.create(
        read=read,
        membership=belonging(read.club, di),
        text="He drowns.",
        upto=2,
    )
    Verdict.objects.create(
        prediction=guess, membership=belonging(read.club, cy), outcome=PredictionOutcome.RIGHT
    )

    shown = page(client, read, cy)
    memory = client.get(f"/clubs/{read.club_id}/reads/{read.pk}/memory").context["memory"]
    assert [(each.notes, each.answers) for each in memory.passages] == [(1, 1)]
    assert [[count for _, count in guess.outcomes] for guess in memory.guesses] == [[1]]

    for words in (
        "Because of the &lt;bears&gt;.",
        "The captain lies.",
        "We pitied him.",
        "He drowns.",
    ):
        assert words in shown


def test_nothing_ahead_is_remembered(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, first, second)
    note(read.club, di, second, "SECRET one")
    minutes_of(meeting_of(read, upto=2), "SECRET two")
    Prediction.objects.create(
        read=read,
        membership=belonging(read.club, di),
        text="SECRET three",
        upto=2,
    )
    KeptNote.objects.create(club=read.club, read=read, upto=2, html="<p>SECRET four</p>")
    Reader.objects.create(
        read=read,
        membership=belonging(read.club, di),
        verdict="SECRET five",
        stars=1,
        rated_at=timezone.now(),
    )

    shown = page(client, read, cy)

    assert "SECRET" not in shown
    memory = client.get(f"/clubs/{read.club_id}/reads/{read.pk}/memory").context["memory"]
    assert memory.ratings.waits
    client.force_login(cy)
    for kind in ("html", "epub"):
        taken = client.get(f"/clubs/{read.club_id}/reads/{read.pk}/keepsake.{kind}")
        assert b"SECRET" not in taken.content
    assert page(client, read, di).count("SECRET") >= 5


def test_passages_with_most_talk_come_from_the_book_in_its_order(
    read: Read, work: Work, cy: User, di: User
) -> None:
    first, second = work.chapters.order_by("position")
    has_read(cy, first, second)
    note(read.club, di, second, "")
    root = note(read.club, di, first, "Words.")
    answer(root, cy, "More.")
    note(read.club, cy, first, "Again.")

    passages = memory_of(read, cy).passages

    assert [(each.notes, each.answers, each.highlights) for each in passages] == [
        (2, 1, 0),
        (0, 0, 1),
    ]
    assert [each.place for each in passages] == ["Chapter 1", "Chapter 2"]


def test_the_pace_is_a_picture_and_a_table(
    client: Client, read: Read, work: Work, cy: User
) -> None:
    Milestone.objects.create(read=read, upto=1, due_on=timezone.now().date())
    Milestone.objects.create(read=read, upto=2, due_on=timezone.now().date() + timedelta(days=20))
    meeting_of(read, upto=1, title="At the weir")
    has_read(cy, work.chapters.get(position=1))

    shown = page(client, read, cy)

    assert 'class="pace__plan"' in shown
    assert 'class="pace__met"' in shown
    assert "<td>At the weir</td>" in shown


def test_how_far_others_were_from_day_to_day_stays_with_them(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    meeting_of(read)
    has_read(di, *work.chapters.all())

    pictures = [memory_of(read, person).pace for person in (cy, di)]
    assert ["mine" in {step.kind for step in seen.steps} for seen in pictures if seen] == [
        False,
        True,
    ]


def test_each_rates_if_they_like_and_may_change_it(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    for person in (cy, di):
        has_read(person, *work.chapters.all())

    assert rating(client, read, cy, stars="5", verdict="Bears & <b>") == 302
    assert rating(client, read, di, stars="2") == 302
    shown = page(client, read, di)
    assert memory_of(read, di).ratings.average == 3.5
    assert "3.5 " in shown
    assert "Bears &amp; &lt;b&gt;" in shown

    assert rating(client, read, cy, stars="4") == 302
    assert "3.0 " in page(client, read, di)

    assert rating(client, read, cy) == 302
    assert memory_of(read, di).ratings.average is None
    assert "3.0 " not in page(client, read, di)
    assert Reader.objects.get(membership__user=cy).rated_at is None


@pytest.mark.parametrize("changed", [{"stars": "6"}, {"stars": "x"}, {"verdict": "x" * 2001}])
def test_a_rating_that_makes_no_sense_is_given_back(
    client: Client, read: Read, cy: User, changed: dict[str, str]
) -> None:
    assert rating(client, read, cy, **changed) == 422
    assert not Reader.objects.exists()


def test_a_club_that_wants_no_ratings_takes_none(client: Client, read: Read, cy: User) -> None:
    Club.objects.update(rates_reads=False)

    assert rating(client, read, cy, stars="5") == 403
    assert 'name="stars"' not in page(client, read, cy)


def test_strangers_remember_nothing(client: Client, read: Read, bo: User) -> None:
    client.force_login(bo)
    for path in ("memory", "keepsake.html", "keepsake.epub"):
        assert client.get(f"/clubs/{read.club_id}/reads/{read.pk}/{path}").status_code == 404
        Club.objects.update(visibility="public")
        assert client.get(f"/clubs/{read.club_id}/reads/{read.pk}/{path}").status_code == 404
        Club.objects.update(visibility="private")
    assert rating(client, read, bo, stars="5") == 404


def test_the_page_costs_the_same_however_much_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, *work.chapters.all())

    def grow() -> None:
        for chapter in work.chapters.all():
            answer(note(read.club, di, chapter, "Words."), cy, "Yes.")
        minutes_of(meeting_of(read), "Minutes.")
        Prediction.objects.create(
            read=read,
            membership=belonging(read.club, di),
            text="Guess.",
            upto=1,
        )

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, read, cy)
        return len(asked)

    grow()
    cost()
    few = cost()
    for _ in range(4):
        grow()

    assert cost() <= few
    assert few <= 45
