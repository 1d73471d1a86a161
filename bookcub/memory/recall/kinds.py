"""The kinds of what was said, as a search can be narrowed to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class SaidAs(models.TextChoices):
    """How something was said; the value stands in addresses."""

    NOTE = "notes", gettext_lazy("Notes and highlights")
    COMMENT = "comments", pgettext_lazy("kind of what was said", "Comments and replies")
    ANNOUNCEMENT = "announcements", gettext_lazy("Announcements")
    LINE = "meetings", gettext_lazy("Talk in meetings")
    QUESTION = "questions", gettext_lazy("Questions in meetings")
    HANDS = "hands", gettext_lazy("Shows of hands")
    MINUTES = "minutes", gettext_lazy("Summaries of meetings")
    PREDICTION = "predictions", gettext_lazy("Predictions")

    @property
    def is_not_found(self) -> str:
        """What a page says where this kind was asked for, and none of it is an answer."""
        return str(_NOT_FOUND[self])


_NOT_FOUND = {
    SaidAs.NOTE: gettext_lazy("No note that you can see is an answer to this."),
    SaidAs.COMMENT: gettext_lazy("No comment that you can see is an answer to this."),
    SaidAs.ANNOUNCEMENT: gettext_lazy("No announcement that you can see is an answer to this."),
    SaidAs.LINE: gettext_lazy("Nothing from a meeting that you can see is an answer to this."),
    SaidAs.QUESTION: gettext_lazy(
        "No question from a meeting that you can see is an answer to this."
    ),
    SaidAs.HANDS: gettext_lazy("No show of hands that you can see is an answer to this."),
    SaidAs.MINUTES: gettext_lazy("No summary that you can see is an answer to this."),
    SaidAs.PREDICTION: gettext_lazy("No prediction that you can see is an answer to this."),
}
