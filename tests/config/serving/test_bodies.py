"""What is received of a body: how much, how fast, from whom."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from bookcub.config.serving.bodies import Bodies, Body, Bounds, GoneError
from bookcub.config.serving.messages import Message
from bookcub.config.serving.refusals import (
    BusyError,
    TooLargeError,
    TooManyUploadsError,
    TooSlowError,
)


class Clock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Sender:
    """Somebody who sends parts, each after so many seconds."""

    def __init__(self, clock: Clock, parts: Iterable[tuple[float, bytes]]) -> None:
        self.clock = clock
        self.parts = list(parts)

    async def __call__(self) -> Message:
        if not self.parts:
            return {"type": "http.request", "body": b"", "more_body": False}
        seconds, part = self.parts.pop(0)
        self.clock.now += seconds
        await asyncio.sleep(0)
        return {"type": "http.request", "body": part, "more_body": True}


async def forever() -> Message:
    await asyncio.sleep(3600)
    return {}


def receive_all(
    *parts: tuple[float, bytes], bounds: Bounds, folder: Path | None = None
) -> tuple[Bodies, Body]:
    clock = Clock()
    bodies = Bodies(bounds, folder=folder, clock=clock)
    body = asyncio.run(bodies.receive(Sender(clock, parts), address="a", announced=0))
    return bodies, body


BOUNDS = Bounds(size=1000, grace=10, rate=10, pause=0.05, each=2, all=3, small=100, memory=150)


def test_a_body_comes_whole() -> None:
    _, body = receive_all((0, b"four"), (0, b"five"), bounds=BOUNDS)

    assert (body.size, body.reader().read()) == (8, b"fourfive")


def test_a_large_body_waits_on_the_disk_in_a_file_that_nobody_can_leave_behind(
    tmp_path: Path,
) -> None:
    bodies, body = receive_all((0, b"x" * 60), (0, b"y" * 60), bounds=BOUNDS, folder=tmp_path)

    assert not body.is_in_memory
    assert body.reader().read() == b"x" * 60 + b"y" * 60
    assert list(tmp_path.iterdir()) == []
    bodies.let_go(body)


def test_small_bodies_go_to_the_disk_where_many_of_them_fill_the_memory(tmp_path: Path) -> None:
    async def run() -> list[bool]:
        clock = Clock()
        bodies = Bodies(BOUNDS, folder=tmp_path, clock=clock)
        held = []
        for home in "abc":
            sender = Sender(clock, [(0, b"x" * 90)])
            held.append(await bodies.receive(sender, address=home, announced=0))
            if home == "b":
                bodies.let_go(held[0])
        return [body.is_in_memory for body in held]

    assert asyncio.run(run()) == [True, False, True]


@pytest.mark.parametrize(
    "parts",
    [
        [(0.5, b"x")] * 30,  # a byte in half a second
        [(9, b"x"), (9, b"x")],
        [(0, b"x" * 50), (16, b"x")],  # a good beginning buys only so much
    ],
)
def test_what_trickles_in_is_not_waited_for(parts: list[tuple[float, bytes]]) -> None:
    with pytest.raises(TooSlowError):
        receive_all(*parts, (0, b"x"), bounds=BOUNDS)


def test_a_slow_line_that_goes_on_is_waited_for() -> None:
    _, body = receive_all(*[(2.0, b"x" * 25)] * 20, bounds=BOUNDS)

    assert body.size == 500


def test_who_stops_sending_is_not_waited_for() -> None:
    async def run() -> None:
        await Bodies(BOUNDS).receive(forever, address="a", announced=1)

    with pytest.raises(TooSlowError):
        asyncio.run(run())


def test_who_leaves_has_sent_nothing() -> None:
    async def leave() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(GoneError):
        asyncio.run(Bodies(BOUNDS).receive(leave, address="a", announced=1))


def test_too_much_is_refused_when_it_is_announced_and_when_it_is_not() -> None:
    with pytest.raises(TooLargeError):
        asyncio.run(Bodies(BOUNDS).receive(forever, address="a", announced=1001))
    with pytest.raises(TooLargeError):
        receive_all(*[(0, b"x" * 100)] * 11, bounds=BOUNDS)


def test_one_address_sends_only_so_many_at_once_and_so_do_all_together() -> None:
    async def run() -> list[type[BaseException] | None]:
        bodies = Bodies(Bounds(size=10, pause=60, each=2, all=3))
        held = [
            asyncio.ensure_future(bodies.receive(forever, address=home, announced=1))
            for home in "aab"
        ]
        await asyncio.sleep(0)
        tried = await asyncio.gather(
            bodies.receive(forever, address="a", announced=1),
            bodies.receive(forever, address="c", announced=1),
            return_exceptions=True,
        )
        for each in held:
            each.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        left = asyncio.ensure_future(bodies.receive(forever, address="a", announced=1))
        await asyncio.sleep(0)
        is_let_in = not left.done()
        left.cancel()
        return [type(each) if isinstance(each, BaseException) else None for each in tried] + [
            None if is_let_in else BusyError
        ]

    assert asyncio.run(run()) == [TooManyUploadsError, BusyError, None]


def test_bytes_count_until_they_are_let_go() -> None:
    async def run() -> list[type[BaseException] | None]:
        clock = Clock()
        bodies = Bodies(Bounds(size=100, files=4), clock=clock)

        async def send(address: str, size: int) -> Body:
            sender = Sender(clock, [(0, b"x" * size)])
            return await bodies.receive(sender, address=address, announced=size)

        held = await send("a", 80)
        tried = [await asyncio.gather(send("a", 30), return_exceptions=True)]
        bodies.let_go(held)
        tried.append(await asyncio.gather(send("a", 30), return_exceptions=True))
        return [type(each) if isinstance(each, BaseException) else None for (each,) in tried]

    assert asyncio.run(run()) == [TooManyUploadsError, None]


def test_who_sends_nothing_takes_no_part_in_what_an_address_may_send() -> None:
    async def run() -> int:
        clock = Clock()
        bodies = Bodies(Bounds(size=10, each=1, all=1), clock=clock)
        held = asyncio.ensure_future(bodies.receive(forever, address="a", announced=None))
        await asyncio.sleep(0)
        asked = [bodies.receive(Sender(clock, []), address="a", announced=0) for _ in range(40)]
        sizes = [body.size for body in await asyncio.gather(*asked)]
        held.cancel()
        return len(sizes)

    assert asyncio.run(run()) == 40
