"""A form that arrives twice (a double click, the way back, a proxy that tries again) makes one thing and leads to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from bookcub.clubs.models import Club, ClubInvitation
from bookcub.comments.models import Comment
from bookcub.core import clock
from bookcub.core.models import SentForm
from bookcub.core.periodic_jobs import forget_sent_forms
from bookcub.meetings.models import Meeting
from bookcub.people.models import Pseud, User
from bookcub.picks.models import Pick
from bookcub.reading.models import ListEntry, ReadingList
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Work
from tests.browsing import TOKEN, Client
from tests.making import make_club, make_work
from tests.people.test_at_once import at_once
from tests.security.pages import Values, post_forms

PERSON: dict[str, Any] = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}
HTMX: dict[str, Any] = {
    "HTTP_HX_REQUEST": "true",
    "HTTP_HX_CURRENT_URL": "http://testserver/works/1?page=2",
}
TEXT = "<p>Nobody had told the cockles.</p>"
WORK: Values = {
    "title": "Low Water", "text": TEXT, "fandom": "Original Work", "warnings": ["none_apply"], "do": "post",
}  # fmt: skip
MEETING: Values = {
    "way": "propose", "title": "Tea", "propose-minutes_long": "90",
    "propose-time_1": "2031-07-01T19:30", "propose-time_2": "2031-12-01T19:30",
}  # fmt: skip


def filled(client: Client, page: str, fields: Values) -> Values:
    """What a browser would send of the page's form that holds these fields."""
    shown = client.get(page, **PERSON).content
    token = TOKEN.search(shown.decode().partition("<main")[2])
    assert token, page
    (form, *_) = [
        form for form in post_forms(shown, page) if fields.keys() - {"do"} <= form.values.keys()
    ]
    own = {"csrfmiddlewaretoken": token[0].rpartition('value="')[2].rstrip('"')}
    return {**form.values, **fields, **own}


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada)


@pytest.fixture
def club(ada: User, di: User, cy: User) -> Club:
    return make_club(ada, di, cy)


@pytest.fixture
def at(client: Client, ada: User, bo: User, club: Club, work: Work) -> Callable[[str], str]:
    """Ada's way to a page about the club or the work."""
    client.force_login(ada)
    return lambda page: page.format(club=club.pk, work=work.pk)


@pytest.mark.parametrize(
    ("page", "fields", "made"),
    [
        ("/works/new?copy=new-work-0123456789", WORK, Work),
        (
            "/works/{work}/chapters/new?copy=new-chapter-{work}-0123456789",
            {"text": TEXT, "do": "save"},
            Chapter,
        ),
        ("/clubs/new", {"name": "Shoals", "time_zone": "Asia/Kathmandu"}, Club),
        ("/clubs/{club}/meetings/new", MEETING, Meeting),
        ("/clubs/{club}/reads/new?work={work}", {}, Read),
        ("/clubs/{club}/picks/new", {"word": "Short"}, Pick),
        ("/clubs/{club}/invitations/new", {"people": "Bo"}, ClubInvitation),
        ("/lists/new", {"name": "Shoals"}, ReadingList),
        ("/works/{work}/comments", {"text": "Oh no."}, Comment),
        ("/settings/pseuds/new", {"name": "Ada L"}, Pseud),
    ],
    ids=lambda value: getattr(value, "__name__", "x"),
)
def test_it_makes_one_thing(
    page: str, fields: Values, made: type[Model], client: Client, at: Callable[[str], str]
) -> None:
    address = at(page)
    sent = filled(client, address, fields)
    before = made._default_manager.count()

    first = client.post(address, sent, **PERSON)
    second = client.post(address, sent, **PERSON)

    assert first.status_code == 302, first.content.decode()[-3000:]
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert made._default_manager.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_both_at_once_make_one_thing(ada: User, di: User) -> None:
    club = make_club(ada, di)
    page = f"/clubs/{club.pk}/meetings/new"
    seen = Client()
    seen.force_login(ada)
    sent = filled(seen, page, MEETING)

    def press(client: Client) -> int:
        client.cookies = seen.cookies
        client.raise_request_exception = False
        answer = client.post(page, sent, **PERSON)
        return (
            answer.status_code
            if answer["Location"] == Meeting.objects.get().get_absolute_url()
            else 0
        )

    assert at_once(*[press] * 4) == [302] * 4
    assert Meeting.objects.count() == 1


def test_what_was_changed_is_another_form_and_so_is_the_same_on_a_page_opened_anew(
    client: Client, ada: User
) -> None:
    client.force_login(ada)
    sent = filled(client, "/lists/new", {"name": "Shoals"})

    client.post("/lists/new", sent, **PERSON)
    client.post("/lists/new", sent | {"name": "Weirs"}, **PERSON)
    again = client.post("/lists/new", filled(client, "/lists/new", {"name": "Shoals"}), **PERSON)

    assert again.status_code == 422
    assert ReadingList.objects.filter(name__in=["Shoals", "Weirs"]).count() == 2


def test_what_was_refused_is_asked_anew(client: Client, ada: User) -> None:
    client.force_login(ada)
    sent = filled(client, "/lists/new", {"name": ""})

    assert client.post("/lists/new", sent, **PERSON).status_code == 422
    assert client.post("/lists/new", sent, **PERSON).status_code == 422
    assert not SentForm.objects.exists()


def test_in_place_the_second_press_shows_the_page_again(
    client: Client, ada: User, work: Work
) -> None:
    client.force_login(ada)
    page = f"/works/{work.pk}/comments"
    sent = filled(client, page, {"text": "Oh no."})

    first = client.post(page, sent, **HTMX)
    second = client.post(page, sent, **HTMX)

    assert first.status_code == 200
    assert (second.status_code, second["HX-Redirect"]) == (204, "/works/1?page=2")
    assert Comment.objects.count() == 1


def test_what_a_script_repeats_is_meant(client: Client, ada: User) -> None:
    client.force_login(ada)
    sent = filled(client, "/lists/new", {"name": "Shoals"})
    client.post("/lists/new", sent)

    assert not SentForm.objects.exists()


def test_a_form_is_forgotten_after_a_week(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/lists/new", filled(client, "/lists/new", {"name": "Shoals"}), **PERSON)
    forget_sent_forms()
    assert SentForm.objects.count() == 1

    with clock.set_to(clock.now() + timedelta(days=8)):
        forget_sent_forms()

    assert not SentForm.objects.exists()


def test_each_form_of_a_page_is_a_form_of_its_own(client: Client, bo: User, work: Work) -> None:
    """What one has done and another has undone, a third does again: a page may hold the same form twice."""
    client.force_login(bo)
    page = client.get(f"/works/{work.pk}", **PERSON).content.decode()
    tokens = [found.rpartition('value="')[2].rstrip('"') for found in TOKEN.findall(page)]
    assert len(tokens) == len(set(tokens)) > 2

    ways = zip(("later", "later/delete", "later"), tokens, strict=False)
    for (way, token), number in zip(ways, (1, 0, 1), strict=True):
        sent = {"csrfmiddlewaretoken": token, "next": "/works"}
        assert client.post(f"/works/{work.pk}/{way}", sent, **PERSON).status_code == 302
        assert ListEntry.objects.count() == number
