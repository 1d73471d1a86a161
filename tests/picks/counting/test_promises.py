"""What must hold for every election."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bookcub.picks.counting import approval, lottery, turns
from bookcub.picks.counting.ties import Decision, TieRule
from tests.picks.counting.counting import counted, tiebreak

OPTIONS = st.lists(st.integers(1, 9), min_size=1, max_size=6, unique=True)
RULES = st.sampled_from([TieRule.EARLIER, TieRule.FEWEST, TieRule.LOT])


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    options = draw(OPTIONS)
    # Ballots may name what is no option, twice, or nothing.
    ballots = draw(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=14))
    return options, ballots


@given(elections(), RULES)
def test_whoever_is_first_on_more_than_half_of_the_ballots_wins(
    election: tuple[list[int], list[list[int]]], rule: TieRule
) -> None:
    options, ballots = election
    favourite = options[0]
    ballots = ballots + [[favourite]] * (len(ballots) + 1)

    count = counted(ballots, options, rule)

    assert count.winner == favourite
    top = dict(count.rounds[0].tallies)[favourite]
    assert top > count.rounds[0].counting / 2


@given(elections(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(
    election: tuple[list[int], list[list[int]]], rule: TieRule, chance: Random
) -> None:
    options, ballots = election
    shuffled = list(ballots)
    chance.shuffle(shuffled)

    assert counted(shuffled, options, rule) == counted(ballots, options, rule)
    breaker = tiebreak(options, rule)
    assert approval.count(shuffled, options=options, tiebreak=breaker) == approval.count(
        ballots, options=options, tiebreak=breaker
    )


@given(elections(), RULES)
def test_somebody_wins_if_anybody_voted_and_no_ballot_is_lost(
    election: tuple[list[int], list[list[int]]], rule: TieRule
) -> None:
    options, ballots = election

    count = counted(ballots, options, rule)

    voted = any(set(ballot) & set(options) for ballot in ballots)
    assert (count.winner is not None) == (voted or len(options) == 1)
    for each in count.rounds:
        assert each.counting + each.exhausted == len(ballots)
    for earlier, later in zip(count.rounds, count.rounds[1:], strict=False):
        before, after = dict(earlier.tallies), dict(later.tallies)
        for option, votes in after.items():
            came = sum(flow.ballots for flow in earlier.flows if flow.target == option)
            assert votes == before[option] + came
        gone = {out.option for out in earlier.out}
        assert gone
        assert before.keys() - gone == after.keys()
        assert sum(flow.ballots for flow in earlier.flows) == sum(before[one] for one in gone)


@given(elections())
def test_a_host_who_settles_each_tie_comes_to_an_end(
    election: tuple[list[int], list[list[int]]],
) -> None:
    options, ballots = election
    decisions: list[Decision] = []
    count = counted(ballots, options, TieRule.HOST)
    while count.question is not None:
        assert len(count.tied) > 1
        decisions.append(Decision(count.question, frozenset(count.tied), count.tied[0]))
        count = counted(ballots, options, TieRule.HOST, decisions=decisions)
        assert len(decisions) < len(options)

    assert count.winner is not None or count.is_without_votes


@given(
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.dictionaries(st.integers(1, 50), st.integers(0, 6), min_size=1),
    st.randoms(use_true_random=False),
)
def test_everybody_can_do_the_draw_again(
    seed: str, seconds: dict[int, int], chance: Random
) -> None:
    tickets = lottery.tickets_for(seconds)
    drawn = lottery.draw(seed, tickets)

    # From what is published: the seed and the tickets as lines of text.
    read_back = [lottery.LotteryTicket.read(line) for line in map(str, tickets)]
    assert lottery.draw(seed, read_back) == drawn
    assert drawn.winner in seconds
    shuffled = list(seconds.items())
    chance.shuffle(shuffled)
    assert lottery.tickets_for(dict(shuffled)) == tickets


class Story:
    """A club that takes turns while people come, go and pass."""

    def __init__(self, number: int) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)
        self.joined = dict.fromkeys(range(number), self.moment)
        self.chosen: list[tuple[int, datetime]] = []
        self.passed: set[int] = set()
        self.passed_since: dict[int, set[int]] = {}  # since a member's last turn

    def tell(self, what: str, which: int) -> None:
        self.moment += timedelta(days=1)
        {"pick": self.pick, "join": self.join, "leave": self.leave, "pass": self.let_pass}[what](
            which
        )

    def join(self, _: int) -> None:
        self.joined[len(self.joined) + 100 + self.moment.toordinal()] = self.moment

    def leave(self, which: int) -> None:
        if len(self.joined) > 2:
            self.joined.pop(sorted(self.joined)[which % len(self.joined)])

    def let_pass(self, _: int) -> None:
        chooser = self.whose()
        self.passed |= set() if chooser is None else {chooser}
        for member in self.passed_since:
            self.passed_since[member] |= self.passed

    def pick(self, _: int) -> None:
        chooser = self.whose()
        self.passed = set()
        if chooser is not None:
            assert not self.overtaken_by(chooser)
            self.chosen.append((chooser, self.moment))
            self.passed_since[chooser] = set()

    def whose(self) -> int | None:
        return turns.turn_of(turns.line(self.joined, self.chosen), self.passed)

    def overtaken_by(self, chooser: int) -> set[int]:
        """Who was there since the chooser's last turn, has not passed, and had none."""
        mine = [at for member, at in self.chosen if member == chooser]
        if not mine:
            return set()
        since = max(*mine, self.joined[chooser])
        had = {member for member, at in self.chosen if at > since}
        there = {member for member, at in self.joined.items() if at <= since} - {chooser}
        return there - had - self.passed_since.get(chooser, set())


EVENTS = st.tuples(st.sampled_from(["pick", "pick", "join", "leave", "pass"]), st.integers(0, 5))


@given(st.integers(2, 6), st.lists(EVENTS, max_size=40))
def test_nobody_chooses_twice_while_another_waits(
    number: int, events: list[tuple[str, int]]
) -> None:
    """Between two turns of a member everybody else who was there had one, unless they passed."""
    story = Story(number)
    for what, which in events:
        story.tell(what, which)
