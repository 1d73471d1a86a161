"""What stands below each comment of an inbox."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from bookcub.comments.queries.cards import CommentRow
from bookcub.web.components.drawn_once import drawn_once

register = template.Library()


@register.simple_tag
def answer_links(*, comment_row: CommentRow, here: str) -> SafeString:
    """The way to answer a comment in its place, where it may be answered, and to its thread. `here` is the inbox's address."""
    return _links(
        key=comment_row.key,
        author=comment_row.card.author,
        reply_url=f"{comment_row.reply_url}?next={here}" if comment_row.may_reply else "",
        thread_url=comment_row.comment.get_absolute_url(),
    )


@drawn_once("notifications/_answer_links.html")
def _links(*, key: str, author: str, reply_url: str, thread_url: str) -> dict[str, object]:
    return {"key": key, "author": author, "reply_url": reply_url, "thread_url": thread_url}
