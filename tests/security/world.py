"""The small world of tests/access with what is said, brought in and told in it, all Ada's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from bookcub.clubs.models import ClubVisibility
from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.models import Comment
from bookcub.formats.story import serialisation
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.models.imports import State
from bookcub.people.models import User
from bookcub.works.models import MayComment, Work
from tests.access.club_world import live
from tests.access.world import World, build_world, patterns
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.conftest import person
from tests.importing.describing import described
from tests.making import make_work

# Whoever has no worker running, or is being set up, says so with a 503.
MAY_BE_AWAY = {
    "health_index",
    "home:setup_link_detail",
    "home:setup_step_index",
    "home:setup_step_edit",
    "home:archive_new",
}


def full_world() -> World:
    """Ada's world, in which every parameter of every address has a value."""
    world = build_world()
    ada, bo = world.people["ada"], world.people["bo"]
    assert ada
    assert bo
    work = Work.objects.get(pk=world.usual["work_id"])
    work.may_comment = MayComment.EVERYONE
    work.save()
    wanted = {**_talk(work, ada, bo), **_import(ada), **_rest(), **_club(ada, bo)}
    for name, value in wanted.items():
        world.usual.setdefault(name, value)
    return world


def _talk(work: Work, ada: User, bo: User) -> dict[str, Any]:
    comment = a_comment(work, ada)
    a_comment(work, bo, "Mussels too.", to=comment)
    claimed = SourceComment(source_id="9", name="rowan_oar", html="<p>Was I here?</p>")
    actions.keep_imported(work=work, comments=[claimed])
    claim = actions.claim(comment=Comment.objects.get(source_id="9"), pseud=bo.default_pseud)
    return {"comment_id": comment.pk, "claim_id": claim.pk}


def _import(ada: User) -> dict[str, Any]:
    made = Import.objects.create(person=ada, pseud=ada.default_pseud, state=State.READY)
    ImportPart.objects.create(
        of_import=made, number=1, name="weir.html", outcome=serialisation.dumps(described())
    )
    return {"import_id": made.pk}


def _club(ada: User, bo: User) -> dict[str, Any]:
    """A club that she hosts, with one of everything."""
    work = make_work(person("Hal"), title="Read together", chapters=2)
    return live(work, ada, bo, asked=person("Ida"), seen=ClubVisibility.PRIVATE)


def _rest() -> dict[str, Any]:
    return {
        "token": "no-such-token",
        "step": "archive",
        "home:guide_detail.name": "keepers-guide",
        "people:icon_detail.name": "0123456789abcdef",
    }


def address_of(name: str, values: dict[str, Any]) -> str:
    """The address of a pattern with values that may be nonsense."""
    return reverse(name, kwargs=values)


def opened(browser: Client, address: str) -> Any:
    """The page at an address; a form that gives itself a key leads to itself with it, and is the page."""
    answer = browser.get(address)
    keyed = answer.get("Location", "")
    return browser.get(keyed) if keyed.startswith(f"{address}?copy=") else answer


def usual_values(world: World, name: str) -> dict[str, Any]:
    """What usually stands in the address of a pattern."""
    return {
        key: world.usual.get(f"{name}.{key}", world.usual.get(key, "none"))
        for key in patterns()[name]
    }
