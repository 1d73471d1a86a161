import logging
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.core.clock import now
from bookcub.meetings.actions import rooms
from bookcub.memory.actions import predictions as actions
from bookcub.memory.models import Prediction, PredictionOutcome, Verdict
from bookcub.memory.queries.memory import memory_of
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.reading.actions.look_ahead import look_ahead
from bookcub.reads.models import Milestone, OutsideBook, Read, Reader
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.extent import often
from tests.making import add_chapter, join_late, make_club, make_read, make_work
from tests.meetings.conftest import Commits
from tests.meetings.room import made_of, make_meeting, member, reads_to, sees, sends
from tests.refused import refused

pytestmark = pytest.mark.both

GUESS = "The lighthouse keeper did it"


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=4)


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    """Three: who has chosen nothing shows their place."""
    return make_club(cy, di, bo)


@pytest.fixture
def read(club: Club, work: Work) -> Read:
    return make_read(club, work=work)


@pytest.fixture
def page(read: Read) -> str:
    return f"/clubs/{read.club_id}/reads/{read.pk}/predictions"


def seal(page: str, by: User, *, upto: int = 2, text: str = GUESS) -> Prediction:
    assert sends(by, page, text=text, upto=str(upto)) == 302
    found = Prediction.objects.order_by("-pk").first()
    assert found
    return found


def everybody_reads_to(position: int, work: Work, *people: User) -> None:
    for person in people:
        reads_to(person, work, position)


def test_a_sealed_guess_is_read_by_its_writer_alone(
    page: str, cy: User, di: User, bo: User
) -> None:
    seal(page, di)

    assert GUESS in sees(di, page)
    for person in (cy, bo):
        assert GUESS not in sees(person, page)
        assert [each.count for each in made_of(person, page, "page").sealed] == [1]


def test_nobody_outside_learns_that_there_is_one(page: str, di: User, ada: User, mo: User) -> None:
    guess = seal(page, di)
    for person in (ada, mo):
        client = Client()
        client.force_login(person)
        assert client.get(page).status_code == 404
        for action in ("delete", "verdict"):
            assert sends(person, f"{page}/{guess.pk}/{action}") == 404


def test_a_guess_names_a_place_that_lies_ahead(page: str, work: Work, read: Read, di: User) -> None:
    reads_to(di, work, 2)
    Milestone.objects.create(read=read, upto=9)

    for wrong in ("0", "2", "5", "-1", "x", "99999999999999999999"):
        assert sends(di, page, text=GUESS, upto=wrong) == 422
    assert not Prediction.objects.exists()
    for ahead in (3, 4, 9):
        seal(page, di, upto=ahead)
    assert "9" in {str(place) for place, _ in made_of(di, page, "form").fields["upto"].choices}


def test_what_was_typed_stays_when_the_place_is_wrong(page: str, di: User) -> None:
    client = Client()
    client.force_login(di)
    answer = client.post(page, {"text": GUESS, "upto": "77"})

    assert answer.status_code == 422
    assert GUESS in answer.content.decode()
    assert refused(answer) == {"upto invalid_choice"}


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_guess_has_words_and_an_end(page: str, di: User, text: str) -> None:
    assert sends(di, page, text=text, upto="2") == 422


@pytest.mark.parametrize("hides", [False, True])
def test_it_opens_for_each_when_they_come_to_its_place(
    page: str, work: Work, cy: User, di: User, bo: User, hides: bool
) -> None:
    Membership.objects.update(hides_progress=hides)
    seal(page, di)

    reads_to(cy, work, 2)
    assert GUESS in sees(cy, page)
    assert GUESS not in sees(bo, page)
    assert [each.count for each in made_of(bo, page, "page").sealed] == [1]
    reads_to(bo, work, 2)
    assert GUESS in sees(bo, page)


def test_looking_ahead_breaks_no_seal(
    page: str, work: Work, read: Read, cy: User, di: User
) -> None:
    seal(page, di)
    look_ahead(user=cy, work=work)

    assert GUESS not in sees(cy, page)
    assert [each.count for each in made_of(cy, page, "page").sealed] == [1]

    reads_to(cy, work, 2)
    assert GUESS in sees(cy, page)


