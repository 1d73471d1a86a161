"""How the packages above tell what a pseud owns and what may become of it.

A package registers in its `AppConfig.ready`:

    belongings.register(Belonging("work", "works", count=..., move=...))
    belongings.register_bequest(Bequest("works", "Your works", choices=..., count=..., carry_out=...))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bookcub.people.models import Pseud, User


@dataclass(frozen=True, slots=True)
class Belonging:
    """Something that hangs on a pseud and can hang on another of the same account."""

    name: str
    name_plural: str
    count: Callable[[Pseud], int]
    move: Callable[[Pseud, Pseud], None]  # from, to

    def said(self, number: int) -> str:
        return f"{number} {self.name if number == 1 else self.name_plural}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may become of what a leaving person leaves."""

    value: str
    label: str
    outcome: str  # for the summary, with {count}: "{count} will be deleted for good."


@dataclass(frozen=True, slots=True)
class Bequest:
    """A question to a person who deletes their account. `carry_out` runs before the account goes.

    With one choice there is nothing to ask: it is shown among what will happen.
    """

    key: str
    question: str
    name: str
    name_plural: str
    choices: tuple[Choice, ...]
    count: Callable[[User], int]
    carry_out: Callable[[User, str], None]

    def said(self, number: int) -> str:
        return f"{number} {self.name if number == 1 else self.name_plural}"

    @property
    def is_open(self) -> bool:
        return len(self.choices) > 1

    def choice(self, answers: Mapping[str, str]) -> Choice:
        """The choice among somebody's answers; of one choice, that one."""
        value = answers[self.key] if self.is_open else self.choices[0].value
        return next(choice for choice in self.choices if choice.value == value)


_belongings: dict[str, Belonging] = {}
_bequests: dict[str, Bequest] = {}


def register(belonging: Belonging) -> None:
    """Make a kind of belonging known. Doing it again replaces it."""
    _belongings[belonging.name_plural] = belonging


def register_bequest(bequest: Bequest) -> None:
    """Make a question known that a leaving person is asked. Doing it again replaces it."""
    _bequests[bequest.key] = bequest


def forget(name: str) -> None:
    """Take back what was registered under this plural or key."""
    _belongings.pop(name, None)
    _bequests.pop(name, None)


def belongings_of(pseud: Pseud) -> list[tuple[Belonging, int]]:
    """What this pseud owns, with how many; kinds it has none of are left out."""
    counted = [(belonging, belonging.count(pseud)) for belonging in _belongings.values()]
    return [(belonging, number) for belonging, number in counted if number]


def move_all(pseud: Pseud, to: Pseud) -> None:
    """Hang everything of one pseud on another of the same account."""
    for belonging in _belongings.values():
        belonging.move(pseud, to)


def bequests_of(user: User) -> list[tuple[Bequest, int]]:
    """The questions that this person has to answer before leaving: those about things they have."""
    counted = [(bequest, bequest.count(user)) for bequest in _bequests.values()]
    return [(bequest, number) for bequest, number in counted if number]
