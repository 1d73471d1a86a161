"""Elections worked by hand, each with its working beside it."""

from __future__ import annotations

from bookcub.picks.counting.ranked import Flow, Why
from bookcub.picks.counting.ties import Decision, TieQuestion, TieRule
from tests.picks.counting.counting import A, B, C, D, E, counted, election, gone, votes


def test_the_one_that_leads_first_may_lose_in_the_end() -> None:
    # 9 ballots, 5 needed.      round 1   round 2          round 3
    #   4  A                    A 4       A 4              A 4
    #   3  B > C                B 3       B 3+1 = 4        B 4+1 = 5  wins
    #   1  C > B                C 1 ← out (C's one goes to B)
    #   1  D > B                D 1 ← tied with C; C was nominated before D, so D goes out first
    count = counted(election((4, [A]), (3, [B, C]), (1, [C, B]), (1, [D, B])), [A, B, C, D])

    assert votes(count) == [{A: 4, B: 3, C: 1, D: 1}, {A: 4, B: 4, C: 1}, {A: 4, B: 5}]
    assert gone(count) == [[D], [C], []]
    assert count.winner == B
    first, second, _ = count.rounds
    assert (first.out[0].why, first.out[0].tied) == (Why.TIE_RULE, (C, D))
    assert second.out[0].why is Why.FEWEST
    assert first.flows == (Flow(D, B, 1),)
    assert second.flows == (Flow(C, B, 1),)
    assert [each.needed for each in count.rounds] == [5, 5, 5]


def test_more_than_half_wins_in_the_first_round() -> None:
    # 5 ballots, 3 needed: A has them at once, and nobody goes out.
    count = counted(election((3, [A, B]), (1, [B, A]), (1, [C])), [A, B, C])

    assert votes(count) == [{A: 3, B: 1, C: 1}]
    assert count.winner == A
    assert count.rounds[0].out == ()


def test_exactly_half_is_not_enough() -> None:
    # 4 ballots, 3 needed.  round 1: A 2, B 1, C 1.  B and C tie; C came later and goes out; its ballot goes to B.
    #                       round 2: A 2, B 2.  Both had… A 2 and B 1 in round 1, so B goes out.
    #                       round 3: A 2+0; B's ballots: one says A next, one (C > B) has no more.
    count = counted(election((2, [A]), (1, [B, A]), (1, [C, B])), [A, B, C])

    assert votes(count) == [{A: 2, B: 1, C: 1}, {A: 2, B: 2}, {A: 3}]
    assert gone(count) == [[C], [B], []]
    assert count.rounds[1].out[0].why is Why.EARLIER_ROUND
    assert count.rounds[1].out[0].looked_back_to == 1
    assert count.rounds[2].exhausted == 1
    assert count.winner == A


def test_ballots_that_name_none_of_those_left_are_exhausted_and_lower_the_bar() -> None:
    # 10 ballots.  round 1: A 4, B 3, C 3 (of 10, 6 needed); B and C tie, C came later.
    #              C's three name nobody else: exhausted.
    #              round 2: A 4, B 3, of 7; 4 needed: A wins without half of all ten.
    count = counted(election((4, [A]), (3, [B]), (3, [C])), [A, B, C])

    assert votes(count) == [{A: 4, B: 3, C: 3}, {A: 4, B: 3}]
    assert count.rounds[0].flows == (Flow(C, None, 3),)
    assert (count.rounds[1].exhausted, count.rounds[1].counting, count.rounds[1].needed) == (
        3,
        7,
        4,
    )
    assert count.winner == A


def test_one_option_wins_without_a_vote() -> None:
    assert counted([], [A]).winner == A
    assert counted(election((2, [A])), [A]).winner == A


def test_with_no_ballots_nobody_wins() -> None:
    count = counted([], [A, B, C])

    assert votes(count) == [{A: 0, B: 0, C: 0}]
    assert count.winner is None
    assert count.is_without_votes
    assert count.question is None


def test_empty_ballots_are_no_votes() -> None:
    count = counted(election((3, [])), [A, B])

    assert count.winner is None
    assert count.rounds[0].exhausted == 3
    assert count.ballots == 3


def test_with_no_options_there_is_nothing_to_count() -> None:
    count = counted(election((2, [A])), [])

    assert (count.winner, count.rounds) == (None, ())
    assert count.is_without_votes


def test_where_all_are_equal_the_earliest_nomination_wins() -> None:
    # 3 ballots, 2 needed.  round 1: 1 1 1; C is latest and goes out, its ballot exhausted.
    #                       round 2: A 1, B 1 of 2, 2 needed; equal in round 1 too; B is later.
    #                       round 3: A 1 of 1.
    count = counted(election((1, [A]), (1, [B]), (1, [C])), [A, B, C])

    assert gone(count) == [[C], [B], []]
    assert [each.out[0].why for each in count.rounds[:2]] == [Why.TIE_RULE, Why.TIE_RULE]
    assert count.winner == A


