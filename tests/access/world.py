"""One small world in which everything that an address can name belongs to Ada."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bookcub.comments.actions.claims import claim
from bookcub.comments.actions.comments import say
from bookcub.comments.actions.sources import SourceComment, keep_imported
from bookcub.comments.models import Comment
from bookcub.finding.models import SavedSearch
from bookcub.formats.story import serialisation
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork
from bookcub.importing.models import Import, ImportPart, State
from bookcub.notifications.models import Notice
from bookcub.people.actions.blocks import block, mute
from bookcub.people.context import forget_archive
from bookcub.people.hiding import HIDEABLE, hide
from bookcub.people.models import Archive, Invitation, Pseud, User
from bookcub.reading.actions.bookmarks import BookmarkFields, bookmark_work
from bookcub.reading.models import ListEntry, Place, ReadingList
from bookcub.tags.models import Tag, TagKind
from bookcub.works.actions.content_mutes import mute_content
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import (
    Creatorship,
    RelatedWork,
    Relation,
    Series,
    SeriesEntry,
    Visibility,
    Work,
    WorkingCopy,
)
from tests.browsing import Client
from tests.comments.noting import suggested
from tests.conftest import person
from tests.making import make_work

CAST = ("guest", "bo", "ada", "mo")


@dataclass
class World:
    """The cast, and for each name of a path's parameter what stands there; `@label` changes some."""

    people: dict[str, User | None]
    usual: dict[str, Any]
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)  # each person logs in once

    def __post_init__(self) -> None:
        for who, somebody in self.people.items():
            if somebody is not None:
                client = Client()
                client.force_login(somebody)
                self.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def browser_of(self, who: str) -> Client:
        """A new browser in which this person is logged in, or a guest's."""
        client = Client(raise_request_exception=False)
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def address(self, name: str, label: str = "") -> str:
        """The address of a URL pattern for the usual things, or for those under a label."""
        values = self.usual | self.special.get(label, {})
        pattern = patterns()[name]
        wanted = {key: values.get(f"{name}.{key}", values.get(key)) for key in pattern}
        return reverse(name, kwargs=wanted)


