"""How a pick was counted, for people: rounds, ticks or tickets, with titles, reasons and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.picks.counting import approval, lottery, ranked
from bookcub.picks.counting.written import Result, read
from bookcub.picks.models import Nomination, Pick
from bookcub.picks.queries.rounds_picture import RoundsPicture, colours_for, draw
from bookcub.picks.queries.rules import tie_sentence


@dataclass(frozen=True, slots=True)
class CountedOption:
    """One option in the table of a count: its votes in each round, None once it is out."""

    number: int
    title: str
    colour: int
    votes: tuple[int | None, ...]
    is_winner: bool


@dataclass(frozen=True, slots=True)
class CountedRound:
    number: int
    needed: int
    counting: int
    exhausted: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lottery: all that it takes to do it again."""

    tickets: tuple[tuple[int, str, str], ...]  # place from 1, ticket, title
    place: int  # of the winning one, from 1
    seed: str
    commitment: str
    digest: str
    tries: int
    message: str


@dataclass(frozen=True, slots=True)
class CountPage:
    """The count of one pick."""

    lines: tuple[CountedOption, ...] = ()
    rounds: tuple[CountedRound, ...] = ()
    bars: tuple[tuple[str, int], ...] = ()  # an approval vote, for a plot
    picture: RoundsPicture | None = None
    drawn: Drawn | None = None
    ballots: int = 0
    tie: str = ""


def count_page(pick: Pick, nominations: Sequence[Nomination]) -> CountPage | None:
    """What was counted in a pick; None where nothing was."""
    result = read(pick.count.get("result", {}))
    return None if result is None else page_of_result(pick, nominations, result)


def page_of_result(pick: Pick, nominations: Sequence[Nomination], result: Result) -> CountPage:
    """A count, finished or as it stands now."""
    titles = {each.number: each.title for each in nominations}
    if isinstance(result, lottery.Draw):
        return CountPage(drawn=_drawn(pick, titles, result))
    if isinstance(result, approval.Approval):
        bars = tuple((titles.get(option, "?"), votes) for option, votes in result.tallies)
        tie = _approval_tie(pick, titles, result)
        return CountPage(bars=bars, ballots=result.ballots, tie=tie)
    return _ranked(titles, pick, result)


def _ranked(titles: dict[int, str], pick: Pick, count: ranked.Count) -> CountPage:
    first = [option for option, _ in count.rounds[0].tallies] if count.rounds else []
    colours = colours_for(first)
    votes = [dict(each.tallies) for each in count.rounds]
    # The longest in stands first; among those that went together, the one with more votes.
    order = sorted(first, key=lambda option: [-each.get(option, -1) for each in reversed(votes)])
    lines = tuple(
        CountedOption(
            option,
            titles.get(option, "?"),
            colours[option],
            tuple(each.get(option) for each in votes),
            option == count.winner,
        )
        for option in order
    )
    rounds = tuple(
        CountedRound(
            each.number,
            each.needed,
            each.counting,
            each.exhausted,
            tuple(_sentences(each, titles, count, pick)),
        )
        for each in count.rounds
    )
    return CountPage(
        lines=lines, rounds=rounds, picture=draw(count, colours), ballots=count.ballots
    )


def _sentences(
    each: ranked.Round, titles: dict[int, str], count: ranked.Count, pick: Pick
) -> list[str]:
    sentences = [_went_out(out, titles, pick) for out in each.out]
    for flow in each.flows:
        ballots = f"{flow.ballots} ballot{'' if flow.ballots == 1 else 's'}"
        to = (
            f"to “{titles.get(flow.target, '?')}”" if flow.target else "nowhere: nothing else on it"
        )
        sentences.append(f"{ballots} of “{titles.get(flow.source, '?')}” went {to}.")
    if each is count.rounds[-1] and count.winner is not None:
        votes = dict(each.tallies)[count.winner]
        sentences.append(f"“{titles.get(count.winner, '?')}” wins with {votes} of {each.counting}.")
    return sentences


def _went_out(out: ranked.Out, titles: dict[int, str], pick: Pick) -> str:
    title = f"“{titles.get(out.option, '?')}”"
    if out.why == ranked.Why.NO_VOTES:
        return f"{title} went out: nobody had put it first."
    if out.why == ranked.Why.FEWEST:
        return f"{title} went out: it had the fewest."
    level = _and([f"“{titles.get(option, '?')}”" for option in out.tied])
    if out.why == ranked.Why.EARLIER_ROUND:
        return (
            f"{level} were level; {title} went out, for it had fewer in round {out.looked_back_to}."
        )
    return (
        f"{level} were level in every round; {title} went out. {tie_sentence(pick.terms.tie_rule)}"
    )


def _approval_tie(pick: Pick, titles: dict[int, str], result: approval.Approval) -> str:
    if not result.tied:
        return ""
    level = _and([f"“{titles.get(option, '?')}”" for option in result.tied])
    return f"{level} were level. {tie_sentence(pick.terms.tie_rule)}"


def _drawn(pick: Pick, titles: dict[int, str], drawn: lottery.Draw) -> Drawn:
    return Drawn(
        tickets=tuple(
            (place, str(ticket), titles.get(ticket.option, "?"))
            for place, ticket in enumerate(drawn.tickets, start=1)
        ),
        place=drawn.place + 1,
        seed=pick.seed,
        commitment=pick.commitment,
        digest=drawn.digest,
        tries=drawn.tries,
        message=lottery.message(pick.seed, drawn.tickets, drawn.tries),
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
