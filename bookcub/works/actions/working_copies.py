"""Keeping what an author types before it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from bookcub.core.database.locks import hold
from bookcub.core.models import SentForm
from bookcub.core.text import count_words
from bookcub.people.models import User
from bookcub.works.models import Chapter, ClosedFormError, Work, WorkingCopy

COPIES_MAX = 200
OF_CHAPTER = ("text", "base", "note", "dated", "quietly", "scheduled_for")
KEY = re.compile(
    r"(?P<form>new-work|new-chapter|work|chapter|draft)-(?P<key>[0-9a-z]+)(?:-[0-9a-z]+)?"
)


def address_made(by: User, key: str) -> str | None:
    """Where that stands which the form of this key has made; None while it has made nothing."""
    return SentForm.objects.address_of(_fingerprint(by, key))


@transaction.atomic
def close_form(*, by: User, key: str, address: str) -> None:
    """Let the form of a new work or chapter take no copies any more: what it made stands there."""
    _one_at_a_time(by)
    if not SentForm.objects.claim(_fingerprint(by, key), address):
        raise ClosedFormError(address_made(by, key) or "")
    WorkingCopy.objects.of_person(by).filter(form_key=key).delete()


def _fingerprint(by: User, key: str) -> str:
    return f"{by.pk} {key}"


def _one_at_a_time(by: User) -> None:
    # Else a copy could come in between what closes its form and what looks whether it is closed, or be one too many.
    hold(f"copies:{by.pk}")


def divide_copy(*, by: User, chapter: Chapter) -> None:
    """Give what was typed into the one form of a draft to the two forms that it has by now.

    What either of them holds already stays. Where nothing was typed nothing waits to be written.
    """
    own = WorkingCopy.objects.of_person(by)
    in_one = own.filter(form_key=f"draft-{chapter.pk}")
    if in_one.exists():
        _divide(in_one, own, by=by, chapter=chapter)


@transaction.atomic
def _divide(
    in_one: QuerySet[WorkingCopy], own: QuerySet[WorkingCopy], *, by: User, chapter: Chapter
) -> None:
    _one_at_a_time(by)
    copy = in_one.first()
    if copy is None:
        return
    for key, of_chapter, fields, words in (
        (f"chapter-{chapter.pk}", chapter, _of_chapter(copy.fields), copy.word_count),
        (f"work-{chapter.work_id}", None, copy.fields, 0),
    ):
        if not own.filter(form_key=key).exists():
            WorkingCopy.objects.create(
                user=by,
                form_key=key,
                work=copy.work,
                chapter=of_chapter,
                base_revision=copy.base_revision,
                fields=fields,
                version=1,
                word_count=words,
                saved_at=copy.saved_at,
            )
    copy.delete()


def _of_chapter(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    typed = {name: fields[name] for name in OF_CHAPTER if name in fields}
    return {**typed, "title": fields.get("chapter_title", [""])}


@transaction.atomic
def keep_copy(
    *, by: User, key: str, fields: Mapping[str, Sequence[str]], window: str, seen: int
) -> WorkingCopy | None:
    """Save a form's content under its key; None if the form is not this person's.

    NewerCopy if another window has saved a version that this one has not seen; ClosedFormError if the form has made
    what it is for, or the copy that this window has seen is gone; ValidationError for more copies than anybody needs.
    """
    match = KEY.fullmatch(key)
    if match is None:
        return None
    work = chapter = None
    if match["form"] in {"chapter", "draft"}:
        chapter = Chapter.objects.by_person(by).filter(pk=match["key"]).first()
        work = chapter.work if chapter else None
    elif match["form"] != "new-work":
        work = Work.objects.by_person(by).filter(pk=match["key"]).first()
    if match["form"] != "new-work" and work is None:
        return None

    _one_at_a_time(by)
    own = WorkingCopy.objects.of_person(by)
    if (address := address_made(by, key)) is not None:
        raise ClosedFormError(address)
    if seen and not own.filter(form_key=key).exists():
        raise ClosedFormError
    if own.count() >= COPIES_MAX and not own.filter(form_key=key).exists():
        raise ValidationError(
            gettext("You have too many unsaved texts. Save or discard some of them under Drafts."),
            code="too_many",
        )
    newest = chapter.revisions.order_by("-number").first() if chapter else None
    copy, _ = WorkingCopy.objects.get_or_create(
        user=by,
        form_key=key,
        defaults={
            "work": work,
            "chapter": chapter,
            "base_revision": newest.number if newest else 0,
        },
    )
    # As it stands: to lay a text out every few seconds costs far more than to save it.
    words = count_words("\n".join(fields.get("text", [])))
    typed = {name: list(values) for name, values in fields.items()}
    copy.keep(typed, window=window, seen=seen, word_count=words)
    return copy
