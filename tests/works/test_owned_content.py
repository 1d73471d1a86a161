from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from bookcub.people.models import User
from bookcub.works.actions.creators import ORPHANS
from bookcub.works.models import Creatorship, Work
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.making import make_work

pytestmark = pytest.mark.both


def together(work: Work, other: User) -> Work:
    Creatorship.objects.create(
        work=work, pseud=other.default_pseud, position=1, accepted_at=timezone.now()
    )
    return work


def leave(client: Client, **choices: str) -> Any:
    query = "&".join(f"{key}={value}" for key, value in choices.items())
    return client.post(
        f"/settings/deletion/summary?{query}", {"username": "Ada", "old_password": PASSWORD}
    )


def byline(work: Work) -> list[tuple[str, str]]:
    rows = Creatorship.objects.filter(work=work).order_by("position", "pk")
    return list(rows.values_list("pseud__name", "pseud__user__username"))


def test_whoever_has_works_is_asked_about_each_kind(ada: User, bo: User, client: Client) -> None:
    make_work(ada)
    make_work(ada, posted=False)
    together(make_work(ada), bo)
    client.force_login(ada)

    page = client.get("/settings/deletion").content.decode()

    assert [name for name in ("works", "drafts", "shared_works") if f'name="{name}"' in page] == [
        "works",
        "shared_works",
    ], "of drafts there is nothing to choose"
    assert leave(client, works="delete")["Location"].startswith("/settings/deletion?")
    summary = client.get("/settings/deletion/summary?works=orphan&shared_works=leave")
    assert summary.status_code == 200


@pytest.mark.parametrize(
    ("choice", "signed"),
    [("orphan_named", [("Ada", ORPHANS)]), ("orphan", [(ORPHANS, ORPHANS)])],
)
def test_works_stay_with_or_without_the_name_and_drafts_go(
    ada: User, client: Client, choice: str, signed: list[tuple[str, str]]
) -> None:
    work, draft = make_work(ada), make_work(ada, posted=False)
    client.force_login(ada)

    assert leave(client, works=choice).status_code == 302

    assert not User.objects.filter(pk=ada.pk).exists()
    assert byline(work) == signed
    assert Client().get(f"/works/{work.pk}").status_code == 200
    assert not Work.objects.filter(pk=draft.pk).exists()


def test_works_are_deleted_on_wish(ada: User, bo: User, client: Client) -> None:
    make_work(ada)
    kept = make_work(bo)
    client.force_login(ada)

    leave(client, works="delete")

    assert list(Work.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("choice", "signed"),
    [
        ("leave", [("Bo", "Bo")]),
        ("orphan", [(ORPHANS, ORPHANS), ("Bo", "Bo")]),
        ("orphan_named", [("Ada", ORPHANS), ("Bo", "Bo")]),
    ],
)
def test_what_was_written_with_others_stays_theirs(
    ada: User, bo: User, client: Client, choice: str, signed: list[tuple[str, str]]
) -> None:
    work = together(make_work(ada), bo)
    client.force_login(ada)

    leave(client, shared_works=choice)

    assert not User.objects.filter(pk=ada.pk).exists()
    assert byline(work) == signed


def test_an_open_invitation_makes_no_co_writer(ada: User, bo: User, client: Client) -> None:
    work = make_work(ada)
    Creatorship.objects.create(work=work, pseud=bo.default_pseud, position=1)
    client.force_login(ada)

    leave(client, works="delete")

    assert not Work.objects.exists()


def test_a_pseuds_works_go_to_another_pseud_once_each(ada: User, client: Client) -> None:
    wren = ada.pseuds.create(name="Wren")
    hers, both = make_work(ada), make_work(ada)
    Creatorship.objects.filter(work=hers).update(pseud=wren)
    Creatorship.objects.create(work=both, pseud=wren, position=1, accepted_at=timezone.now())
    client.force_login(ada)
    path = f"/settings/pseuds/{wren.pk}/deletion"
    assert b"2 works" in client.get(path).content

    assert client.post(path, {"to": ada.default_pseud.pk}).status_code == 302

    assert byline(hers) == byline(both) == [("Ada", "Ada")]
    assert not ada.pseuds.filter(name="Wren").exists()
