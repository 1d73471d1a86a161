import logging
from collections.abc import Iterator

import pytest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils.html import escape
from pytest_django import Settings

from bookcub.config.handlers import SENTENCES, TITLES
from bookcub.config.middleware.proxies import Proxies
from bookcub.config.middleware.requests import shown_path
from bookcub.core.http import ensure
from bookcub.people.context import current_archive
from bookcub.people.models import User
from tests.browsing import Client


def page(request: HttpRequest, token: str = "") -> HttpResponse:
    return HttpResponse("a page")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("with a secret")


def refused(request: HttpRequest) -> HttpResponse:
    ensure(request.method == "BREW", "Only its authors may see a draft.")
    return HttpResponse()


def gone(request: HttpRequest) -> HttpResponse:
    raise Http404("This chapter was taken down by its author.")


def cut_short(request: HttpRequest) -> HttpResponse:
    raise UnreadablePostError


def asks_five_times(request: HttpRequest) -> HttpResponse:
    for _ in range(5):
        User.objects.exists()
    return HttpResponse()


pytestmark = pytest.mark.django_db  # a page asks once which language the archive speaks

urlpatterns = [
    path("page", page),
    path("page/<str:token>", page),
    path("broken", broken),
    path("refused", refused),
    path("gone", gone),
    path("cut-short", cut_short),
    path("five", asks_five_times),
    path("", page),
]
handler400 = "bookcub.config.handlers.bad_request"
handler403 = "bookcub.config.handlers.permission_denied"
handler404 = "bookcub.config.handlers.page_not_found"
handler500 = "bookcub.config.handlers.server_error"


@pytest.fixture(autouse=True)
def _these_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_every_answer_has_an_id_of_our_own_making(client: Client) -> None:
    first = client.get("/page", headers={"X-Request-ID": "forged"}).headers["X-Request-ID"]
    second = client.get("/page").headers["X-Request-ID"]

    assert "forged" not in {first, second}
    assert first != second
    assert len(first) == 10


@pytest.mark.parametrize(
    ("address", "status", "why"),
    [
        ("/nowhere", 404, ""),
        ("/gone", 404, "This chapter was taken down by its author."),
        ("/refused", 403, "Only its authors may see a draft."),
        ("/broken", 500, ""),
        ("/cut-short", 400, ""),
    ],
)
@pytest.mark.django_db
def test_every_error_page_says_what_happened_and_its_id(
    address: str, status: int, why: str
) -> None:
    client = Client(raise_request_exception=False)

    response = client.get(address)

    assert response.status_code == status
    assert response.context["title"] == TITLES[status]
    assert response.context["sentence"] == (why or SENTENCES[status])
    assert escape(response.context["sentence"]) in response.text
    assert response.headers["X-Request-ID"] in response.text
    assert "secret" not in response.text


@pytest.mark.django_db
def test_a_slash_too_many_leads_to_the_page(client: Client) -> None:
    response = client.get("/page/?list=later")

    assert response.status_code == 301
    assert response.headers["Location"] == "/page?list=later"


@pytest.mark.django_db
def test_a_slash_too_many_leads_nowhere_when_there_is_nothing_or_a_form(client: Client) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert client.post("/page/x/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["//evil.example/", "/%5Cevil.example/", "///page/", "//"])
def test_no_address_leads_out_of_the_archive(client: Client, address: str) -> None:
    location = client.get(address).headers.get("Location", "/")

    assert not location.startswith(("//", "/\\", "http"))


def test_pages_say_what_they_may_do(client: Client) -> None:
    headers = client.get("/page").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_each_request_writes_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("bookcub.request").setLevel(logging.INFO)
    current_archive()  # known for a moment
    with caplog.at_level(logging.INFO, logger="bookcub.request"):
        response = client.get("/five?page=2", headers={"Accept-Language": "en"})

    (record,) = [each for each in caplog.records if each.name == "bookcub.request"]
    line = record.msg
    assert isinstance(line, dict)
    assert line["path"] == "/five?page=2"
    assert (line["method"], line["status"], line["queries"], line["user"]) == ("GET", 200, 5, None)
    assert line["request"] == response.headers["X-Request-ID"]


def test_secrets_in_addresses_stay_out_of_the_log(client: Client) -> None:
    response = client.get("/page/opensesame?key=hunter2&page=2")

    shown = shown_path(response.wsgi_request)

    assert shown == "/page/…?key=…&page=2"


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [(0, "10.0.0.1"), (1, "3.3.3.3"), (2, "2.2.2.2"), (5, "10.0.0.1")],
)
def test_only_our_own_proxies_are_believed(settings: Settings, proxies: int, seen: str) -> None:
    settings.BOOKCUB_PROXIES = proxies
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2, 3.3.3.3"}, REMOTE_ADDR="10.0.0.1"
    )

    Proxies(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == seen
