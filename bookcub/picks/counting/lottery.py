"""The lottery: every second is one ticket, and anybody can do the draw again.

The seed is 64 hex digits of chance, made when choosing begins. Its SHA-256, the *commitment*, is shown at once, the
seed itself only after the draw: nobody can look for a seed that suits the tickets, and everybody can check that it was
not exchanged. The draw, byte for byte:

1. Write the seed on the first line, then the tickets in their order, one on each line, then the number of the try,
   which is 0; lines are parted by one line feed (0A), and there is none at the end. All of it is ASCII.
2. Take the SHA-256 of that as a whole number `n`, the first byte being the highest.
3. Let `t` be the number of tickets. If `n` is not below the greatest multiple of `t` that 2²⁵⁶ holds, do it again with
   the next try, so that every ticket has exactly the same chance.
4. The ticket at place `n mod t`, counted from 0, wins.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPACE = 2**256


@dataclass(frozen=True, slots=True)
class LotteryTicket:
    """One chance for an option; written as `3/2`: the second ticket of option 3."""

    option: int
    number: int

    def __str__(self) -> str:
        return f"{self.option}/{self.number}"

    @classmethod
    def read(cls, text: str) -> LotteryTicket:
        """Raises ValueError for anything but two numbers with a stroke between them."""
        option, _, holder = text.partition("/")
        return cls(int(option), int(holder))


@dataclass(frozen=True, slots=True)
class Draw:
    """How a draw came out."""

    tickets: tuple[LotteryTicket, ...]
    tries: int
    digest: str  # hex
    place: int  # of the winning ticket, from 0

    @property
    def ticket(self) -> LotteryTicket:
        return self.tickets[self.place]

    @property
    def winner(self) -> int:
        return self.ticket.option


def new_seed() -> str:
    """256 bits of chance as 64 hex digits."""
    return secrets.token_hex(32)


def commitment_to(seed: str) -> str:
    """What is published before the draw: the SHA-256 of the seed's 64 characters, as hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def tickets_for(seconds: Mapping[int, int]) -> tuple[LotteryTicket, ...]:
    """The tickets of options with so many seconds each, in the order of their numbers.

    If nobody seconded anything, every option has one ticket.
    """
    chances = seconds if any(seconds.values()) else dict.fromkeys(seconds, 1)
    return tuple(
        LotteryTicket(option, number)
        for option in sorted(chances)
        for number in range(1, chances[option] + 1)
    )


def draw(seed: str, tickets: Sequence[LotteryTicket]) -> Draw:
    """Draw one of the tickets. Raises ValueError without any."""
    if not tickets:
        raise ValueError("a draw needs a ticket")
    limit = SPACE - SPACE % len(tickets)
    tries = 0
    while True:
        digest = hashlib.sha256(message(seed, tickets, tries).encode()).hexdigest()
        number = int(digest, 16)
        if number < limit:
            return Draw(tuple(tickets), tries, digest, number % len(tickets))
        tries += 1


def message(seed: str, tickets: Sequence[LotteryTicket], tries: int = 0) -> str:
    """What is hashed."""
    return "\n".join((seed, *map(str, tickets), str(tries)))
