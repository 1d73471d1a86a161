"""Answers on their way out."""

import asyncio
import io

from bookcub.config.serving.answers import send_answer
from bookcub.config.serving.bridge import PART, Answer
from bookcub.config.serving.messages import Message


class Reader:
    """Takes so many messages, and then nothing more."""

    def __init__(self, takes: int = 1000) -> None:
        self.takes = takes
        self.sent: list[Message] = []

    async def __call__(self, message: Message) -> None:
        if len(self.sent) == self.takes:
            await asyncio.sleep(3600)
        self.sent.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def sent(
    body: bytes | io.BytesIO, *, reader: Reader | None = None, is_head: bool = False
) -> Reader:
    reader = reader or Reader()
    answer = Answer(200, [(b"content-length", b"9")], body)
    asyncio.run(send_answer(reader, answer, is_head=is_head, patience=0.02))
    return reader


def test_a_short_answer_is_sent_in_one_piece() -> None:
    head, *parts = sent(b"a story").sent

    assert head["status"] == 200
    assert parts == [{"type": "http.response.body", "body": b"a story"}]


def test_a_long_one_is_sent_in_parts_from_memory_and_from_a_file() -> None:
    story = b"weir" * PART
    for body in (story, file := io.BytesIO(story)):
        reader = sent(body)
        assert reader.body == story
        assert max(len(message.get("body", b"")) for message in reader.sent) == PART
        assert [message.get("more_body", False) for message in reader.sent[1:]].count(False) == 1
    assert file.closed


def test_who_asks_for_the_head_gets_the_head() -> None:
    reader = sent(b"a story", is_head=True)

    assert reader.body == b""
    assert reader.sent[0]["headers"] == [(b"content-length", b"9")]


def test_who_takes_nothing_is_let_go() -> None:
    file = io.BytesIO(b"x" * PART * 4)
    reader = sent(file, reader=Reader(takes=3))

    assert len(reader.body) == 2 * PART
    assert file.closed
