"""Live streams against a room that stands in memory: what is told, to whom, until when."""

import asyncio
import json
import signal
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.config.live import Hub, Pulse, RoomLine, RoomView, Stream, Ticket, Timing
from bookcub.config.live.shutdown import before_shutdown
from bookcub.config.live.streams import Message
from bookcub.config.shell import Shell
from bookcub.core.event_stream import as_event
from tests.extent import often

QUICK = Timing(
    poll=0.01,
    gap=0.001,
    after_trouble=0.01,
    check=0.02,
    seen=0.02,
    grace=0.02,
    heartbeat=0.05,
    patience=0.1,
    kept=8,
    warm=2,
    page=3,
    each=2,
)


class Memory:
    """Rooms without a database. Number 404 does not exist."""

    def __init__(self, *lines: str) -> None:
        self.words = list(lines)
        self.changes = 0
        self.unwelcome: set[int] = set()
        self.asked = 0
        self.checked: list[set[int]] = []
        self.trouble = 0
        self.here: set[int] = set()
        self.rested = 0

    def say(self, *words: str) -> None:
        self.words.extend(words)

    def pulses(self, rooms: Collection[int]) -> Mapping[int, Pulse]:
        self.asked += 1
        if self.trouble:
            self.trouble -= 1
            raise OSError("the database is away")
        return {room: Pulse(len(self.words), self.changes) for room in rooms if room != 404}

    def lines(self, view: RoomView, after: int, limit: int) -> list[RoomLine]:
        numbered = list(enumerate(self.words, 1))[after : after + limit]
        words = str if view.language == "en" else str.upper
        return [RoomLine(number, words(line)) for number, line in numbered]

    def state(self, view: RoomView) -> str:
        return f"state {self.changes}"

    def still_welcome(self, room: int, tickets: Collection[Ticket]) -> Collection[Ticket]:
        self.checked.append({ticket.person for ticket in tickets})
        return [ticket for ticket in tickets if ticket.person not in self.unwelcome]

    def seen(self, room: int, people: Collection[int]) -> None:
        self.here |= set(people)

    def left(self, room: int, people: Collection[int], *, after: float) -> None:
        self.here -= set(people)

    def rest(self) -> None:
        self.rested += 1


class Ear:
    """A browser's end of one stream."""

    def __init__(
        self, hub: Hub, *, person: int = 1, after: int = 0, room: int = 1, language: str = "en"
    ) -> None:
        self.hub = hub
        self.ticket = Ticket(
            room=room, person=person, session="s", proof="p", after=after, language=language
        )
        self.sent: list[Message] = []
        self.is_deaf = False
        self._gone = asyncio.Event()
        self._task = asyncio.create_task(
            Stream(hub, path="/x").run(self.ticket, HEADERS, self._receive, self._send)
        )

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self.is_deaf:
            await asyncio.sleep(3600)
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def lines(self) -> list[str]:
        events = [event.split("\n") for event in self.text.split("\n\n")]
        return [event[2].removeprefix("data: ") for event in events if "event: line" in event]

    def leave(self) -> None:
        self._gone.set()

    async def end(self) -> None:
        """Wait until the server ends it."""
        await asyncio.wait_for(self._task, 5)


HEADERS = [(b"x-bookcub-stream", b"{}"), (b"content-type", b"text/event-stream")]


async def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("It never came to that.")


def living(story: Callable[[Memory, Hub], Awaitable[None]], *lines: str) -> Memory:
    """Run a story about rooms, with all streams ended afterwards."""
    memory = Memory(*lines)

    async def run() -> None:
        hub = Hub(memory, QUICK)
        await story(memory, hub)
        hub.close()
        await until(lambda: not hub.rooms)

    asyncio.run(run())
    return memory


def test_a_line_reaches_everybody_in_the_order_in_which_it_was_said() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ears = [Ear(hub, person=number) for number in range(5)]
        for number in range(50):
            memory.say(f"line {number}")
            await asyncio.sleep(0)
        await until(lambda: all(len(ear.lines) == 50 for ear in ears))
        assert all(ear.lines == [f"line {number}" for number in range(50)] for ear in ears)

    living(story)


def test_every_line_has_its_number_as_id_and_the_state_has_none() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: "state" in ear.text)
        assert "id: 1\nevent: line\ndata: hello\n\n" in ear.text
        assert "\n\nevent: state\ndata: state 0\n\n" in ear.text

    living(story, "hello")


