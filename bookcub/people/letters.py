"""The words of the letters that accounts get."""

from __future__ import annotations

from bookcub.people.context import current_archive
from bookcub.people.mail import Letter
from bookcub.people.models import Invitation, User

NOT_ME = "If that was not you, do nothing: without this link nothing happens."


def confirmation(user: User, url: str, *, is_new: bool) -> Letter:
    """Ask a claimed address whether it is theirs."""
    why = (
        f"Somebody, most likely you, made the account {user.username} with this address."
        if is_new
        else f"Somebody, most likely you, wants to use this address for the account {user.username}."
    )
    return Letter(
        subject="Confirm your e-mail address",
        greeting=f"Hello {user.username},",
        paragraphs=(why, "The link works for seven days."),
        action="Confirm this address",
        url=url,
        closing=(NOT_ME,),
    )


def address_taken(user: User, url: str) -> Letter:
    """To an address that already has an account, when somebody claims it again."""
    return Letter(
        subject="You already have an account",
        greeting=f"Hello {user.username},",
        paragraphs=(
            "Somebody, perhaps you, wanted to use this address for another account.",
            f"It already belongs to the account {user.username}, so it stays with that one.",
            "If you have forgotten your password, set a new one.",
        ),
        action="Set a new password",
        url=url,
        closing=("If that was not you, you need not do anything.",),
    )


def reset(user: User, url: str) -> Letter:
    """The way back in."""
    return Letter(
        subject="Set a new password",
        greeting=f"Hello {user.username},",
        paragraphs=(
            f"Somebody, most likely you, asked for a new password for the account {user.username}.",
            "The link works once, within seven days.",
        ),
        action="Set a new password",
        url=url,
        closing=(NOT_ME,),
    )


def password_changed(user: User, url: str) -> Letter:
    """A warning, in case it was somebody else."""
    return Letter(
        subject="Your password was changed",
        greeting=f"Hello {user.username},",
        paragraphs=(
            "The password of your account has just been changed, and every other device was signed out.",
            "If that was not you, take your account back now by setting a new password.",
        ),
        action="Set a new password",
        url=url,
    )


def address_changed(user: User, url: str) -> Letter:
    """To the address that the account leaves."""
    return Letter(
        subject="Your account has a new e-mail address",
        greeting=f"Hello {user.username},",
        paragraphs=(
            "Your account now uses another e-mail address; this one gets no more letters from us.",
            "If that was not you, write to the people who keep this archive.",
        ),
        action="Open the archive",
        url=url,
    )


def invitation(invited: Invitation, url: str) -> Letter:
    """A seat, with the words of whoever offers it."""
    personal_note = (f"They write: “{invited.note}”",) if invited.note else ()
    return Letter(
        subject=f"{invited.made_by.username} invites you",
        greeting="Hello,",
        paragraphs=(
            f"{invited.made_by.username} has kept a place for you in {current_archive().name}.",
            "It is a home for stories and for the people who read them.",
            *personal_note,
        ),
        action="Make your account",
        url=url,
        closing=("The link works for one person, once. If you would rather not, just let it be.",),
        reason=f"{invited.made_by.username} gave us your address for this one letter.",
    )