def test_nor_does_having_written_it_before_it_is_posted(
    page: str, work: Work, club: Club, di: User, ada: User
) -> None:
    Work.objects.update(chapters_planned=None)
    join_late(club, ada)
    seal(page, di, upto=5)

    assert GUESS not in sees(ada, page)

    add_chapter(work, position=5)
    assert GUESS in sees(ada, page)


def test_of_two_who_show_nothing_each_comes_to_it(work: Work, cy: User, di: User) -> None:
    pair = make_club(cy, di, name="Two", decides_together=True)
    read = make_read(pair, work=work)
    page = f"/clubs/{pair.pk}/reads/{read.pk}/predictions"
    seal(page, di)

    assert GUESS not in sees(cy, page)
    reads_to(cy, work, 2)
    assert GUESS in sees(cy, page)


def test_a_meeting_that_is_over_and_a_finished_read_open_nothing_ahead(
    page: str, read: Read, cy: User, di: User, committing: Commits
) -> None:
    seal(page, di, upto=2)
    meeting = make_meeting(read, read.club, upto=2)
    with committing():
        rooms.close_room(meeting=meeting, by=member(cy, read.club))
    Read.objects.update(finished_at=now())

    assert GUESS not in sees(cy, page)
    assert 'name="text"' not in sees(di, page)  # there is nothing ahead any more


def test_who_is_caught_up_with_a_serial_guesses_about_what_comes(
    club: Club, ada: User, cy: User, di: User
) -> None:
    serial = make_work(ada, title="Serial", chapters=2, chapters_planned=None)
    read = make_read(club, work=serial)
    page = f"/clubs/{club.pk}/reads/{read.pk}/predictions"
    everybody_reads_to(2, serial, cy, di)

    seal(page, di, upto=3)
    assert sends(di, page, text=GUESS, upto="4") == 422
    assert GUESS not in sees(cy, page)
    add_chapter(serial, position=3)
    assert GUESS not in sees(cy, page)
    reads_to(cy, serial, 3)
    assert GUESS in sees(cy, page)


def test_its_owner_tears_it_up_until_they_come_to_its_place(
    page: str, work: Work, cy: User, di: User
) -> None:
    guess = seal(page, di)
    assert sends(cy, f"{page}/{guess.pk}/delete") == 404
    # Whether Cy has come there is nobody's business: it answers the same.
    reads_to(cy, work, 2)
    assert sends(cy, f"{page}/{guess.pk}/delete") == 403
    assert sends(di, f"{page}/{guess.pk}/delete") == 302
    assert not Prediction.objects.exists()

    reached = seal(page, di)
    reads_to(di, work, 2)
    sends(di, f"{page}/{reached.pk}/delete")
    assert Prediction.objects.get() == reached


def test_each_is_told_when_they_come_to_its_place(
    page: str, work: Work, cy: User, di: User, committing: Commits
) -> None:
    with committing():
        seal(page, di)

    def told(person: User) -> bool:
        return Notice.objects.visible_to(person).filter(kind="prediction").exists()

    assert not told(cy)
    reads_to(cy, work, 2)
    assert told(cy)
    assert not told(di)


def test_each_says_who_was_right_and_the_picture_shows_it(
    page: str, work: Work, cy: User, di: User, bo: User
) -> None:
    guess = seal(page, di)
    other = seal(page, bo, text="Nobody did")
    assert sends(di, f"{page}/{guess.pk}/verdict", outcome="right") == 403
    everybody_reads_to(2, work, cy, di, bo)

    assert sends(cy, f"{page}/{guess.pk}/verdict", outcome="wrong") == 302
    for person in (cy, di):
        sends(person, f"{page}/{guess.pk}/verdict", outcome="right")
    sends(bo, f"{page}/{guess.pk}/verdict", outcome="partly")
    sends(bo, f"{page}/{guess.pk}/verdict", outcome="nonsense")

    judged = Verdict.objects.filter(prediction=guess)
    outcomes = judged.order_by("membership").values_list("outcome", flat=True)
    assert list(outcomes) == [
        PredictionOutcome.RIGHT,
        PredictionOutcome.RIGHT,
        PredictionOutcome.PARTLY,
    ]
    [opened] = [row for row in made_of(bo, page, "page").opened if row.prediction == guess]
    assert "Who was right" not in sees(bo, page)  # one guess alone is no comparison
    sends(bo, f"{page}/{other.pk}/verdict", outcome="wrong")
    seen = sees(bo, page)
    assert "It came true: Cy and Di" in " ".join(words_of(seen).split())
    assert "In part: Bo" in " ".join(words_of(seen).split())
    assert (opened.total, [each.count for each in opened.judged if each.outcome == "right"]) == (
        3,
        [2],
    )
    assert 'class="outcome--right" x="0" width="10"' in seen


