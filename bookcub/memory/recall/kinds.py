"""The kinds of what was said, as a search can be narrowed to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class SaidAs(models.TextChoices):
    """How something was said; the value stands in addresses."""

    NOTE = "notes", gettext_lazy("Notes and highlights")
    COMMENT = "comments", pgettext_lazy("kind of what was said", "Comments and replies")
    LINE = "meetings", gettext_lazy("Talk in meetings")
    MINUTES = "minutes", gettext_lazy("Summaries of meetings")
    PREDICTION = "predictions", gettext_lazy("Predictions")
