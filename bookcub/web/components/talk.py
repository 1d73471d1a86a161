"""Comments."""

from __future__ import annotations

from dataclasses import replace

from django import template
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.text import html_from_line
from bookcub.web.comment_card import CommentCard
from bookcub.web.components.basics import moment
from bookcub.web.components.drawn_once import drawn_once

register = template.Library()


@register.filter
def as_line(typed: str) -> SafeString:
    """`{{ nomination.why|as_line }}`: what somebody typed into a plain field, with its emphasis and its line breaks."""
    return mark_safe(html_from_line(typed))  # noqa: S308  # knows no markup but its own


@register.inclusion_tag("web/components/_comment_card.html", takes_context=True)
def comment_card(  # a card has these parts; all are keyword-only
    context: template.Context,
    *,
    comment: CommentCard,
    actions: str = "",
    reply: str = "",
    thread: str = "",
    folded: int = 0,
) -> dict[str, object]:
    """One comment; fill `actions`, `reply` and `thread` with `{% slot as … %}`.

    With `folded`, that many replies wait behind a `<details>`.
    """
    return {
        "comment": comment,
        "words": "" if comment.is_deleted else _words_of(comment, context),
        "actions": actions,
        "reply": reply,
        "thread": thread,
        "folded": folded,
    }


def _words_of(comment: CommentCard, context: template.Context) -> SafeString:
    # Apart from the marks of what surrounds it, so that it is the same for all who see it.
    return _comment_words(
        comment=replace(comment, anchor="", parent_url=""),
        is_safe=isinstance(comment.text, SafeString),
        when=moment(context, at=comment.at, kind="ago") if comment.at else "",
        edited=moment(context, at=comment.edited_at, kind="ago") if comment.edited_at else "",
    )


@drawn_once("web/components/_comment_words.html")
def _comment_words(
    *, comment: CommentCard, is_safe: bool, when: str, edited: str
) -> dict[str, object]:
    del is_safe  # tells it from another with the same letters
    return {"comment": comment, "when": when, "edited": edited}
