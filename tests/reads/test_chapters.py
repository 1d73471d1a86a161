"""The chapters of a book from elsewhere, typed by whoever comes to them first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from lxml import html

from bookcub.clubs.models import Club, Membership
from bookcub.comments import actions
from bookcub.comments.actions.comments import delete
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings.models import Meeting
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.reads.actions.plans import set_pace
from bookcub.reads.actions.progress import reach_in_outside_book, say_place, show_progress
from bookcub.reads.actions.reads import begin_read, finish_read
from bookcub.reads.models import Milestone, OutsideBook, PaceKind, Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.plans import PaceWish
from tests.browsing import Client, words_of
from tests.making import make_club

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ALL = ["Highbury", "", "Box Hill"]


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    return make_club(bo, cy, di)


@pytest.fixture
def novel(club: Club) -> Read:
    return begin_read(club=club, book=OutsideBook.objects.create(title="Emma", chapter_titles=ALL))


def member(read: Read, who: User) -> Membership:
    return Membership.objects.get(club=read.club_id, user=who)


def types(
    client: Client,
    read: Read,
    who: User,
    words: str,
    where: str = "create",
    after: int | None = None,
) -> int:
    """What is answered; `after` so many chapters, as their page says, unless it is an older one."""
    client.force_login(who)
    url = reverse(f"reads:chapter_{where}", args=[read.club_id, read.pk])
    if after is None:
        own = read.readers.filter(membership__user=who).values_list("typed_after", flat=True)
        after = (own.first() or 0) if where == "update" else len(titles(read))
    return client.post(url, {"titles": words, "after": str(after)}).status_code


def titles(read: Read) -> list[str]:
    return list(OutsideBook.objects.get(reads=read).chapter_titles)


def sees(client: Client, read: Read, who: User) -> str:
    client.force_login(who)
    return words_of(client.get(read.get_absolute_url()).content.decode())


def test_any_member_adds_the_next_chapters_and_nothing_shifts(
    client: Client, novel: Read, bo: User, cy: User, di: User
) -> None:
    say_place(read=novel, by=member(novel, di), upto=3)
    wish = PaceWish(PaceKind.PER_WEEK, 1, None, 6, today_of(novel.club))
    set_pace(read=novel, by=member(novel, bo), wish=wish)
    before = list(novel.milestones.values_list("upto", "due_on"))

    assert types(client, novel, cy, "Donwell\r\n\r\n  The ball ") == 302

    assert titles(novel) == [*ALL, "Donwell", "The ball"]
    assert novel.readers.get(membership__user=di).at == 3
    assert list(novel.milestones.values_list("upto", "due_on"))[:3] == before
    assert [upto for upto, _ in novel.milestones.values_list("upto", "due_on")] == [1, 2, 3, 4, 5]
    assert "I have read chapter 4" in sees(client, novel, di)


def test_what_one_typed_last_can_be_changed_and_taken_back(
    client: Client, novel: Read, cy: User, di: User
) -> None:
    assert types(client, novel, cy, "Donwel") == 302
    assert "Change what you typed" not in sees(client, novel, di)
    assert types(client, novel, di, "Nothing", "update") == 422

    assert types(client, novel, cy, "Donwell\nThe ball", "update") == 302
    assert titles(novel) == [*ALL, "Donwell", "The ball"]
    assert types(client, novel, cy, "", "update") == 302
    assert titles(novel) == ALL
    assert types(client, novel, cy, "Again", "update") == 422


def test_a_place_in_chapters_that_are_taken_back_is_none(
    client: Client, novel: Read, cy: User, di: User
) -> None:
    types(client, novel, cy, "Donwell")
    before = Read.objects.select_related("book").get(pk=novel.pk)
    assert types(client, novel, cy, "", "update") == 302

    assert not say_place(read=before, by=member(novel, di), upto=4)
    reach_in_outside_book(read=before, user=di, upto=4)
    assert novel.readers.get(membership__user=di).at == 3


def test_two_who_type_the_same_chapter_give_it_once(
    client: Client, novel: Read, cy: User, di: User
) -> None:
    assert types(client, novel, cy, "Donwell", after=3) == 302
    assert types(client, novel, di, "Donwell\nThe ball", after=3) == 422

    assert titles(novel) == [*ALL, "Donwell"]
    client.force_login(di)
    url = reverse("reads:chapter_create", args=[novel.club_id, novel.pk])
    page = html.fromstring(client.post(url, {"titles": "The ball", "after": "3"}).content)
    (form,) = [one for one in page.forms if one.action == url]
    assert (form.fields["after"], form.fields["titles"].strip()) == ("4", "The ball")
    assert types(client, novel, di, "The ball") == 302


def test_a_page_from_before_changes_nothing_that_one_has_typed_since(
    client: Client, novel: Read, cy: User
) -> None:
    types(client, novel, cy, "Donwell")
    types(client, novel, cy, "The ball")

    assert types(client, novel, cy, "Donwell Abbey", "update", after=3) == 422
    assert titles(novel) == [*ALL, "Donwell", "The ball"]


def test_whoever_typed_after_them_keeps_their_chapters_where_they_are(
    client: Client, novel: Read, cy: User, di: User
) -> None:
    types(client, novel, cy, "Donwell")
    types(client, novel, di, "The ball")

    assert types(client, novel, cy, "", "update") == 422
    assert titles(novel) == [*ALL, "Donwell", "The ball"]


@pytest.mark.parametrize(
    "what", ["reader", "comment", "deleted comment", "milestone", "meeting", "prediction"]
)
def test_that_they_can_be_changed_tells_nothing_of_who_came_there(
    client: Client, novel: Read, bo: User, cy: User, what: str
) -> None:
    types(client, novel, cy, "Donwell")
    before = sees(client, novel, cy)
    stands(what, Read.objects.get(pk=novel.pk), bo)

    assert "Change what you typed" in before
    assert "Change what you typed" in sees(client, novel, cy)
    assert types(client, novel, cy, "", "update") == 302
    assert titles(novel) == ALL
    for who in (bo, cy):
        assert "Add chapters" in sees(client, novel, who)
        talk = reverse("comments:club_talk_index", args=[novel.club_id, novel.pk])
        assert client.get(talk).status_code == 200


def stands(what: str, read: Read, who: User) -> None:
    """Something of this person at chapter 4, hidden where it can be."""
    mine = member(read, who)
    if what == "reader":
        show_progress(read=read, by=mine, shows=False)
        assert say_place(read=read, by=mine, upto=4)
    elif what == "milestone":
        Milestone.objects.get_or_create(read=read, upto=4)
    elif what == "meeting":
        Meeting.objects.create(club=read.club, read=read, title="We", upto=4, made_by=mine)
    elif what == "prediction":
        Prediction.objects.create(read=read, membership=mine, text="No.", upto=4)
    else:
        said = told(read, who)
        if what == "deleted comment":
            delete(comment=said, by=who)


def told(read: Read, by: User) -> Comment:
    return actions.say(
        read=read,
        upto=4,
        by=by.default_pseud,
        html="<p>Oh!</p>",
        hearers=Hearers.CLUB,
        club=read.club,
    )


def test_they_can_be_changed_for_an_hour(client: Client, novel: Read, cy: User) -> None:
    types(client, novel, cy, "Donwell")
    novel.readers.update(typed_at=F("typed_at") - timedelta(minutes=59))
    assert "Change what you typed" in sees(client, novel, cy)

    novel.readers.update(typed_at=F("typed_at") - timedelta(minutes=1))

    assert "Change what you typed" not in sees(client, novel, cy)
    assert types(client, novel, cy, "", "update") == 422
    assert titles(novel)[-1] == "Donwell"


def test_who_has_read_them_leaves_them(client: Client, novel: Read, cy: User) -> None:
    types(client, novel, cy, "Donwell")
    say_place(read=Read.objects.get(pk=novel.pk), by=member(novel, cy), upto=4)

    assert "Change what you typed" not in sees(client, novel, cy)
    assert types(client, novel, cy, "", "update") == 422


def test_what_was_said_in_chapters_that_are_taken_back_opens_when_they_are_read_again(
    client: Client, novel: Read, bo: User, cy: User, di: User
) -> None:
    types(client, novel, cy, "Donwell")
    said, heard = told(Read.objects.get(pk=novel.pk), bo), Comment.objects.visible_to(di)
    say_place(read=Read.objects.get(pk=novel.pk), by=member(novel, di), upto=4)
    assert heard.filter(pk=said.pk).exists()

    types(client, novel, cy, "", "update")
    assert novel.readers.get(membership__user=di).at == 3
    assert types(client, novel, cy, "The ball") == 302

    said.refresh_from_db()
    assert said.upto == 4
    assert not heard.filter(pk=said.pk).exists()
    say_place(read=Read.objects.get(pk=novel.pk), by=member(novel, di), upto=4)
    assert heard.filter(pk=said.pk).exists()


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 256, "x\n" * 1001])
@pytest.mark.both
def test_what_are_no_titles_is_refused(client: Client, novel: Read, cy: User, typed: str) -> None:
    assert types(client, novel, cy, typed) == 422
    assert titles(novel) == ALL


def test_a_book_by_share_and_one_that_is_over_take_none(
    client: Client, club: Club, novel: Read, bo: User, cy: User
) -> None:
    paper = begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=412))
    assert types(client, paper, cy, "One") == 422

    finish_read(read=novel, by=member(novel, bo))
    assert "Add chapters" not in sees(client, novel, cy)
    assert types(client, novel, cy, "One") == 422
