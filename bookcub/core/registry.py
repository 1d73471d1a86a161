"""How a package lets those above it answer: it keeps a registry, and they put their entries in by name.

LEAVING: Registry[LeavingHook] = Registry("hooks for leaving a club")  # in the package below
LEAVING.register(resolve_notes, name="notes", owner="comments")     # in the other's `AppConfig.ready`
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Registered = TypeVar("Registered")


class AlreadyRegisteredError(Exception):
    """A name is taken: two packages, or one twice, mean to answer for the same thing."""


class Registry(Generic[Registered]):
    """Entries under names, in the order in which they came; each knows which package owns it."""

    def __init__(self, holds: str) -> None:
        self._holds = holds
        self._entries: dict[str, tuple[str, Registered]] = {}

    def register(self, entry: Registered, *, name: str, owner: str) -> None:
        """Put an entry in. Raises AlreadyRegisteredError for a name that is taken, and says by whom."""
        if name in self._entries:
            taken_by = self._entries[name][0]
            raise AlreadyRegisteredError(
                f"{owner}: {name!r} of the {self._holds} is {taken_by}’s already."
            )
        self._entries[name] = (owner, entry)

    def forget(self, name: str) -> None:
        """Take an entry out; one that is not there is no mistake."""
        self._entries.pop(name, None)

    def owner_of(self, name: str) -> str:
        return self._entries[name][0]

    def names(self) -> list[str]:
        return list(self._entries)

    def __getitem__(self, name: str) -> Registered:
        return self._entries[name][1]

    def __iter__(self) -> Iterator[Registered]:
        """The entries as they are now; one that comes or goes meanwhile does not disturb the walk."""
        return iter([entry for _, entry in self._entries.values()])

    def __len__(self) -> int:
        return len(self._entries)