def test_of_how_a_guess_came_out_one_speaks_in_one_way_and_says_that_the_others_see_it(
    page: str, read: Read, work: Work, cy: User, di: User
) -> None:
    guesses = [seal(page, di), seal(page, di, text="They laugh.")]
    everybody_reads_to(2, work, cy, di)
    asked = LexborHTMLParser(sees(cy, page)).css("[role=group]")
    assert "The others see what you say." in sees(cy, page)
    for guess in guesses:
        sends(cy, f"{page}/{guess.pk}/verdict", outcome="right")

    shown = LexborHTMLParser(sees(di, page))
    ways = [each.text(strip=True) for each in asked[0].css("button")]
    assert ways == ["It came true", "In part", "It came otherwise"]
    assert [each.text(strip=True) for each in shown.css(".outcomes thead th")][2:] == ways
    assert shown.css(".badge")[0].text(strip=True) == ways[0]
    assert [guess.outcomes for guess in memory_of(read, di).guesses] == [[(ways[0], 1)]] * 2


def test_that_opinions_differ_is_seen_and_who_left_is_not_named(
    page: str, work: Work, cy: User, di: User, bo: User
) -> None:
    guess = seal(page, di)
    everybody_reads_to(2, work, cy, di, bo)
    sends(cy, f"{page}/{guess.pk}/verdict", outcome="right")
    sends(bo, f"{page}/{guess.pk}/verdict", outcome="wrong")
    Membership.objects.filter(user=bo).update(left_at=now())

    [opened] = made_of(di, page, "page").opened
    assert (opened.is_disputed, opened.came_out) == (True, "Opinions differ")
    assert [list(each.names) for each in opened.judged] == [["Cy"], [], []]
    assert "badge--lamp" in sees(di, page)


def test_who_was_right_counts_nothing_beyond_ones_own_place(
    page: str, work: Work, cy: User, di: User, bo: User
) -> None:
    near, far = seal(page, di), seal(page, di, upto=3, text="Later")
    everybody_reads_to(3, work, di, bo)
    reads_to(cy, work, 2)
    for guess in (near, far):
        assert sends(bo, f"{page}/{guess.pk}/verdict", outcome="wrong") == 302

    assert [each.total for each in made_of(cy, page, "page").outcomes] == [1]
    assert [each.total for each in made_of(bo, page, "page").outcomes] == [2]


def test_the_next_milestone_is_where_a_guess_opens_unless_one_says_otherwise(
    page: str, work: Work, read: Read, di: User
) -> None:
    assert made_of(di, page, "form")["upto"].initial == 4
    Milestone.objects.create(read=read, upto=3)
    assert made_of(di, page, "form")["upto"].initial == 3

    reads_to(di, work, 3)
    assert made_of(di, page, "form")["upto"].initial == 4


def test_nobody_judges_what_lies_ahead_of_them(page: str, di: User, cy: User) -> None:
    guess = seal(page, di)

    assert sends(cy, f"{page}/{guess.pk}/verdict", outcome="right") == 404


def test_what_its_writer_took_along_is_gone_for_the_others(
    page: str, work: Work, cy: User, di: User, bo: User
) -> None:
    seal(page, di)
    everybody_reads_to(2, work, cy, di, bo)
    assert GUESS in sees(cy, page)

    Membership.objects.filter(user=di).update(left_at=now(), left_notes=LeftNotes.TAKE)
    assert GUESS not in sees(cy, page)


def test_a_guess_about_a_book_of_paper(club: Club, cy: User, di: User, bo: User) -> None:
    book = OutsideBook.objects.create(title="Piranesi", page_count=245)
    read = Read.objects.create(club=club, book=book, title="Piranesi")
    page = f"/clubs/{club.pk}/reads/{read.pk}/predictions"
    here = read.measure.upto(100)
    Milestone.objects.create(read=read, upto=here)

    seal(page, di, upto=here)
    for person in (cy, di, bo):
        Reader.objects.create(read=read, membership=member(person, club), at=here)
    [row] = made_of(cy, page, "page").opened
    assert row.prediction.upto == here
    assert "page 100" in sees(cy, page)


