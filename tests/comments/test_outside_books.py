"""What a club says about a book from elsewhere, and beside its books: by whom, up to where, and who hears it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from bookcub.clubs.models import Club, Involvement, LeftNotes, Membership
from bookcub.comments import actions
from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.actions.departures import resolve_notes
from bookcub.comments.actions.look_aheads import look_ahead_in, look_no_further_in
from bookcub.comments.models import Comment, Hearers
from bookcub.memory.actions.kept_notes import take_back
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.models import Notice
from bookcub.people import owned_content
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.actions.progress import keep_places, say_place
from bookcub.reads.actions.reads import begin_read, finish_read
from bookcub.reads.actions.trash import discard_read, restore_read
from bookcub.reads.models import OutsideBook, Read, Reader
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.comments.conftest import Commits
from tests.comments.talking import as_member
from tests.making import make_club, make_read

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    """Bo hosts; Cy and Di belong."""
    return make_club(bo, cy, di)


@pytest.fixture
def paperback(club: Club) -> Read:
    """Counted in 300 pages."""
    return begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=300))


@pytest.fixture
def novel(club: Club) -> Read:
    """Counted in chapters, of which some titles are known."""
    book = OutsideBook.objects.create(title="Emma", chapter_titles=["Highbury", "", "Box Hill"])
    return begin_read(club=club, book=book)


def told(read: Read, by: User, upto: int, words: str, *, to: Comment | None = None) -> Comment:
    return actions.say(
        read=read,
        upto=read.measure.upto(upto),
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        parent=to,
        hearers=Hearers.CLUB,
        club=read.club,
    )


def beside(club: Club, by: User, words: str, *, to: Comment | None = None) -> Comment:
    return actions.say(
        by=by.default_pseud, html=f"<p>{words}</p>", parent=to, hearers=Hearers.CLUB, club=club
    )


def is_at(read: Read, person: User, upto: int) -> None:
    assert say_place(read=read, by=member_of(read.club, person), upto=read.measure.upto(upto))


def member_of(club: Club, person: User) -> Membership:
    return Membership.objects.get(club=club, user=person)


def sees(person: User, comment: Comment) -> bool:
    return Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


def ahead(person: User) -> int:
    return Comment.objects.ahead_of(person).count()


def send(client: Client, read: Read, by: User, text: str, **data: str) -> int:
    client.force_login(by)
    fields = {"text": text, "to": f"club-{read.club_id}", **as_member(by), **data}
    fields["upto_counted_in"] = read.measure.token
    address = f"/clubs/{read.club_id}/reads/{read.pk}/talk"
    return client.post(address, fields).status_code


def page_words(answer: Any) -> str:
    return " ".join(words_of(answer.content.decode()).split())


# The horizon


def test_talk_of_a_paperback_is_heard_by_those_who_have_read_as_far(
    paperback: Read, ada: User, cy: User, di: User
) -> None:
    comment = told(paperback, cy, 120, "Sandworms!")

    is_at(paperback, di, 119)
    assert not sees(di, comment)
    assert ahead(di) == 1
    is_at(paperback, di, 120)
    assert sees(di, comment)
    assert ahead(di) == 0
    assert not sees(ada, comment)


def test_talk_of_the_whole_book_is_heard_wherever_one_is(
    paperback: Read, cy: User, di: User
) -> None:
    assert sees(di, told(paperback, cy, 0, "What a cover!"))


def test_who_goes_back_hears_less_again(paperback: Read, cy: User, di: User) -> None:
    comment = told(paperback, cy, 120, "Sandworms!")
    is_at(paperback, di, 200)
    assert sees(di, comment)

    is_at(paperback, di, 10)

    assert not sees(di, comment)


def test_an_answer_stands_where_what_it_answers_stands(
    paperback: Read, cy: User, di: User, bo: User
) -> None:
    first = told(paperback, cy, 120, "Sandworms!")
    is_at(paperback, di, 120)

    answer = told(paperback, di, 5, "And spice.", to=first)

    assert (answer.read_id, answer.upto, answer.work_id) == (paperback.pk, first.upto, None)
    assert not sees(bo, answer)
    is_at(paperback, bo, 120)
    assert sees(bo, answer)


def test_who_shows_everything_hears_everything_and_takes_it_back(
    paperback: Read, cy: User, di: User
) -> None:
    comment = told(paperback, cy, 120, "Sandworms!")

    look_ahead_in(read=paperback, membership=member_of(paperback.club, di))
    assert sees(di, comment)
    look_no_further_in(read=paperback, membership=member_of(paperback.club, di))
    assert not sees(di, comment)


def test_who_speaks_of_a_place_has_been_there_and_never_goes_back_by_speaking(
    paperback: Read, cy: User
) -> None:
    told(paperback, cy, 120, "Sandworms!")
    told(paperback, cy, 20, "Caladan.")

    assert Reader.objects.get(read=paperback, membership__user=cy).at == paperback.measure.upto(120)


def test_two_reads_of_one_book_keep_their_talk_apart(
    club: Club, paperback: Read, cy: User, di: User
) -> None:
    again = begin_read(club=club, book=paperback.book)
    comment = told(paperback, cy, 120, "Sandworms!")

    is_at(again, di, 300)

    assert not sees(di, comment)


def test_a_read_in_the_trash_is_silent_until_it_is_back(
    paperback: Read, bo: User, cy: User, di: User
) -> None:
    comment = told(paperback, cy, 0, "What a cover!")

    discard_read(read=paperback, by=bo)
    assert not sees(cy, comment)
    assert ahead(di) == 0
    restore_read(read=paperback)
    assert sees(di, comment)


def test_talk_beside_the_books_has_no_horizon_and_is_the_clubs_alone(
    club: Club, paperback: Read, ada: User, cy: User, di: User
) -> None:
    comment = beside(club, cy, "Who brings cake?")
    answer = beside(club, di, "Me.", to=comment)

    assert sees(di, comment)
    assert sees(cy, answer)
    assert not sees(ada, comment)
    assert ahead(di) == 0


def test_a_comment_is_of_a_work_a_read_or_neither(
    club: Club, paperback: Read, cy: User, work: Work
) -> None:
    comment = told(paperback, cy, 3, "Sandworms!")

    for wrong in (
        {"work": work},
        {"upto": None},
        {"read": None},
        {"hearers": "everyone", "club": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**wrong)


def test_everyone_hears_only_of_works(paperback: Read, cy: User) -> None:
    with pytest.raises(ValueError, match="about works"):
        actions.say(by=cy.default_pseud, html="<p>x</p>", read=paperback)


def test_the_same_words_may_be_said_of_another_place(paperback: Read, club: Club, cy: User) -> None:
    told(paperback, cy, 3, "Yes.")
    told(paperback, cy, 4, "Yes.")
    beside(club, cy, "Yes.")

    with pytest.raises(AlreadySaidError):
        told(paperback, cy, 4, "Yes.")


# Pages


def test_the_talk_of_a_paperback_stands_on_its_page_by_place(
    client: Client, paperback: Read, cy: User, di: User
) -> None:
    told(paperback, cy, 120, "Sandworms!")
    told(paperback, cy, 7, "Caladan!")
    is_at(paperback, di, 50)
    client.force_login(di)
    address = f"/clubs/{paperback.club_id}/reads/{paperback.pk}"

    page = page_words(client.get(f"{address}/talk"))
    part = page_words(client.get(f"{address}/talk?part=true"))

    for words in (page, part):
        assert "Caladan!" in words
        assert "on Page 7" in words
        assert "1 comment ahead" in words
        assert "Sandworms" not in words
    assert "About this archive" in page
    assert "About this archive" not in part
    assert f"{address}/talk?part=true" in client.get(address).content.decode()
    assert "1 comment up to where you are, 1 ahead." in page_words(
        client.get(f"{address}/talk/ahead?part=true")
    )


def test_the_box_begins_at_ones_own_place(
    client: Client, paperback: Read, novel: Read, cy: User
) -> None:
    is_at(paperback, cy, 77)
    is_at(novel, cy, 3)
    client.force_login(cy)

    pages = client.get(f"/clubs/{paperback.club_id}/reads/{paperback.pk}/talk").content.decode()
    chapters = client.get(f"/clubs/{novel.club_id}/reads/{novel.pk}/talk").content.decode()

    assert 'value="77"' in pages
    assert '<option value="3" selected>Chapter 3: Box Hill</option>' in chapters


def test_something_is_said_of_a_page(client: Client, paperback: Read, cy: User) -> None:
    assert send(client, paperback, cy, "Sandworms!", upto="120") == 302

    comment = Comment.objects.get()
    place = paperback.measure.upto(120)
    assert (comment.read, comment.upto, comment.hearers) == (paperback, place, "club")
    assert comment.club == paperback.club


@pytest.mark.parametrize(
    ("upto", "says"),
    [
        ("301", "“Dune” has 300 pages."),
        ("-1", "Enter a number."),
        ("x", "Enter a number."),
        ("", "Enter up to where it goes"),
    ],
)
def test_a_page_that_the_book_does_not_have_is_told_and_the_words_stay(
    client: Client, paperback: Read, cy: User, upto: str, says: str
) -> None:
    client.force_login(cy)
    fields = {"text": "Sandworms!", "to": f"club-{paperback.club_id}", "upto": upto}
    fields["upto_counted_in"] = paperback.measure.token
    answer = client.post(
        f"/clubs/{paperback.club_id}/reads/{paperback.pk}/talk", fields | as_member(cy)
    )

    assert answer.status_code == 422
    assert says in page_words(answer)
    assert "Sandworms!" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_whole_book_is_ticked_and_no_0_that_one_happens_to_send(
    client: Client, club: Club, paperback: Read, cy: User
) -> None:
    client.force_login(cy)
    talk = f"/clubs/{club.pk}/reads/{paperback.pk}/talk"
    forms = html.fromstring(client.get(talk).content).forms
    (box,) = [form.fields for form in forms if form.get("id") == "comment_form"]
    assert not box["upto"], "Cy has read nothing"
    assert not box["whole"]
    beside = {
        "read": f"{paperback.pk}",
        "upto_counted_in": f"{paperback.pk}={paperback.measure.token}",
    }
    counted = {"upto_counted_in": paperback.measure.token}
    fields = {"text": "What a cover!", "to": f"club-{club.pk}", **as_member(cy)}
    for address, sent in ((talk, counted), (f"/clubs/{club.pk}/talk", beside)):
        answer = client.post(address, {**fields, **sent, "upto": "0"})
        assert answer.status_code == 422
        assert "Enter up to where it goes, or tick “The whole book”." in page_words(answer)
        assert not Comment.objects.exists()

        for upto in ("", "120", "x"):
            sent |= {"text": f"What a cover, {upto}!", "upto": upto, "whole": "on"}
            assert client.post(address, {**fields, **sent}).status_code == 302, upto
        assert {one.upto for one in Comment.objects.all()} == {0}
        Comment.objects.all().delete()


def test_a_chapter_that_the_book_does_not_have_is_refused(
    client: Client, novel: Read, cy: User
) -> None:
    assert send(client, novel, cy, "Hm.", upto="4") == 422
    assert send(client, novel, cy, "Hm.", upto="3") == 302


def test_nobody_talks_in_a_club_of_others(client: Client, paperback: Read, ada: User) -> None:
    assert send(client, paperback, ada, "Hm.", upto="3") == 404


def test_a_thread_can_be_opened_answered_changed_frozen_and_deleted(
    client: Client, paperback: Read, bo: User, cy: User, di: User
) -> None:
    comment = told(paperback, cy, 120, "Sandworms!")
    is_at(paperback, bo, 120)
    client.force_login(bo)

    page = page_words(client.get(f"/comments/{comment.pk}"))
    assert "A thread on Dune" in page
    assert "Page 120" in page
    assert client.get(f"/comments/{comment.pk}/reply").status_code == 200
    client.post(f"/comments/{comment.pk}/reply", {"text": "Spice!", **as_member(bo)})
    answer = Comment.objects.get(parent=comment)
    assert client.get(f"/comments/{answer.pk}/edit").status_code == 200
    client.post(f"/comments/{answer.pk}/edit", {"text": "Melange!", **as_member(bo)})
    answer.refresh_from_db()
    assert "Melange" in answer.html
    client.post(f"/comments/{comment.pk}/freeze")
    comment.refresh_from_db()
    assert comment.frozen_at
    client.post(f"/comments/{comment.pk}/delete")
    assert comment in Comment.objects.in_trash_of(bo)
    client.force_login(di)
    assert client.get(f"/comments/{comment.pk}").status_code == 404


def test_who_is_not_there_finds_no_way_to_a_thread(
    client: Client, paperback: Read, cy: User, di: User
) -> None:
    comment = told(paperback, cy, 120, "Sandworms!")
    client.force_login(di)

    assert client.get(f"/comments/{comment.pk}").status_code == 404
    assert client.post(f"/comments/{comment.pk}/reply", {"text": "x"}).status_code == 404


def test_the_club_talks_beside_its_books(client: Client, club: Club, cy: User, di: User) -> None:
    address = f"/clubs/{club.pk}/talk"
    client.force_login(cy)
    fields = {"text": "Who brings cake?", "to": f"club-{club.pk}", **as_member(cy)}

    assert client.post(address, fields).status_code == 302

    comment = Comment.objects.get()
    assert (comment.work, comment.read, comment.club) == (None, None, club)
    client.force_login(di)
    assert "Who brings cake?" in page_words(client.get(address))
    assert "A thread in the talk of Weir Readers" in page_words(
        client.get(f"/comments/{comment.pk}")
    )


def test_who_names_a_book_there_says_up_to_where_and_it_goes_to_that_books_talk(
    client: Client, club: Club, paperback: Read, serial: Work, cy: User, di: User
) -> None:
    read = make_read(club, work=serial)
    address = f"/clubs/{club.pk}/talk"
    client.force_login(cy)
    fields = {"text": "Sandworms!", "to": f"club-{club.pk}", **as_member(cy)}
    fields["upto_counted_in"] = f"{paperback.pk}={paperback.measure.token}"

    for wrong in ({"read": paperback.pk}, {"read": paperback.pk, "upto": 301}, {"read": 10**9}):
        answer = client.post(address, {**fields, **wrong})
        assert answer.status_code == 422
        assert "Sandworms!" in answer.content.decode()
    assert not Comment.objects.exists()

    to_book = client.post(address, {**fields, "read": paperback.pk, "upto": 120})
    to_work = client.post(address, {**fields, "read": read.pk, "upto": 2})

    of_book, of_work = Comment.objects.order_by("pk")
    reads = f"/clubs/{club.pk}/reads"
    assert to_book["Location"] == f"{reads}/{paperback.pk}/talk#{of_book.anchor}"
    assert to_work["Location"] == f"{reads}/{read.pk}/talk#{of_work.anchor}"
    assert (of_book.read, of_book.upto) == (paperback, paperback.measure.upto(120))
    assert (of_work.work, of_work.chapter) == (serial, serial.chapters.get(position=2))
    assert not sees(di, of_book)
    assert not sees(di, of_work)
    read_up_to_end(user=di, chapter=serial.chapters.get(position=2))
    assert sees(di, of_work)
    client.force_login(di)
    assert "Sandworms" not in page_words(client.get(address))


def test_only_books_that_one_may_open_and_that_go_on_are_offered(
    client: Client, club: Club, paperback: Read, work: Work, bo: User, cy: User
) -> None:
    make_read(club, work=work)
    Work.objects.filter(pk=work.pk).update(visibility="named")
    finish_read(read=paperback, by=member_of(club, bo))
    client.force_login(cy)

    page = page_words(client.get(f"/clubs/{club.pk}/talk"))

    assert "The Weir" not in page
    assert "Dune" not in page


def test_these_pages_ask_no_more_however_much_is_said(
    client: Client, club: Club, paperback: Read, cy: User, di: User
) -> None:
    addresses = (f"/clubs/{club.pk}/talk", f"/clubs/{club.pk}/reads/{paperback.pk}/talk")
    client.force_login(di)

    def asked() -> list[int]:
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    for number in range(2):
        told(paperback, di, 3, f"{number}", to=told(paperback, cy, 3, f"Sand {number}"))
        beside(club, di, f"{number}", to=beside(club, cy, f"Cake {number}"))
    asked()
    few = asked()
    for number in range(2, 12):
        told(paperback, di, 3, f"{number}", to=told(paperback, cy, 3, f"Sand {number}"))
        beside(club, di, f"{number}", to=beside(club, cy, f"Cake {number}"))

    assert asked() == few


# Notices


@pytest.fixture
def _wants_everything(club: Club, di: User) -> None:
    Membership.objects.filter(club=club, user=di).update(involvement=Involvement.EVERYTHING)


@pytest.mark.usefixtures("_wants_everything")
def test_a_line_about_a_paperback_waits_until_its_reader_is_there(
    client: Client, paperback: Read, cy: User, di: User, committing: Commits
) -> None:
    mine = told(paperback, di, 0, "Where are you?")
    with committing():
        told(paperback, cy, 0, "Here.", to=mine)
        first = told(paperback, cy, 120, "Sandworms!")
    client.force_login(di)

    assert "in Weir Readers" not in page_words(client.get("/inbox"))
    assert "Cy replied to you on “Dune”" in [*replies_of(di)]
    is_at(paperback, di, 120)
    with committing():
        answer = told(paperback, di, 120, "Spice!", to=first)
    is_at(paperback, di, 0)
    with committing():
        told(paperback, cy, 120, "More spice.", to=answer)
    before = page_words(client.get("/inbox"))
    is_at(paperback, di, 120)
    after = page_words(client.get("/inbox"))

    assert "More spice." not in before
    assert "More spice." in after
    assert "Page 120" in after
    assert "Cy has said 2 things about “ Dune ” in Weir Readers" in after


def replies_of(person: User) -> list[str]:
    kind = KINDS["reply"]
    rows = list(Notice.objects.visible_to(person, kinds=["reply"]))
    things = kind.load(person, [row.subject for row in rows])
    return [item.sentence for item in kind.lines(person, rows, things).values()]


@pytest.mark.usefixtures("_wants_everything")
def test_talk_beside_the_books_has_its_own_line(
    client: Client, club: Club, cy: User, di: User, committing: Commits
) -> None:
    with committing():
        beside(club, cy, "Who brings cake?")
        beside(club, cy, "And tea?")
    client.force_login(di)

    page = client.get("/inbox")

    assert "Cy has said 2 things in Weir Readers, beside the books." in page_words(page)
    [way] = re.findall(r'href="(/inbox/\d+)"', page.content.decode())
    assert client.get(way)["Location"].startswith(f"/clubs/{club.pk}/talk")


# Leaving, and going


def test_who_leaves_takes_their_words_along_without_the_club(
    client: Client, paperback: Read, club: Club, cy: User, di: User
) -> None:
    first = told(paperback, di, 7, "Caladan!")
    told(paperback, cy, 7, "Yes.", to=first)
    beside(club, di, "Cake!")

    resolve_notes(membership=member_of(club, di), choice=LeftNotes.TAKE)
    Membership.objects.filter(club=club, user=di).update(left_at=timezone.now())

    kept = Comment.objects.visible_to(di).order_by("pk")
    assert {(one.hearers, one.read, one.about) for one in kept} == {
        ("self", None, "Dune"),
        ("self", None, "Weir Readers"),
    }
    is_at(paperback, cy, 7)
    here = Comment.objects.visible_to(cy)
    assert not here.filter(html__contains="Caladan").exists()
    assert here.filter(html__contains="Yes").exists()
    client.force_login(di)
    assert "Dune" in page_words(client.get(f"/comments/{kept.get(about='Dune').pk}"))
    paperback.delete()
    assert Comment.objects.visible_to(di).count() == 2


def test_who_leaves_may_leave_their_words_there_unnamed(
    paperback: Read, club: Club, di: User
) -> None:
    comment = told(paperback, di, 0, "Caladan!")

    resolve_notes(membership=member_of(club, di), choice=LeftNotes.UNNAME)

    comment.refresh_from_db()
    assert comment.pseud is None
    assert comment.html == "<p>Caladan!</p>"


def test_closing_an_account_takes_these_words_too(
    paperback: Read, club: Club, cy: User, di: User
) -> None:
    first = told(paperback, di, 0, "Caladan!")
    told(paperback, cy, 0, "Yes.", to=first)
    beside(club, di, "Cake!")

    owned_content.QUESTIONS["comments"].apply(di, "delete")

    assert not Comment.objects.exclude(html="").exclude(pseud__user=cy).exists()
    assert not Comment.objects.by_person(di).exists()


def test_a_read_that_is_gone_for_good_takes_its_talk_along(paperback: Read, cy: User) -> None:
    told(paperback, cy, 7, "Caladan!")

    paperback.delete()

    assert not Comment.objects.exists()


def test_what_was_said_while_a_work_was_away_stands_under_its_chapters_again(
    club: Club, serial: Work, cy: User, di: User
) -> None:
    read = make_read(club, work=serial)
    keep_places(work=serial)
    read.refresh_from_db()
    at_two, whole, late = (told(read, cy, upto, "Hm.") for upto in (2, 0, 3))
    told(read, cy, 2, "Hm?", to=at_two)

    take_back(work=serial)

    for comment in (at_two, whole, late):
        comment.refresh_from_db()
    assert at_two.chapter == serial.chapters.get(position=2)
    assert (at_two.work, at_two.read, at_two.upto, at_two.place_index) == (serial, None, None, None)
    assert (whole.work, whole.chapter) == (serial, None)
    assert late.chapter == serial.chapters.get(position=3)
    assert not sees(di, at_two)
    assert sees(di, whole)
    read_up_to_end(user=di, chapter=serial.chapters.get(position=2))
    assert sees(di, at_two)
    assert sees(di, Comment.objects.get(parent=at_two))
