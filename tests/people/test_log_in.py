from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import Attempt, Deactivation, User
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.people.conftest import Clock
from tests.refused import refused


def log_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/users/login", {"name": name, "password": password}, **more)


@pytest.mark.parametrize(
    "name", ["Ada", "ada", "ADA", " Ada ", "ada@example.org", "ADA@Example.org"]
)
def test_a_name_or_an_address_lets_its_owner_in(ada: User, client: Client, name: str) -> None:
    answer = log_in(client, name)

    assert (answer.status_code, answer["Location"]) == (302, "/desk")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_log_in_leads_on_to_the_page_that_was_asked_for_but_never_elsewhere(
    ada: User, client: Client
) -> None:
    for asked, led in {
        "/works/12": "/works/12",
        "https://evil.example/": "/desk",
        "//evil.example/": "/desk",
        "javascript:alert(1)": "/desk",
    }.items():
        fresh = Client()
        answer = fresh.post("/users/login", {"name": "Ada", "password": PASSWORD, "next": asked})
        assert answer["Location"] == led


def test_a_remembered_device_stays_for_three_months_another_until_the_browser_closes(
    ada: User,
) -> None:
    forgotten, remembered = Client(), Client()

    log_in(forgotten, "Ada")
    remembered.post("/users/login", {"name": "Ada", "password": PASSWORD, "remember": "on"})

    assert forgotten.cookies["bookcub_session"]["max-age"] == ""
    assert remembered.cookies["bookcub_session"]["max-age"] == 90 * 24 * 3600


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    ada: User, client: Client
) -> None:
    wrong, unknown = log_in(client, "Ada", "no"), log_in(client, "Nobody")

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


@pytest.mark.parametrize("name", ["", "x" * 300, "a\x00b", "' OR 1=1 --"])
def test_nonsense_is_refused_with_a_sentence(ada: User, client: Client, name: str) -> None:
    assert log_in(client, name).status_code == 422


def test_a_switched_off_account_hears_why_but_only_with_its_password(
    ada: User, mo: User, client: Client
) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    Deactivation.objects.create(user=ada, made_by=mo, reason="Spam in three threads.")

    assert b"Spam in three threads." in log_in(client, "Ada").content
    assert b"Spam in three threads." not in log_in(client, "Ada", "wrong").content
    assert "_auth_user_id" not in client.session


def test_logging_out_takes_a_post_and_ends_the_session(ada: User, client: Client) -> None:
    log_in(client, "Ada")

    assert client.get("/users/logout").status_code == 405
    assert client.post("/users/logout").status_code == 302

    assert "_auth_user_id" not in client.session
    assert not UserSession.objects.exists()


