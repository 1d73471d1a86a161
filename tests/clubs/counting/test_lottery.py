from __future__ import annotations

import hashlib
import subprocess
from collections import Counter

import pytest

from bookcub.clubs.counting.lottery import (
    Ticket,
    commitment_to,
    draw,
    message,
    new_seed,
    tickets_for,
)
from tests.clubs.counting.counting import SEED, A, B, C


def test_each_second_is_one_ticket() -> None:
    tickets = tickets_for([(B, [31, 30]), (A, [30]), (C, [])])

    assert [str(each) for each in tickets] == ["1/30", "2/30", "2/31"]


def test_where_nobody_seconded_anything_each_has_one_chance() -> None:
    assert [str(each) for each in tickets_for([(B, []), (A, [])])] == ["1/0", "2/0"]


def test_a_draw_worked_by_hand() -> None:
    # printf '%s\n1/30\n2/30\n2/31\n0' "$SEED" | sha256sum, and its remainder modulo 3.
    tickets = tickets_for([(A, [30]), (B, [30, 31])])
    typed = f"{SEED}\n1/30\n2/30\n2/31\n0"

    drawn = draw(SEED, tickets)

    assert message(SEED, tickets) == typed
    assert drawn.digest == hashlib.sha256(typed.encode("ascii")).hexdigest()
    assert drawn.digest == "e1d3fe26e03d64beb9d95fd5dd608324f80da4d7ce2bf1d5673b7de6adf14c6d"
    assert drawn.place == int(drawn.digest, 16) % 3
    assert drawn.winner == tickets[drawn.place].option


def test_a_shell_comes_to_the_same() -> None:
    tickets = tickets_for([(A, [30]), (B, [30, 31])])
    said = subprocess.run(
        ["sha256sum"],  # noqa: S607  # wherever it is
        input=message(SEED, tickets).encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert said.split()[0] == draw(SEED, tickets).digest


def test_the_commitment_says_nothing_of_the_seed_and_fits_no_other() -> None:
    seed, other = new_seed(), new_seed()

    assert len(seed) == 64
    assert commitment_to(seed) != commitment_to(other)
    assert seed not in commitment_to(seed)


def test_twice_as_many_tickets_win_about_twice_as_often() -> None:
    tickets = tickets_for([(A, [1]), (B, [1, 2])])

    wins = Counter(draw(f"{number:064x}", tickets).winner for number in range(3000))

    assert 900 < wins[A] < 1100


def test_a_draw_needs_a_ticket() -> None:
    with pytest.raises(ValueError, match="needs a ticket"):
        draw(SEED, [])


def test_a_ticket_is_read_back() -> None:
    assert Ticket.read("12/34") == Ticket(12, 34)
    with pytest.raises(ValueError, match="invalid literal"):
        Ticket.read("twelve")
