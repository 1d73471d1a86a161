import io
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import get_language, gettext
from pytest_django import Settings

from bookcub.config import cli, commands
from bookcub.config.commands import Subcommand, terminal, worker
from bookcub.config.environment import Environment, environment
from bookcub.core.environment import MisconfiguredError, read
from bookcub.core.files.held_files import locked_file
from bookcub.people.forms.sessions import WEAKNESSES
from bookcub.people.models import Archive, Invitation, User
from bookcub.search.watching import look_away
from tests.making import make_work

PASSWORD = "a long walk by the weir"  # noqa: S105  # the keeper's in these tests


@pytest.fixture(autouse=True)
def _a_password_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKCUB_KEEPER_PASSWORD", PASSWORD)
    environment.cache_clear()


def bookcub(*arguments: str) -> int:
    """The exit code; argparse leaves by itself when the usage is wrong."""
    try:
        return cli.run(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)


def test_help_lists_every_command_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert bookcub("--help") == 0

    output = capsys.readouterr().out
    for each in commands.offered():
        assert each.does in output
    assert cli.CODES in output


@pytest.mark.django_db
@pytest.mark.parametrize("command", [each.name for each in commands.offered()])
def test_every_command_explains_itself_without_making_a_data_folder(
    command: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert bookcub(command, "--help") == 0

    assert "--data DIR" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_there_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Subcommand("teleport", "bookcub.config.commands.teleport", "go elsewhere")
    in_no_package = Subcommand("x", "bookcub.nowhere.x", "go nowhere")
    monkeypatch.setattr(commands, "TABLE", (*commands.TABLE, missing, in_no_package))

    assert missing not in commands.offered()
    assert in_no_package not in commands.offered()


@pytest.mark.parametrize(
    "arguments",
    [
        ("teleport",),
        ("serve", "--port", "3"),
        ("user",),
        ("init", "--name", "x"),
        ("user", "--dat", "x"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert bookcub(*arguments) == 2


def test_a_wrong_setting_is_a_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOOKCUB_WORKRES", "2")

    assert bookcub("serve") == 2

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("bookcub: ")
    assert "BOOKCUB_WORKRES" in line
    assert "BOOKCUB_WORKERS" in line


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT.utf8@euro"}, "de"),
        ({"LANG": "pt_BR.UTF-8"}, "pt-br"),
        ({"LANG": "pt"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_YY"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE"}, "de"),
        ({"LANG": "de_DE", "LC_MESSAGES": "de_DE", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": ""}, "de"),
    ],
)
def test_the_terminal_names_the_language(environment: dict[str, str], language: str) -> None:
    assert terminal.language(environment, ["de", "en", "pt-br"]) == language


@pytest.mark.django_db
def test_a_command_speaks_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.utf8")
    with translation.override("de"):
        said = gettext("The database is up to date.")
        offered = [gettext(each.does) for each in commands.offered()]
    assert said != "The database is up to date."

    assert bookcub("migrate") == 0
    assert capsys.readouterr().out.strip() == said
    assert get_language() == "en", "and keeps it to itself"

    assert bookcub("--help") == 0
    help_page = capsys.readouterr().out
    assert all(line in help_page for line in offered)


def test_what_is_wrong_with_a_setting_can_be_said_in_any_language() -> None:
    with pytest.raises(MisconfiguredError) as caught:
        read(Environment, {"BOOKCUB_WORKRES": "2", "BOOKCUB_WORKERS": "many"})

    unknown, no_number = caught.value.said(lambda message: f"⟦{message}⟧")
    assert unknown.count("⟦") == no_number.count("⟦") == 2
    assert "BOOKCUB_WORKERS" in unknown
    assert "many" in no_number


@pytest.mark.django_db
def test_tasks_do_not_speak_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.utf8")
    heard = []
    monkeypatch.setattr(worker, "run_worker", lambda: heard.append(get_language()))

    assert bookcub("worker") == 0

    assert heard == ["en"]


def test_a_terminal_without_curly_quotes_gets_question_marks() -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="ascii")

    terminal.speak_with_any_letters(stream)
    stream.write("“Weir”")
    stream.flush()

    assert written.getvalue() == b"?Weir?"


@pytest.mark.django_db
def test_init_names_the_archive_and_its_keeper_once(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (
        "init",
        "--name",
        "The Reading Room",
        "--keeper",
        "Moth",
        "--email",
        "mo@example.org",
        "--time-zone",
        "europe/lisbon",
    )

    assert bookcub(*arguments) == 0

    keeper = User.objects.named("moth").get()
    assert keeper.is_keeper
    assert keeper.check_password(PASSWORD)
    assert Archive.current().name == "The Reading Room"
    assert Archive.current().is_set_up
    assert Archive.current().time_zone == keeper.preferences.time_zone == "Europe/Lisbon"

    assert bookcub(*arguments) == 1
    assert "The Reading Room" in capsys.readouterr().err
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--name", "Room", "--keeper", "a b"), "--keeper"),
        (("--name", "", "--keeper", "Moth"), "--name"),
        (("--name", "x" * 81, "--keeper", "Moth"), "--name"),
        (("--name", "Room", "--keeper", "Moth", "--email", "nowhere"), "--email"),
        (("--name", "Room", "--keeper", "Moth", "--time-zone", "Atlantis"), "--time-zone"),
    ],
)
def test_init_refuses_nonsense_and_changes_nothing(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bookcub("init", *arguments) == 1

    assert f"bookcub: {says}: " in capsys.readouterr().err
    assert not Archive.current().is_set_up
    assert not User.objects.exists()


@pytest.mark.django_db
def test_init_refuses_a_weak_password_and_asks_nobody_who_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("init", "--name", "Room", "--keeper", "Moth")
    monkeypatch.setenv("BOOKCUB_KEEPER_PASSWORD", "12345")
    environment.cache_clear()
    assert bookcub(*arguments) == 1
    assert str(WEAKNESSES["password_too_short"]) in capsys.readouterr().err

    monkeypatch.delenv("BOOKCUB_KEEPER_PASSWORD")
    environment.cache_clear()
    assert bookcub(*arguments) == 1
    assert "BOOKCUB_KEEPER_PASSWORD" in capsys.readouterr().err
    assert not User.objects.exists()


def test_people_are_looked_after_from_the_terminal(
    mo: User, bo: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bookcub("user", "add", "Evelyn", "--email", "eve@example.org") == 0
    assert bookcub("user", "add", "evelyn") == 1
    assert bookcub("user", "keeper", "Evelyn", "on") == 0
    assert User.objects.named("Evelyn").get().is_keeper
    assert bookcub("user", "keeper", "Evelyn", "off") == 0

    assert bookcub("user", "password", "Bo") == 0
    bo.refresh_from_db()
    assert bo.check_password(PASSWORD)

    assert bookcub("user", "deactivate", "Bo", "--reason", "asked for it") == 0
    bo.refresh_from_db()
    assert not bo.is_active
    assert bookcub("user", "activate", "bo") == 0

    capsys.readouterr()
    assert bookcub("user", "list") == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ["Mo", "Bo", "Evelyn"]
    assert listed[0].endswith("keeper")


def test_the_last_keeper_stays(mo: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert bookcub("user", "keeper", "Mo", "off") == 1
    assert bookcub("user", "deactivate", "Mo") == 1

    keeper, deactivated = capsys.readouterr().err.splitlines()
    assert keeper == deactivated, "both for the same reason"
    assert "Mo" in keeper
    mo.refresh_from_db()
    assert mo.is_keeper
    assert mo.is_active


def test_an_invitation_is_a_code_on_standard_output(
    mo: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bookcub("user", "invite", "--note", "for the new one") == 0

    assert capsys.readouterr().out.strip() == Invitation.objects.get(made_by=mo).code


@pytest.mark.django_db
def test_nobody_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert bookcub("user", "password", "Nobody") == 1
    assert bookcub("user", "invite") == 1

    assert "Nobody." in capsys.readouterr().err


@pytest.mark.django_db
def test_check_says_what_is_wrong_and_leaves_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert bookcub("check", "--no-worker") == 0
    assert bookcub("check") == 1

    output = capsys.readouterr().out
    assert "\nBAD  Background worker: " in output
    assert "ok   Migrations: " in output
    assert "BAD  Migrations" not in output


@pytest.mark.django_db
def test_there_is_nothing_to_migrate_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert bookcub("migrate") == 0
    assert bookcub("outbox") == 0

    nothing_done, nothing_waits = capsys.readouterr().out.splitlines()
    assert not any(letter.isdigit() for letter in nothing_done + nothing_waits)


@pytest.mark.django_db
def test_an_index_that_differs_from_the_database_is_told_and_built_anew(
    ada: User, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BOOKCUB_SEARCH = tmp_path
    make_work(ada)
    assert bookcub("check", "--no-worker") == 0
    assert "not built yet" in capsys.readouterr().out
    assert bookcub("reindex") == 0
    assert "Index of works: 1 entry." in capsys.readouterr().out
    assert bookcub("check", "--no-worker") == 0
    assert "follows the database" in capsys.readouterr().out

    look_away()  # as if somebody had taken the triggers away
    make_work(ada)
    assert bookcub("check", "--no-worker") == 1
    assert "lacks 1 and has 0 too many. Run bookcub reindex." in capsys.readouterr().out
    assert bookcub("reindex") == 0
    assert bookcub("check", "--no-worker") == 0


@pytest.mark.django_db
def test_who_writes_the_index_at_this_moment_is_not_disturbed(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BOOKCUB_SEARCH = tmp_path
    (tmp_path / "works").mkdir()

    with locked_file(tmp_path / "works" / "writing.lock"):
        assert bookcub("reindex") == 1

    assert "Try again in a minute" in capsys.readouterr().err