@pytest.mark.parametrize("after", [0, 1, 5, 29, 30])
def test_whoever_comes_back_hears_what_they_missed_and_nothing_twice(after: int) -> None:
    earlier = [f"line {number}" for number in range(1, 31)]

    async def story(memory: Memory, hub: Hub) -> None:
        first, late = Ear(hub, person=1, after=30), Ear(hub, person=2, after=after)
        memory.say("the newest")
        await until(lambda: "the newest" in first.lines and "the newest" in late.lines)
        assert late.lines == [*earlier[after:], "the newest"]

    living(story, *earlier)


def test_who_knows_more_than_this_process_hears_nothing_twice() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub, after=2)
        await until(lambda: "state" in ear.text)
        memory.say("two", "three")
        await until(lambda: ear.lines)
        assert ear.lines == ["three"]

    living(story, "one")


async def play(step: str, number: int, memory: Memory, hub: Hub, ears: list[Ear]) -> None:
    if step == "say":
        memory.say(f"{number}")
    elif step == "burst":
        memory.say(*(f"{number}.{part}" for part in range(12)))
    elif step == "beat":
        memory.changes += 1
    elif step == "join":
        ears.append(Ear(hub, person=number, after=len(memory.words) * (number % 3) // 2))
    elif step == "come back":
        ears[0].leave()
        ears.append(Ear(hub, person=100 + number, after=len(ears.pop(0).lines)))
    else:
        await asyncio.sleep(0.01)


@settings(max_examples=often(30), deadline=None)
@given(
    st.lists(st.sampled_from(["say", "beat", "join", "come back", "rest", "burst"]), max_size=30),
    st.integers(0, 40),
)
def test_no_line_is_ever_lost_or_said_twice(steps: list[str], before: int) -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ears = [Ear(hub, person=0)]
        for number, step in enumerate(steps, 1):
            await play(step, number, memory, hub, ears)
        memory.say("the end")
        await until(lambda: all(ear.lines[-1:] == ["the end"] for ear in ears))
        for ear in ears:
            assert ear.lines == memory.words[ear.ticket.after :]

    living(story, *(f"old {number}" for number in range(before)))


def test_what_changes_without_a_line_is_told_once() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: "state 0" in ear.text)
        memory.changes += 1
        await until(lambda: "state 1" in ear.text)
        await asyncio.sleep(0.1)  # several checks later nothing has changed
        assert ear.text.count("event: state") == 2

    living(story)


def test_who_is_no_longer_welcome_is_told_so_and_hears_no_more() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        member, removed = Ear(hub, person=1), Ear(hub, person=2)
        await until(lambda: "state" in removed.text)
        memory.unwelcome.add(2)
        await removed.end()
        memory.say("now that we are alone")
        await until(lambda: member.lines)
        assert removed.text.endswith("event: bye\ndata: refused\n\n")
        assert removed.lines == []

    living(story)


def test_each_hears_the_room_in_their_own_language() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ears = [Ear(hub, person=1), Ear(hub, person=2, language="de"), Ear(hub, person=3)]
        memory.say("hello")
        hub.wake(1)
        await until(lambda: all(ear.lines for ear in ears))
        assert [ear.lines for ear in ears] == [["hello"], ["HELLO"], ["hello"]]
        assert len(hub.rooms) == 2, "who speaks the same shares what was read"

    living(story)


def test_who_is_welcome_is_asked_of_a_whole_room_whatever_its_people_speak() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        Ear(hub, person=1)
        removed = Ear(hub, person=2, language="de")
        await until(lambda: len(memory.checked) >= 4)
        assert memory.checked[1:] == [{1, 2}] * (len(memory.checked) - 1)
        memory.unwelcome.add(2)
        await removed.end()

    living(story)


def test_a_room_that_is_gone_ends_its_streams() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub, room=404)
        await ear.end()
        assert "event: bye" in ear.text

    living(story)


def test_of_too_many_streams_of_one_person_the_oldest_ends() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ears = [Ear(hub, person=7) for _ in range(QUICK.each)]
        await asyncio.sleep(0.01)
        other, newest = Ear(hub, person=8), Ear(hub, person=7)
        await ears[0].end()
        assert ears[0].text.endswith("event: bye\ndata: elsewhere\n\n")
        memory.say("hello")
        await until(lambda: all(ear.lines for ear in [*ears[1:], other, newest]))

    living(story)


def test_somebody_who_takes_nothing_is_let_go_and_holds_up_nobody() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        quick, slow = Ear(hub, person=1), Ear(hub, person=2)
        await until(lambda: "state" in slow.text)
        slow.is_deaf = True
        memory.say("hello")
        await until(lambda: quick.lines)
        await slow.end()
        back = Ear(hub, person=2, after=len(slow.lines))
        await until(lambda: back.lines == ["hello"])

    living(story)


