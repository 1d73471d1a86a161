"""How the packages above carry out what becomes of somebody's notes when they leave a club.

A package registers in its `AppConfig.ready`:

    leaving.register("notes", carry_out)

`carry_out(membership=…, choice=…)` is called inside the transaction in which they leave, while the
membership still stands; what it raises keeps them in. The choices are `LeftNotes`: everything stays with the
name, everything stays without it, or everything becomes theirs alone.
"""

from __future__ import annotations

from typing import Protocol

from bookcub.clubs.models import LeftNotes, Membership


class CarriesOut(Protocol):
    """Does with what a member has said in their club what they chose."""

    def __call__(self, *, membership: Membership, choice: LeftNotes) -> object: ...


_carriers: dict[str, CarriesOut] = {}


def register(name: str, carry_out: CarriesOut) -> None:
    """Make somebody known who keeps notes of members. Doing it again replaces it."""
    _carriers[name] = carry_out


def forget(name: str) -> None:
    """Take back what was registered under this name."""
    _carriers.pop(name, None)


def carry_out(*, membership: Membership, choice: LeftNotes) -> None:
    """Let everybody who keeps notes of this member do what was chosen."""
    for carrier in _carriers.values():
        carrier(membership=membership, choice=choice)
