from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from bookcub.people.backend import MemberBackend
from bookcub.people.context import forget_archive
from bookcub.people.middleware import time_zone
from bookcub.people.models import Archive, User
from tests.browsing import Client

ANSWERS = {"time_zone": "Europe/Lisbon", "co_creator_invites": "nobody"}


def test_every_preference_is_kept(ada: User, client: Client) -> None:
    client.force_login(ada)
    boxes = [
        "shows_adult", "entire_work", "hides_warnings", "hides_freeforms", "keeps_history",
        "unlisted", "mails_comments", "mails_invitations", "mails_kudos", "guest_replies", "newest_first",
    ]  # fmt: skip

    assert (
        client.post("/settings/preferences", ANSWERS | dict.fromkeys(boxes, "on")).status_code
        == 302
    )
    kept = User.objects.get(pk=ada.pk).preferences
    assert all(getattr(kept, box) for box in boxes)
    assert (kept.time_zone, kept.co_creator_invites) == ("Europe/Lisbon", "nobody")

    client.post("/settings/preferences", ANSWERS)
    kept.refresh_from_db()
    assert not any(getattr(kept, box) for box in boxes)


def test_the_look_survives_the_preferences_form(ada: User, client: Client) -> None:
    ada.preferences.look = "dark.literata.3.medium.medium.no"
    ada.preferences.save()
    client.force_login(ada)

    client.post("/settings/preferences", ANSWERS)

    ada.preferences.refresh_from_db()
    assert ada.preferences.look.startswith("dark")


def test_a_zone_may_be_typed_carelessly_but_must_exist(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert (
        client.post(
            "/settings/preferences", ANSWERS | {"time_zone": "america/new york"}
        ).status_code
        == 302
    )
    ada.preferences.refresh_from_db()
    assert ada.preferences.time_zone == "America/New_York"
    for zone in ("Atlantis", "", "../etc/passwd", "x" * 61):
        answer = client.post("/settings/preferences", ANSWERS | {"time_zone": zone})
        assert answer.status_code == 422


def zone_seen(request: HttpRequest) -> HttpResponse:
    return HttpResponse(timezone.get_current_timezone_name())


def test_times_are_shown_in_the_zone_of_whoever_is_signed_in(ada: User, settings: Settings) -> None:
    ada.preferences.time_zone = "Asia/Tokyo"
    ada.preferences.save()
    request = RequestFactory().get("/")
    request.user = ada
    Archive.objects.update_or_create(pk=1, defaults={"time_zone": "America/Lima"})
    forget_archive()
    assert time_zone(zone_seen)(request).content == b"America/Lima", "a guest has no session cookie"

    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert time_zone(zone_seen)(request).content == b"Asia/Tokyo"
    assert timezone.get_current_timezone_name() == "UTC", "the next request begins afresh"
    ada.preferences.time_zone = "Gone/Away"
    assert time_zone(zone_seen)(request).content == b"UTC"


def test_a_person_comes_with_their_preferences_in_one_query(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = MemberBackend().get_user(ada.pk)
        assert found is not None
        assert found.preferences.time_zone == "Pacific/Auckland"


def test_settings_are_for_members(client: Client, db: None) -> None:
    for room in ("", "/profile", "/preferences", "/pseuds", "/account", "/name", "/email", "/password",
                 "/devices", "/invitations", "/deletion", "/deletion/summary"):  # fmt: skip
        answer = client.get(f"/settings{room}", follow=True)
        assert answer.redirect_chain[-1][0].startswith("/users/login?next=/settings"), room
