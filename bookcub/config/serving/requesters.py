"""Who asks, as far as turns are shared out: a member whom Django knows by a cookie, else an address."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from bookcub.config.serving.messages import Scope

REMEMBERED = 20_000  # cookies, and as many requesters with what they have asked for lately


class Asker(NamedTuple):
    """Whose turn it is: one member on all their devices, or one address."""

    person: int | None
    home: str

    @property
    def key(self) -> int | str:
        """What turns are counted by."""
        return self.home if self.person is None else self.person


class Members:
    """Which member a session's cookie belongs to, as Django said when it last saw it.

    A cookie that nobody has shown before, or that was made up, is a guest's; so is one whose session has ended, from the
    answer on that finds out.
    """

    def __init__(self, cookie: str) -> None:
        self._name = f"{cookie}=".encode()
        self._people: OrderedDict[bytes, int] = OrderedDict()

    def person_of(self, scope: Scope) -> int | None:
        """Return the member who asks, or None for a guest."""
        mark = self._mark(scope)
        if mark is None or mark not in self._people:
            return None
        self._people.move_to_end(mark)
        return self._people[mark]

    def learn(self, scope: Scope, person: int | None) -> None:
        """Remember who showed this request's cookie."""
        mark = self._mark(scope)
        if mark is None:
            return
        self._people.pop(mark, None)
        if person is not None:
            self._people[mark] = person
            if len(self._people) > REMEMBERED:
                self._people.popitem(last=False)

    def _mark(self, scope: Scope) -> bytes | None:
        for name, value in scope["headers"]:
            if name == b"cookie":
                for cookie in value.split(b";"):
                    if (stripped := cookie.strip()).startswith(self._name):
                        # Not the cookie itself: whoever holds it is the member.
                        return hashlib.sha256(stripped).digest()
        return None


class Allowance:
    """How much one requester may ask for: so many a minute, and a part of that at once."""

    AT_ONCE = 6  # a sixth of a minute's

    def __init__(self, a_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_second = a_minute / 60
        self._most = max(a_minute / self.AT_ONCE, 1)
        self._clock = clock
        self._left: OrderedDict[int | str, tuple[float, float]] = OrderedDict()

    def wait_for(self, key: int | str) -> float:
        """Take one; return 0, or for how many seconds there is none."""
        if not self._a_second:
            return 0
        now = self._clock()
        left, at = self._left.pop(key, (self._most, now))
        left = min(self._most, left + (now - at) * self._a_second)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0 if left >= 1 else (1 - left) / self._a_second
