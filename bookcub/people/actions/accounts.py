"""Making, renaming, switching off and deleting accounts."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from bookcub.people import owned_content
from bookcub.people.models import (
    ArchiveRole,
    Deactivation,
    Invitation,
    PastUsername,
    RoleKind,
    User,
)
from bookcub.people.trash import empty_for


class InvitationUsedError(Exception):
    """Somebody else was quicker with the same invitation."""


class LastKeeperError(Exception):
    """An archive without this account would have nobody to look after it."""


def sign_up(
    *, username: str, password: str, time_zone: str = "UTC", invitation: Invitation | None = None
) -> User:
    """Make an account for somebody who has just agreed to the terms. Its address has yet to be claimed.

    Raises InvitationUsedError when the invitation has gone in the meantime.
    """
    with transaction.atomic():
        user = User.objects.create_user(username, password=password, terms_agreed_at=timezone.now())
        user.preferences.time_zone = time_zone
        user.preferences.language = get_language() or ""  # letters ask no browser
        user.preferences.save(update_fields=["time_zone", "language"])
        if invitation is not None:
            _take_seat(invitation, user)
    return user


def _take_seat(invitation: Invitation, user: User) -> None:
    seat = Invitation.objects.open().filter(pk=invitation.pk)
    if not seat.update(used_by=user, used_at=timezone.now()):
        raise InvitationUsedError


def rename(user: User, *, username: str) -> None:
    """Give an account a new name; the old one leads to it. A pseud of the old name follows where it can."""
    with transaction.atomic():
        user.lock()
        old = User.objects.values_list("username", flat=True).get(pk=user.pk)
        if old == username:
            return
        if old.lower() != username.lower():
            PastUsername.objects.create(user=user, username=old, changed_at=timezone.now())
        user.username = username
        user.save(update_fields=["username"])
        namesake = user.pseuds.filter(name=old).first()
        taken = user.pseuds.named(username)
        if namesake is not None and not taken.exclude(pk=namesake.pk).exists():
            namesake.name = username
            namesake.save(update_fields=["name", "folded"])


def switch_off(user: User, *, by: User, reason: str) -> None:
    """Keep an account from logging in, and hide its pages and all that it has said and posted. Nothing of it is lost.

    Raises PermissionDenied to who keeps no more, and LastKeeperError.
    """
    with transaction.atomic():
        ensure_still_keeps(by)
        _ensure_another_keeps(user)
        # The condition decides between two keepers who press at once.
        if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            Deactivation.objects.create(user=user, made_by=by, reason=reason)
            sign_out_everywhere(user)
            _tell_all_that_is_theirs(user)
    user.refresh_from_db(fields=["is_active"])


def change_keepership(user: User, *, by: User, now: bool) -> None:
    """Make a member a keeper, or a keeper a member again.

    Raises PermissionDenied to who keeps no more, and LastKeeperError.
    """
    with transaction.atomic():
        ensure_still_keeps(by)
        set_keepership(user, now=now, by=by)


def set_keepership(user: User, *, now: bool, by: User | None = None) -> None:
    """The same for whoever has the machine itself. Raises LastKeeperError."""
    with transaction.atomic():
        if now:
            user.give_role(RoleKind.KEEPER, by=by)
        else:
            _ensure_another_keeps(user)
            user.take_role(RoleKind.KEEPER)


def ensure_still_keeps(by: User) -> None:
    """Raise PermissionDenied to who keeps no more; until the transaction ends they do. Wants one."""
    # Two keepers who dismiss each other at once: the second is one no longer, and an archive keeps one.
    if by.pk not in _keepers():
        raise PermissionDenied(
            gettext("You are no longer a keeper of this archive, so nothing was changed.")
        )


def _ensure_another_keeps(user: User) -> None:
    # Two who go at once go one after the other: the second finds nobody else.
    if _keepers() == {user.pk}:
        raise LastKeeperError


def _keepers() -> set[int]:
    """Whoever keeps the archive now, and until the transaction ends."""
    # Both the roles and the accounts: whoever waits here finds neither a role that was taken nor one of an account
    # that was switched off meanwhile.
    roles = ArchiveRole.objects.of_keepers().select_for_update().order_by("pk")
    return set(roles.values_list("person", flat=True))


def _tell_all_that_is_theirs(user: User) -> None:
    for follow in owned_content.SWITCHED:
        follow(user)


def switch_on(user: User) -> None:
    """Let an account in again, and show all that was hidden with it."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            user.deactivations.filter(ended_at=None).update(ended_at=timezone.now())
            _tell_all_that_is_theirs(user)
    user.refresh_from_db(fields=["is_active"])


def sign_out_everywhere(user: User, *, but: str | None = None) -> int:
    """End an account's sessions, but for the one of this key; say how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    with transaction.atomic():
        Session.objects.filter(session_key__in=keys).delete()
        rows.filter(session_key__in=keys).delete()
    return len(keys)


def is_last_keeper(user: User) -> bool:
    return user.is_keeper and not User.objects.keepers().exclude(pk=user.pk).exists()


def delete_account(user: User, *, choices: Mapping[str, str]) -> None:
    """Do with everything as chosen, then delete the account with all that is left of it, all or nothing.

    `choices` answers each open question's key with the value of one of its choices. Raises LastKeeperError.
    """
    icons = [pseud.icon for pseud in user.pseuds.all() if pseud.icon]
    with transaction.atomic():
        _ensure_another_keeps(user)
        # First, while one can still tell what is theirs alone.
        empty_for(user)
        for question, _ in owned_content.questions_for(user):
            question.apply(user, question.choice(choices).value)
        sign_out_everywhere(user)
        EmailAddress.objects.filter(user=user).delete()
        user.delete()
    for icon in icons:
        icon.delete(save=False)
