"""A member takes a club along: all that they may see, and nothing else."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.formats.annotations import read_annotations, read_annotations_file
from bookcub.formats.club_file import from_json
from bookcub.formats.club_file.parts import ClubFile
from bookcub.meetings.models import Question
from bookcub.memory.models import Prediction, PredictionOutcome, Verdict
from bookcub.people.models import User
from bookcub.picks.actions.trash import discard_pick
from bookcub.picks.models import Ballot, Nomination, Pick
from bookcub.reads.models import Read, Reader
from bookcub.works.models import Work
from tests.browsing import Client
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, line, meeting_of, minutes_of, note

pytestmark = pytest.mark.both


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=3, language="en")


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    return make_club(cy, di, bo)


@pytest.fixture
def read(club: Club, work: Work) -> Read:
    return make_read(club, work=work)


def taken(client: Client, club: Club, person: User) -> zipfile.ZipFile:
    client.force_login(person)
    answered = client.get(f"/clubs/{club.pk}/export.zip")
    assert answered.status_code == 200
    assert answered["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answered.getvalue()))


def told(client: Client, club: Club, person: User) -> ClubFile:
    return from_json(taken(client, club, person).read("club.json"))


def everything(archive: zipfile.ZipFile) -> str:
    """Every word in the file, those inside of its files of annotations too."""
    words = []
    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".annotations"):
            content = zipfile.ZipFile(io.BytesIO(content)).read("annotations.json")
        words.append(content.decode())
    return "\n".join(words)


def test_a_member_takes_along_what_was_said(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    root = note(read.club, di, first, "The captain lies.")
    answer(root, cy, "He does.")
    meeting = meeting_of(read)
    line(meeting, di, "Poor captain.")
    minutes_of(meeting, "We pitied the captain.")

    file = told(client, read.club, cy)

    assert [each.name for each in file.people] == ["Cy", "Di", "Bo"]
    assert [each.is_me for each in file.people] == [True, False, False]
    assert [(each.by, each.answers, each.html) for each in file.notes] == [
        ("p2", "", "<p>The captain lies.</p>"),
        ("p1", "n1", "<p>He does.</p>"),
    ]
    assert file.notes[0].passage
    assert file.works[0].title == "The Weir"
    assert file.works[0].address.endswith(f"/works/{work.pk}")
    assert len(file.works[0].chapters) == 3
    [held] = file.meetings
    assert [each.html for each in held.lines] == ["<p>Poor captain.</p>"]
    assert held.minutes
    assert held.read == file.reads[0].id


def test_a_read_does_not_name_the_choosing_that_is_in_the_trash(
    client: Client, read: Read, cy: User
) -> None:
    pick = Pick.objects.create(club=read.club, number=1, method="host", stage="picked", read=read)
    assert told(client, read.club, cy).reads[0].pick == "k1"

    discard_pick(pick=pick, by=cy)

    file = told(client, read.club, cy)
    assert (file.picks, file.reads[0].pick) == ((), "")


def test_nothing_of_others_that_is_sealed_private_hidden_or_ahead_is_in_any_of_the_files(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first, second, _ = work.chapters.order_by("position")
    has_read(cy, first)
    has_read(di, first, second)
    member = belonging(read.club, di)
    note(read.club, di, first, "SECRETA", private=True)
    note(read.club, di, second, "SECRETB")
    meeting = meeting_of(read, upto=2, title="Later")
    line(meeting, di, "SECRETC")
    minutes_of(meeting, "SECRETD")
    Prediction.objects.create(read=read, membership=member, text="SECRETE", upto=2)
    Reader.objects.create(read=read, membership=member, at=77)
    soon = meeting_of(read, upto=0, title="Soon")
    soon.opened_at = soon.closed_at = None
    soon.starts_at = timezone.now() + timedelta(days=1)
    soon.save()
    Question.objects.create(meeting=soon, membership=member, text="SECRETF", is_sealed=True)
    pick = Pick.objects.create(
        club=read.club, number=1, method="ranked", stage="voting", seed="SECRETG"
    )
    one = Nomination.objects.create(pick=pick, number=1, membership=member, work=work, title="x")
    Ballot.objects.create(pick=pick, membership=member, ranking=[one.number])

    hosts_view = everything(taken(client, read.club, cy))

    assert "SECRET" not in hosts_view
    [told_read] = told(client, read.club, cy).reads
    assert [(each.by, each.at) for each in told_read.readers] == [("p1", 1)]
    assert not told(client, read.club, cy).picks[0].ballots

    own_view = everything(taken(client, read.club, di))
    assert {f"SECRET{letter}" for letter in "ABCDEF"} <= {
        word[:7] for word in own_view.split("SECRET") for word in [f"SECRET{word}"]
    }
    assert "SECRETG" not in own_view


def test_open_predictions_tell_how_they_came_out(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    has_read(cy, work.chapters.get(position=1))
    guess = Prediction.objects.create(
        read=read,
        membership=belonging(read.club, di),
        text="He drowns.",
        upto=1,
    )
    Verdict.objects.create(
        prediction=guess, membership=belonging(read.club, cy), outcome=PredictionOutcome.RIGHT
    )

    [prediction] = told(client, read.club, cy).predictions

    assert (prediction.by, prediction.text, prediction.verdicts[0].outcome) == (
        "p2",
        "He drowns.",
        "right",
    )


def test_notes_leave_as_web_annotations_and_for_e_books(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    root = note(read.club, di, first, "The captain & <crew>.")
    answer(root, cy, "Yes.")
    archive = taken(client, read.club, cy)

    on_the_web = read_annotations(archive.read("notes.jsonld").decode())
    in_the_book = read_annotations_file(archive.read("w1.annotations"))

    assert [each.text for each in on_the_web] == ["The captain & <crew>.", "Yes."]
    assert on_the_web[0].exact == "The tide went out further than the map allowed."
    assert on_the_web[1].answers == on_the_web[0].id
    assert [each.creator for each in in_the_book] == ["Di", "Cy"]


def test_the_creator_of_an_anonymous_work_stays_unnamed(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)
    comment = note(read.club, di, first, "My own words.")
    comment.as_creator = True
    comment.save()
    Work.objects.filter(pk=work.pk).update(is_anonymous=True)

    assert told(client, read.club, cy).notes[0].by == ""


def test_strangers_find_no_club_and_no_file(client: Client, read: Read, ada: User) -> None:
    client.force_login(ada)

    assert client.get(f"/clubs/{read.club_id}/export").status_code == 404
    assert client.get(f"/clubs/{read.club_id}/export.zip").status_code == 404

    Club.objects.update(visibility="public")
    assert client.get(f"/clubs/{read.club_id}/export").status_code == 403
    assert client.get(f"/clubs/{read.club_id}/export.zip").status_code == 403


def test_its_page_leads_to_the_file(client: Client, read: Read, cy: User) -> None:
    client.force_login(cy)

    page = client.get(f"/clubs/{read.club_id}/export").content.decode()

    assert f'href="/clubs/{read.club_id}/export.zip"' in page


def test_a_larger_club_costs_no_more_queries(
    client: Client, read: Read, work: Work, cy: User, di: User
) -> None:
    first = work.chapters.get(position=1)
    has_read(cy, first)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            taken(client, read.club, cy)
        return len(asked)

    def grow() -> None:
        note(read.club, di, first, "Words.")
        meeting = meeting_of(read)
        line(meeting, di, "Talk.")
        minutes_of(meeting, "Minutes.")

    grow()
    cost()
    few = cost()
    for _ in range(5):
        grow()

    assert cost() == few
    assert few <= 45
