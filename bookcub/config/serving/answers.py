"""Answers on their way out: whoever reads slowly holds no thread, little memory, and not for ever."""

from __future__ import annotations

import asyncio
from typing import IO

import structlog

from bookcub.config.serving.bridge import PART, Answer
from bookcub.config.serving.messages import Send

log = structlog.get_logger("bookcub.serving")

PATIENCE = 30.0  # seconds for each part: two kilobytes a second


async def send_answer(
    send: Send, answer: Answer, *, is_head: bool = False, patience: float = PATIENCE
) -> None:
    """Send all of it, unless the other end does not take it: then the connection breaks off."""
    try:
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        if is_head:
            await send({"type": "http.response.body", "body": b""})
        elif isinstance(answer.body, bytes) and len(answer.body) <= PART:
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await _send_parts(send, answer.body, patience)
    except TimeoutError:
        log.info("an answer was not taken", status=answer.status)
    finally:
        if not isinstance(answer.body, bytes):
            answer.body.close()


async def _send_parts(send: Send, body: bytes | IO[bytes], patience: float) -> None:
    at = 0
    while True:
        if isinstance(body, bytes):
            part = body[at : at + PART]
            at += PART
        else:
            part = await asyncio.to_thread(body.read, PART)
        # The server takes a part only when the one before it is on its way.
        message = {"type": "http.response.body", "body": part, "more_body": bool(part)}
        await asyncio.wait_for(send(message), patience)
        if not part:
            return