def test_whoever_is_in_already_is_led_on(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert client.get("/users/login")["Location"] == "/desk"
    assert client.get("/users/new")["Location"] == "/desk"


def test_wrong_passwords_make_a_name_wait_longer_and_longer(ada: User, clock: Clock) -> None:
    for _ in range(5):
        assert log_in(Client(), "Ada", "wrong").status_code == 422

    waiting = log_in(Client(), "Ada")
    assert waiting.status_code == 429
    assert waiting["Retry-After"] == "5"
    assert refused(waiting) == {" too_soon"}
    # The address counts with the name: both open the same door.
    assert log_in(Client(), "ada@example.org").status_code == 429

    clock.forward(seconds=5)
    assert log_in(Client(), "Ada", "wrong").status_code == 422
    assert log_in(Client(), "Ada")["Retry-After"] == "10"


def test_waiting_does_not_grow_by_knocking_and_ends_by_itself(ada: User, clock: Clock) -> None:
    for _ in range(5):
        log_in(Client(), "Ada", "wrong")
    for _ in range(50):
        assert log_in(Client(), "Ada", "wrong").status_code == 429

    clock.forward(seconds=5)
    assert log_in(Client(), "Ada").status_code == 302


def test_however_long_a_stranger_tries_an_owner_waits_a_quarter_of_an_hour_at_most(
    ada: User, clock: Clock
) -> None:
    for _ in range(100):
        log_in(Client(REMOTE_ADDR="203.0.113.9"), "Ada", "wrong")
        clock.forward(minutes=1)

    clock.forward(minutes=15)
    assert log_in(Client(REMOTE_ADDR="198.51.100.1"), "Ada").status_code == 302


def test_a_device_that_was_in_before_is_not_slowed_by_strangers(ada: User, clock: Clock) -> None:
    own = Client()
    log_in(own, "Ada")
    own.post("/users/logout")
    for _ in range(10):
        log_in(Client(REMOTE_ADDR="203.0.113.9"), "Ada", "wrong")

    assert log_in(Client(), "Ada").status_code == 429
    assert log_in(own, "Ada").status_code == 302


def test_a_guesser_next_door_does_not_keep_neighbours_out_of_their_accounts(
    ada: User, clock: Clock
) -> None:
    own = Client()
    log_in(own, "Ada")
    own.post("/users/logout")
    for number in range(20):
        log_in(Client(), f"name{number}", "wrong")

    assert log_in(Client(), "Ada").status_code == 429
    assert log_in(own, "Ada").status_code == 302


def test_strangers_do_not_slow_what_a_signed_in_person_does(ada: User, clock: Clock) -> None:
    own = Client()
    own.force_login(ada)
    for _ in range(8):
        log_in(Client(), "Ada", "wrong")

    fields = {"old_password": PASSWORD, "password": "nine lanterns over water"}
    assert own.post("/settings/password", fields).status_code == 302
    assert log_in(Client(), "Ada", "nine lanterns over water").status_code == 429


def test_a_known_device_has_no_endless_tries_either(ada: User, clock: Clock) -> None:
    own = Client()
    log_in(own, "Ada")
    own.post("/users/logout")
    for _ in range(5):
        assert log_in(own, "Ada", "wrong").status_code == 422

    assert log_in(own, "Ada").status_code == 429


def test_a_made_up_device_cookie_makes_nobody_known(ada: User, clock: Clock) -> None:
    for _ in range(5):
        log_in(Client(), "Ada", "wrong")
    forger = Client()
    for forged in ("nonsense", '{"token": "x", "accounts": [1]}', "a:b:c"):
        forger.cookies["bookcub_device"] = forged
        assert log_in(forger, "Ada").status_code == 429


def test_an_address_that_tries_many_names_waits_too(ada: User, clock: Clock) -> None:
    for number in range(20):
        assert log_in(Client(), f"name{number}", "wrong").status_code == 422

    assert log_in(Client(), "Ada").status_code == 429
    assert log_in(Client(REMOTE_ADDR="198.51.100.1"), "Ada").status_code == 302


def test_successes_in_between_do_not_reset_the_count_of_failures(ada: User, clock: Clock) -> None:
    for _ in range(4):
        log_in(Client(), "Ada", "wrong")
    log_in(Client(), "Ada")
    log_in(Client(), "Ada", "wrong")

    assert log_in(Client(), "Ada").status_code == 429


def test_after_an_hour_all_is_forgotten(ada: User, clock: Clock) -> None:
    for _ in range(9):
        log_in(Client(), "Ada", "wrong")
        clock.forward(minutes=5)

    clock.forward(hours=1)
    for _ in range(5):
        assert log_in(Client(), "Ada", "wrong").status_code == 422
    assert Attempt.objects.count() >= 5


def test_old_attempts_are_swept_away_and_never_hold_a_name(ada: User, clock: Clock) -> None:
    # No name that the letters of a hexadecimal print could spell by chance.
    log_in(Client(), "Rowan_Wynn", "wrong")
    assert Attempt.objects.exists()
    assert not Attempt.objects.filter(who__icontains="wynn").exists()

    clock.forward(days=2)
    log_in(Client(), "Ada", "wrong")
    assert Attempt.objects.count() == 2  # this try's two: its name, its address


@given(failures=st.integers(min_value=0, max_value=10_000), free=st.integers(1, 50))
def test_a_wait_never_shrinks_with_more_failures_and_never_passes_its_end(
    failures: int, free: int
) -> None:
    wait = login_throttle.wait_after(failures, free)

    assert wait <= login_throttle.wait_after(failures + 1, free) <= login_throttle.LONGEST_WAIT
    assert (failures < free) == (wait == timedelta(0))


def test_an_unconfirmed_address_lets_nobody_in(bo: User, client: Client) -> None:
    User.objects.filter(pk=bo.pk).update(email="")
    EmailAddress.objects.create(user=bo, email="shared@example.org")

    assert log_in(client, "shared@example.org").status_code == 422
    assert log_in(client, "Bo").status_code == 302


def test_an_account_that_claims_the_same_address_brings_a_guesser_no_tries(
    ada: User, bo: User, clock: Clock
) -> None:
    for somebody in (ada, bo):
        User.objects.filter(pk=somebody.pk).update(email="")
        EmailAddress.objects.create(user=somebody, email="shared@example.org")
    guesser = Client()
    guessed = []
    for _ in range(30):
        # Bo's own password renews the device: it is known for Bo's account and for no other.
        log_in(guesser, "Bo")
        guesser.post("/users/logout")
        guessed.append(log_in(guesser, "shared@example.org", PASSWORD).status_code)
        guessed.append(log_in(guesser, "Ada", "wrong").status_code)

    assert 302 not in guessed
    assert guessed[1::2].count(422) == 5


def test_a_network_of_addresses_counts_as_one_but_its_neighbours_do_not(
    ada: User, clock: Clock
) -> None:
    for number in range(20):
        log_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), f"name{number}", "wrong")

    assert log_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), "Ada").status_code == 429
    assert log_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), "Ada").status_code == 302


