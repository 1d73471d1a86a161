"""Comments."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.text import html_from_line
from bookcub.web.comment_card import CommentCard

register = template.Library()


@register.filter
def as_line(typed: str) -> SafeString:
    """`{{ nomination.why|as_line }}`: what somebody typed into a plain field, with its emphasis and its line breaks."""
    return mark_safe(html_from_line(typed))  # noqa: S308  # knows no markup but its own


@register.inclusion_tag("web/components/_comment_card.html")
def comment_card(
    *, comment: CommentCard, actions: str = "", reply: str = "", thread: str = "", folded: int = 0
) -> dict[str, object]:
    """One comment; fill `actions`, `reply` and `thread` with `{% slot as … %}`.

    With `folded`, that many replies wait behind a `<details>`.
    """
    return {
        "comment": comment,
        "actions": actions,
        "reply": reply,
        "thread": thread,
        "folded": folded,
    }
