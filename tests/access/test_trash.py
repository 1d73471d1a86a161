"""Of what lies in the trash no page tells anything: not its title, not that there is something."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

import pytest
from django.db import transaction

from bookcub.works.actions.trash import discard_chapter, discard_series, discard_work
from bookcub.works.models import Chapter, Series, Work
from tests.access.table import ROWS
from tests.access.test_access import ask
from tests.access.world import World, build_world, patterns
from tests.extent import EVERYTHING
from tests.lasting import lasting

# Nothing is looked for on pages that say that there is nothing.
pytestmark = pytest.mark.usefixtures("bare_errors")

_built = lasting(build_world)
# What a person has read keeps its title in their own history, as it does when a work is deleted for good.
KEEPS = {"reading:history_index"}
READ = sorted({row.name for row in ROWS if row.method == "GET" and not row.label} - KEEPS)
OTHERS = ("guest", "bo", "mo")
TITLE, WORDS, NAME = NAMES = "Quillfeather", "Saltmarsh", "Estuaryside"


@pytest.fixture
def world(_built: World, db: None) -> World:
    Work.objects.filter(pk=_built.usual["work_id"]).update(title=TITLE)
    Chapter.objects.filter(pk=_built.usual["chapter_id"]).update(
        title=WORDS, html=f'<p id="b-1">{WORDS} in the morning.</p>'
    )
    Series.objects.filter(pk=_built.usual["series_id"]).update(title=NAME)
    return _built


def told_of(
    names: Collection[str],
    world: World,
    *,
    among: Collection[str] = READ,
    whom: Collection[str] = OTHERS,
) -> dict[tuple[str, str], set[str]]:
    """Whom which pages tell of which of these names."""
    found: dict[tuple[str, str], set[str]] = {}
    for who in whom:
        client = world.browser_of(who)
        for page in among:
            answer = client.get(world.address(page))
            content = b"" if answer.streaming else answer.content
            for name in names:
                if name.encode() in content:
                    found.setdefault((name, who), set()).add(page)
    return found


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_under_a_discarded_work_there_is_nothing(method: str, who: str, world: World) -> None:
    ada = world.people["ada"]
    assert ada
    work = Work.objects.get(pk=world.usual["work_id"])
    under = [name for name in READ if "work_id" in patterns()[name]]
    assert len(under) > 20

    discard_work(work=work, by=ada)
    answers = {name: ask(world, who, method, world.address(name)) for name in under}

    open_doors = {name: said for name, said in answers.items() if said not in {"404", "405", "in"}}
    assert open_doors == {}


def test_no_page_tells_others_of_what_is_discarded(world: World) -> None:
    """Every day all look at the pages that told of it; at every page once in a while."""
    ada, usual = world.people["ada"], world.usual
    assert ada
    before = told_of(NAMES, world)
    assert before.keys() == set(product(NAMES, OTHERS))
    likely = READ if EVERYTHING else sorted(set().union(*before.values()))

    with transaction.atomic():
        discard_chapter(chapter=Chapter.objects.get(pk=usual["chapter_id"]), by=ada)
        discard_series(series=Series.objects.get(pk=usual["series_id"]), by=ada)
        assert told_of([WORDS, NAME], world, among=likely) == {}
        transaction.set_rollback(True)

    discard_work(work=Work.objects.get(pk=usual["work_id"]), by=ada)
    assert told_of([TITLE, WORDS], world, among=likely) == {}
