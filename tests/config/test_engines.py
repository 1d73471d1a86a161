from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bookcub.config import engines
from bookcub.config.content_policy import content_security_policy
from bookcub.config.environment import Environment
from bookcub.config.hosts import allowed_hosts, trusted_origins
from bookcub.core.environment import read

pytestmark = pytest.mark.both


def given(**settings: str) -> Environment:
    return read(Environment, {f"BOOKCUB_{name.upper()}": value for name, value in settings.items()})


def test_rows_are_kept_in_the_data_folder_and_survive_a_power_cut() -> None:
    described = engines.database(given(data="/srv/stories"))

    assert described["NAME"] == Path("/srv/stories/bookcub.sqlite3")
    assert "synchronous=FULL" in described["OPTIONS"]["init_command"]
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db
def test_the_pragmas_hold() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        answers = {}
        for pragma in ("journal_mode", "foreign_keys", "mmap_size", "journal_size_limit"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]

    assert answers == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "mmap_size": 268435456,
        "journal_size_limit": 67108864,
    }


def test_postgresql_is_named_by_an_address() -> None:
    described = engines.database(
        given(database_url="postgresql://mo:a%40b@db:6543/stories?sslmode=require")
    )

    assert described["ENGINE"].endswith("postgresql")
    assert (described["USER"], described["PASSWORD"]) == ("mo", "a@b")
    assert (described["HOST"], described["PORT"], described["NAME"]) == ("db", "6543", "stories")
    assert described["OPTIONS"]["sslmode"] == "require"


def test_nothing_waits_for_ever_on_postgresql_and_the_address_has_the_last_word() -> None:
    options = engines.database(
        given(database_url="postgresql:///s?connect_timeout=2&options=-c%20lock_timeout%3D9s")
    )["OPTIONS"]

    assert options["connect_timeout"] == "2"
    said = options["options"].split(" -c ")
    assert said[0] == "-c lock_timeout=5s"
    assert said[1:] == [
        "statement_timeout=30s",
        "jit=off",
        "plan_cache_mode=force_generic_plan",
        "lock_timeout=9s",
    ]


def test_commands_and_background_work_have_time() -> None:
    page = engines.database(given())
    work = engines.database(given())
    engines.be_patient(work)
    assert work["OPTIONS"]["timeout"] > page["OPTIONS"]["timeout"]

    work = engines.database(given(database_url="postgresql:///s"))
    engines.be_patient(work)
    assert work["OPTIONS"]["options"].endswith("lock_timeout=60s -c statement_timeout=0")


@pytest.mark.django_db
def test_the_timeouts_hold() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (0,)  # tests/core/test_waiting.py: it waits outside
            return
        cursor.execute(
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('jit')"
        )
        assert cursor.fetchone() == ("5s", "30s", "off")


def test_postgresql_on_a_socket() -> None:
    described = engines.database(given(database_url="postgresql:///stories?host=/run/postgresql"))

    assert (described["HOST"], described["NAME"]) == ("/run/postgresql", "stories")


@pytest.mark.parametrize(
    ("named", "backend"),
    [
        ({}, "LocMemCache"),
        ({"workers": "2"}, "FileBasedCache"),
        ({"cache_url": "file:///var/cache/stories"}, "FileBasedCache"),
        ({"cache_url": "redis://localhost/1"}, "RedisCache"),
        ({"cache_url": "local://", "workers": "2"}, "LocMemCache"),
    ],
)
def test_what_processes_must_agree_on_is_shared(named: dict[str, str], backend: str) -> None:
    assert engines.cache(given(**named))["BACKEND"].endswith(backend)


def test_mail_waits_in_the_outbox_until_there_is_a_server() -> None:
    assert engines.mail(given())["EMAIL_BACKEND"] == "bookcub.core.files.outbox.Outbox"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mo:secret@mail.example.org", 587, True, False),
        ("smtps://mo:secret@mail.example.org", 465, False, True),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_mail_is_sent_by_the_server_that_is_named(
    url: str, port: int, *, tls: bool, ssl: bool
) -> None:
    described: dict[str, Any] = engines.mail(given(smtp_url=url))

    assert (described["EMAIL_PORT"], described["EMAIL_USE_TLS"], described["EMAIL_USE_SSL"]) == (
        port,
        tls,
        ssl,
    )


def test_only_an_archives_own_names_are_answered() -> None:
    hosts = allowed_hosts(given(url="https://stories.example.org", hosts="old.example.org"))

    assert hosts == ["127.0.0.1", "[::1]", "localhost", "old.example.org", "stories.example.org"]
    assert trusted_origins(given(url="https://stories.example.org:8443/")) == [
        "https://stories.example.org:8443"
    ]


def test_pages_may_run_nothing_but_the_archives_own_files() -> None:
    policy = content_security_policy()

    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-src 'none'" in policy
    assert "frame-src https://player.example.org" in content_security_policy(
        embed_hosts=("player.example.org",)
    )
    assert "upgrade-insecure-requests" in content_security_policy(https=True)
