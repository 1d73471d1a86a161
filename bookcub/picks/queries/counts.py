"""How a pick was counted, for people: rounds, ticks or tickets, with titles, reasons and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from bookcub.picks.counting import approval, lottery, ranked
from bookcub.picks.counting.written import Result, read
from bookcub.picks.models import Nomination, Pick
from bookcub.picks.queries.rounds_picture import RoundsPicture, colours_for, draw
from bookcub.picks.queries.rules import tie_sentence
from bookcub.web.components.languages import said, titled
from bookcub.web.enumeration import enumerated

UNKNOWN = SafeString("?")


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
    titles = {each.number: titled(each) for each in nominations}
    if isinstance(result, lottery.Draw):
        return CountPage(drawn=_drawn(pick, titles, result))
    if isinstance(result, approval.Approval):
        bars = tuple((titles.get(option, UNKNOWN), votes) for option, votes in result.tallies)
        tie = _approval_tie(pick, titles, result)
        return CountPage(bars=bars, ballots=result.ballots, tie=tie)
    plain = {each.number: each.title for each in nominations}
    return _ranked(titles, plain, pick, result)


def _ranked(
    titles: dict[int, SafeString], plain: dict[int, str], pick: Pick, count: ranked.Count
) -> CountPage:
    first = [option for option, _ in count.rounds[0].tallies] if count.rounds else []
    colours = colours_for(first)
    votes = [dict(each.tallies) for each in count.rounds]
    # The longest in stands first; among those that went together, the one with more votes.
    order = sorted(first, key=lambda option: [-each.get(option, -1) for each in reversed(votes)])
    lines = tuple(
        CountedOption(
            option,
            titles.get(option, UNKNOWN),
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
        lines=lines,
        rounds=rounds,
        picture=draw(count, colours, plain),
        ballots=count.ballots,
    )


def _sentences(
    each: ranked.Round, titles: dict[int, SafeString], count: ranked.Count, pick: Pick
) -> list[SafeString]:
    sentences = [_went_out(out, titles, pick) for out in each.out]
    sentences += [_moved(flow, titles) for flow in each.flows]
    if each is count.rounds[-1] and count.winner is not None:
        votes = dict(each.tallies)[count.winner]
        sentence = ngettext(
            "“%(title)s” wins with %(votes)d of %(all)d ballot.",
            "“%(title)s” wins with %(votes)d of %(all)d ballots.",
            each.counting,
        )
        told: dict[str, int | str] = {
            "title": titles.get(count.winner, UNKNOWN),
            "votes": votes,
            "all": each.counting,
        }
        sentences.append(said(sentence, **told))
    return sentences


def _moved(flow: ranked.Flow, titles: dict[int, SafeString]) -> SafeString:
    told: dict[str, int | str] = {
        "number": flow.ballots,
        "source": titles.get(flow.source, UNKNOWN),
    }
    if not flow.target:
        sentence = ngettext(
            "%(number)d ballot for “%(source)s” names no other book that is left.",
            "%(number)d ballots for “%(source)s” name no other book that is left.",
            flow.ballots,
        )
        return said(sentence, **told)
    sentence = ngettext(
        "%(number)d ballot moves from “%(source)s” to “%(target)s”.",
        "%(number)d ballots move from “%(source)s” to “%(target)s”.",
        flow.ballots,
    )
    return said(sentence, **told, target=titles.get(flow.target, UNKNOWN))


def _went_out(out: ranked.Out, titles: dict[int, SafeString], pick: Pick) -> SafeString:
    told: dict[str, int | str] = {
        "title": titles.get(out.option, UNKNOWN),
        "round": out.looked_back_to,
    }
    if out.why == ranked.Why.NO_VOTES:
        return said(gettext("“%(title)s” is eliminated: nobody put it first."), **told)
    if out.why == ranked.Why.FEWEST:
        return said(gettext("“%(title)s” is eliminated: it had the fewest votes."), **told)
    told["tied"] = _listed(out.tied, titles)
    if out.why == ranked.Why.EARLIER_ROUND:
        sentence = gettext(
            "There is a tie: %(tied)s. “%(title)s” is eliminated, because it had fewer votes "
            "in round %(round)d."
        )
        return said(sentence, **told)
    sentence = gettext(
        "There is a tie in this round and all before it: %(tied)s. “%(title)s” is eliminated."
    )
    return format_html("{} {}", said(sentence, **told), tie_sentence(pick.terms.tie_rule))


def _approval_tie(pick: Pick, titles: dict[int, SafeString], result: approval.Approval) -> str:
    if not result.tied:
        return ""
    told = {"tied": _listed(result.tied, titles)}
    sentence = said(gettext("There is a tie: %(tied)s."), **told)
    return format_html("{} {}", sentence, tie_sentence(pick.terms.tie_rule))


def _drawn(pick: Pick, titles: dict[int, SafeString], drawn: lottery.Draw) -> Drawn:
    return Drawn(
        tickets=tuple(
            (place, str(ticket), titles.get(ticket.option, UNKNOWN))
            for place, ticket in enumerate(drawn.tickets, start=1)
        ),
        place=drawn.place + 1,
        seed=pick.seed,
        commitment=pick.commitment,
        digest=drawn.digest,
        tries=drawn.tries,
        message=lottery.message(pick.seed, drawn.tickets, drawn.tries),
    )


def _listed(options: Sequence[int], titles: dict[int, SafeString]) -> SafeString:
    """Titles in a row: “Salt”, “Moss” and “Tide”."""
    quoted = gettext("“%(title)s”")
    return enumerated([said(quoted, title=titles.get(option, UNKNOWN)) for option in options])