def test_a_quiet_stream_shows_that_it_lives() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: ear.text.count("event: beat\ndata: -\n\n") >= 2)

    living(story)


def test_a_database_that_is_away_comes_back() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: "state" in ear.text)
        memory.trouble = 3
        memory.say("after the trouble")
        await until(lambda: ear.lines)
        assert not memory.trouble

    living(story)


def test_nobody_asks_the_database_when_nobody_listens() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: "state" in ear.text)
        ear.leave()
        await ear.end()
        await until(lambda: memory.rested)
        asked = memory.asked
        await asyncio.sleep(0.1)
        assert memory.asked == asked
        again = Ear(hub)
        await until(lambda: "state" in again.text)

    living(story)


def test_a_word_from_the_same_process_wakes_at_once() -> None:
    async def run() -> None:
        memory = Memory()
        hub = Hub(memory, Timing(poll=60))
        ear = Ear(hub)
        await until(lambda: "state" in ear.text)
        memory.say("hello")
        thread = threading.Thread(target=hub.wake, args=[1])
        thread.start()
        await until(lambda: ear.lines)
        hub.close()
        await ear.end()

    asyncio.run(run())


def test_who_listens_is_here_and_who_left_for_good_is_not() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        stays, goes = Ear(hub, person=1), Ear(hub, person=2)
        await until(lambda: memory.here == {1, 2})
        goes.leave()
        await goes.end()
        await until(lambda: memory.here == {1})
        stays.leave()
        back = Ear(hub, person=1)
        await asyncio.sleep(0.1)
        assert memory.here == {1}
        assert not back.text.endswith("bye\n\n")

    living(story)


def test_at_the_end_all_streams_end_cleanly_and_none_begins() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: "state" in ear.text)
        hub.close()
        await ear.end()
        assert ear.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
        late = Ear(hub)
        await late.end()
        assert late.sent[0]["status"] == 503
        assert (b"retry-after", b"5") in late.sent[0]["headers"]

    living(story)


def test_a_stream_is_kept_by_no_cache_and_no_proxy() -> None:
    async def story(memory: Memory, hub: Hub) -> None:
        ear = Ear(hub)
        await until(lambda: ear.sent)
        assert ear.sent[0]["headers"] == [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]

    living(story)


@given(st.text())
def test_no_words_can_pretend_to_be_another_event(words: str) -> None:
    written = as_event("line", words).decode()

    assert written.endswith("\n\n")
    first, *rest = written[:-2].replace("\r", "\n").split("\n")
    assert first == "event: line"
    assert all(line.startswith("data: ") for line in rest)


def shell_says(method: str, answer: Mapping[str, str], *, hub: Hub | None) -> list[Message]:
    def view(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", list(answer.items()))
        return [b"from the view"]

    sent: list[Message] = []

    async def talk() -> None:
        asked = iter([{"type": "http.request"}])
        ended = asyncio.Event()

        async def receive() -> Message:
            if message := next(asked, None):
                return message
            await ended.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)
            if b"event: state" in message.get("body", b""):
                ended.set()

        scope = {
            "type": "http",
            "method": method,
            "path": "/",
            "query_string": b"",
            "http_version": "1.1",
            "headers": [],
        }
        await Shell(view, threads=1, upload_limit=10, hub=hub)(scope, receive, send)

    asyncio.run(talk())
    return sent


TICKET = {"room": 1, "person": 1, "session": "", "proof": "", "after": 0, "language": "en"}


def test_the_shell_takes_over_where_a_view_gives_a_ticket_and_shows_it_to_nobody() -> None:
    answer = {"X-Bookcub-Stream": json.dumps(TICKET), "Content-Length": "13", "X-Other": "kept"}
    head, *parts = shell_says("GET", answer, hub=Hub(Memory("hello"), QUICK))

    assert b"x-bookcub-stream" not in dict(head["headers"])
    assert b"content-length" not in dict(head["headers"])
    assert dict(head["headers"])[b"x-other"] == b"kept"
    body = b"".join(part["body"] for part in parts)
    assert b"hello" in body
    assert b"from the view" not in body


def test_other_answers_go_through_as_they_are() -> None:
    _, *parts = shell_says("GET", {"X-Other": "x"}, hub=Hub(Memory(), QUICK))

    assert b"".join(part["body"] for part in parts) == b"from the view"


def test_who_hears_of_the_end_first_hands_it_on() -> None:
    heard: list[str] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        before_shutdown(loop, lambda: heard.append("streams"))
        loop.add_signal_handler(signal.SIGUSR1, heard.append, "server")
        signal.raise_signal(signal.SIGUSR1)
        await until(lambda: len(heard) == 2)

    asyncio.run(run())
    assert heard == ["streams", "server"]
