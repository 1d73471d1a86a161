"""What lists of an import say beforehand, and what is named for all of its works."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from bookcub.importing.actions import decisions, uploads
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.queries import foreseen as module
from bookcub.importing.queries import same_work
from bookcub.importing.queries.pages import import_page
from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.formats.making import chapter, otw_page, zipped
from tests.importing.bringing import STORY, Bring, file, filled, keep_all, read_anew
from tests.making import make_work
from tests.refused import refused

pytestmark = pytest.mark.usefixtures("parsed_here")

OTHER = STORY.replace(b"Weir", b"Sluice")


@pytest.fixture
def two(bring: Bring) -> Import:
    return bring(file(STORY, "one.txt"), file(OTHER, "two.txt"))


@pytest.mark.parametrize("name", ["a<b", "*", "\u200b", "x" * 151])
def test_a_fandom_that_no_tag_can_be_is_refused_and_stays_typed(
    desk: Client,
    two: Import,
    name: str,
) -> None:
    page = desk.post(f"/imports/{two.pk}/fandom", {"fandom": name})

    assert page.status_code == 422
    assert page.context["fandom_form"]["fandom"].value() == name
    two.refresh_from_db()
    assert two.files_under == ""


def test_half_the_name_of_a_fandom_is_asked_about(desk: Client, two: Import, bo: User) -> None:
    make_work(bo, tags={TagKind.FANDOM: ["The Salt Road"]})
    address = f"/imports/{two.pk}/fandom"

    asked = desk.post(address, {"fandom": "The Salt Roa"})

    assert refused(asked) == {"fandom new_here"}
    assert "It is a new fandom" in words_of(asked.content.decode())
    assert 'value="The Salt Roa,The Salt Road"' in asked.content.decode()
    pressed = {"fandom": "The Salt Roa", "fandom_meant": "The Salt Roa,The Salt Road"}
    assert desk.post(address, pressed).status_code == 302
    two.refresh_from_db()
    assert two.files_under == "The Salt Road"
    assert desk.post(address, {"fandom": "The Salt Roa", "fandom_new": "on"}).status_code == 302
    two.refresh_from_db()
    assert two.files_under == "The Salt Roa"


def test_what_was_told_of_all_is_told_of_them_read_anew(desk: Client, bring: Bring) -> None:
    pages = [otw_page(chapter(1, "Ebb"), title=title) for title in ("Tide", "Lamp")]
    works = [page.replace(b"/works/12", b"/works/%d" % n) for n, page in enumerate(pages, 13)]
    packed = zipped([("tide.html", works[0]), ("lamp.html", works[1])])
    made = bring(file(packed, "shelf.zip"), title="Both")
    assert {part.title for part in made.parts.all()} == {"Tide", "Lamp"}
    desk.post(f"/imports/{made.pk}/fandom", {"fandom": "Tideland"})

    anew = read_anew(desk, made)

    assert (anew.files_under, anew.title_of_work) == ("Tideland", "Both")
    assert [part.title for part in anew.parts.all()] == ["Both"]


def test_one_that_cannot_be_foreseen_is_read_with_the_others(
    desk: Client,
    bring: Bring,
) -> None:
    looks, seen = same_work.compare, []

    def compare(mapped: Any, here: Any) -> Any:
        seen.append(mapped)
        if len(seen) == 1:
            raise ValueError("no comparing this")
        return looks(mapped, here)

    with patch.object(module, "compare", compare):
        made = bring(file(STORY, "one.txt"), file(OTHER, "two.txt"))

    assert made.state == "ready"
    assert [part.lacks for part in made.parts.all()] == [None, ["fandom"]]
    page = words_of(desk.get(f"/imports/{made.pk}").content.decode())
    assert page.count("Review it to see what it needs before you can post it.") == 1


def test_a_work_that_went_meanwhile_lacks_who_knows_what(
    desk: Client,
    bring: Bring,
    ada: User,
) -> None:
    keep_all(desk, bring(file(), file(b"%PDF-1.7 x", "scan.pdf")), "save")
    made = bring(file(), file(OTHER, "two.txt"))
    assert import_page(made).undecided[0].updates == Work.objects.get()

    discard_work(work=Work.objects.get(), by=ada)

    [part, _] = import_page(made).undecided
    assert (part.updates, part.lacks) == (None, None)


def test_what_is_kept_with_all_others_is_foreseen_as_an_update_of_its_twin(
    desk: Client,
    bring: Bring,
) -> None:
    first, second = bring(file()), bring(file())

    keep_all(desk, first, "save")

    assert second.parts.get().updates == Work.objects.get()


def test_a_twin_that_is_discarded_in_between_does_not_undo_what_is_kept(
    desk: Client,
    bring: Bring,
) -> None:
    first, second = bring(file()), bring(file())
    looks = module.foreseen

    def foreseen(*given: Any, **named: Any) -> Any:
        found = looks(*given, **named)
        second.parts.all().delete()
        return found

    address = f"/imports/{first.pk}/works/1"
    with patch.object(decisions, "foreseen", foreseen):
        assert desk.post(address, filled(desk, address, do="save")).status_code == 302

    assert Work.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_of_one_title_are_kept_at_once(desk: Client, ada: User) -> None:
    def read(number: int) -> ImportPart:
        made = uploads.bring_in(
            as_pseud=ada.default_pseud, files=[file(STORY, f"{number}.txt")], joins=False, title=""
        )
        uploads.read_in_background.call(made.pk)
        return made.parts.get()

    def keep(address: str, sent: dict[str, Any]) -> int:
        try:
            return int(desk.post(address, sent).status_code)
        finally:
            connection.close()

    for number in range(5):
        addresses = [read(2 * number + more).get_absolute_url() for more in (0, 1)]
        forms = [filled(desk, address, do="save") for address in addresses]
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(keep, addresses, forms)) == [302, 302]

    assert not ImportPart.objects.undecided().exists()
