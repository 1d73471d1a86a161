from collections.abc import Mapping
from pathlib import Path

import pytest

from bookcub.config.environment import Environment
from bookcub.core.environment import MisconfiguredError, read, variables


def refused(given: Mapping[str, str]) -> list[str]:
    with pytest.raises(MisconfiguredError) as caught:
        read(Environment, given)
    return caught.value.sentences


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
    assert refused({"BOOKCUB_DATABSE_URL": "x"}) == [
        "There is no setting BOOKCUB_DATABSE_URL. Did you mean BOOKCUB_DATABASE_URL?"
    ]


def test_other_programs_variables_are_none_of_our_business() -> None:
    read(Environment, {"PATH": "/bin", "DATABASE_URL": "nonsense"})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WORKERS", "many", "must be a whole number from 1 to 64, but it is “many”."),
        ("WORKERS", "0", "must be a whole number from 1 to 64, but it is “0”."),
        ("WORKERS", "²", "must be a whole number from 1 to 64, but it is “²”."),
        ("WORKER", "perhaps", "must be “yes” or “no”, but it is “perhaps”."),
        ("BIND", "8000", "must look like 127.0.0.1:8000"),
        ("BIND", "127.0.0.1:70000", "must look like 127.0.0.1:8000"),
        ("URL", "stories.example.org", "must be an address beginning with http:// or https://"),
        ("URL", "https://", "must be an address beginning with http:// or https://"),
        ("DATABASE_URL", "mysql://x/y", "must be an address beginning with postgresql://"),
        ("UPLOAD_LIMIT", "big", "must be a size such as 500 KB, 20 MB or 1 GB, but it is “big”."),
        ("UPLOAD_LIMIT", "0", "must be a size"),
        ("DURABILITY", "none", "must be one of full, normal, but it is “none”."),
        ("HOSTS", "https://example.org", "must be host names"),
    ],
)
def test_a_nonsensical_value_is_refused_with_what_it_should_be(
    name: str, value: str, says: str
) -> None:
    (sentence,) = refused({f"BOOKCUB_{name}": value})

    assert sentence.startswith(f"BOOKCUB_{name} {says}")


def test_all_mistakes_are_told_at_once() -> None:
    assert len(refused({"BOOKCUB_WORKERS": "x", "BOOKCUB_BIND": "x", "BOOKCUB_NO": "x"})) == 3


def test_a_secret_is_never_repeated() -> None:
    (sentence,) = refused({"BOOKCUB_SMTP_URL": "http://me:hunter2@example.org"})

    assert "hunter2" not in sentence


def test_every_setting_says_what_it_does() -> None:
    for variable in variables(Environment):
        assert variable.doc.endswith("."), variable.name
