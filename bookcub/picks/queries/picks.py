"""What the pages about choosing need."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO, size_of
from bookcub.clubs.queries.heard import unheard_in
from bookcub.people.models import User
from bookcub.picks.counting.ranked import Count
from bookcub.picks.counting.ties import TieQuestion
from bookcub.picks.counting.written import read
from bookcub.picks.models import Method, Nomination, Pick, PickQuerySet, Stage
from bookcub.picks.queries.counts import CountPage, count_page, page_of_result
from bookcub.picks.queries.decided import how_decided
from bookcub.picks.queries.nomination_cards import Card, cards_of, name_of
from bookcub.picks.queries.options import cast_in, count_of, options_of
from bookcub.picks.queries.rules import (
    ChangedRules,
    OlderRules,
    RuleSentence,
    changed_rules,
    older_rules,
    rules_of,
    sentences,
    sentences_for,
)
from bookcub.picks.queries.standings import by_result
from bookcub.picks.queries.turns import Turn, members_of, turn_in
from bookcub.reads.queries.waiting import reads_something
from bookcub.web.blurb import Link

CHOICE, WISH, SUGGESTION = "choice", "wish", "suggestion"  # what a form for a title is for


def steps_of(method: str) -> list[str]:
    """What a club goes through that chooses in this way; nothing for turns."""
    first, last = gettext("Suggestions"), gettext("The next read")
    return {
        Method.APPROVAL.value: [first, pgettext("noun", "Vote"), last],
        Method.RANKED.value: [first, pgettext("noun", "Vote"), last],
        Method.LOTTERY.value: [first, gettext("The draw")],
        Method.HOST.value: [first, gettext("A host decides"), last],
    }.get(method, [])


@dataclass(frozen=True, slots=True)
class PickPage:
    """One pick as one member sees it."""

    pick: Pick
    me: Membership
    cards: list[Card]
    members: int
    silent: int  # members who have suggested nothing this time
    turn: Turn | None  # where a club takes turns, while that is open
    left: int  # how many more suggestions this member has
    options: list[Nomination]  # what stands to the vote now
    ballot: list[int]  # this member's, as numbers
    has_voted: bool
    voted: int
    names: list[Membership]  # those for whom hosts vote
    count: CountPage | None  # none while results are hidden
    question: str  # what a host is asked
    is_elimination: bool  # whether that is which one goes out
    how: str  # it was decided, in a sentence
    rules: list[RuleSentence]
    changed: ChangedRules | None
    older: OlderRules | None  # for hosts: the club has other rules by now

    @property
    def is_my_turn(self) -> bool:
        """Whether this member may bring the next one: it is their turn, or everybody has passed."""
        return self.turn is not None and (self.turn.whose is None or self.turn.whose == self.me)

    @property
    def is_of_two(self) -> bool:
        return self.voters <= OF_TWO

    @property
    def is_last_ballot(self) -> bool:
        """Whether the vote closes with this member's ballot."""
        return not self.has_voted and self.voters - self.voted == 1

    @property
    def voters(self) -> int:
        return self.members + len(self.names)

    @property
    def missing(self) -> int:
        """How many have not done yet what the pick waits for: suggest, or vote."""
        if self.pick.is_voting:
            return self.voters - self.voted
        return self.silent if self.pick.is_nominating else 0

    @property
    def steps(self) -> list[str]:
        return steps_of(self.pick.method)

    @property
    def step(self) -> int:
        """Where the pick is among its steps, from 1."""
        if self.pick.is_nominating:
            return 1
        return 2 if self.pick.is_voting or self.pick.waits_for_host else len(self.steps)

    @property
    def may_decide(self) -> bool:
        """Whether this member may say now which one it is."""
        if not self.me.is_host:
            return False
        by_host = self.pick.method == Method.HOST and self.pick.is_nominating
        return by_host or self.pick.waits_for_host

    def can_be_decided(self, card: Card) -> bool:
        """Whether a host can say of this one: it wins (or, in a tie, whatever is asked)."""
        if not self.may_decide or card.is_closed:
            return False
        if self.pick.tied:
            return card.number in self.pick.tied
        return self.pick.is_nominating or card.number in {each.number for each in self.options}

    @property
    def may_be_reopened(self) -> bool:
        """Whether a host can give the vote more time: nobody has voted."""
        return self.pick.waits_for_host and self.pick.is_by_vote and not self.pick.tied

    @property
    def votable(self) -> list[Card]:
        """What stands to the vote now, as the ballot shows it."""
        numbers = {each.number for each in self.options}
        return [card for card in self.cards if card.number in numbers]

    @property
    def has_one_wish(self) -> bool:
        return len(self.cards) == 1

    @property
    def says_how_to_undo(self) -> bool:
        """Whether one press has chosen this, and this member can take it back."""
        return self.me.is_host and self.pick.is_by_turns and self.pick.standing_read is not None

    @property
    def chosen(self) -> Card | None:
        return next((card for card in self.cards if card.is_winner), None)

    @property
    def others(self) -> list[Card]:
        """What was not chosen."""
        return [card for card in self.cards if not card.is_winner]

    @property
    def counted(self) -> list[Card]:
        """What got votes, ticks or tickets, or could have, once that may be known."""
        return [card for card in self.cards if card.votes]

    @property
    def decidable(self) -> list[Card]:
        return [card for card in self.cards if self.can_be_decided(card)]


