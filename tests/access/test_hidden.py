"""Of what a keeper has hidden no page tells others anything; its author and the keepers see it; shown again it is as it was."""

from __future__ import annotations

import pytest

from bookcub.comments.models import Comment
from bookcub.people.hiding import HIDEABLE, hide, show_again
from bookcub.people.models import Hideable
from bookcub.works.models import Chapter, Work
from tests.access.test_trash import READ, TITLE, WORDS, told_of
from tests.access.world import World, build_world
from tests.extent import EVERYTHING
from tests.lasting import lasting

_built = lasting(build_world)
SAID = "Oystercatcher"
READERS = ("guest", "bo")


@pytest.fixture
def world(_built: World, db: None) -> World:
    usual = _built.usual
    Work.objects.filter(pk=usual["work_id"]).update(title=TITLE)
    Chapter.objects.filter(pk=usual["chapter_id"]).update(
        title=WORDS, html=f'<p id="b-1">{WORDS} in the morning.</p>'
    )
    Comment.objects.filter(pk=usual["comment_id"]).update(html=f"<p>{SAID}!</p>")
    return _built


@pytest.mark.parametrize("kind", ["work", "chapter", "comment"])
def test_readers_are_told_nothing_of_what_is_hidden(kind: str, world: World) -> None:
    mo = world.people["mo"]
    assert mo
    words = {"work": TITLE, "chapter": WORDS, "comment": SAID}[kind]
    thing: Hideable = HIDEABLE[kind].rows().get(pk=world.usual[f"{kind}_id"])
    before = told_of(words, world, whom=READERS)
    assert before.keys() == set(READERS)

    assert hide(HIDEABLE[kind], thing, by=mo, why="It names somebody’s child.")

    # Every day those that told of it; every page once in a while.
    likely = READ if EVERYTHING else sorted(set().union(*before.values()))
    assert told_of(words, world, among=likely, whom=READERS) == {}
    seen = told_of(words, world, among=likely, whom=["ada", "mo"])
    assert seen.keys() == {"ada", "mo"}

    thing.refresh_from_db()
    assert thing.hiding
    assert show_again(thing.hiding)

    lasting_pages = set(READ) - {"home:front_index"}  # which opens with a chapter of its own choice
    after = told_of(words, world, among=likely, whom=READERS)
    assert {who: lasting_pages & set(pages) for who, pages in after.items()} == {
        who: lasting_pages & set(pages) for who, pages in before.items()
    }
