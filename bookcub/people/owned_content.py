"""How the packages above tell what a pseud owns and what may become of it.

A package registers in its `AppConfig.ready`:

    WORKS = ngettext_lazy("%(number)s work", "%(number)s works", "number")
    OWNED.register(OwnedKind(WORKS, count=..., move=...), name="works", owner="works")
    QUESTIONS.register(ClosingQuestion("works", "…?", WORKS, choices=..., count=..., apply=...), name="works", owner="works")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.core.registry import Registry
from bookcub.people.models import Pseud, User

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True, slots=True)
class OwnedKind:
    """Something that hangs on a pseud and can hang on another of the same account."""

    so_many: StrOrPromise  # for `counted`, with %(number)s
    count: Callable[[Pseud], int]
    move: Callable[[Pseud, Pseud], None]  # from, to

    def counted(self, number: int) -> str:
        return self.so_many % {"number": number}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may become of what a leaving person leaves."""

    value: str
    label: StrOrPromise
    outcome: StrOrPromise  # for the summary, with {count}: "{count} will be deleted for good."


@dataclass(frozen=True, slots=True)
class ClosingQuestion:
    """A question to a person who deletes their account. `apply` runs before the account goes.

    With one choice there is nothing to ask: it is shown among what will happen.
    """

    key: str
    question: StrOrPromise
    so_many: StrOrPromise  # for `counted`, with %(number)s
    choices: tuple[Choice, ...]
    count: Callable[[User], int]
    apply: Callable[[User, str], None]

    def counted(self, number: int) -> str:
        return self.so_many % {"number": number}

    @property
    def is_open(self) -> bool:
        return len(self.choices) > 1

    def choice(self, answers: Mapping[str, str]) -> Choice:
        """The choice among somebody's answers; of one choice, that one."""
        value = answers[self.key] if self.is_open else self.choices[0].value
        return next(choice for choice in self.choices if choice.value == value)


# What follows an account that is switched off or on: told in the transaction, once `is_active` says which it was.
SWITCHED: Registry[Callable[[User], None]] = Registry("what follows a switched-off account")
OWNED: Registry[OwnedKind] = Registry("kinds of owned content")
QUESTIONS: Registry[ClosingQuestion] = Registry("questions to who closes an account")


def owned_by(pseud: Pseud) -> list[tuple[OwnedKind, int]]:
    """What this pseud owns, with how many; kinds it has none of are left out."""
    counted = [(kind, kind.count(pseud)) for kind in OWNED]
    return [(kind, number) for kind, number in counted if number]


def move_all(pseud: Pseud, to: Pseud) -> None:
    """Hang everything of one pseud on another of the same account."""
    for kind in OWNED:
        kind.move(pseud, to)


def questions_for(user: User) -> list[tuple[ClosingQuestion, int]]:
    """The questions that this person has to answer before leaving: those about things they have."""
    counted = [(question, question.count(user)) for question in QUESTIONS]
    return [(question, number) for question, number in counted if number]
