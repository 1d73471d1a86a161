"""What stands below each comment of an inbox."""

from __future__ import annotations

from django import template

from bookcub.web.components.drawn_once import drawn_once

register = template.Library()


@register.simple_tag
@drawn_once("notifications/_answer_links.html")
def answer_links(
    *, comment: int, author: str, may_reply: bool, reply_url: str, thread_url: str, here: str
) -> dict[str, object]:
    """The way to answer a comment in its place, where it may be answered, and to its thread. `here` is the inbox's address."""
    return {
        "comment": comment,
        "author": author,
        "reply_url": f"{reply_url}?next={here}" if may_reply else "",
        "thread_url": thread_url,
    }
