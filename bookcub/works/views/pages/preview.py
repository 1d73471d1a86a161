"""A text as its readers will see it, without saving it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.text import clean_chapter, clean_notes, count_words, html_from_typed


@dataclass(frozen=True, slots=True)
class ChapterPreview:
    """Sanitised by the same functions as a saved chapter."""

    title: str
    summary: SafeString
    notes: SafeString
    html: SafeString
    end_notes: SafeString
    word_count: int


def preview_of(*, title: str, html: str, notes: forms.Form) -> ChapterPreview:
    """What a valid form would become; `notes` is the form with what stands around the text."""
    text = clean_chapter(html, embed_hosts=frozenset(settings.EMBED_HOSTS))
    around = {
        name: mark_safe(  # noqa: S308  # sanitised in this very call
            clean_notes(html_from_typed(notes.cleaned_data[name]), classes=name != "summary")
        )
        for name in ("summary", "notes", "end_notes")
    }
    return ChapterPreview(
        title=title,
        html=mark_safe(text),  # noqa: S308  # sanitised above
        word_count=count_words(text),
        **around,
    )
