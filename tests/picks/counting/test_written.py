"""A count that was kept is read back as it was."""

from __future__ import annotations

import json

from hypothesis import given

from bookcub.picks.counting import approval, lottery
from bookcub.picks.counting.ties import Decision, TieQuestion, TieRule
from bookcub.picks.counting.written import read, read_decision, write, write_decision
from tests.picks.counting.counting import SEED, A, B, counted, tiebreak
from tests.picks.counting.test_promises import elections


@given(elections())
def test_counts_survive_being_kept(election: tuple[list[int], list[list[int]]]) -> None:
    options, ballots = election

    for rule in (TieRule.EARLIER, TieRule.HOST):
        ranked = counted(ballots, options, rule)
        ticked = approval.count(ballots, options=options, tiebreak=tiebreak(options, rule))
        for result in (ranked, ticked):
            assert read(json.loads(json.dumps(write(result)))) == result


def test_a_draw_survives_being_kept() -> None:
    drawn = lottery.draw(SEED, lottery.tickets_for({A: 2, B: 1}))

    assert read(json.loads(json.dumps(write(drawn)))) == drawn


def test_a_decision_survives_being_kept() -> None:
    decision = Decision(TieQuestion.GOES_OUT, frozenset({A, B}), A)

    assert read_decision(json.loads(json.dumps(write_decision(decision)))) == decision


def test_nothing_kept_is_nothing() -> None:
    assert read({}) is None