def test_looking_ahead_in_a_book_of_paper_breaks_no_seal(club: Club, cy: User, di: User) -> None:
    book = OutsideBook.objects.create(title="Dune", chapter_titles=["", "", ""])
    read = Read.objects.create(club=club, book=book, title="Dune")
    page = f"/clubs/{club.pk}/reads/{read.pk}/predictions"
    seal(page, di)
    mine = Reader.objects.create(read=read, membership=member(cy, club), shows_all=True)

    assert GUESS not in sees(cy, page)

    mine.at = 2
    mine.save()
    assert GUESS in sees(cy, page)


def test_no_log_and_no_name_of_a_row_holds_its_words(
    page: str, di: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        guess = seal(page, di)
        sends(di, page, text=GUESS, upto="77")

    shown = "\n".join(
        str(record.__dict__) for record in caplog.records if record.name != "django.db.backends"
    )
    assert GUESS not in shown
    assert GUESS not in f"{guess} {guess!r}"
    assert GUESS in serializers.serialize("json", [guess])  # it is there, for its writer


def test_the_page_takes_few_queries(page: str, work: Work, cy: User, di: User, bo: User) -> None:
    for number in range(6):
        seal(page, di, text=f"guess {number}")
    everybody_reads_to(2, work, cy, di, bo)
    client = Client()
    client.force_login(cy)
    client.get(page)
    with CaptureQueriesContext(connection) as taken:
        client.get(page)

    assert len(taken) <= 24, [query["sql"] for query in taken.captured_queries]


STEPS = st.tuples(
    st.sampled_from(["seal", "seal", "go_on", "go_on", "hide", "meet", "leave"]),
    st.integers(0, 2),  # who
    st.integers(1, 4),  # where
)


@dataclass
class Story:
    """What a club does with its guesses, and what the tester knows of it."""

    read: Read
    work: Work
    people: list[User]
    told: list[tuple[User, int, str]] = field(default_factory=list)
    at: Counter[int] = field(default_factory=Counter)

    def seal(self, own: Membership, person: User, where: int) -> None:
        words = f"guess-{len(self.told)}-end"
        actions.seal(
            read=self.read, by=own, text=words, upto=where, made_at_place=self.at[person.pk]
        )
        self.told.append((person, where, words))

    def go_on(self, own: Membership, person: User, where: int) -> None:
        reads_to(person, self.work, where)
        self.at[person.pk] = max(self.at[person.pk], where)

    def hide(self, own: Membership, person: User, where: int) -> None:
        Membership.objects.filter(pk=own.pk).update(hides_progress=True)

    def meet(self, own: Membership, person: User, where: int) -> None:
        rooms.close_room(meeting=make_meeting(self.read, self.read.club, upto=where), by=own)

    def leave(self, own: Membership, person: User, where: int) -> None:
        Membership.objects.filter(pk=own.pk).update(left_at=now(), left_notes=LeftNotes.TAKE)

    def may_read(self, person: User, guess: tuple[User, int, str]) -> bool:
        """The promise, in the plainest words."""
        writer, upto, _ = guess
        if not member(person, self.read.club).is_current:
            return False
        stays = member(writer, self.read.club).is_current
        return writer == person or (stays and self.at[person.pk] >= upto)


@pytest.fixture
def story(read: Read, work: Work, cy: User, di: User, bo: User) -> Story:
    return Story(read, work, [cy, di, bo])


@settings(
    max_examples=often(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=12))
def test_whatever_happens_nobody_reads_a_guess_before_its_time(
    steps: list[tuple[str, int, int]], page: str, story: Story
) -> None:
    with transaction.atomic():
        story.told, story.at = [], Counter()
        for step, who, where in steps:
            person = story.people[who]
            own = member(person, story.read.club)
            if own.is_current:
                getattr(story, step)(own, person, where)
        for person in story.people:
            shown = sees(person, page)
            readable = Prediction.objects.visible_to(person).filter(read=story.read)
            words = set(readable.values_list("text", flat=True))
            for guess in story.told:
                allowed = story.may_read(person, guess)
                assert (guess[2] in words) == allowed
                assert (guess[2] in shown) == allowed
        transaction.set_rollback(True)
