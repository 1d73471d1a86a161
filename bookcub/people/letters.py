"""The words of the letters that accounts get."""

from __future__ import annotations

from django.utils.translation import gettext

from bookcub.people.context import current_archive
from bookcub.people.mail import Letter, absolute
from bookcub.people.models import Invitation, User


def _not_me() -> str:
    return gettext(
        "If that was not you, do nothing: nothing happens unless somebody opens the link."
    )


def _hello(user: User) -> str:
    return gettext("Hello %(name)s,") % {"name": user.username}


def confirmation(user: User, url: str, *, is_new: bool) -> Letter:
    """Ask a claimed address whether it is theirs."""
    why = (
        gettext("Somebody, most likely you, made the account %(name)s with this address.")
        if is_new
        else gettext(
            "Somebody, most likely you, wants to use this address for the account %(name)s."
        )
    ) % {"name": user.username}
    return Letter(
        subject=gettext("Confirm your e-mail address"),
        greeting=_hello(user),
        paragraphs=(why, gettext("The link works for seven days.")),
        action=gettext("Confirm this address"),
        url=url,
        closing=(_not_me(),),
    )


def address_taken(user: User, url: str) -> Letter:
    """To an address that already has an account, when somebody claims it again."""
    return Letter(
        subject=gettext("You already have an account"),
        greeting=_hello(user),
        paragraphs=(
            gettext("Somebody, perhaps you, wanted to use this address for another account."),
            gettext("It already belongs to the account %(name)s, so it stays with that one.")
            % {"name": user.username},
            gettext("If you have forgotten your password, set a new one."),
        ),
        action=gettext("Set a new password"),
        url=url,
        closing=(gettext("If that was not you, you need not do anything."),),
    )


def reset(user: User, url: str) -> Letter:
    """The way back in."""
    return Letter(
        subject=gettext("Set a new password"),
        greeting=_hello(user),
        paragraphs=(
            gettext("Somebody, most likely you, asked for a new password for the account %(name)s.")
            % {"name": user.username},
            gettext("The link works once, for seven days."),
        ),
        action=gettext("Set a new password"),
        url=url,
        closing=(_not_me(),),
    )


def password_changed(user: User, url: str) -> Letter:
    """A warning, in case it was somebody else."""
    return Letter(
        subject=gettext("Your password was changed"),
        greeting=_hello(user),
        paragraphs=(
            gettext(
                "The password of your account has just been changed, and every other device was logged out."
            ),
            gettext("If that was not you, set a new password now: that takes your account back."),
        ),
        action=gettext("Set a new password"),
        url=url,
    )


def address_changed(user: User, url: str) -> Letter:
    """To the address that the account leaves."""
    return Letter(
        subject=gettext("Your account has a new e-mail address"),
        greeting=_hello(user),
        paragraphs=(
            gettext(
                "Your account now uses another e-mail address. This one gets no more letters from us."
            ),
            gettext("If that was not you, ask a keeper of this archive for help at once."),
        ),
        action=gettext("Open the archive"),
        url=url,
    )


def trial(user: User) -> Letter:
    """To a keeper, who wants to see whether letters arrive."""
    return Letter(
        subject=gettext("Letters arrive"),
        greeting=_hello(user),
        paragraphs=(
            gettext("You asked for this letter to see whether mail works. It does: here it is."),
        ),
        action=gettext("Open the archive"),
        url=absolute("/"),
    )


def invitation(invited: Invitation, url: str) -> Letter:
    """A seat, with the words of whoever offers it."""
    who = {"name": invited.made_by.username, "archive": current_archive().name}
    personal_note = (
        (gettext("%(name)s writes: “%(note)s”") % {**who, "note": invited.note},)
        if invited.note
        else ()
    )
    return Letter(
        subject=gettext("%(name)s invites you") % who,
        greeting=gettext("Hello,"),
        paragraphs=(
            gettext("%(name)s has kept a place for you at %(archive)s.") % who,
            gettext("The archive is a home for stories and for the people who read them."),
            *personal_note,
        ),
        action=gettext("Make your account"),
        url=url,
        closing=(
            gettext(
                "The link works for one person, once. If you would rather not join, ignore this letter."
            ),
        ),
        reason=gettext("%(name)s gave us your address for this one letter.") % who,
    )