def test_where_all_are_equal_the_nominator_who_won_less_often_wins() -> None:
    # As above, but A's nominator was picked twice before, B's once, C's never: A goes out, then B.
    count = counted(
        election((1, [A]), (1, [B]), (1, [C])),
        [A, B, C],
        TieRule.FEWEST,
        wins={A: 2, B: 1, C: 0},
    )

    assert gone(count) == [[A], [B], []]
    assert count.winner == C


def test_all_that_nobody_put_first_go_out_together() -> None:
    # 5 ballots, 3 needed.  round 1: A 2, B 2, C 1, D 0, E 0: D and E go out, no ballot moves.
    #                       round 2: the same without them; C goes out, its ballot (C > D > B) skips D for B.
    #                       round 3: A 2, B 3.
    count = counted(election((2, [A, D]), (2, [B, E]), (1, [C, D, B])), [A, B, C, D, E])

    assert gone(count) == [[D, E], [C], []]
    assert {out.why for out in count.rounds[0].out} == {Why.NO_VOTES}
    assert count.rounds[0].flows == ()
    assert count.rounds[1].flows == (Flow(C, B, 1),)
    assert votes(count)[-1] == {A: 2, B: 3}
    assert count.winner == B


def test_of_three_that_tie_the_last_round_in_which_they_differ_decides() -> None:
    # 19 ballots, 10 needed.
    #   6 A            round 1: A 6, B 5, C 4, D 3, E 1.   E out, to D.
    #   5 B            round 2: A 6, B 5, C 4, D 4.        C and D tie; in round 1 D had 3, C 4: D out.
    #   4 C            D's: 3 say D > C, and E's one says E > D > B.
    #   3 D > C        round 3: A 6, B 6, C 7.             A and B tie; in round 2 A 6, B 5: B out.
    #   1 E > D > B    B's five have no more; E's ballot has no more either: 6 exhausted.
    #                  round 4: A 6, C 7 of 13, 7 needed: C.
    count = counted(
        election((6, [A]), (5, [B]), (4, [C]), (3, [D, C]), (1, [E, D, B])), [A, B, C, D, E]
    )

    assert gone(count) == [[E], [D], [B], []]
    assert [each.out[0].why for each in count.rounds[1:3]] == [Why.EARLIER_ROUND] * 2
    assert [each.out[0].looked_back_to for each in count.rounds[1:3]] == [1, 2]
    assert votes(count)[-1] == {A: 6, C: 7}
    assert count.rounds[-1].exhausted == 6
    assert count.winner == C


def test_a_withdrawn_option_lets_the_ranks_behind_it_move_up() -> None:
    # B was withdrawn while people voted: B > C counts as C from the start.
    count = counted(election((2, [B, C]), (1, [A])), [A, C])

    assert votes(count) == [{A: 1, C: 2}]
    assert count.winner == C


def test_of_an_option_named_twice_the_first_mention_counts() -> None:
    count = counted([(A, B, A), (B, B, A), (B,)], [A, B])

    assert votes(count) == [{A: 1, B: 2}]


def test_a_host_is_asked_who_wins_when_the_last_two_tie() -> None:
    ballots = election((1, [A]), (1, [B]))

    count = counted(ballots, [A, B], TieRule.HOST)
    assert (count.winner, count.tied, count.question) == (None, (A, B), TieQuestion.WINS)

    decisions = [Decision(TieQuestion.WINS, frozenset({A, B}), B)]
    settled = counted(ballots, [A, B], TieRule.HOST, decisions=decisions)
    assert gone(settled) == [[A], []]
    assert settled.winner == B


def test_a_host_is_asked_who_goes_out_when_more_are_left_and_then_the_count_goes_on() -> None:
    # round 1: A 2, B 1, C 1: the host says that B goes out; B > C then makes A 2, C 2.
    # round 2: in round 1 A had 2 and C 1: C goes out without anybody being asked.
    ballots = election((2, [A]), (1, [B, C]), (1, [C]))

    count = counted(ballots, [A, B, C], TieRule.HOST)
    assert (count.winner, count.tied, count.question) == (None, (B, C), TieQuestion.GOES_OUT)

    decisions = [Decision(TieQuestion.GOES_OUT, frozenset({B, C}), B)]
    settled = counted(ballots, [A, B, C], TieRule.HOST, decisions=decisions)
    assert gone(settled) == [[B], [C], []]
    assert settled.rounds[1].out[0].why is Why.EARLIER_ROUND
    assert settled.winner == A


def test_a_host_is_asked_only_about_those_that_tied_in_all_rounds() -> None:
    # round 1: A 3, B 2, C 2, D 1: D > B out.  round 2: A 3, B 3, C 2: C out, one to A and one to B.
    # round 3: A 4, B 4; round 2 equal; round 1 A 3, B 2: B goes out, no question.
    ballots = election((3, [A]), (2, [B]), (1, [C, A]), (1, [C, B]), (1, [D, B]))

    count = counted(ballots, [A, B, C, D], TieRule.HOST)

    assert votes(count)[2] == {A: 4, B: 4}
    assert count.rounds[2].out[0].looked_back_to == 1
    assert count.winner == A
