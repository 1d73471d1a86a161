"""Every refusal is a page: what happened, what to do, the request's id, a way on."""

from __future__ import annotations

import pytest
from django.utils.html import escape
from pytest_django import Settings

from bookcub.config.handlers import SENTENCES, TITLES
from bookcub.people.models import User
from tests.browsing import Client, Forger
from tests.making import make_work

HTML = "text/html,application/xhtml+xml"


@pytest.mark.parametrize(
    ("status", "method", "path"),
    [
        (404, "get", "/nothing/here"),
        (404, "get", "/works/999999"),
        (405, "post", "/about"),
        (405, "get", "/users/logout"),
    ],
)
def test_a_refusal_is_a_page_with_a_way_on(
    mo: User, client: Client, status: int, method: str, path: str
) -> None:
    client.force_login(mo)

    page = getattr(client, method)(path, headers={"accept": HTML})

    text = page.content.decode()
    assert page.status_code == status
    assert (page.context["title"], page.context["sentence"]) == (TITLES[status], SENTENCES[status])
    assert escape(str(SENTENCES[status])) in text
    assert 'href="/"' in text
    assert page.headers["X-Request-ID"] in text


def test_a_refused_method_still_says_which_ones_there_are(db: None, client: Client) -> None:
    assert client.post("/about", headers={"accept": HTML}).headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "headers", [{"accept": "application/json"}, {"accept": HTML, "hx-request": "true"}]
)
def test_programs_get_the_bare_number(db: None, client: Client, headers: dict[str, str]) -> None:
    page = client.post("/about", headers=headers)

    assert (page.status_code, page.content) == (405, b"")


def test_a_guest_who_may_not_is_led_to_the_log_in_and_back(ada: User, client: Client) -> None:
    careful = Forger()

    page = careful.post(
        "/users/login?next=/works%3Fpage=2", {"name": "Ada"}, headers={"accept": HTML}
    )

    assert page.status_code == 403
    assert page.context["sentence"] not in SENTENCES.values(), "a form that was open for too long"
    assert 'href="/users/login?next=/works%3Fpage%3D2"' in page.content.decode()


def test_a_member_who_may_not_is_told_why(bo: User, client: Client) -> None:
    client.force_login(bo)

    page = client.get("/keeper/first-steps")

    assert page.status_code == 403
    assert page.context["sentence"] not in SENTENCES.values(), "what `ensure` was given"
    assert escape(page.context["sentence"]) in page.content.decode()
    assert 'href="/"' in page.content.decode()


def test_a_form_that_is_too_large_is_told_so(ada: User, client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(ada)
    work = make_work(ada)

    page = client.post(f"/works/{work.pk}/edit", {"title": "x" * 2000})

    assert page.status_code == 413
    assert page.context["sentence"] == SENTENCES[413]
    assert 'href="/"' in page.content.decode()


def test_a_page_that_is_not_there_breaks_out_of_nothing(db: None, client: Client) -> None:
    page = client.get('/<script>alert(1)</script>"onload=x').content.decode()

    assert "<script>alert" not in page
