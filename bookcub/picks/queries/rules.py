"""A club's rules for choosing, and in plain sentences what they come to."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import pluralize

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.picks.models import Method, Pick, PickRules, Terms, TieRuleChoice


def rules_of(club: Club) -> PickRules:
    """The rules that the club has set; until then two take turns, and more rank what was suggested."""
    kept = PickRules.objects.filter(club=club).first()
    if kept is not None:
        return kept
    members = Membership.objects.current().filter(club=club).count()
    return PickRules(club=club, method=Method.TURNS if members <= OF_TWO else Method.RANKED)


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """One rule: a heading and a sentence."""

    about: str
    sentence: str


def sentences(method: str, terms: Terms, *, members: int) -> list[RuleSentence]:
    """What the rules mean for a club of so many, in the order in which things happen."""
    if method == Method.TURNS:
        return [
            RuleSentence("How", _turns(members)),
            _suggesting(terms, wishes=True),
            _repeats(terms),
        ]
    lines = [
        RuleSentence("How", HOW[method]),
        _suggesting(terms),
        _repeats(terms),
        _seconds(method, terms),
    ]
    if method in {Method.APPROVAL, Method.RANKED}:
        lines += [_voting(terms), _ties(terms)]
    return lines


def sentences_for(pick: Pick, *, members: int) -> list[RuleSentence]:
    return sentences(pick.method, pick.terms, members=members)


HOW: dict[str, str] = {
    Method.APPROVAL: "First everybody suggests. Then everybody ticks whatever they would gladly read, and what has the most ticks is read.",
    Method.RANKED: "First everybody suggests. Then everybody puts the suggestions in their own order. While nothing is first on more than half of the ballots, the last one goes out, and its ballots count for whatever they name next.",
    Method.LOTTERY: "Everybody suggests, and seconds what others have suggested. Each second is a ticket, and one ticket is drawn in a way that everybody can check.",
    Method.HOST: "Everybody suggests, and a host decides.",
}


def tie_sentence(rule: str) -> str:
    """How a tie ends, as a whole sentence."""
    return {
        TieRuleChoice.EARLIER: "Of what is level, the one that was suggested first is ahead.",
        TieRuleChoice.FEWEST: "Of what is level, the one is ahead whose suggestions were read least often so far; then the one that was suggested first.",
        TieRuleChoice.LOT: "What is level is put in order by a lot that everybody can check.",
        TieRuleChoice.HOST: "When suggestions are level, a host says how it goes on.",
    }[TieRuleChoice(rule)]


def _turns(members: int) -> str:
    if members <= OF_TWO:
        return "The two of you take turns: after one has chosen, the other has the next one. Whoever’s turn it is may let it pass, or let chance choose among what was suggested."
    return "You take turns: whoever has waited longest since a book of theirs was chosen has the next one. One may let it pass, or let chance choose among what was suggested; who passes is asked again the next time."


def _suggesting(terms: Terms, *, wishes: bool = False) -> RuleSentence:
    each = terms.nominations_each
    if wishes:
        words = f"Everybody may wish for something: {_up_to(each)} each. The one whose turn it is looks there first."
        return RuleSentence("Wishes", words)
    days = terms.nominating_days
    words = f"{_up_to(each).capitalize()} each, within {days} day{pluralize(days)}."
    return RuleSentence("Suggestions", words)


def _up_to(number: int) -> str:
    return "one suggestion" if number == 1 else f"up to {number} suggestions"


def _repeats(terms: Terms) -> RuleSentence:
    if terms.allows_repeats:
        return RuleSentence("Again", "What was read before may be suggested again.")
    return RuleSentence("Again", "What this club has read before is not read again.")


def _seconds(method: str, terms: Terms) -> RuleSentence:
    needed = terms.seconds_needed
    if not needed:
        sentence = "Anybody may second a suggestion, but none needs it."
        if method == Method.LOTTERY:
            sentence = "A suggestion that nobody seconds has no ticket; if nobody seconds anything, each has one."
        return RuleSentence("Seconds", sentence)
    return RuleSentence(
        "Seconds",
        f"A suggestion goes on when {needed} other{pluralize(needed)} second{pluralize(needed, 's,')} it. If none has as many, those go on that have the most.",
    )


def _voting(terms: Terms) -> RuleSentence:
    days = terms.voting_days
    shown = (
        "nobody sees how it stands before the end"
        if terms.hides_results
        else "everybody sees how it stands meanwhile"
    )
    return RuleSentence(
        "Vote",
        f"{days} day{pluralize(days)}; everybody has one ballot and may change it until the end, and {shown}.",
    )


def _ties(terms: Terms) -> RuleSentence:
    return RuleSentence("Ties", tie_sentence(terms.tie_rule))
