"""Turns: whose is next, how many may wait, and what becomes of those who leave."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from bookcub.config.serving import lanes
from bookcub.config.serving.bodies import GoneError
from bookcub.config.serving.lanes import AsideError, Lane, LaneSize, Traffic
from bookcub.config.serving.refusals import BusyError, SlowDownError


class Work:
    """What is done in threads, in the order in which it begins; it waits until it is let go."""

    def __init__(self, *, held: bool = True) -> None:
        self.begun: list[str] = []
        self.at_once: list[int] = []
        self._now: list[str] = []
        self._lock = threading.Lock()
        self.go = threading.Event()
        if not held:
            self.go.set()

    def of(self, who: str) -> Callable[[], str]:
        def run() -> str:
            with self._lock:
                self.begun.append(who)
                self._now.append(who)
                self.at_once.append(self._now.count(who))
            self.go.wait(10)
            with self._lock:
                self._now.remove(who)
            return who

        return run


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.002)


async def settled() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def test_work_is_done_and_what_it_raises_is_raised() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    async def run() -> str:
        lane = Lane("x", LaneSize(threads=1))
        with pytest.raises(ZeroDivisionError):
            await lane.run("a", fail)
        return await lane.run("a", lambda: "done")

    assert asyncio.run(run()) == "done"


def test_nobody_waits_behind_the_crowd_of_another() -> None:
    async def run() -> list[str]:
        work, lane = Work(), Lane("x", LaneSize(threads=1))
        asked = [asyncio.ensure_future(lane.run(who, work.of(who))) for who in "aaaaab"]
        await settled()
        asked.append(asyncio.ensure_future(lane.run("c", work.of("c"))))
        await settled()
        work.go.set()
        await asyncio.gather(*asked)
        return work.begun

    assert "".join(asyncio.run(run())) == "aabcaaa"


def test_one_thread_is_always_left_to_the_others() -> None:
    async def run() -> Work:
        work, lane = Work(), Lane("x", LaneSize(threads=3))
        asked = [asyncio.ensure_future(lane.run("a", work.of("a"))) for _ in range(6)]
        await until(lambda: len(work.begun) == 2)
        asked.append(asyncio.ensure_future(lane.run("b", work.of("b"))))
        await until(lambda: "b" in work.begun)
        work.go.set()
        await asyncio.gather(*asked)
        return work

    work = asyncio.run(run())
    assert work.begun[:3] == ["a", "a", "b"]
    assert max(work.at_once) == 2


def test_who_has_too_many_waiting_is_refused_and_others_are_not() -> None:
    async def run() -> list[object]:
        work, lane = Work(), Lane("x", LaneSize(threads=1, each=2))
        asked = [asyncio.ensure_future(lane.run(who, work.of(who))) for who in "aaaab"]
        await settled()
        work.go.set()
        return list(await asyncio.gather(*asked, return_exceptions=True))

    *done, refused, other = asyncio.run(run())
    assert done == ["a", "a", "a"]
    assert isinstance(refused, SlowDownError)
    assert other == "b"


def test_where_the_lane_is_full_a_crowd_makes_room_for_others() -> None:
    async def run() -> list[object]:
        work, lane = Work(), Lane("x", LaneSize(threads=1, all=3))
        asked = [asyncio.ensure_future(lane.run(who, work.of(who))) for who in "aaaabcd"]
        await settled()
        work.go.set()
        return list(await asyncio.gather(*asked, return_exceptions=True))

    told = [each if isinstance(each, str) else type(each) for each in asyncio.run(run())]
    assert told == ["a", "a", SlowDownError, SlowDownError, "b", "c", BusyError]


def test_a_turn_that_never_comes_is_told() -> None:
    async def run() -> tuple[object, int]:
        work, lane = Work(), Lane("x", LaneSize(threads=1, wait=0.01))
        held = asyncio.ensure_future(lane.run("a", work.of("a")))
        await settled()
        with pytest.raises(BusyError):
            await lane.run("b", work.of("b"))
        waiting = lane.waiting
        work.go.set()
        return await held, waiting

    assert asyncio.run(run()) == ("a", 0)


def test_who_leaves_waits_no_longer() -> None:
    async def run() -> list[str]:
        work, lane = Work(), Lane("x", LaneSize(threads=1))
        held = asyncio.ensure_future(lane.run("a", work.of("a")))
        await settled()
        with pytest.raises(GoneError):
            await lane.run("b", work.of("b"), left=settled)
        work.go.set()
        await held
        return work.begun

    assert asyncio.run(run()) == ["a"]


def test_a_lane_stands_still_when_nothing_ends_in_any_of_its_threads() -> None:
    async def run() -> list[bool]:
        work, lane = Work(), Lane("x", LaneSize(threads=2, stuck=0.02))
        seen = []
        asked = []
        for who in "ab":
            asked.append(asyncio.ensure_future(lane.run(who, work.of(who))))
            await asyncio.sleep(0.05)
            seen.append(lane.is_stuck)
        work.go.set()
        await asyncio.gather(*asked)
        return [*seen, lane.is_stuck]

    assert asyncio.run(run()) == [False, True, False]


def test_who_has_had_plenty_gives_way_to_whoever_reads_in_any_lane() -> None:
    async def run() -> list[str]:
        work, traffic = Work(), Traffic()
        here = Lane("here", LaneSize(threads=3, reads=True), traffic)
        there = Lane("there", LaneSize(threads=2, reads=True), traffic)
        traffic.spend("a", 2)
        asked = [asyncio.ensure_future(there.run("b", work.of("b")))]
        await settled()
        asked += [asyncio.ensure_future(here.run("a", work.of("a"))) for _ in range(3)]
        await settled()
        asked.append(asyncio.ensure_future(here.run("c", work.of("c"))))
        await until(lambda: "c" in work.begun)
        work.go.set()
        await asyncio.gather(*asked)
        assert max(work.at_once) == 1
        return work.begun

    assert asyncio.run(run()) == ["b", "c", "a", "a", "a"]


def test_nobody_gives_way_for_ever_and_nobody_to_what_is_written() -> None:
    async def run(size: LaneSize) -> list[str]:
        work, traffic = Work(), Traffic()
        lane = Lane("x", size, traffic)
        traffic.spend("a", 2)
        asked = [asyncio.ensure_future(lane.run("b", work.of("b")))]
        await settled()
        asked.append(asyncio.ensure_future(lane.run("a", work.of("a"))))
        await asyncio.sleep(0.02)
        asked.append(asyncio.ensure_future(lane.run("c", work.of("c"))))
        await until(lambda: len(work.begun) == 3)
        work.go.set()
        await asyncio.gather(*asked)
        return sorted(work.begun)

    assert asyncio.run(run(LaneSize(threads=3, reads=True, late=0.01))) == ["a", "b", "c"]
    assert asyncio.run(run(LaneSize(threads=3))) == ["a", "b", "c"]


def test_who_has_had_plenty_has_one_thread_in_all_lanes_and_others_who_have_do_not_hold_it_up() -> (
    None
):
    async def run() -> Work:
        work, traffic = Work(), Traffic()
        here = Lane("here", LaneSize(threads=3, reads=True), traffic)
        there = Lane("there", LaneSize(threads=3), traffic)
        for who in "ab":
            traffic.spend(who, 2)
        lanes = (here, there, here, there)
        asked = [asyncio.ensure_future(lane.run("a", work.of("a"))) for lane in lanes]
        await settled()
        asked.append(asyncio.ensure_future(here.run("b", work.of("b"))))
        await until(lambda: len(work.begun) == 2)
        begun = list(work.begun)
        work.go.set()
        await asyncio.gather(*asked)
        assert begun == ["a", "b"]
        return work

    assert max(asyncio.run(run()).at_once) == 1


def test_who_has_had_plenty_is_in_the_way_while_others_are_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traffic = Traffic()

    def comes(key: str) -> bool:
        traffic.welcome(key)
        return traffic.is_in_the_way(key)

    assert not comes("a")
    traffic.spend("a", 2)
    assert not comes("a")  # nobody else is here
    traffic.spend("b", 2)
    assert [comes(who) for who in "cabc"] == [False, True, True, False]
    monkeypatch.setattr(lanes, "LATELY", -1)
    assert not comes("a")


def test_who_comes_to_be_in_the_way_is_sent_aside_with_all_that_they_have_waiting() -> None:
    async def run() -> tuple[list[object], list[str]]:
        work, traffic = Work(), Traffic()
        traffic.has_aside = True
        lane = Lane("x", LaneSize(threads=2, reads=True), traffic)
        kept = Lane("y", LaneSize(threads=1, keeps=True), traffic)
        asked = [asyncio.ensure_future(lane.run("a", work.of("a"))) for _ in range(3)]
        await settled()
        asked.append(asyncio.ensure_future(lane.run("b", work.of("b"))))
        await until(lambda: len(work.begun) == 2)
        traffic.spend("a", 2)
        asked.append(asyncio.ensure_future(kept.run("a", work.of("a"))))
        traffic.go_on()
        await settled()
        work.go.set()
        return list(await asyncio.gather(*asked, return_exceptions=True)), work.begun

    told, begun = asyncio.run(run())
    assert [each if isinstance(each, str) else type(each) for each in told] == [
        "a",
        AsideError,
        AsideError,
        "b",
        "a",
    ]
    assert sorted(begun) == ["a", "a", "b"]


def test_whoever_reads_a_page_every_second_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    traffic = Traffic()

    for _ in range(5):  # at once, of a phone that opens five pages
        traffic.spend("a", 0.05)
    for _ in range(200):
        now += 1
        traffic.spend("a", 0.05)
        assert not traffic.has_had_plenty("a")
    for _ in range(20):
        now += 0.1
        traffic.spend("a", 0.05)
    assert traffic.has_had_plenty("a")


def test_what_somebody_has_had_is_counted_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    def burn() -> None:
        end = time.thread_time() + 0.03
        while time.thread_time() < end:
            pass

    async def run() -> list[bool]:
        traffic = Traffic()
        lane = Lane("x", LaneSize(threads=1), traffic)
        await lane.run("a", burn)
        seen = [traffic.has_had_plenty("a"), traffic.has_had_plenty("b")]
        await asyncio.sleep(0.05)
        return [*seen, traffic.has_had_plenty("a")]

    monkeypatch.setattr(lanes, "PLENTY", 0.02)
    monkeypatch.setattr(lanes, "HALF_FORGOTTEN", 0.01)
    assert asyncio.run(run()) == [True, False, False]
