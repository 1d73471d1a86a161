"""Comments."""

from __future__ import annotations

from django import template

from bookcub.web.comment_card import CommentCard

register = template.Library()


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