def test_behind_a_proxy_another_port_is_no_other_address(
    ada: User, settings: Settings, clock: Clock
) -> None:
    settings.BOOKCUB_PROXIES = 1
    for number in range(20):
        forwarded = {"X-Forwarded-For": f"203.0.113.9:{5000 + number}"}
        log_in(Client(), f"name{number}", "wrong", headers=forwarded)

    waits = log_in(Client(), "Ada", headers={"X-Forwarded-For": "203.0.113.9:6000"})
    assert waits.status_code == 429
    assert (
        log_in(Client(), "Ada", headers={"X-Forwarded-For": "[2001:db8::1]:1"}).status_code == 302
    )


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "address 203.0.113.9"),
        ("::ffff:203.0.113.9", "address 203.0.113.9"),
        ("2001:db8::5", "address 2001:db8::/64"),
        ("", "address "),
        ("nonsense", "address nonsense"),
    ],
)
def test_an_address_is_known_however_it_is_written(address: str, key: str) -> None:
    assert login_throttle.address_key(address) == key


def test_log_in_asks_a_bounded_number_of_questions(
    ada: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        log_in(Client(), "Ada")

    with django_assert_max_num_queries(30):
        log_in(client, "Ada")
    # Session, person, claim, past names; the frame of every page may ask a few of its own.
    with django_assert_max_num_queries(8):
        client.get("/settings/account")


def test_a_guests_form_costs_one_query_and_makes_no_session(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get("/users/login")
    with django_assert_num_queries(0):
        client.get("/users/new")
    assert "bookcub_session" not in client.cookies


def test_looking_for_an_address_reads_an_index(ada: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a nearly empty table says nothing on PostgreSQL")

    assert "USING INDEX email_once" in User.objects.with_email("Ada@example.org").explain()
    assert "USING INDEX username_once" in User.objects.named("Ada").explain()
