from __future__ import annotations

from bookcub.picks.counting.approval import count
from bookcub.picks.counting.ties import Decision, TieQuestion, TieRule
from tests.picks.counting.counting import A, B, C, tiebreak

ALL = [A, B, C]


def test_whatever_most_ticked_wins() -> None:
    #      A  B  C
    #  1   x  x          A 2, B 3, C 1
    #  2      x  x
    #  3   x  x
    counted = count([{A, B}, {B, C}, {A, B}], options=ALL, tiebreak=tiebreak(ALL))

    assert counted.tallies == ((B, 3), (A, 2), (C, 1))
    assert (counted.winner, counted.tied, counted.ballots) == (B, (), 3)


def test_a_tie_at_the_top_is_settled_by_the_rule() -> None:
    ballots = [{A, B}, {A, B}, {C}]

    earlier = count(ballots, options=ALL, tiebreak=tiebreak(ALL))
    fewer = count(ballots, options=ALL, tiebreak=tiebreak(ALL, TieRule.FEWEST, wins={A: 1, B: 0}))

    assert (earlier.winner, earlier.tied) == (A, (A, B))
    assert fewer.winner == B


def test_a_host_settles_a_tie_where_the_rule_says_so() -> None:
    ballots = [{A}, {B}]
    decisions = [Decision(TieQuestion.WINS, frozenset({A, B}), B)]

    asked = count(ballots, options=ALL, tiebreak=tiebreak(ALL, TieRule.HOST))
    settled = count(ballots, options=ALL, tiebreak=tiebreak(ALL, TieRule.HOST, decisions=decisions))

    assert (asked.winner, asked.tied) == (None, (A, B))
    assert settled.winner == B


def test_what_was_said_of_another_tie_settles_nothing() -> None:
    decisions = [Decision(TieQuestion.WINS, frozenset({A, B, C}), B)]

    counted = count(
        [{A}, {B}], options=ALL, tiebreak=tiebreak(ALL, TieRule.HOST, decisions=decisions)
    )

    assert counted.winner is None


def test_nobody_wins_where_nobody_ticked_anything() -> None:
    counted = count([set(), set()], options=ALL, tiebreak=tiebreak(ALL))

    assert counted.winner is None
    assert counted.is_without_votes
    assert counted.ballots == 2


def test_one_option_wins_without_a_vote() -> None:
    assert count([], options=[A], tiebreak=tiebreak([A])).winner == A
    assert count([], options=[], tiebreak=tiebreak([])).winner is None


def test_ticks_for_what_was_withdrawn_are_passed_over() -> None:
    counted = count([[B, A], [B], [A, A]], options=[A, C], tiebreak=tiebreak([A, C]))

    assert counted.tallies == ((A, 2), (C, 0))
