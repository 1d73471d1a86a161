from collections.abc import Mapping
from pathlib import Path

import pytest

from bookcub.config.environment import Environment
from bookcub.core.environment import MisconfiguredError, read, variables


def refused(given: Mapping[str, str]) -> list[str]:
    with pytest.raises(MisconfiguredError) as caught:
        read(Environment, given)
    return caught.value.said()


def test_an_archive_needs_no_settings() -> None:
    given = read(Environment, {})

    assert given.data == Path("data").resolve()
    assert given.bind == ("127.0.0.1", 8000)
    assert given.worker


def test_every_setting_is_read_as_its_type() -> None:
    given = read(
        Environment,
        {
            "BOOKCUB_DATA": "/srv/stories",
            "BOOKCUB_BIND": "[::1]:9000",
            "BOOKCUB_WORKER": "no",
            "BOOKCUB_WORKERS": "4",
            "BOOKCUB_UPLOAD_LIMIT": "20 MB",
            "BOOKCUB_EMBED_HOSTS": "player.example.org, www.example.net",
            "BOOKCUB_DATABASE_URL": "postgresql://bookcub:secret@db.example.org/stories",
        },
    )

    assert given.data == Path("/srv/stories")
    assert given.bind == ("::1", 9000)
    assert given.worker is False
    assert given.workers == 4
    assert given.upload_limit == 20 * 1024 * 1024
    assert given.embed_hosts == ("player.example.org", "www.example.net")


def test_an_empty_value_counts_as_not_given() -> None:
    assert read(Environment, {"BOOKCUB_WORKERS": ""}).workers == 1


def test_a_misspelt_setting_is_refused_with_the_right_spelling() -> None:
    (sentence,) = refused({"BOOKCUB_DATABSE_URL": "x"})

    assert "BOOKCUB_DATABSE_URL" in sentence
    assert "BOOKCUB_DATABASE_URL" in sentence


def test_other_programs_variables_are_none_of_our_business() -> None:
    read(Environment, {"PATH": "/bin", "DATABASE_URL": "nonsense"})


@pytest.mark.parametrize(
    ("name", "value", "wants"),
    [
        ("WORKERS", "many", [" 1 ", " 64"]),
        ("WORKERS", "0", [" 1 ", " 64"]),
        ("WORKERS", "²", [" 1 ", " 64"]),
        ("WORKER", "perhaps", ["“yes”", "“no”"]),
        ("URL", "https://host.example/books", ["https://stories.example.org"]),
        ("URL", "https://host.example/?x", ["https://stories.example.org"]),
        ("URL", "https://me@host.example", ["https://stories.example.org"]),
        ("URL", "ftp://host.example", ["http://", "https://"]),
        ("BIND", "8000", ["127.0.0.1:8000", " 65535"]),
        ("BIND", "127.0.0.1:70000", ["127.0.0.1:8000", " 65535"]),
        ("URL", "stories.example.org", ["http://", "https://"]),
        ("URL", "https://", ["http://", "https://"]),
        ("DATABASE_URL", "mysql://x/y", ["postgresql://"]),
        ("UPLOAD_LIMIT", "big", ["500 KB", "20 MB", "1 GB"]),
        ("UPLOAD_LIMIT", "0", ["500 KB", "20 MB", "1 GB"]),
        ("DURABILITY", "none", ["full", "normal"]),
        ("HOSTS", "https://example.org", ["https://"]),
    ],
)
def test_a_nonsensical_value_is_refused_with_what_it_should_be(
    name: str, value: str, wants: list[str]
) -> None:
    (sentence,) = refused({f"BOOKCUB_{name}": value})

    assert f"BOOKCUB_{name} " in sentence
    assert ("://" in value) or f"“{value}”" in sentence
    assert all(fact in sentence for fact in wants)


def test_all_mistakes_are_told_at_once() -> None:
    assert len(refused({"BOOKCUB_WORKERS": "x", "BOOKCUB_BIND": "x", "BOOKCUB_NO": "x"})) == 3


def test_a_secret_is_never_repeated() -> None:
    (sentence,) = refused({"BOOKCUB_SMTP_URL": "http://me:hunter2@example.org"})

    assert "hunter2" not in sentence


def test_every_setting_says_what_it_does() -> None:
    for variable in variables(Environment):
        assert variable.doc.endswith("."), variable.name
