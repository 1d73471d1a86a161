"""Counts as plain values, the way a pick's row keeps them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bookcub.picks.counting.approval import Approval
from bookcub.picks.counting.lottery import Draw, LotteryTicket
from bookcub.picks.counting.ranked import Count, Flow, Out, Round, Why
from bookcub.picks.counting.ties import Decision, TieQuestion

Written = dict[str, Any]
Result = Approval | Count | Draw


def write(result: Result) -> Written:
    """As values that JSON knows."""
    if isinstance(result, Approval):
        return {"kind": "approval", **asdict(result)}
    if isinstance(result, Draw):
        return {
            "kind": "lottery",
            "tickets": [str(ticket) for ticket in result.tickets],
            "tries": result.tries,
            "digest": result.digest,
            "place": result.place,
        }
    return {"kind": "ranked", **asdict(result)}


def read(written: Mapping[str, Any]) -> Result | None:
    """What `write` wrote, also after JSON has made lists of its tuples; None for nothing."""
    kind = written.get("kind")
    if kind == "approval":
        return Approval(
            _pairs(written["tallies"]),
            written["ballots"],
            tuple(written["tied"]),
            written["winner"],
        )
    if kind == "lottery":
        tickets = tuple(LotteryTicket.read(each) for each in written["tickets"])
        return Draw(tickets, written["tries"], written["digest"], written["place"])
    return _read_ranked(written) if kind == "ranked" else None


def write_decision(decision: Decision) -> Written:
    return {
        "question": decision.question.value,
        "tied": sorted(decision.tied),
        "option": decision.option,
    }


def read_decision(written: Mapping[str, Any]) -> Decision:
    return Decision(TieQuestion(written["question"]), frozenset(written["tied"]), written["option"])


def _read_ranked(written: Mapping[str, Any]) -> Count:
    question = written["question"]
    return Count(
        tuple(_read_round(each) for each in written["rounds"]),
        written["ballots"],
        written["winner"],
        tuple(written["tied"]),
        TieQuestion(question) if question else None,
    )


def _read_round(written: Mapping[str, Any]) -> Round:
    return Round(
        written["number"],
        _pairs(written["tallies"]),
        written["exhausted"],
        tuple(
            Out(each["option"], Why(each["why"]), tuple(each["tied"]), each["looked_back_to"])
            for each in written["out"]
        ),
        tuple(Flow(each["source"], each["target"], each["ballots"]) for each in written["flows"]),
    )


def _pairs(rows: Any) -> tuple[tuple[int, int], ...]:
    return tuple((option, votes) for option, votes in rows)
