from __future__ import annotations

import re

from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import Archive, Invitation, User
from bookcub.people.queries import invitations_of
from tests.browsing import Client
from tests.people.conftest import Post
from tests.people.test_sign_up import link_in


def test_a_member_invites_by_letter(
    ada: User, client: Client, post: Post, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)

    answer = post("/settings/invitations", {"email": "bo@example.org", "note": "There are weirs."})

    assert answer.status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.made_by == ada
    assert link_in(mailoutbox[0]) == f"/invitations/{invitation.code}"
    assert "There are weirs." in str(mailoutbox[0].body)


def test_a_member_invites_by_a_link_to_pass_on(
    ada: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(ada)

    client.post("/settings/invitations")

    assert mailoutbox == []
    code = Invitation.objects.get().code
    page = client.get("/settings/invitations").content.decode()
    (shown,) = re.findall(r"<copy-line.*?</copy-line>", page, re.DOTALL)
    assert f'value="http://testserver/invitations/{code}"' in shown
    assert "Copy" in shown


def test_a_member_has_five_seats_at_a_time_a_keeper_as_many_as_wanted(
    ada: User, mo: User, client: Client
) -> None:
    client.force_login(ada)
    for _ in range(5):
        assert client.post("/settings/invitations").status_code == 302
    assert client.post("/settings/invitations").status_code == 403
    first = Invitation.objects.first()
    assert first is not None
    client.post(f"/settings/invitations/{first.pk}/withdrawal")
    assert client.post("/settings/invitations").status_code == 302

    client.force_login(mo)
    for _ in range(7):
        assert client.post("/settings/invitations").status_code == 302


def test_members_invite_only_where_keepers_let_them(ada: User, mo: User, client: Client) -> None:
    archive = Archive.current()
    archive.members_invite = False
    archive.save()

    client.force_login(ada)
    assert client.post("/settings/invitations").status_code == 403
    assert b'action="/settings/invitations"' not in client.get("/settings/invitations").content
    client.force_login(mo)
    assert client.post("/settings/invitations").status_code == 302


def test_nobody_withdraws_anothers_invitation_but_a_keeper(
    ada: User, bo: User, mo: User, client: Client
) -> None:
    invitation = Invitation.objects.create(made_by=ada)
    path = f"/settings/invitations/{invitation.pk}/withdrawal"
    client.force_login(bo)
    assert client.post(path).status_code == 404

    client.force_login(mo)
    assert client.post(path).status_code == 302
    invitation.refresh_from_db()
    assert not invitation.is_open


def test_withdrawing_a_used_invitation_changes_nothing(ada: User, bo: User) -> None:
    invitation = Invitation.objects.create(made_by=ada, used_by=bo, used_at=timezone.now())

    invitation.withdraw()

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_one_sees_who_came_and_a_keeper_sees_all(
    ada: User, bo: User, mo: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Invitation.objects.create(made_by=ada, used_by=bo, used_at=timezone.now())
    Invitation.objects.create(made_by=mo)

    client.force_login(ada)
    page = client.get("/settings/invitations")
    assert b"/users/Bo" in page.content
    assert len(page.context["page"].object_list) == 1
    with django_assert_num_queries(1):
        rows = [(row.made_by.username, row.used_by) for row in invitations_of(mo)]
    assert len(rows) == 2


def test_a_wrong_address_is_said(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert client.post("/settings/invitations", {"email": "nonsense"}).status_code == 422
    assert not Invitation.objects.exists()
