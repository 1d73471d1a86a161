from __future__ import annotations

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.people.middleware import SEEN
from bookcub.people.models import User
from bookcub.people.queries import device_name, devices_of
from tests.browsing import Client
from tests.people.test_log_in import log_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


def device(user_agent: str, name: str = "Ada") -> Client:
    client = Client(HTTP_USER_AGENT=user_agent)
    log_in(client, name)
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/devices").status_code == 200


def test_a_person_sees_where_they_are_signed_in(ada: User, bo: User) -> None:
    here = device(FIREFOX)
    device(PHONE)
    device(PHONE, "Bo")

    devices = here.get("/settings/devices").context["devices"]

    assert [(d.name, d.is_this) for d in devices] == [
        ("Firefox on Windows", True),
        ("Safari on iPhone", False),
    ]


def test_one_other_device_is_signed_out(ada: User) -> None:
    here, lost, kept = device(FIREFOX), device(PHONE), device(PHONE)
    row = UserSession.objects.get(session_key=lost.session.session_key)

    assert here.post(f"/settings/devices/{row.pk}").status_code == 302

    assert (is_in(here), is_in(lost), is_in(kept)) == (True, False, True)


def test_all_others_are_signed_out_at_once(ada: User, bo: User) -> None:
    here, lost, bos = device(FIREFOX), device(PHONE), device(PHONE, "Bo")

    here.post("/settings/devices/others")

    assert (is_in(here), is_in(lost), is_in(bos)) == (True, False, True)


def test_nobody_signs_out_somebody_elses_device(ada: User, bo: User) -> None:
    adas, bos = device(FIREFOX), device(FIREFOX, "Bo")
    row = UserSession.objects.get(user=ada)

    assert bos.post(f"/settings/devices/{row.pk}").status_code == 404
    assert is_in(adas)


def test_the_device_one_is_on_stays(ada: User) -> None:
    here = device(FIREFOX)
    row = UserSession.objects.get(user=ada)

    here.post(f"/settings/devices/{row.pk}")

    assert is_in(here)


def test_a_device_is_noted_as_seen_once_an_hour(ada: User) -> None:
    here = device(FIREFOX)
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)

    is_in(here)
    assert UserSession.objects.get().last_seen_at == long_ago
    session = here.session
    session[SEEN] = int(time.time()) - 3601
    session.save()
    is_in(here)
    assert UserSession.objects.get().last_seen_at > long_ago


def test_ended_sessions_are_not_listed(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        device(PHONE)
    gone = device(FIREFOX)
    gone.session.delete()

    with django_assert_num_queries(2):
        assert len(devices_of(ada, session_key=None)) == 3


@pytest.mark.parametrize(
    ("user_agent", "known"),
    [
        (FIREFOX, ["Firefox", "Windows"]),
        (
            "Mozilla/5.0 (X11; Linux) AppleWebKit/537 Chrome/130 Safari/537 Edg/130",
            ["Edge", "Linux"],
        ),
        ("curl/8.9.1", ["curl"]),
        ("", []),
        ("<script>", []),
    ],
)
def test_a_device_has_a_name_that_people_know(user_agent: str, known: list[str]) -> None:
    name = device_name(user_agent)
    assert name
    assert "<" not in name
    assert [
        word for word in ("Firefox", "Edge", "Windows", "Linux", "curl") if word in name
    ] == known