@cache
def patterns() -> dict[str, list[str]]:
    """For each URL name the names of its parameters."""

    def walk(nodes: list[URLPattern | URLResolver], space: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in nodes:
            if isinstance(node, URLResolver):
                inner = f"{space}{node.namespace}:" if node.namespace else space
                found |= walk(node.url_patterns, inner)
            else:
                regex = node.pattern.regex
                found[f"{space}{node.name}"] = sorted(regex.groupindex)
        return found

    return walk(get_resolver().url_patterns, "")


def build_world() -> World:
    """Ada's works in every state, her bookmark, lists, words and files; Bo a stranger, Mo a keeper."""
    Archive.objects.update_or_create(pk=1, defaults={"set_up_at": timezone.now()})
    forget_archive()
    ada, bo, mo = person("Ada"), person("Bo"), person("Mo", keeper=True)
    work = make_work(ada, title="Posted", chapters=2, tags={TagKind.FANDOM: ["Weirs"]})
    draft = make_work(ada, title="Secret draft", posted=False)
    members = make_work(ada, title="For members", visibility=Visibility.MEMBERS)
    named = make_work(ada, title="For the named", visibility=Visibility.NAMED)
    shown = _shown(ada, bo)
    hidden = _hidden(ada, bo, mo)
    chapter = work.chapters.all()[0]
    return World(
        people={"guest": None, "bo": bo, "ada": ada, "mo": mo},
        usual={
            "work_id": work.pk,
            "chapter_id": chapter.pk,
            "username": "Ada",
            "pseud_name": "Ada",
            "kind": "fandom",
            "plural": "fandoms",
            "name": "Weirs",
            "number": 1,
            "position": 1,
            "reader_id": shown["reader_id"],
            "code": _invitation(ada).code,
            "key": "no-such-key",
            **_written(ada, work),
            **_read(ada, work),
            **_own(ada),
            **_said(ada, work),
            **_brought(ada),
            "token": "0" * 40,
            "step": "archive",
            "home:step_mark_create.step": "backups",
            "home:step_mark_delete.step": "backups",
            "home:guide_detail.name": "keepers-guide",
            "people:icon_detail.name": "no-such-icon",
            **_thrown_away(ada),
            "people:hiding_new.kind": "work",
            "people:hiding_new.thing_id": work.pk,
            "tag_id": Tag.objects.get(name="Weirs").pk,
            "change_id": 0,
            "role_id": 0,
            "hiding_id": hidden["hidden"]["hiding_id"],
        },
        special={
            "draft": _work(draft),
            "members": _work(members),
            "named": _work(named),
            "shown": shown,
            **hidden,
        },
    )


def _work(work: Work) -> dict[str, Any]:
    return {"work_id": work.pk, "chapter_id": work.chapters.all()[0].pk}


def _shown(ada: User, bo: User) -> dict[str, Any]:
    """Her draft that Bo is shown, with words for it by somebody else she shows it to."""
    draft, ulla = make_work(ada, title="Shown to Bo", posted=False), person("Ulla")
    reader, _ = show_draft(work=draft, to=[bo, ulla], by=ada)
    comment = suggested(draft.chapters.get(), ulla)
    return {**_work(draft), "reader_id": reader.pk, "comment_id": comment.pk}


def _hidden(ada: User, bo: User, mo: User) -> dict[str, dict[str, Any]]:
    """Hers that a keeper has hidden: a work, a chapter of another, and what Bo said there."""
    story = make_work(ada, title="Hidden story", chapters=2)
    said = say(work=story, by=bo.default_pseud, html="<p>Is that a real name?</p>")
    other = make_work(ada, title="With a hidden chapter", chapters=2)
    chapter = other.chapters.all()[1]
    remark = say(work=other, by=bo.default_pseud, html="<p>He lives at the weir.</p>")
    why = "It names somebody’s child."
    hiding = hide(HIDEABLE["work"], story, by=mo, why=why)
    assert hiding
    assert hide(HIDEABLE["chapter"], chapter, by=mo, why=why)
    assert hide(HIDEABLE["comment"], remark, by=mo, why=why)
    return {
        "hidden": {**_work(story), "comment_id": said.pk, "hiding_id": hiding.pk},
        "hidden-chapter": {"work_id": other.pk, "chapter_id": chapter.pk},
        "hidden-comment": {"work_id": other.pk, "comment_id": remark.pk},
    }


def _thrown_away(ada: User) -> dict[str, Any]:
    gone = make_work(ada, title="Thrown away")
    discard_work(work=gone, by=ada)
    in_trash = ("people:trash_detail", "people:trash_delete", "people:trash_restoration_create")
    return {"thing_id": gone.pk, **{f"{name}.kind": "work" for name in in_trash}}


def _invitation(ada: User) -> Invitation:
    return Invitation.objects.create(made_by=ada)


def _written(ada: User, work: Work) -> dict[str, Any]:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    entry = SeriesEntry.objects.create(series=series, work=work)
    other = make_work(ada, title="Inspired")
    related = RelatedWork.objects.create(work=other, relation=Relation.INSPIRED_BY, parent=work)
    pen_name = Pseud.objects.create(user=ada, name="Weirkeeper")
    invited = Creatorship.objects.create(work=make_work(person("Eve")), pseud=pen_name)
    copy = WorkingCopy.objects.create(user=ada, form_key="new-work", fields={"title": "typed"})
    return {
        "series_id": series.pk,
        "entry_id": entry.pk,
        "related_id": related.pk,
        "creatorship_id": invited.pk,
        "copy_id": copy.pk,
        "pseud_id": pen_name.pk,
    }


def _read(ada: User, work: Work) -> dict[str, Any]:
    bookmark = bookmark_work(
        pseud=ada.default_pseud,
        work=make_work(person("Fay")),
        fields=BookmarkFields(is_private=True),
    )
    private = ReadingList.objects.create(user=ada, name="Whispers")
    listed = ListEntry.objects.create(reading_list=private, work=work, work_title=work.title)
    place = Place.objects.create(user=ada, work=work, work_title=work.title)
    return {
        "bookmark_id": bookmark.pk,
        "list_id": private.pk,
        "place_id": place.pk,
        "reading:list_entry_delete.entry_id": listed.pk,
    }


def _own(ada: User) -> dict[str, Any]:
    invitation = Invitation.objects.create(made_by=ada)
    lou = person("Lou")
    return {
        "invitation_id": invitation.pk,
        "device_id": 1,
        "block_id": block(by=ada, other=lou).pk,
        "mute_id": mute(by=ada, other=lou).pk,
        "search_id": SavedSearch.objects.create(user=ada, name="Mine", path="/works").pk,
        "content_mute_id": mute_content(by=ada, what="weir")[0].pk,
    }


def _said(ada: User, work: Work) -> dict[str, Any]:
    """Her own comment under her own work, and somebody's claim on an imported one, of which she is told."""
    comment = say(work=work, by=ada.default_pseud, html="<p>First.</p>")
    keep_imported(
        work=work, comments=[SourceComment(source_id="1", name="gull", html="<p>Mine.</p>")]
    )
    imported = Comment.objects.get(source_id="1")
    claimed = claim(comment=imported, pseud=person("Gus").default_pseud)
    # Where things are committed, she is told already.
    notice, _ = Notice.objects.get_or_create(user=ada, kind="claim", subject=claimed.pk)
    return {
        "comment_id": comment.pk,
        "claim_id": claimed.pk,
        "notice_id": notice.pk,
        "comments:claim_new.comment_id": imported.pk,
    }


def _brought(ada: User) -> dict[str, Any]:
    """A file that she has brought in and not decided on."""
    brought = Import.objects.create(
        person=ada, pseud=ada.default_pseud, state=State.READY, file_count=1, read_count=1
    )
    described = ParsedWork(
        format="Markdown",
        title="Brought in",
        chapters=(ParsedChapter(position=1, html="<p>The tide went out.</p>"),),
    )
    ImportPart.objects.create(
        of_import=brought,
        number=1,
        name="story.md",
        title="Brought in",
        outcome=serialisation.dumps(described),
    )
    return {"import_id": brought.pk}
