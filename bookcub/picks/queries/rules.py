"""A club's rules for choosing, and in plain sentences what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO, size_of
from bookcub.picks.models import Method, Pick, PickRules, Terms, TieRuleChoice
from bookcub.picks.queries.options import cast_in
from bookcub.web.enumeration import enumerated_titles


def rules_of(club: Club) -> PickRules:
    """The rules that the club has set; until then two take turns, and more rank what was suggested."""
    kept = PickRules.objects.filter(club=club).first()
    if kept is not None:
        return kept
    is_of_two = size_of(club.pk) <= OF_TWO
    return PickRules(club=club, method=Method.TURNS if is_of_two else Method.RANKED)


def goes_by(pick: Pick, rules: PickRules) -> bool:
    return (pick.method, pick.terms) == (rules.method, rules.terms())


@dataclass(frozen=True, slots=True)
class OlderRules:
    """A pick under way that goes by other rules than its club has by now."""

    pick: Pick
    is_voted_on: bool  # then it keeps them


def older_rules(pick: Pick | None) -> OlderRules | None:
    """None where nothing is under way, or by the very rules of its club. Two queries, one more where they differ."""
    if pick is None or not pick.is_under_way:
        return None
    rules = rules_of(pick.club)
    if goes_by(pick, rules):
        return None
    return OlderRules(pick, is_voted_on=bool(cast_in(pick)))


@dataclass(frozen=True, slots=True)
class ChangedRules:
    """That the rules of a pick were changed while it was under way."""

    at: datetime
    name: str  # of whoever did it
    what: str  # the headings of the rules that are new
    forgets_seconds: bool  # there were some, and they count no more


def changed_rules(pick: Pick, *, members: int) -> ChangedRules | None:
    """None where it goes by the rules it began with. Two queries at most."""
    kept = pick.rules.get("changed")
    if not kept or not pick.is_under_way:
        return None
    old = sentences(kept["method"], Terms.read(kept["rules"]), members=members)
    before = {said.about: said.sentence for said in old}
    new = sentences_for(pick, members=members)
    what = [said.about for said in new if before.pop(said.about, "") != said.sentence]
    by = Membership.objects.filter(club=pick.club_id, pk=kept["by"]).select_related("pseud").first()
    return ChangedRules(
        at=datetime.fromisoformat(kept["at"]),
        name=by.name if by else gettext("A former member"),
        what=enumerated_titles([*what, *before]),
        forgets_seconds=not pick.takes_seconds and _has_seconds(pick),
    )


def _has_seconds(pick: Pick) -> bool:
    return pick.nominations.filter(withdrawn_at=None, seconds__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """One rule: a heading and a sentence."""

    about: str
    sentence: str


def sentences(method: str, terms: Terms, *, members: int) -> list[RuleSentence]:
    """What the rules mean for a club of so many, in the order in which things happen."""
    if method == Method.TURNS:
        return [_how(_turns(members)), _wishes(terms), _repeats(method, terms)]
    lines = [
        _how(_ticks(terms) if method == Method.APPROVAL else str(HOW[Method(method)])),
        _suggestions(terms),
        _repeats(method, terms),
    ]
    if seconding := _seconds(method, terms):
        lines.append(RuleSentence(pgettext("rule", "Seconding"), seconding))
    if method in {Method.APPROVAL, Method.RANKED}:
        lines += [_voting(terms), RuleSentence(gettext("Ties"), _ties(method, terms))]
    return lines


def sentences_for(pick: Pick, *, members: int) -> list[RuleSentence]:
    return sentences(pick.method, pick.terms, members=members)


HOW = {
    Method.APPROVAL: gettext_lazy(
        "First, everybody suggests books. Then everybody ticks all those they would gladly read. The book with the "
        "most ticks wins."
    ),
    Method.RANKED: gettext_lazy(
        "First, everybody suggests books. Then everybody puts them in order, favourite first. A book that is first on "
        "more than half of the ballots wins. As long as none is, the book with the fewest votes is eliminated, and "
        "each ballot for it counts for the next book on it."
    ),
    Method.LOTTERY: gettext_lazy(
        "Everybody suggests books, and seconds those of others that they would gladly read. Each time a book is "
        "seconded, it gets a ticket. Then one ticket is drawn, in a way that everybody can check."
    ),
    Method.HOST: gettext_lazy("Everybody suggests books, and a host decides which one you read."),
}
_TIES = {
    TieRuleChoice.EARLIER: gettext_lazy("In a tie, the book that was suggested first is ahead."),
    TieRuleChoice.FEWEST: gettext_lazy(
        "In a tie, the book of whoever has won least often so far is ahead; then the one that was suggested first."
    ),
    TieRuleChoice.LOT: gettext_lazy("In a tie, lots are drawn in a way that everybody can check."),
    TieRuleChoice.HOST: gettext_lazy("In a tie, a host decides."),
}


def tie_sentence(rule: str) -> str:
    """How a tie ends, as a whole sentence."""
    return str(_TIES[TieRuleChoice(rule)])


def _ties(method: str, terms: Terms) -> str:
    """What settles a tie; where books are put in order, the rounds before come first."""
    settled = tie_sentence(terms.tie_rule)
    if method != Method.RANKED:
        return settled
    rounds = gettext(
        "Of books that are tied with the fewest votes, the one that had fewer in an earlier round is eliminated. "
        "What follows only counts if they have been equal in every round."
    )
    return f"{rounds} {settled}"


def _how(sentence: str) -> RuleSentence:
    return RuleSentence(pgettext("rule", "How"), sentence)


def _ticks(terms: Terms) -> str:
    most = terms.ticks_each
    if not most:
        return str(HOW[Method.APPROVAL])
    sentence = ngettext(
        "First, everybody suggests books. Then everybody has %(number)d vote. The book with the most votes wins.",
        "First, everybody suggests books. Then everybody has %(number)d votes, at most one for each book. The book with "
        "the most votes wins.",
        most,
    )
    return sentence % {"number": most}


def _turns(members: int) -> str:
    if members <= OF_TWO:
        return gettext(
            "The two of you take turns: once one of you has chosen, the next book is the other’s. Whoever’s turn it is "
            "can also pass it, or let chance choose from the wishes."
        )
    return gettext(
        "You take turns. The next to choose is whoever has waited longest since a book of theirs was read. They can also "
        "pass their turn, or let chance choose from the wishes. Whoever passes is asked again the next time."
    )


def _wishes(terms: Terms) -> RuleSentence:
    each = terms.nominations_each
    sentence = ngettext(
        "Everybody can make %(number)d wish. Whoever’s turn it is sees the wishes first.",
        "Everybody can make up to %(number)d wishes. Whoever’s turn it is sees the wishes first.",
        each,
    )
    return RuleSentence(pgettext("rule", "Wishes"), sentence % {"number": each})


def _suggestions(terms: Terms) -> RuleSentence:
    each, days = terms.nominations_each, terms.nominating_days
    suggestions = ngettext(
        "Everybody can make %(number)d suggestion.",
        "Everybody can make up to %(number)d suggestions.",
        each,
    )
    time = ngettext(
        "Suggestions are open for %(days)d day.",
        "Suggestions are open for %(days)d days.",
        days,
    )
    sentence = f"{suggestions % {'number': each}} {time % {'days': days}}"
    return RuleSentence(pgettext("rule", "Suggestions"), sentence)


def _repeats(method: str, terms: Terms) -> RuleSentence:
    if method == Method.TURNS:
        sentence = (
            gettext("Books you have read before can be chosen again.")
            if terms.allows_repeats
            else gettext("Books you have read before cannot be chosen again.")
        )
    else:
        sentence = (
            gettext("Books you have read before can be suggested again.")
            if terms.allows_repeats
            else gettext("Books you have read before cannot be suggested again.")
        )
    return RuleSentence(pgettext("rule", "Read before"), sentence)


def _seconds(method: str, terms: Terms) -> str:
    """Nothing where seconds decide nothing: then nobody is asked for any."""
    needed = terms.seconds_needed
    if needed:
        sentence = ngettext(
            "A suggestion goes on if at least %(number)d other member seconds it. "
            "If none has as many, those with the most go on.",
            "A suggestion goes on if at least %(number)d other members second it. "
            "If none has as many, those with the most go on.",
            needed,
        )
        return sentence % {"number": needed}
    if method == Method.LOTTERY:
        return gettext(
            "A book that nobody seconds gets no ticket. If nobody seconds anything, each book gets one."
        )
    return ""


def _voting(terms: Terms) -> RuleSentence:
    days = terms.voting_days
    if terms.hides_results:
        sentence = ngettext(
            "The vote takes %(days)d day. Everybody has one ballot and can change it until the end. "
            "Nobody sees the result before that.",
            "The vote takes %(days)d days. Everybody has one ballot and can change it until the end. "
            "Nobody sees the result before that.",
            days,
        )
    else:
        sentence = ngettext(
            "The vote takes %(days)d day. Everybody has one ballot and can change it until the end. "
            "Everybody can see how it is going in the meantime.",
            "The vote takes %(days)d days. Everybody has one ballot and can change it until the end. "
            "Everybody can see how it is going in the meantime.",
            days,
        )
    return RuleSentence(pgettext("noun", "Vote"), sentence % {"days": days})
