"""What this package keeps of people, with the rows of the libraries that keep sessions, addresses and letters."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from bookcub.core.models import PeriodicJob, SentForm
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare
from bookcub.people.models import (
    Archive,
    Attempt,
    Deactivation,
    Invitation,
    PastUsername,
    Preferences,
    Profile,
    Pseud,
    User,
)

ACCOUNT = "as long as your account"


def register() -> None:
    """Let the inventory know what an account holds."""
    declare(
        "people",
        PersonalData(
            model=User,
            what="Your account: name, e-mail address, password (only as a hash), when you joined and agreed to the terms",
            kept=ACCOUNT,
            seen_by=(Seer.EVERYBODY,),
            sight="The e-mail address: only you and keepers",
            erasure=Erasure.DELETED,
            paths=("pk",),
            export="account",
            fields=("username", "email", "joined_at", "terms_agreed_at", "last_login"),
        ),
        PersonalData(
            model=Pseud,
            what="The names you write under, with their descriptions and pictures",
            kept="until you delete them",
            seen_by=(Seer.EVERYBODY,),
            erasure=Erasure.DELETED,
            erased="If you choose to leave a name on a work or in a club, only the name stays.",
            paths=("user",),
            export="pseuds",
            fields=("name", "description", "icon", "icon_alt", "icon_comment", "is_default"),
        ),
        PersonalData(
            model=Profile,
            what="What you say about yourself on your profile",
            kept="until you change it",
            seen_by=(Seer.EVERYBODY,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="profile",
            fields=("title", "about", "about_typed"),
        ),
        PersonalData(
            model=Preferences,
            what="Your preferences",
            kept=ACCOUNT,
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="preferences",
            fields=(
                "shows_adult",
                "entire_work",
                "newest_first",
                "hides_warnings",
                "hides_freeforms",
                "keeps_history",
                "unlisted",
                "time_zone",
                "language",
                "look",
                "co_creator_invites",
                "mails_comments",
                "mails_invitations",
                "mails_kudos",
                "guest_replies",
            ),
        ),
        PersonalData(
            model=PastUsername,
            what="Your former user names, so that old links still find you",
            kept=f"{ACCOUNT}; for 90 days nobody else can take the name",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="past_names",
            fields=("username", "changed_at"),
        ),
        PersonalData(
            model=Invitation,
            what="The invitations to the archive that you made: an address if you gave one, a note, who joined with it",
            kept=ACCOUNT,
            seen_by=(Seer.SELF, Seer.KEEPERS),
            erasure=Erasure.DELETED,
            paths=("made_by",),
            mentions=("used_by",),
            export="invitations",
            fields=("code", "email", "note", "created_at", "used_at", "withdrawn_at"),
        ),
        PersonalData(
            model=Deactivation,
            what="When and why a keeper switched your account off",
            whose="the archive’s",
            kept=ACCOUNT,
            seen_by=(Seer.SELF, Seer.KEEPERS),
            erasure=Erasure.DELETED,
            paths=("user",),
            mentions=("made_by",),
            export="deactivations",
            fields=("reason", "made_at", "ended_at"),
        ),
        PersonalData(
            model=Attempt,
            what="Recent tries to log in, sign up or reset a password, and how much a new account posted; names and addresses only as hashes that cannot be read back",
            whose="the archive’s, to stop people guessing passwords",
            kept="a day, or until the next try after that",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.KEPT,
            erased="It names nobody.",
        ),
        PersonalData(
            model=EmailAddress,
            what="Your e-mail address, and whether you have confirmed it",
            kept="until you change it",
            seen_by=(Seer.SELF, Seer.KEEPERS),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="addresses",
            fields=("email", "verified", "primary"),
        ),
        PersonalData(
            model=EmailConfirmation,
            what="The key of the link in a confirmation letter",
            kept="until the address is confirmed or changed",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.DELETED,
            paths=("email_address__user",),
        ),
        PersonalData(
            model=UserSession,
            what="The devices you are logged in on: network address, browser, when last used",
            kept="until you log out, or up to three months after your last visit",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="devices",
            fields=("ip", "user_agent", "created_at", "last_seen_at"),
        ),
        PersonalData(
            model=Session,
            what="The archive’s half of the cookie: who is logged in, and what a form remembers from one page to the next",
            kept="until you log out, or up to three months after your last visit",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.DELETED,
            erased="You are logged out everywhere.",
        ),
        PersonalData(
            model=DBTaskResult,
            what="Background tasks, waiting or done, such as a letter with the address it goes to",
            whose="the archive’s",
            kept="two weeks",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.KEPT,
            erased="It is gone within two weeks.",
        ),
        PersonalData(
            model=PeriodicJob,
            what="The archive’s periodic jobs by name, and when each last ran",
            whose="the archive’s",
            kept="always",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.KEPT,
            erased="Nothing of it is yours.",
        ),
        PersonalData(
            model=SentForm,
            what="Fingerprints of forms that were sent, and the address of what each of them made",
            whose="the archive’s",
            kept="for a week",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.KEPT,
            erased="It names nobody, and goes within a week.",
        ),
        PersonalData(
            model=Archive,
            what="The archive’s own name, description and rules",
            whose="the archive’s",
            kept="always",
            seen_by=(Seer.EVERYBODY,),
            erasure=Erasure.KEPT,
            erased="Nothing of it is yours.",
        ),
        *(
            PersonalData(
                model=model,
                what=f"Django’s {name} of accounts; Bookcub does not use them",
                whose="nobody’s",
                kept="it is always empty",
                seen_by=(Seer.PROGRAM,),
                erasure=erasure,
                erased="It holds nothing.",
                paths=paths,
            )
            for model, name, erasure, paths in (
                (User.groups.through, "groups", Erasure.DELETED, ("user",)),
                (User.user_permissions.through, "permissions", Erasure.DELETED, ("user",)),
                (Group, "names for groups", Erasure.KEPT, ()),
                (Permission, "names for permissions", Erasure.KEPT, ()),
            )
        ),
    )
