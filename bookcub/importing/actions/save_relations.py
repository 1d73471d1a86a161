"""What stands around an imported work: series, debts to other works, conversations."""

from __future__ import annotations

from collections.abc import Sequence

from bookcub.comments.actions import SourceComment, keep_imported
from bookcub.formats.story.parsed import ParsedLink
from bookcub.importing.mapping import MappedWork
from bookcub.importing.mapping.chapters import address_of
from bookcub.importing.mapping.comments import MappedComment
from bookcub.importing.mapping.truncation import cut_text
from bookcub.importing.models import ChapterOrigin, WorkOrigin
from bookcub.people.models import User
from bookcub.works.actions import put_in_series, relate
from bookcub.works.fields import TITLE_MAX
from bookcub.works.models import Relation, Series, Work


def keep_series(work: Work, mapped: MappedWork, *, by: User) -> None:
    """Put the work into this person's series of these titles, as the part that the source says it is."""
    if not mapped.series:
        return
    own = {series.title.casefold(): series for series in Series.objects.by_person(by)}
    for title in mapped.series:
        series = own.get(title.casefold())
        if series is None:
            series = put_in_series(work=work, title=title, by=by)
        else:
            series.add(work)
        if part := mapped.parts.get(title):
            _put_at(series, work, part)


def _put_at(series: Series, work: Work, part: int) -> None:
    """Let a work that came before its neighbours stand where it belongs among the parts that sources named.

    What this person has put in by hand, or moved, stays where it is.
    """
    standing = series.entries.filter(work__discarded_at=None)
    entries = list(standing.order_by("position", "pk"))
    named = {
        origin.work_id: origin.parts.get(series.title.casefold())
        for origin in WorkOrigin.objects.filter(work__series=series)
    }
    own = next(entry for entry in entries if entry.work_id == work.pk)
    others = [entry for entry in entries if entry is not own]
    if named.get(work.pk) == part:
        return
    later = [at for at, entry in enumerate(others) if (named.get(entry.work_id) or 0) > part]
    others.insert(later[0] if later else len(others), own)
    series.reorder([entry.work_id for entry in others])


def keep_debts(work: Work, mapped: MappedWork, *, by: User) -> None:
    """Name the works that this one was inspired by or translates; naming them again changes nothing."""
    debts = [(Relation.INSPIRED_BY, link) for link in mapped.inspired_by]
    debts += [(Relation.TRANSLATION_OF, link) for link in mapped.translation_of]
    for relation, link in debts:
        _name(work, relation, link, by)


def _name(work: Work, relation: Relation, link: ParsedLink, by: User) -> None:
    url = address_of(link.url)
    title = cut_text(" ".join(link.title.split()), TITLE_MAX)
    author = cut_text(" ".join(link.author.split()), TITLE_MAX)
    here = (
        Work.objects.visible_to(by).filter(original_url=url).exclude(pk=work.pk).first()
        if url
        else None
    )
    if here is not None:
        relate(work=work, relation=relation, parent=here)
    elif url or title:
        relate(work=work, relation=relation, url=url, title=title, author=author)


def keep_comments(work: Work, comments: Sequence[MappedComment]) -> int:
    """Keep what was said under the source, as its source claims it; returns how many were not here before."""
    if not comments:
        return 0
    chapters = {
        origin.position: origin.chapter
        for origin in ChapterOrigin.objects.filter(chapter__work=work, part=1).select_related(
            "chapter"
        )
    }
    return keep_imported(
        work=work,
        comments=[
            SourceComment(
                source_id=comment.source_id,
                parent_id=comment.parent_id,
                name=comment.name,
                html=comment.html,
                chapter=chapters.get(comment.chapter or 0),
                written_at=comment.written_at,
                edited_at=comment.edited_at,
                is_deleted=comment.is_deleted,
            )
            for comment in comments
        ],
    )
