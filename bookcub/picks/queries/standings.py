"""What each suggestion came to, once a pick is over: the chosen one first, then by votes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext, ngettext

from bookcub.picks.counting import approval, lottery, ranked
from bookcub.picks.counting.written import Result, read
from bookcub.picks.models import Pick
from bookcub.picks.queries.nomination_cards import Card


def by_result(pick: Pick, cards: list[Card]) -> list[Card]:
    """The cards as a result lists them, each with its votes; of a pick under way as they are."""
    if pick.is_under_way:
        return cards
    result = read(pick.count.get("result", {}))
    reached = _reached(result)
    most = max((votes for _, votes in reached.values()), default=0) or 1
    told = [
        replace(
            card,
            votes=_words(result, reached.get(card.number)),
            share=round(100 * reached.get(card.number, (0, 0))[1] / most, 1),
        )
        for card in cards
    ]
    return sorted(
        told,
        key=lambda card: (
            not card.is_winner,
            *(-one for one in reached.get(card.number, (0, -1))),
            card.number,
        ),
    )


def _reached(result: Result | None) -> dict[int, tuple[int, int]]:
    """The last round that each was in, from 1, and its votes there; all ticks are of one round."""
    if isinstance(result, approval.Approval):
        return {option: (1, votes) for option, votes in result.tallies}
    if isinstance(result, ranked.Count):
        return {
            option: (each.number, votes) for each in result.rounds for option, votes in each.tallies
        }
    if isinstance(result, lottery.Draw):
        tickets = Counter(ticket.option for ticket in result.tickets)
        return {option: (1, number) for option, number in tickets.items()}
    return {}


def _words(result: Result | None, reached: tuple[int, int] | None) -> str:
    if reached is None:
        return ""
    at, votes = reached
    if isinstance(result, approval.Approval):
        return ngettext("%(number)d tick", "%(number)d ticks", votes) % {"number": votes}
    if isinstance(result, lottery.Draw):
        return ngettext("%(number)d ticket", "%(number)d tickets", votes) % {"number": votes}
    words = ngettext("%(number)d vote", "%(number)d votes", votes) % {"number": votes}
    if isinstance(result, ranked.Count) and at < len(result.rounds):
        told = {"votes": words, "round": at}
        return gettext("%(votes)s, eliminated in round %(round)d") % told
    return words
