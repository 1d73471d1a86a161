from __future__ import annotations

import hashlib
import subprocess
from collections import Counter

import pytest

from bookcub.picks.counting.lottery import (
    LotteryTicket,
    commitment_to,
    draw,
    message,
    new_seed,
    tickets_for,
)
from tests.picks.counting.counting import SEED, A, B, C


def test_each_second_is_one_ticket() -> None:
    tickets = tickets_for({B: 2, A: 1, C: 0})

    assert [str(each) for each in tickets] == ["1/1", "2/1", "2/2"]


def test_where_nobody_seconded_anything_each_has_one_chance() -> None:
    assert [str(each) for each in tickets_for({B: 0, A: 0})] == ["1/1", "2/1"]


def test_a_draw_worked_by_hand() -> None:
    # printf '%s\n1/1\n2/1\n2/2\n0' "$SEED" | sha256sum, and its remainder modulo 3.
    tickets = tickets_for({A: 1, B: 2})
    typed = f"{SEED}\n1/1\n2/1\n2/2\n0"

    drawn = draw(SEED, tickets)

    assert message(SEED, tickets) == typed
    assert drawn.digest == hashlib.sha256(typed.encode("ascii")).hexdigest()
    assert drawn.digest == "f87f333511f6b790f4e9fd741cc811425e30a5a4a9edb9423d7f4ee01ef831bc"
    assert drawn.place == int(drawn.digest, 16) % 3
    assert drawn.winner == tickets[drawn.place].option


def test_a_shell_comes_to_the_same() -> None:
    tickets = tickets_for({A: 1, B: 2})
    printed = subprocess.run(
        ["sha256sum"],  # noqa: S607  # wherever it is
        input=message(SEED, tickets).encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert printed.split()[0] == draw(SEED, tickets).digest


def test_the_commitment_says_nothing_of_the_seed_and_fits_no_other() -> None:
    seed, other = new_seed(), new_seed()

    assert len(seed) == 64
    assert commitment_to(seed) != commitment_to(other)
    assert seed not in commitment_to(seed)


def test_twice_as_many_tickets_win_about_twice_as_often() -> None:
    tickets = tickets_for({A: 1, B: 2})

    wins = Counter(draw(f"{number:064x}", tickets).winner for number in range(3000))

    assert 900 < wins[A] < 1100


def test_a_draw_needs_a_ticket() -> None:
    with pytest.raises(ValueError, match="needs a ticket"):
        draw(SEED, [])


def test_a_ticket_is_read_back() -> None:
    assert LotteryTicket.read("12/34") == LotteryTicket(12, 34)
    with pytest.raises(ValueError, match="invalid literal"):
        LotteryTicket.read("twelve")
