"""Keeping somebody away: one decides alone, the other is never told, and it can be taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bookcub.people.actions import blocks
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import Invitation, Pseud, User, UserBlock, UserMute
from bookcub.people.policies import hears_of, may_meet
from tests.browsing import Client, words_of
from tests.conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> User:
    return person("Bo")


@pytest.fixture
def cy() -> User:
    return person("Cy")


def heard_by(one: User) -> set[str]:
    """The names of the accounts whose pseuds this person hears of."""
    rows = Pseud.objects.filter(hears_of(one, "user"))
    return set(rows.values_list("user__username", flat=True))


def read(client: Client, name: str) -> str:
    return words_of(client.get(reverse(name)).content.decode())


def test_whoever_blocks_and_whoever_is_blocked_hear_nothing_of_each_other(
    bo: User, cy: User
) -> None:
    di = person("Di")
    assert may_meet(bo, cy)

    block(by=bo, other=cy)

    assert not may_meet(bo, cy)
    assert not may_meet(cy, bo)
    assert may_meet(cy, di)
    assert may_meet(bo, bo)
    assert heard_by(bo) == {"Bo", "Di"}
    assert heard_by(cy) == {"Cy", "Di"}
    assert heard_by(di) == {"Bo", "Cy", "Di"}


def test_a_mute_is_one_ear_alone(bo: User, cy: User) -> None:
    mute(by=bo, other=cy)

    assert may_meet(bo, cy)
    assert heard_by(bo) == {"Bo"}
    assert heard_by(cy) == {"Bo", "Cy"}


def test_what_nobody_signs_is_heard_by_all(bo: User, cy: User) -> None:
    block(by=bo, other=cy)
    unused = Invitation.objects.create(made_by=cy)

    assert list(Invitation.objects.filter(hears_of(bo, "used_by"))) == [unused]
    assert not Invitation.objects.filter(hears_of(bo, "made_by")).exists()


def test_it_is_done_on_a_page_and_taken_back_there(client: Client, bo: User, cy: User) -> None:
    client.force_login(bo)
    assert "Cy" not in read(client, "people:block_index")

    shown = client.get(reverse("people:block_new"), {"name": "cy"})
    assert 'value="cy"' in shown.content.decode()
    assert client.post(reverse("people:block_new"), {"name": "cY"}).status_code == 302
    client.post(reverse("people:mute_new"), {"name": "Cy", "reason": "too loud"})
    page = read(client, "people:block_index")
    profile = client.get(reverse("people:profile_detail", args=["Cy"])).content.decode()
    assert "You have blocked them" in profile
    assert "You have muted them" in profile
    assert "Cy since" in " ".join(page.split())
    assert "too loud" in page

    client.post(reverse("people:block_delete", args=[UserBlock.objects.get().pk]))
    client.post(reverse("people:mute_delete", args=[UserMute.objects.get().pk]))
    assert may_meet(bo, cy)
    assert heard_by(bo) == {"Bo", "Cy"}


@pytest.mark.parametrize("name", ["", "nobody_here", "Bo", "C\0y", "x" * 500])
def test_whoever_cannot_be_blocked_is_said_beside_the_name(
    client: Client, bo: User, name: str
) -> None:
    client.force_login(bo)
    for page in ("people:block_new", "people:mute_new"):
        assert client.post(reverse(page), {"name": name}).status_code == 422
    assert not UserBlock.objects.exists()
    assert not UserMute.objects.exists()


def test_twice_is_once_and_nobody_takes_back_what_another_did(
    client: Client, bo: User, cy: User
) -> None:
    assert block(by=bo, other=cy) == block(by=bo, other=cy)
    mute(by=bo, other=cy, reason="one")
    assert mute(by=bo, other=cy, reason="two").reason == "two"
    with pytest.raises(IntegrityError), transaction.atomic():
        UserBlock.objects.create(blocker=bo, blocked=bo)

    client.force_login(cy)
    assert (
        client.post(reverse("people:block_delete", args=[UserBlock.objects.get().pk])).status_code
        == 404
    )
    assert (
        client.post(reverse("people:mute_delete", args=[UserMute.objects.get().pk])).status_code
        == 404
    )
    assert "Bo since" not in read(client, "people:block_index")


def test_a_list_has_an_end_that_is_told(
    client: Client, bo: User, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MOST", 1)
    block(by=bo, other=cy)
    person("Di")

    client.force_login(bo)
    assert client.post(reverse("people:block_new"), {"name": "Di"}).status_code == 403
    assert client.post(reverse("people:block_new"), {"name": "Cy"}).status_code == 302


def test_the_blocked_are_nowhere_told(client: Client, bo: User, cy: User) -> None:
    """Their profile and settings are the same for them as before."""
    client.force_login(cy)
    pages = (reverse("people:profile_detail", args=["Bo"]), reverse("people:block_index"))
    before = [words_of(client.get(page).content.decode()) for page in pages]
    block(by=bo, other=cy)
    mute(by=bo, other=cy)

    assert [words_of(client.get(page).content.decode()) for page in pages] == before


def test_it_holds_through_a_new_name_and_falls_with_either_account(bo: User, cy: User) -> None:
    block(by=bo, other=cy)
    cy.username = "Cyrus"
    cy.save()
    assert not may_meet(bo, cy)

    cy.delete()
    assert not UserBlock.objects.exists()