def pick_page(pick: Pick, me: Membership, person: User) -> PickPage:
    """All of one pick; a bounded number of queries for any number of nominations and members."""
    members, names = members_of(pick.club), _names(pick.club)
    cards = cards_of(pick, me, person)
    options = options_of(pick) if pick.is_voting or pick.waits_for_host else []
    ballots = cast_in(pick) if pick.is_voting else []
    mine = next((each for each in ballots if each.membership_id == me.pk), None)
    is_elimination = _is_elimination(pick)
    return PickPage(
        pick=pick,
        me=me,
        cards=by_result(pick, cards),
        members=len(members),
        silent=_silent(members, cards),
        turn=turn_in(pick.club, pick) if pick.is_by_turns and pick.is_nominating else None,
        left=_left(pick, cards),
        options=options,
        ballot=mine.ranking if mine else [],
        has_voted=mine is not None,
        voted=len(ballots),
        names=names,
        count=_count(pick, cards, options),
        question=_question(pick, is_elimination=is_elimination),
        is_elimination=is_elimination,
        how=how_decided(pick, reader=person),
        rules=sentences_for(pick, members=len(members) + len(names)),
        changed=changed_rules(pick, members=len(members) + len(names)),
        older=older_rules(pick) if me.is_host else None,
    )


def _names(club: Club) -> list[Membership]:
    return list(Membership.objects.by_name().filter(club=club).order_by("former_name"))


def _silent(members: list[Membership], cards: list[Card]) -> int:
    heard = {card.nomination.membership_id for card in cards if not card.is_from_last_time}
    return sum(one.pk not in heard for one in members)


def _left(pick: Pick, cards: list[Card]) -> int:
    if not pick.is_nominating:
        return 0
    return max(pick.terms.nominations_each - sum(card.is_mine_now for card in cards), 0)


def _count(pick: Pick, cards: list[Card], options: list[Nomination]) -> CountPage | None:
    """The finished count; while people vote only where the rules let everybody see it."""
    nominations = [card.nomination for card in cards]
    if pick.is_voting:
        if pick.terms.hides_results:
            return None
        return page_of_result(pick, nominations, count_of(pick, options))
    return count_page(pick, nominations)


def _is_elimination(pick: Pick) -> bool:
    """Whether a host is asked which of several goes out; else, which of them it is."""
    if not pick.waits_for_host:
        return False
    result = read(pick.count.get("result", {}))
    return isinstance(result, Count) and result.question == TieQuestion.GOES_OUT


def _question(pick: Pick, *, is_elimination: bool) -> str:
    if not pick.waits_for_host:
        return ""
    if is_elimination:
        return gettext(
            "These are tied for last place. Which one is eliminated? Then the count goes on."
        )
    if pick.tied:
        return gettext("These are tied. Which one will you read?")
    if pick.is_by_vote:
        return gettext(
            "Nobody has voted. Give the vote more time, choose a book, or stop choosing."
        )
    return gettext("Suggestions are closed. Which one will you read?")


@dataclass(frozen=True, slots=True)
class PastPick:
    """One line of a club's history of choosing."""

    pick: Pick
    title: str
    language: str
    who: Link | None  # whoever brought it, if this person hears of them
    chooser: Link | None  # whose turn it was, where a club took turns
    why: str
    how: str  # it was decided, in a sentence; nothing where nothing was chosen
    read_url: str
    others: int  # how many more were suggested
    has_count: bool

    @property
    def is_wish(self) -> bool:
        """Whether somebody else brought what was chosen in a turn."""
        return (
            self.pick.winner is not None and self.pick.winner.membership_id != self.pick.turn_of_id
        )


