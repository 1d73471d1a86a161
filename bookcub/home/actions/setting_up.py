"""Setting an archive up in the browser, answer by answer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from bookcub.core.setup_token import is_setup_token
from bookcub.home.tasks import fill_with_demo
from bookcub.people.actions.setting_up import set_up
from bookcub.people.models import Archive, User

KEY = "setting_up"
ASIDE = "password_hash"  # of a step that is not answered yet
STEPS = ("archive", "keeper", "door", "stories")


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody has answered so far, kept in their session: the password only as its hash."""

    session: SessionBase

    @property
    def are_allowed(self) -> bool:
        """Whether this session came by the link that the terminal printed."""
        return KEY in self.session

    def allow(self, token: str) -> bool:
        """Open the wizard to this session if the token is the archive's; answers of before stay."""
        if not is_setup_token(token):
            return False
        if not self.are_allowed:
            self.session[KEY] = {}
            # A session that somebody else may know must not become one that can do this. It is stored at once, with
            # the above: another process may answer the next request.
            self.session.cycle_key()
        return True

    def of(self, step: str) -> dict[str, Any]:
        """The answers of one step, none if it was not reached."""
        return dict(self.session[KEY].get(step, {}))

    def keep(self, step: str, given: Mapping[str, Any]) -> None:
        """Keep the answers of one step; a password as its hash, and an empty one as it was."""
        answers = dict(given)
        if "password" in answers:
            password = answers.pop("password")
            answers["password_hash"] = make_password(password) if password else self.password_hash
        self.session[KEY] = self.session[KEY] | {step: answers}

    def keep_password(self, password: str) -> None:
        """Keep a good password of a step that has other mistakes: no page gives it back. The step stays open."""
        self.session[KEY] = self.session[KEY] | {ASIDE: make_password(password)}

    @property
    def password_hash(self) -> str:
        """Of the password that was chosen so far."""
        return str(self.of("keeper").get("password_hash") or self.session[KEY].get(ASIDE, ""))

    @property
    def missing(self) -> str | None:
        """The first step without an answer."""
        return next((step for step in STEPS if step not in self.session[KEY]), None)

    def forget(self) -> None:
        self.session.pop(KEY, None)


def open_archive(answers: Answers, *, address: str) -> User:
    """Set the archive up as answered and give back its keeper. Raises AlreadySetUpError.

    `address` is where its keeper has found it, without a slash at the end: letters lead there.
    """
    name, keeper = answers.of("archive"), answers.of("keeper")
    with transaction.atomic():
        user = set_up(
            Archive(
                name=name["name"],
                description=name["description"],
                sign_up=answers.of("door")["sign_up"],
                time_zone=keeper["time_zone"],
            ),
            keeper=keeper["username"],
            email=keeper["email"],
            # The wizard has kept no password, only its hash, which takes this one's place at once.
            password=secrets.token_urlsafe(),
        )
        Archive.objects.update(address=address, language=name["language"])
        user.password = keeper["password_hash"]
        user.save(update_fields=["password"])
        if answers.of("stories")["fill"] == "yes":
            transaction.on_commit(fill_with_demo.enqueue)
    return user
