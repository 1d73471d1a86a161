from __future__ import annotations

import pytest

from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works.actions import add_chapter, make_work
from bookcub.works.fields import ChapterFields, WorkFields
from bookcub.works.models import Chapter, Work

TAGS = {TagKind.FANDOM: ["Original Work"]}
LONG_ENOUGH = (
    "<p>The tide went out further than the map allowed.</p><p>Nobody told the cockles.</p>"
)


@pytest.fixture
def draft(ada: User) -> Work:
    """Ada's work with one chapter that nobody else has seen."""
    work = make_work(by=ada.default_pseud, fields=WorkFields(title="The Weir"), tags=TAGS)
    add_chapter(
        work=work, by=ada.default_pseud, fields=ChapterFields(title="Slack Water"), html=LONG_ENOUGH
    )
    return work


@pytest.fixture
def chapter(draft: Work) -> Chapter:
    return draft.chapters.get()


@pytest.fixture
def serial(ada: User) -> Work:
    """Ada's work with three posted chapters."""
    work = make_work(by=ada.default_pseud, fields=WorkFields(title="Low Water"), tags=TAGS)
    for title in ("Ebb", "Neap", "Flood"):
        fields = ChapterFields(title=title)
        add_chapter(work=work, by=ada.default_pseud, fields=fields, html=LONG_ENOUGH).post(by=ada)
    work.refresh_from_db()
    return work