@dataclass(frozen=True, slots=True)
class PicksPage:
    """A club's choosing: what goes on, whose turn it is, how it was before."""

    current: Pick | None
    turn: Turn | None
    wishes: list[Card]
    left: int  # how many more wishes this member has
    is_my_turn: bool
    is_of_two: bool
    is_by_turns: bool
    allows_repeats: bool
    is_reading: bool  # what is chosen comes after that
    rules: list[RuleSentence]
    chosen: Pick | None  # the last choice, while you still read it or it waits
    chosen_why: str  # as whoever brought it said, if this member hears of them

    @property
    def has_one_wish(self) -> bool:
        return len(self.wishes) == 1

    @property
    def asks_for(self) -> str:
        """What a title comes to that this member sends now: the next read, a wish, or a suggestion."""
        if not self.is_by_turns:
            return SUGGESTION
        return CHOICE if self.is_my_turn else WISH

    @property
    def words_for_sending(self) -> str:
        """What the button says that sends it."""
        return {
            CHOICE: gettext("Read this next"),
            WISH: gettext("Make this wish"),
            SUGGESTION: gettext("Suggest it"),
        }[self.asks_for]


def picks_page(club: Club, me: Membership, person: User) -> PicksPage:
    """The head of the page of all picks."""
    current = Pick.objects.filter(club=club).under_way().select_related("club").first()
    rules = rules_of(club)
    members = size_of(club.pk)
    by_turns = current.is_by_turns if current else rules.method == Method.TURNS
    turn = turn_in(club, current) if by_turns else None
    wishes = cards_of(current, me, person) if current and by_turns else []
    each = current.terms.nominations_each if current else rules.nominations_each
    # Where you take turns, the next one may have begun with a wish before this is read.
    chosen = None if current and not by_turns else _chosen_last(club)
    return PicksPage(
        current=current,
        turn=turn,
        wishes=wishes,
        left=max(each - sum(card.is_mine_now for card in wishes), 0),
        is_my_turn=turn is not None and (turn.whose is None or turn.whose == me),
        is_of_two=members <= OF_TWO,
        is_by_turns=by_turns,
        allows_repeats=(current.terms if current else rules.terms()).allows_repeats,
        is_reading=reads_something(club),
        chosen=chosen,
        chosen_why=_why_of(chosen, person) if chosen else "",
        rules=sentences_for(current, members=members)
        if current
        else sentences(rules.method, rules.terms(), members=members),
    )


def _chosen_last(club: Club) -> Pick | None:
    last = past_picks(club).first()
    begun = last.standing_read if last and last.winner else None
    return last if begun and begun.finished_at is None and begun.abandoned_at is None else None


def _why_of(pick: Pick, person: User) -> str:
    winner = pick.winner
    if winner is None or winner.membership_id in unheard_in(pick.club_id, person):
        return ""
    return winner.why


def last_word(club: Club) -> str:
    """What was looked for the last time, if that was stopped: whoever begins again need not type it again."""
    last = Pick.objects.filter(club=club).over().order_by("-number").first()
    return last.word if last and last.stage == Stage.CANCELLED else ""


def past_picks(club: Club, *, besides: Pick | None = None) -> PickQuerySet:
    """What is over, the newest first."""
    return (
        Pick.objects.filter(club=club)
        .exclude(pk=besides.pk if besides else 0)
        .over()
        .select_related("winner__membership__pseud__user", "turn_of__pseud__user", "read")
        .order_by("-number")
    )


def told(picks: list[Pick], person: User) -> list[PastPick]:
    """A page of `past_picks` in words; two queries more."""
    others = {pick.pk: 0 for pick in picks}
    rows = Nomination.objects.filter(pick__in=picks, withdrawn_at=None).values_list("pick_id")
    for (pick_id,) in rows:
        others[pick_id] += 1
    unheard = unheard_in(picks[0].club_id, person) if picks else frozenset()
    return [_told(pick, others[pick.pk], person, unheard) for pick in picks]


def _told(pick: Pick, nominations: int, person: User, unheard: Collection[int]) -> PastPick:
    winner = pick.winner
    is_heard = winner is not None and winner.membership_id not in unheard
    chooser = pick.turn_of if pick.is_by_turns and winner else None
    is_all = chooser is not None and "result" not in pick.count  # what the names say already
    begun = pick.standing_read
    return PastPick(
        pick=pick,
        title=winner.title if winner else "",
        language=winner.language if winner else "",
        who=name_of(winner.membership) if winner and is_heard else None,
        chooser=name_of(chooser) if chooser else None,
        why=winner.why if winner and is_heard else "",
        how=how_decided(pick, reader=person) if winner and not is_all else "",
        read_url=begun.get_absolute_url() if begun else "",
        others=nominations - (1 if winner else 0),
        has_count="result" in pick.count,
    )
