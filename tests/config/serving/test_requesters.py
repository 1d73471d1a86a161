"""Who has which turn, and how many."""

from bookcub.config.serving.messages import Scope
from bookcub.config.serving.requesters import Allowance, Members


def shown(cookie: str) -> Scope:
    return {"headers": [(b"accept", b"*/*"), (b"cookie", f"x=1; session={cookie}".encode())]}


def test_a_cookie_is_a_members_once_django_says_so_and_until_it_says_otherwise() -> None:
    members = Members("session")
    seen = [members.person_of(shown("ada"))]
    for person in (7, None):
        members.learn(shown("ada"), person)
        seen.append(members.person_of(shown("ada")))

    assert seen == [None, 7, None]
    assert members.person_of(shown("made-up")) is None


def test_only_the_sessions_own_cookie_counts() -> None:
    members = Members("session")
    members.learn({"headers": [(b"cookie", b"my_session=ada")]}, 7)

    assert members.person_of({"headers": [(b"cookie", b"my_session=ada")]}) is None


def test_made_up_cookies_push_out_nobody_who_comes_back() -> None:
    members = Members("session")
    members.learn(shown("ada"), 7)
    for number in range(50_000):
        assert members.person_of(shown(str(number))) is None

    assert members.person_of(shown("ada")) == 7


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_allowance_fills_up_again() -> None:
    clock = Clock()
    allowance = Allowance(60, clock=clock)
    at_once = [allowance.wait_for("a") for _ in range(11)]
    clock.now += 1
    after = [allowance.wait_for("a") for _ in range(2)]

    assert at_once == [0] * 10 + [1]
    assert after == [0, 1]
    assert allowance.wait_for("b") == 0


def test_no_limit_is_no_limit() -> None:
    allowance = Allowance(0)

    assert {allowance.wait_for("a") for _ in range(5000)} == {0}
