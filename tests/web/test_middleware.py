"""What a form is answered with: its mistakes in the title, and word to the browser that what it kept has arrived."""

from __future__ import annotations

import re

import pytest
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from bookcub.clubs.models import ClubInvitation
from bookcub.core.http import Handler
from bookcub.people.models import User
from bookcub.web.middleware import mistakes_in_title, words_arrived
from tests.browsing import Client
from tests.making import make_club, make_work

WRONG = '<title> A &amp; B · The House </title><div class="form-errors">'


def titled(page: str, *, method: str = "POST", status: int = 422) -> str:
    request = RequestFactory().generic(method, "/")
    answer = mistakes_in_title(lambda _: HttpResponse(page, status=status))(request)
    return answer.content.decode().partition("<title>")[2].partition("</title>")[0]


def test_a_page_with_mistakes_says_so_first() -> None:
    assert titled(WRONG) == "Error: A &amp; B · The House"
    assert titled(WRONG, status=200) == "Error: A &amp; B · The House"
    assert titled(WRONG, method="GET") == "Error: A &amp; B · The House"


def test_other_pages_keep_their_title() -> None:
    assert titled("<title>Salt</title>") == "Salt"
    assert titled(WRONG, method="GET", status=200) == " A &amp; B · The House "


def arrived(handler: Handler, *names: str) -> str:
    request = RequestFactory().post("/", {"kept": names})
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    answer = words_arrived(handler)(request)
    return answer.cookies["bookcub_arrived"].value if "bookcub_arrived" in answer.cookies else ""


def refused_with_a_message(request: HttpRequest) -> HttpResponse:
    messages.error(request, "No.")
    return redirect("/clubs")


def test_what_was_taken_is_forgotten_by_the_browser() -> None:
    assert (
        arrived(lambda _: redirect("/clubs"), "club-word", "pick-word-3") == "club-word.pick-word-3"
    )
    assert arrived(lambda _: HttpResponse("part"), "club-word") == "club-word"
    assert arrived(lambda _: redirect("/clubs")) == ""
    assert arrived(lambda _: redirect("/clubs"), "no; such=name") == ""


@pytest.mark.parametrize(
    "handler",
    [
        lambda _: HttpResponse("again", status=422),
        lambda _: HttpResponse(status=204),
        lambda _: redirect_to_login("/clubs"),
        refused_with_a_message,
    ],
    ids=["came back", "a script's", "logged out", "refused"],
)
def test_what_was_not_taken_stays(handler: Handler) -> None:
    assert arrived(handler, "club-word") == ""


def test_a_log_in_leads_back_to_the_page_of_the_form(client: Client, ada: User) -> None:
    later = f"{make_work(ada).get_absolute_url()}/later"  # shows nothing itself
    page = "http://testserver/works?page=1"

    assert (
        client.post(later, headers={"Referer": page}).headers["Location"]
        == "/users/login?next=/works%3Fpage%3D1"
    )
    for strange in ({}, {"Referer": "http://elsewhere.example/works"}):
        assert client.post(later, headers=strange).headers["Location"] == "/users/login"


def test_a_word_to_a_club_is_let_go_once_it_is_sent(client: Client, cy: User, bo: User) -> None:
    club = make_club(cy)
    client.force_login(cy)
    address = f"/clubs/{club.pk}/invitations/new"
    kept = re.search(r'name="kept" value="([^"]+)"', client.get(address).content.decode())
    assert kept
    assert str(club.pk) in kept[1]  # not offered in another club

    wrong = client.post(address, {"people": "Nobody At All", "word": "Come", "kept": kept[1]})
    assert wrong.status_code == 422
    assert "bookcub_arrived" not in wrong.cookies
    assert "<title>Error: " in wrong.content.decode()
    sent = client.post(address, {"people": "Bo", "word": "Come", "kept": kept[1]})
    assert ClubInvitation.objects.get().word == "Come"
    assert sent.cookies["bookcub_arrived"].value == kept[1]
