"""Making one of the demo's works as its author would have: through the verbs of works."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from bookcub.home.demo.texts import ChapterText, WorkText
from bookcub.home.demo.typography import typographic
from bookcub.home.models import DemoWork
from bookcub.people.models import Pseud
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TagKind
from bookcub.works.actions import add_chapter, invite_co_creator, make_work, put_in_series, relate
from bookcub.works.fields import Tags, WorkFields
from bookcub.works.models import Chapter, MayComment, RelatedWork, Relation, Revision, Series, Work

KINDS = {
    "fandoms": TagKind.FANDOM,
    "relationships": TagKind.RELATIONSHIP,
    "characters": TagKind.CHARACTER,
    "freeforms": TagKind.FREEFORM,
}

Pseuds = Mapping[str, Pseud]


def write(text: WorkText, *, pseuds: Pseuds, at: datetime) -> Work:
    """The work with all its chapters posted, dated back from `at`."""
    author = pseuds[text.table["pseud"]]
    first_posted = posted_at(text, text.chapters[0], at=at)
    work = make_work(by=author, fields=_fields(text), tags=_tags(text))
    work.created_at = first_posted
    work.save(update_fields=["created_at"])
    for name in text.table.get("co_creators", []):
        creatorship = invite_co_creator(work=work, pseud=pseuds[name], by=author.user)
        creatorship.accept()
    for chapter in text.chapters:
        _post(chapter, work=work, author=author, when=posted_at(text, chapter, at=at))
    _surround(text, work, author=author, at=first_posted)
    DemoWork.objects.create(folder=text.folder, work=work)
    return work


def posted_at(text: WorkText, chapter: ChapterText, *, at: datetime) -> datetime:
    """When a chapter was posted: so many days ago, at the hour of the day that its author has time."""
    earlier = zlib.crc32(text.folder.encode()) % (14 * 60)  # minutes
    return at - timedelta(days=chapter.days_ago, minutes=earlier)


def _post(text: ChapterText, *, work: Work, author: Pseud, when: datetime) -> None:
    chapter = add_chapter(work=work, by=author, fields=text.fields, html=text.html)
    # Quietly: nobody needs to be told of what happened long ago.
    chapter.post(by=author.user, at=when, quietly=True)
    Chapter.objects.filter(pk=chapter.pk).update(created_at=when, edited_at=when)
    Revision.objects.filter(chapter=chapter).update(saved_at=when)


def _fields(text: WorkText) -> WorkFields:
    table = text.table
    return WorkFields(
        title=table["title"],
        summary=text.html("summary"),
        notes=text.html("notes"),
        end_notes=text.html("end_notes"),
        language=text.language,
        rating=next(rating for rating in Rating if rating.standard_name == table["rating"]),
        warnings=ArchiveWarning.from_labels(table["warnings"]),
        categories=Category.from_labels(table["categories"]),
        chapters_planned=table.get("chapters_planned"),
        may_comment=MayComment.EVERYONE,
        is_anonymous=table.get("anonymous", False),
    )


def _tags(text: WorkText) -> Tags:
    return {kind: text.table.get(key, []) for key, kind in KINDS.items()}


def _surround(text: WorkText, work: Work, *, author: Pseud, at: datetime) -> None:
    for part in text.table.get("series", []):
        title = typographic(part["title"])
        series = Series.objects.filter(title=title, made_by=author.user).first()
        if series is not None:
            series.add(work)
        else:
            series = put_in_series(work=work, title=title, by=author.user)
            Series.objects.filter(pk=series.pk).update(created_at=at)
    for relation in Relation:
        if parent := text.table.get(relation.value):
            original = DemoWork.objects.select_related("work").get(folder=parent).work
            related = relate(work=work, relation=relation, parent=original)
            related.approve()
            RelatedWork.objects.filter(pk=related.pk).update(created_at=at, approved_at=at)
