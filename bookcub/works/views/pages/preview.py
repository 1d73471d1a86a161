"""A text as its readers will see it, without saving it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from bookcub.core.text import clean_chapter, clean_notes, count_words, html_from_typed
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.web.blurb import Link, TagGroup, TagGroupKind
from bookcub.web.enumeration import enumerated_text
from bookcub.works.fields import missing_of
from bookcub.works.models import Chapter


@dataclass(frozen=True, slots=True)
class ChapterPreview:
    """Sanitised by the same functions as a saved chapter."""

    title: str
    heading: str  # of the chapter; "" where the work is one chapter and means to stay so
    is_saved: bool
    summary: SafeString
    notes: SafeString
    html: SafeString
    end_notes: SafeString
    word_count: int
    head: PreviewHead | None = None


@dataclass(frozen=True, slots=True)
class PreviewHead:
    """What stands above a story: whose it is, how it is rated, its tags."""

    authors: tuple[Link, ...]
    is_anonymous: bool
    rating: str
    categories: str
    tags: tuple[TagGroup, ...]
    missing: tuple[str, ...]  # a sentence for each thing that it lacks before it can be posted


def head_of(form: forms.Form, *, byline: str) -> PreviewHead:
    """The head of the work that a valid form would make."""
    given = form.cleaned_data
    warnings = ArchiveWarning.from_codes(given["warnings"])
    groups: dict[TagGroupKind, Iterable[str]] = {
        "warning": warnings.labels,
        "fandom": given["fandom"],
        "relationship": given["relationship"],
        "character": given["character"],
        "freeform": given["freeform"],
    }
    return PreviewHead(
        authors=() if given["is_anonymous"] else (Link(byline),),
        is_anonymous=given["is_anonymous"],
        rating=str(Rating(given["rating"]).label),
        categories=enumerated_text(Category.from_codes(given["categories"]).labels),
        tags=tuple(
            TagGroup(
                kind=kind,
                tags=tuple(map(Link, names)),
                calm=kind == "warning" and warnings == ArchiveWarning.NONE_APPLY,
            )
            for kind, names in groups.items()
        ),
        missing=tuple(
            str(each.message) for errors in missing_of(given).values() for each in errors
        ),
    )


def preview_of(  # a preview is made of all of these; all are keyword-only
    *,
    title: str,
    html: str,
    notes: forms.Form,
    chapter: Chapter | None = None,
    is_saved: bool = False,
    head: PreviewHead | None = None,
) -> ChapterPreview:
    """What a valid form would become; `notes` is the form with what stands around the text.

    The title is the work's; of `chapter`, which need not be stored, it shows which it is.
    """
    text = clean_chapter(html, embed_hosts=frozenset(settings.EMBED_HOSTS))
    around = {
        name: mark_safe(  # noqa: S308  # sanitised in this very call
            clean_notes(html_from_typed(notes.cleaned_data[name]), classes=name != "summary")
        )
        for name in ("summary", "notes", "end_notes")
    }
    return ChapterPreview(
        title=title,
        heading=chapter.heading if chapter else "",
        is_saved=is_saved,
        html=mark_safe(text),  # noqa: S308  # sanitised above
        word_count=count_words(text),
        head=head,
        **around,
    )
