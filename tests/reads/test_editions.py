"""A paperback, an e-book and an audiobook of one book: each types and sees places in their own edition."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from bookcub.clubs.models import Club, Membership
from bookcub.comments import actions
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings.models import Meeting
from bookcub.people.models import User
from bookcub.reads.actions.progress import say_edition, say_place
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read, Reader
from bookcub.reads.planning import WHOLE, BookMeasure, MeasureKind
from bookcub.reads.queries.measures import measure_of
from tests.browsing import Client, words_of
from tests.comments.talking import as_member
from tests.making import make_club

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LISTENING = BookMeasure(MeasureKind.MINUTES, 615)


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    return make_club(bo, cy, di)


@pytest.fixture
def paperback(club: Club) -> Read:
    """Whoever brought it has 412 pages."""
    return begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=412))


def member(read: Read, who: User) -> Membership:
    return Membership.objects.get(club=read.club_id, user=who)


def posts(client: Client, read: Read, who: User, where: str, **sent: object) -> int:
    """From a page as it is now."""
    client.force_login(who)
    sent = {"upto_counted_in": measure_of(read, who).token, **sent}
    return client.post(reverse(f"reads:{where}", args=[read.club_id, read.pk]), sent).status_code


def page(client: Client, read: Read, who: User) -> str:
    client.force_login(who)
    return words_of(client.get(read.get_absolute_url()).content.decode())


def place(read: Read, who: User) -> int:
    return Reader.objects.get(read=read, membership__user=who).at


def told(read: Read, by: User, upto: int) -> Comment:
    return actions.say(
        read=read,
        upto=upto,
        by=by.default_pseud,
        html="<p>The spice!</p>",
        hearers=Hearers.CLUB,
        club=read.club,
    )


def test_whoever_holds_the_book_as_it_was_brought_has_nothing_to_say(
    client: Client, paperback: Read, cy: User
) -> None:
    assert posts(client, paperback, cy, "progress_create", upto="206") == 302

    assert place(paperback, cy) == WHOLE // 2
    assert Reader.objects.get().edition == ""
    assert "You are on page 206." in page(client, paperback, cy)


def test_the_same_place_is_another_number_in_another_edition(
    client: Client, paperback: Read, bo: User, cy: User, di: User
) -> None:
    say_edition(read=paperback, by=member(paperback, cy), edition=LISTENING)
    say_edition(read=paperback, by=member(paperback, di), edition=BookMeasure.of_percent())

    assert posts(client, paperback, cy, "progress_create", upto="5:07", of="10:14") == 302

    assert place(paperback, cy) == WHOLE // 2
    assert "You are at 5:07 h." in page(client, paperback, cy)
    assert "on page 206" in page(client, paperback, bo)
    assert "at 50%" in page(client, paperback, di)


def test_talk_opens_at_the_next_page_after_it_and_never_before(
    client: Client, paperback: Read, bo: User, cy: User
) -> None:
    """Page 212 of 412 is 5:16 of 10:15 and a little more: it opens at 5:17."""
    say_edition(read=paperback, by=member(paperback, cy), edition=LISTENING)
    said = told(paperback, bo, paperback.measure.upto(212))
    heard = Comment.objects.visible_to(cy)

    assert posts(client, paperback, cy, "progress_create", upto="5:16") == 302
    assert not heard.filter(pk=said.pk).exists()

    assert posts(client, paperback, cy, "progress_create", upto="5:17") == 302
    assert heard.filter(pk=said.pk).exists()
    talk = reverse("comments:club_talk_index", args=[paperback.club_id, paperback.pk])
    assert "5:17 h" in words_of(client.get(talk).content.decode())
    client.force_login(bo)
    assert "Page 212" in words_of(client.get(talk).content.decode())


def test_i_am_on_page_12_of_another_number_of_pages_says_my_edition_too(
    client: Client, paperback: Read, cy: User
) -> None:
    assert posts(client, paperback, cy, "progress_create", upto="150", of="300") == 302

    reader = Reader.objects.get()
    assert (reader.edition, reader.edition_length, reader.at) == ("pages", 300, WHOLE // 2)


def test_another_edition_leaves_me_where_i_am(client: Client, paperback: Read, cy: User) -> None:
    say_place(read=paperback, by=member(paperback, cy), upto=paperback.measure.upto(211))

    for kind, length in (("minutes", "10:15"), ("percent", ""), ("pages", "50")):
        assert posts(client, paperback, cy, "edition_update", kind=kind, length=length) == 302
        assert place(paperback, cy) == paperback.measure.upto(211)

    # Sent as it was shown, it is the place it was shown for: page 25 of 50 is half the book, and they are further.
    assert "You are on page 25." in page(client, paperback, cy)
    assert posts(client, paperback, cy, "progress_create", upto="25", of="50") == 302
    assert place(paperback, cy) == paperback.measure.upto(211)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "pages", "length": "12"}, "Enter a length from 40 to 30000 pages."),
        ({"kind": "pages", "length": "30001"}, "Enter a length from 40 to 30000 pages."),
        ({"kind": "minutes", "length": "0:30"}, "Enter a length from 0:40 to 500:00 hours."),
        ({"kind": "minutes", "length": "long"}, "Enter hours and minutes, like 3:20."),
        ({"kind": "minutes", "length": ""}, "Enter how long your edition is."),
    ],
)
def test_an_edition_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    client: Client, paperback: Read, cy: User, sent: dict[str, str], sentence: str
) -> None:
    client.force_login(cy)
    url = reverse("reads:edition_update", args=[paperback.club_id, paperback.pk])

    answer = client.post(url, sent)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert sentence in words_of(shown)
    assert f'value="{sent["length"]}"' in shown or not sent["length"]
    assert not Reader.objects.exclude(edition="").exists()


def test_how_long_it_is_stands_once_where_one_says_the_place(
    client: Client, paperback: Read, cy: User
) -> None:
    client.force_login(cy)
    shown = html.fromstring(client.get(paperback.get_absolute_url()).content)
    assert shown.xpath("//input[@name='of']/@value") == ["412"]
    assert not shown.xpath("//input[@name='length']/@value")

    assert posts(client, paperback, cy, "progress_create", upto="1", of="300") == 302
    assert posts(client, paperback, cy, "edition_update", kind="pages", length="") == 302

    assert Reader.objects.get().edition_length == 300, "as it was"


def test_a_short_book_stays_as_it_was_brought(client: Client, paperback: Read, cy: User) -> None:
    OutsideBook.objects.update(page_count=12)

    assert posts(client, paperback, cy, "edition_update", kind="pages", length="") == 302
    assert not Reader.objects.exclude(edition="").exists()


@pytest.mark.parametrize("sent", [{}, {"kind": "scrolls"}])
def test_what_is_no_edition_is_refused(
    client: Client, paperback: Read, cy: User, sent: dict[str, str]
) -> None:
    assert posts(client, paperback, cy, "edition_update", **sent) == 422


@pytest.mark.parametrize(
    "sent",
    [
        {"upto": "413"},
        {"upto": "12", "of": "7"},
        {"upto": "12", "of": "many"},
        {"upto": "400", "of": "300"},
    ],
)
def test_a_page_that_the_edition_does_not_have_is_refused(
    client: Client, paperback: Read, cy: User, sent: dict[str, str]
) -> None:
    assert posts(client, paperback, cy, "progress_create", **sent) == 422
    assert not Reader.objects.exclude(edition="", at=0).exists()


def test_a_book_of_chapters_has_no_editions(client: Client, club: Club, cy: User) -> None:
    novel = begin_read(
        club=club, book=OutsideBook.objects.create(title="Emma", chapter_titles=["", ""])
    )

    assert posts(client, novel, cy, "edition_update", kind="percent") == 422
    assert "My edition" not in page(client, novel, cy)


def test_the_table_keeps_no_edition_without_a_length(paperback: Read, cy: User) -> None:
    for fields in (
        {"edition": "pages"},
        {"edition_length": 100},
        {"edition": "percent", "edition_length": 7},
    ):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Reader.objects.create(read=paperback, membership=member(paperback, cy), **fields)


def test_a_book_of_which_nothing_is_known_is_read_by_percent(
    client: Client, club: Club, cy: User
) -> None:
    unknown = begin_read(club=club, book=OutsideBook.objects.create(title="Dune"))

    assert posts(client, unknown, cy, "progress_create", upto="51") == 302
    assert place(unknown, cy) == WHOLE * 51 // 100
    assert "You are at 51%." in page(client, unknown, cy)


def test_a_host_plans_in_their_own_edition_and_each_sees_theirs(
    client: Client, paperback: Read, bo: User, cy: User
) -> None:
    """Milestones lie at the ends of pages of the book as it was brought; sent as they were shown, they stay."""
    say_edition(read=paperback, by=member(paperback, bo), edition=LISTENING)
    plan = reverse("reads:plan_edit", args=[paperback.club_id, paperback.pk])
    lines = reverse("reads:milestone_update", args=[paperback.club_id, paperback.pk])
    client.force_login(bo)

    new = {"as_of": "0", "upto-new1": "5:08", "upto-new1_counted_in": LISTENING.token}
    assert client.post(lines, new).status_code == 302

    (milestone,) = paperback.milestones.all()
    assert milestone.upto == paperback.measure.upto(207)
    assert "To 5:09 h" in words_of(client.get(plan).content.decode())
    as_of = str(paperback.plan_changes.get().pk)
    same = {"as_of": as_of, f"upto-{milestone.pk}": "5:09", f"fixed-{milestone.pk}": "on"}
    same[f"upto-{milestone.pk}_counted_in"] = LISTENING.token
    assert client.post(lines, same).status_code == 302
    assert paperback.milestones.get().upto == milestone.upto
    client.force_login(cy)
    assert "To the end of page 207" in words_of(client.get(plan).content.decode())


CHANGED = "Your edition has changed since you opened this page."


@pytest.mark.parametrize(
    ("edition", "sent"),
    [
        (BookMeasure.of_percent(), {"upto": "51", "of": "412"}),
        (LISTENING, {"upto": "212", "of": "412"}),
        (BookMeasure.of_pages(60), {"upto": "51", "of": "60"}),
        (BookMeasure.of_pages(60), {"upto": "51", "upto_counted_in": ""}),
    ],
)
def test_a_place_of_a_page_that_counted_otherwise_is_asked_again(
    client: Client, paperback: Read, cy: User, edition: BookMeasure, sent: dict[str, str]
) -> None:
    old = {"upto_counted_in": paperback.measure.token}
    say_edition(read=paperback, by=member(paperback, cy), edition=edition)
    before = Reader.objects.values_list("edition", "edition_length", "at").get()
    client.force_login(cy)
    url = reverse("reads:progress_create", args=[paperback.club_id, paperback.pk])

    answer = client.post(url, {**old, **sent})

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert CHANGED in words_of(shown)
    assert f'name="upto_counted_in" value="{edition.token}"' in shown
    assert f'value="{sent["upto"]}"' in shown
    assert Reader.objects.values_list("edition", "edition_length", "at").get() == before
    assert 'value="412:00"' not in shown
    assert not re.search(r'name="of"[^>]*value="412"', shown)


def test_percent_has_no_length_to_say(client: Client, paperback: Read, cy: User) -> None:
    say_edition(read=paperback, by=member(paperback, cy), edition=BookMeasure.of_percent())

    assert posts(client, paperback, cy, "progress_create", upto="51", of="412") == 302

    reader = Reader.objects.get()
    assert (reader.edition_length, reader.at) == (100, WHOLE * 51 // 100)


def test_talk_a_meeting_and_a_plan_ask_again_too(client: Client, paperback: Read, bo: User) -> None:
    """Fifty-one of a hundred, and fifty-one of sixty pages: a stale number is never kept as the other."""
    say_edition(read=paperback, by=member(paperback, bo), edition=BookMeasure.of_pages(60))
    assert say_place(read=paperback, by=member(paperback, bo), upto=WHOLE)
    club, token = paperback.club, BookMeasure.of_pages(60).token
    meeting = Meeting.objects.create(
        club=club, read=paperback, title="We", upto=WHOLE, made_by=member(paperback, bo)
    )
    said = {"text": "Oh!", "to": f"club-{club.pk}", **as_member(bo)}
    forms: list[tuple[str, str, str, dict[str, Any]]] = [
        (f"/clubs/{club.pk}/reads/{paperback.pk}/talk", "upto", token, said),
        (
            f"/clubs/{club.pk}/talk",
            "upto",
            f"{paperback.pk}={token}",
            said | {"read": paperback.pk},
        ),
        (
            reverse("meetings:meeting_edit", args=[meeting.pk]),
            "upto",
            f"{paperback.pk}={token}",
            {"read": paperback.pk},
        ),
        (
            reverse("reads:milestone_update", args=[club.pk, paperback.pk]),
            "upto-new1",
            token,
            {"as_of": "0"},
        ),
    ]
    client.force_login(bo)
    assert f'name="upto_counted_in" value="{token}"' in client.get(forms[0][0]).content.decode()
    for url, _, counted_in, _ in forms[1:3]:
        assert f'name="upto_counted_in" value="{counted_in}"' in client.get(url).content.decode()
    plan = client.get(reverse("reads:plan_edit", args=[club.pk, paperback.pk])).content.decode()
    assert f'name="upto-new1_counted_in" value="{token}"' in plan
    assert f'name="after_counted_in" value="{token}"' in plan

    say_edition(read=paperback, by=member(paperback, bo), edition=BookMeasure.of_percent())

    for url, name, counted_in, fields in forms:
        answer = client.post(url, {name: "51", f"{name}_counted_in": counted_in, **fields})
        assert answer.status_code == 422, url
        shown = answer.content.decode()
        assert CHANGED in words_of(shown), url
        assert f"{name}_counted_in" in shown
        assert "percent:100" in shown
        assert 'value="51"' in shown
    assert not Comment.objects.exists()
    assert not paperback.milestones.exists()
    meeting.refresh_from_db()
    assert meeting.upto == WHOLE
