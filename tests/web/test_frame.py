from __future__ import annotations

import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from pytest_django import Settings

from bookcub.people.models import User
from bookcub.web.context import chrome
from bookcub.web.messages import offer_undo, say_saved
from tests.browsing import Client

LINKS = (
    ("primary", "Look", "web:look_edit", "aa", "all"),
    ("primary", "Nowhere", "web:not_built", "aa", "all"),
    ("account", "Mine", "web:catalogue_detail", "user", "members"),
    ("footer", "Keys", "web:catalogue_detail", "home", "keepers"),
)


def links(client: Client, settings: Settings, place: str) -> list[str]:
    settings.BOOKCUB_NAVIGATION = LINKS
    return [link.label for link in client.get("/look").context[place]]


@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_left_out_of_the_frame(
    client: Client, settings: Settings
) -> None:
    assert links(client, settings, "navigation") == ["Look"]
    assert 'aria-current="page">Look</a>' in client.get("/look").content.decode()


def test_guests_members_and_keepers_see_their_own_links(
    client: Client, settings: Settings, bo: User, mo: User
) -> None:
    assert links(client, settings, "account_links") == []
    client.force_login(bo)
    assert links(client, settings, "account_links") == ["Mine"]
    assert links(client, settings, "footer_links") == []
    client.force_login(mo)
    assert links(client, settings, "footer_links") == ["Keys"]


def test_the_account_menu_leads_to_ones_desk_and_to_what_one_keeps(
    client: Client, bo: User
) -> None:
    client.force_login(bo)

    page = client.get("/look")

    urls = [link.url for link in page.context["account_links"]]
    assert "/users/Bo/bookmarks" in urls
    assert {"/desk", "/later"} <= set(urls)
    assert "/bookmarks" not in urls
    assert b'href="/bookmarks"' in client.get("/users/Bo/bookmarks").content


def extra(_request: object) -> dict[str, object]:
    return {"unread_count": 7}


@pytest.mark.django_db
def test_packages_above_add_to_the_frame(rf: RequestFactory, settings: Settings) -> None:
    settings.BOOKCUB_CHROME = ("tests.web.test_frame.extra",)

    assert chrome(rf.get("/look"))["unread_count"] == 7


def test_an_undo_is_a_button_that_posts(db: None, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]  # enough for the messages
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # what the middleware sets
    offer_undo(request, "<b>Moved</b>", url="/works/1/return")

    page = Template("{% load ui %}{% messages_list messages=messages %}").render(
        RequestContext(request, {"messages": messages.get_messages(request)})
    )
    assert 'action="/works/1/return"' in page
    assert "&lt;b&gt;Moved" in page
    assert "Undo" in page


def test_a_message_lets_the_browser_forget_what_the_server_has(
    db: None, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]  # enough for the messages
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # what the middleware sets
    say_saved(request, "Your comment is here.", name="comment-on-12")

    page = Template("{% load ui %}{% messages_list messages=messages %}").render(
        RequestContext(request, {"messages": messages.get_messages(request)})
    )
    assert 'data-kept-done="comment-on-12"' in page
    assert "<form" not in page


@pytest.mark.parametrize("name", ["email/base.html", "email/base.txt"])
def test_mails_carry_their_link_in_words(name: str) -> None:
    text = Template(f"{{% include 'web/{name}' %}}").render(
        Context(
            {
                "archive_name": "Lamp & Ledger",
                "action_url": "https://example.org/a",
                "action_label": "Confirm",
            }
        )
    )
    assert "https://example.org/a" in text
    assert ("Lamp & Ledger" if name.endswith("txt") else "Lamp &amp; Ledger") in text


@pytest.mark.django_db
def test_an_error_page_says_what_to_do_and_how_to_ask(client: Client) -> None:
    answer = client.get("/nowhere-at-all")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert 'class="error-page"' in page
    assert answer.context["status"] == 404
    assert " 404" in page
    assert answer.headers.get("X-Request-ID", "") in page
    assert 'href="/"' in page


@pytest.mark.django_db
def test_a_title_stands_on_one_line_however_many_its_template_takes(rf: RequestFactory) -> None:
    page = Template(
        '{% extends "web/base.html" %}{% block title %}A comment by\n   {{ who }} on\n  “Salt”\n{% endblock %}'
    ).render(RequestContext(rf.get("/"), {"who": "Ada <Lovelace>"}))

    found = re.search("<title>(.*?)</title>", page, re.DOTALL)
    assert found
    assert found[1] == "A comment by Ada &lt;Lovelace&gt; on “Salt” · Bookcub"
