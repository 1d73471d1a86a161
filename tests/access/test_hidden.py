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


def test_readers_are_told_nothing_of_what_is_hidden(world: World) -> None:
    """First of a chapter and a comment, then of their work; of all of it once it is shown again."""
    mo = world.people["mo"]
    assert mo
    names = (TITLE, WORDS, SAID)
    before = told_of(names, world, whom=READERS)
    assert before.keys() == {(name, who) for name in names for who in READERS}
    # Every day those that told of it; every page once in a while.
    likely = READ if EVERYTHING else sorted(set().union(*before.values()))
    hidden = []

    for kinds, gone in ((["chapter", "comment"], (WORDS, SAID)), (["work"], names)):
        for kind in kinds:
            thing: Hideable = HIDEABLE[kind].rows().get(pk=world.usual[f"{kind}_id"])
            hiding = hide(HIDEABLE[kind], thing, by=mo, why="It names somebody’s child.")
            assert hiding
            hidden.append(hiding)
        assert told_of(gone, world, among=likely, whom=READERS) == {}
    seen = told_of(names, world, among=likely, whom=["ada", "mo"])
    assert seen.keys() == {(name, who) for name in names for who in ("ada", "mo")}

    for hiding in reversed(hidden):
        assert show_again(hiding)
    after = told_of(names, world, among=likely, whom=READERS)
    # These open with a chapter of their own choice, or with what one has looked at meanwhile.
    front = {"home:front_index", "home:desk_index"}
    assert {key: pages - front for key, pages in after.items()} == {
        key: pages - front for key, pages in before.items()
    }
