"""`bookcub demo` fills what is empty, and asks before it stands among other people's works."""

from __future__ import annotations

import argparse

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookcub.home.demo.command import add_arguments, run
from bookcub.home.demo.loading import fill
from bookcub.home.demo.people import NameTakenError
from bookcub.home.models import DemoWork
from bookcub.people.models import Archive, User
from tests.making import make_work

pytestmark = pytest.mark.usefixtures("short_demo")


def demo(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


def test_an_archive_with_other_peoples_works_is_left_alone(
    ada: User, capsys: pytest.CaptureFixture[str]
) -> None:
    make_work(ada)

    assert demo() == 1

    assert "--yes" in capsys.readouterr().err
    assert not DemoWork.objects.exists()


def test_a_weak_password_is_refused_before_anything_comes_in(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo("--password", "short") == 1

    with pytest.raises(ValidationError) as weak:
        validate_password("short")
    assert " ".join(weak.value.messages) in capsys.readouterr().err
    assert not DemoWork.objects.exists()


def test_a_name_that_somebody_has_stops_the_demo(db: None) -> None:
    User.objects.create_user("Ninepins")

    with pytest.raises(NameTakenError, match="ninepins"):
        list(fill())

    assert not DemoWork.objects.exists()
    assert User.objects.get().username == "Ninepins"


def test_an_archive_that_nobody_has_set_up_gets_a_name_and_a_keeper(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo() == 0

    told = capsys.readouterr().out
    keeper = User.objects.keepers().get()
    assert Archive.current().is_set_up
    assert keeper.check_password(told.split()[-1])


def test_with_yes_the_demo_stands_among_them_and_a_keeper_s_archive_keeps_its_name(
    ada: User, mo: User, capsys: pytest.CaptureFixture[str]
) -> None:
    make_work(ada)
    archive = Archive.current()
    archive.name, archive.set_up_at = "The Weir", timezone.now()
    archive.save()

    assert demo("--yes") == 0

    assert DemoWork.objects.exists()
    assert Archive.current().name == "The Weir"
    assert "password" not in capsys.readouterr().out
