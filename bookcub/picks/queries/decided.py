"""How a pick was decided, in a sentence for whoever reads it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext

from bookcub.picks.counting import approval, lottery, ranked
from bookcub.picks.counting.written import Result, read
from bookcub.picks.models import Method, Pick, Stage, TieRuleChoice

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from bookcub.people.models import User

# As rows and the files of clubs keep it; whoever reads it reads it in their own language.
STOPPED = gettext_noop("You stopped choosing.")
MOVED = gettext_noop("It was under way when the club moved here.")
BY_HOST = gettext_noop("A host decided.")
BY_TURN = gettext_noop("Whoever’s turn it was chose it.")
NO_OTHER = gettext_noop("It was the only suggestion.")
NONE_LEFT = gettext_noop("Nothing else was left to choose from.")
BY_HOST_IN_TIE = gettext_lazy("There was a tie, and a host decided.")
WON_TIE: dict[str, StrOrPromise] = {
    TieRuleChoice.EARLIER: gettext_lazy(
        "There was a tie for first place. Of the tied books, the one that was suggested first won."
    ),
    TieRuleChoice.FEWEST: gettext_lazy(
        "There was a tie for first place. Of the tied books, the one of whoever had won least often won."
    ),
    TieRuleChoice.LOT: gettext_lazy("There was a tie for first place, and lots were drawn."),
    TieRuleChoice.HOST: BY_HOST_IN_TIE,
}
LOST_TIE: dict[str, StrOrPromise] = {
    TieRuleChoice.EARLIER: gettext_lazy(
        "There was a tie for last place. Of the tied books, the one that was suggested last was eliminated."
    ),
    TieRuleChoice.FEWEST: gettext_lazy(
        "There was a tie for last place. Of the tied books, the one of whoever had won most often was eliminated."
    ),
    TieRuleChoice.LOT: gettext_lazy("There was a tie for last place, and lots were drawn."),
    TieRuleChoice.HOST: BY_HOST_IN_TIE,
}
WON_BY_ROUNDS = gettext_lazy(
    "There was a tie for first place. Of the tied books, the one that had more votes in an earlier round won."
)
LOST_BY_ROUNDS = gettext_lazy(
    "There was a tie for last place. Of the tied books, the one that had fewer votes in an earlier round was eliminated."
)
OURS = frozenset({STOPPED, MOVED, BY_HOST, BY_TURN, NO_OTHER, NONE_LEFT})


def how_decided(pick: Pick, *, named: bool = True, reader: User | None = None) -> str:
    """From what is known of it; a pick from elsewhere may have no more to tell than the sentence that came with it.

    Without names it can be kept: nobody is named by it who asks later not to be. The `reader` is not named, but spoken to.
    """
    if pick.stage != Stage.PICKED:
        return _as_kept(pick)
    if reader is not None and pick.turn_of is not None and pick.turn_of.user_id == reader.pk:
        return _of_own_turn(pick)
    return _of_picked(pick, pick.turn_of.name if named and pick.turn_of is not None else "")


def _of_picked(pick: Pick, name: str) -> str:
    result = read(pick.count.get("result", {}))
    if result is not None:
        return _of_result(pick, result, name)
    if pick.is_by_turns:
        return _of_turn(pick, name)
    if pick.method == Method.HOST:
        return gettext(BY_HOST)
    if len(pick.count.get("options", [])) == 1:
        return gettext(NO_OTHER)
    return _as_kept(pick)


def _as_kept(pick: Pick) -> str:
    # Any other sentence is theirs, also where a button here says the same.
    return gettext(pick.how) if pick.how in OURS else pick.how


def _of_own_turn(pick: Pick) -> str:
    result = read(pick.count.get("result", {}))
    if not isinstance(result, lottery.Draw):
        return gettext("It was your turn.")
    sentence = ngettext(
        "It was your turn, and you let chance choose from %(number)d wish.",
        "It was your turn, and you let chance choose from %(number)d wishes.",
        len(result.tickets),
    )
    return sentence % {"number": len(result.tickets)}


def _of_turn(pick: Pick, name: str) -> str:
    if name:
        return gettext("It was %(name)s’s turn.") % {"name": name}
    return _as_kept(pick) or gettext(BY_TURN)


def _of_result(pick: Pick, result: Result, name: str) -> str:
    if isinstance(result, lottery.Draw):
        return _of_draw(pick, len(result.tickets), name)
    return gettext(BY_HOST) if result.winner is None else _of_count(pick, result)


def _of_draw(pick: Pick, tickets: int, name: str) -> str:
    if not pick.is_by_turns:
        sentence = ngettext(
            "Drawn from %(number)d ticket.", "Drawn from %(number)d tickets.", tickets
        )
    elif name:
        sentence = ngettext(
            "It was %(name)s’s turn, and they let chance choose from %(number)d wish.",
            "It was %(name)s’s turn, and they let chance choose from %(number)d wishes.",
            tickets,
        )
    else:
        sentence = ngettext(
            "Whoever’s turn it was let chance choose from %(number)d wish.",
            "Whoever’s turn it was let chance choose from %(number)d wishes.",
            tickets,
        )
    return sentence % {"name": name, "number": tickets}


def _of_count(pick: Pick, counted: ranked.Count | approval.Approval) -> str:
    if len(pick.count.get("options", [])) == 1 or not counted.ballots:
        return gettext(NONE_LEFT)
    settled = _of_tie(pick, counted)
    return f"{_of_vote(counted)} {settled}" if settled else _of_vote(counted)


def _of_vote(counted: ranked.Count | approval.Approval) -> str:
    if isinstance(counted, approval.Approval):
        sentence = ngettext(
            "%(ballots)d of you ticked what they would gladly read.",
            "%(ballots)d of you ticked what they would gladly read.",
            counted.ballots,
        )
        return sentence % {"ballots": counted.ballots}
    ordered = ngettext(
        "%(ballots)d of you put the books in order.",
        "%(ballots)d of you put the books in order.",
        counted.ballots,
    )
    rounds = ngettext(
        "It was clear in the first round.",
        "It was clear after %(rounds)d rounds.",
        len(counted.rounds),
    )
    return f"{ordered % {'ballots': counted.ballots}} {rounds % {'rounds': len(counted.rounds)}}"


def _of_tie(pick: Pick, counted: ranked.Count | approval.Approval) -> str:
    """That there was a tie, and what broke it; of several the last. Of the last two, one wins by it."""
    is_by_host = bool(pick.count.get("decisions"))
    if isinstance(counted, approval.Approval):
        if is_by_host:
            return str(BY_HOST_IN_TIE)
        return str(WON_TIE[pick.terms.tie_rule]) if counted.tied else ""
    ties = {ranked.Why.TIE_RULE, ranked.Why.EARLIER_ROUND}
    tied = [(each, out.why) for each in counted.rounds for out in each.out if out.why in ties]
    if not tied:
        return str(BY_HOST_IN_TIE) if is_by_host else ""
    last, why = tied[-1]
    is_for_first = len(last.tallies) == 2  # noqa: PLR2004  # as the count asks a host
    if why == ranked.Why.EARLIER_ROUND:
        return str(WON_BY_ROUNDS if is_for_first else LOST_BY_ROUNDS)
    if is_by_host:
        return str(BY_HOST_IN_TIE)
    return str((WON_TIE if is_for_first else LOST_TIE)[pick.terms.tie_rule])
