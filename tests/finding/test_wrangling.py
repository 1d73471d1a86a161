"""The wrangling desk: who comes there, which tags they see, and what comes of their decisions."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bookcub.people.hiding import HIDEABLE, hide
from bookcub.people.models import ArchiveRole, RoleKind, User
from bookcub.tags.actions.families import make_canonical, merge, set_parents
from bookcub.tags.models import MEDIA, Tag, TagChange, TagKind
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import Visibility
from tests.browsing import Client, words_of
from tests.conftest import person
from tests.making import make_work

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DESK = "/wrangling"


def words(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    return read(answer)


def read(answer: Any) -> str:
    return " ".join(words_of(answer.content.decode()).split())


def named(name: str) -> Tag:
    return Tag.objects.get(name=name)


def wrangler(name: str, *fandoms: Tag) -> User:
    somebody = person(name)
    for scope in [str(one.pk) for one in fandoms] or [""]:
        somebody.give_role(RoleKind.WRANGLER, scope=scope, by=None)
    return User.objects.get(pk=somebody.pk)


@pytest.fixture
def wanda(db: None) -> User:
    return wrangler("Wanda")


def test_the_desk_knows_only_tags_of_works_that_everybody_may_see(
    client: Client, ada: User, mo: User, wanda: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Open"]})
    make_work(ada, tags={TagKind.FANDOM: ["Anonymous"]}, is_anonymous=True)
    make_work(ada, tags={TagKind.FANDOM: ["Zz Draft"]}, posted=False)
    make_work(ada, tags={TagKind.FANDOM: ["Zz Members"]}, visibility=Visibility.MEMBERS)
    make_work(ada, tags={TagKind.FANDOM: ["Zz Named"]}, visibility=Visibility.NAMED)
    discard_work(work=make_work(ada, tags={TagKind.FANDOM: ["Zz Thrown"]}), by=ada)
    hide(HIDEABLE["work"], make_work(ada, tags={TagKind.FANDOM: ["Zz Hidden"]}), by=mo, why="So.")
    for somebody in (wanda, mo):
        client.force_login(somebody)

        page = words(client, DESK)
        told = client.get(f"{DESK}/csv").content.decode()

        assert "Open" in page
        assert "Anonymous" in page
        assert "Ada" not in page, "nobody's name stands beside an anonymous work's tags"
        for name in ("Zz Draft", "Zz Members", "Zz Named", "Zz Thrown", "Zz Hidden"):
            assert name not in page
            assert name not in told
            tag = named(name)
            assert client.get(f"{DESK}/tags/{tag.pk}").status_code == 404
            asked = {"do": "canonical", "tag": tag.pk}
            refused = client.post(f"{DESK}/changes/new", asked)
            assert refused.status_code == 422
            assert name not in read(refused)
            into: dict[str, Any] = {"do": "merge", "tag": named("Open").pk, "name": name}
            unknown = client.get(f"{DESK}/changes/new", into | {"name": "Never heard"})
            same = client.get(f"{DESK}/changes/new", into)
            assert same.status_code == unknown.status_code == 422


def test_works_that_not_everybody_sees_are_not_counted(
    client: Client, ada: User, wanda: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Weir"]})
    make_work(ada, tags={TagKind.FANDOM: ["Weir"]}, visibility=Visibility.MEMBERS)
    client.force_login(wanda)

    assert "1 work" in words(client, DESK)
    assert "1 work that everybody may see" in words(client, f"{DESK}/tags/{named('Weir').pk}")
    asked = {"do": "canonical", "tag": named("Weir").pk}
    assert "what 1 work is found by" in words(client, f"{DESK}/changes/new", **asked)


def test_several_tags_are_merged_after_a_preview_and_the_log_undoes_it(
    client: Client, ada: User, wanda: User
) -> None:
    for name in ("Weir", "weirs", "The Weir"):
        make_work(ada, title=f"With {name}", tags={TagKind.FANDOM: [name]})
    asked: dict[str, Any] = {
        "do": "merge",
        "tag": [named("weirs").pk, named("The Weir").pk],
        "name": "weir",
    }
    client.force_login(wanda)

    page = words(client, f"{DESK}/changes/new", **asked)
    assert "what 2 works are found by" in page
    assert not TagChange.objects.exists()

    done = client.post(f"{DESK}/changes/new", asked | {"next": f"{DESK}?kind=fandom"})
    assert done.headers["Location"] == f"{DESK}?kind=fandom"
    listed = words(client, "/tags/fandom/Weir")
    assert all(f"With {name}" in listed for name in ("Weir", "weirs", "The Weir"))
    assert {one.by for one in TagChange.objects.all()} == {wanda}

    log = words(client, f"{DESK}/log")
    assert "“weirs” was merged into “Weir”." in log
    change = TagChange.objects.get(tag=named("weirs"))
    client.post(f"{DESK}/log/{change.pk}/undoing")
    assert "With weirs" not in words(client, "/tags/fandom/Weir")
    again = client.post(f"{DESK}/log/{change.pk}/undoing", follow=True)
    assert "undone already" in read(again)


def test_what_cannot_be_done_is_told_and_nothing_of_it_is_done(
    client: Client, ada: User, wanda: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Low", "High"], TagKind.CHARACTER: ["Bo"]})
    low, high = named("Low"), named("High")
    for tag in (low, high):
        make_canonical(tag, by=None)
    set_parents(low, add=[high], by=None)
    before = TagChange.objects.count()
    client.force_login(wanda)

    def refused(**asked: Any) -> str:
        answer = client.post(f"{DESK}/changes/new", asked)
        assert answer.status_code == 422, asked
        return read(answer)

    assert "circle" in refused(do="under", tag=[high.pk], name="Low")
    assert "circle" in refused(do="under", tag=[low.pk, high.pk], name="High")
    assert "no tag “Nothing”" in refused(do="merge", tag=[low.pk], name="Nothing")
    assert "one tag alone" in refused(do="rename", tag=[low.pk, high.pk], name="Both")
    assert "one kind" in refused(do="canonical", tag=[low.pk, named("Bo").pk])
    assert "at least one" in refused(do="canonical")
    assert "the new name" in refused(do="rename", tag=[low.pk])
    assert TagChange.objects.count() == before


def test_a_wrangler_of_a_fandom_puts_its_tags_in_order_and_no_others(
    client: Client, ada: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["weir"], TagKind.CHARACTER: ["Bo of the Weir"]})
    make_work(ada, tags={TagKind.FANDOM: ["Mill"], TagKind.CHARACTER: ["Cy of the Mill"]})
    make_canonical(named("Mill"), by=None)
    [weir, film] = Tag.objects.taken(["The Weir", "The Weir: The Film"], TagKind.FANDOM)
    make_canonical(weir, by=None)
    merge(named("weir"), into=weir, by=None)
    make_canonical(film, by=None, under=[weir])
    bo, cy = named("Bo of the Weir"), named("Cy of the Mill")
    client.force_login(wrangler("Will", weir))

    page = words(client, DESK, kind="character")
    assert "Bo of the Weir" in page
    assert "Cy of the Mill" not in page
    fandoms = words(client, DESK, kind="fandom", state="canonical")
    assert "The Weir: The Film" in fandoms
    assert "Mill" not in fandoms

    done = client.post(
        f"{DESK}/changes/new", {"do": "canonical", "tag": bo.pk, "name": "the weir: the film"}
    )
    assert done.status_code == 302
    bo.refresh_from_db()
    assert bo.is_canonical
    assert list(bo.parents.all()) == [film]
    assert client.get(f"{DESK}/tags/{cy.pk}").status_code == 404
    for asked in ({"do": "canonical", "tag": cy.pk}, {"do": "under", "tag": bo.pk, "name": "Mill"}):
        assert client.post(f"{DESK}/changes/new", asked).status_code == 422
    make_canonical(cy, by=None)
    change = TagChange.objects.get(tag=cy)
    assert client.post(f"{DESK}/log/{change.pk}/undoing").status_code == 404
    assert "Cy of the Mill" not in words(client, f"{DESK}/log")
    assert client.get(f"{DESK}/tags/new").status_code == 403


def test_other_letters_are_for_keepers(client: Client, ada: User, mo: User, wanda: User) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["les miserables"]})
    tag = named("les miserables")
    make_canonical(tag, by=None)
    client.force_login(wanda)

    accents = {"do": "rename", "tag": tag.pk, "name": "Les Misérables"}
    assert client.post(f"{DESK}/changes/new", accents).status_code == 302
    letters = {"do": "rename", "tag": tag.pk, "name": "Something rude"}
    refused = client.post(f"{DESK}/changes/new", letters)
    assert refused.status_code == 422
    assert "for a keeper" in read(refused)

    client.force_login(mo)
    assert client.post(f"{DESK}/changes/new", letters).status_code == 302
    tag.refresh_from_db()
    assert tag.name == "Something rude"


def test_likely_synonyms_are_offered_for_a_person_to_confirm(
    client: Client, ada: User, wanda: User
) -> None:
    names = ["Ada Finch/Bo Reed", "Bo Reed & Ada Finch", "Ada Finch/Bo Read", "Cy Marsh/Di Moor"]
    make_work(ada, tags={TagKind.RELATIONSHIP: names})
    make_canonical(named(names[0]), by=None)
    client.force_login(wanda)

    page = words(client, DESK, kind="relationship")

    assert "Another spelling of Ada Finch/Bo Reed ?" in page
    assert "Perhaps Ada Finch/Bo Reed ?" in page
    assert page.count("Ada Finch/Bo Reed ?") == 2
    assert {tag.synonym_of for tag in Tag.objects.all()} == {None}, "nothing happens by itself"
    links = re.findall(
        r'href="(/wrangling/changes/new[^"]*)"',
        client.get(DESK, {"kind": "relationship"}).content.decode(),
    )
    assert len(links) == 2
    assert "what 1 work is found by" in words(client, unescape(links[0]))
    alone = words(client, f"{DESK}/tags/{named(names[2]).pk}")
    assert "Perhaps the same as" in alone


def test_the_queue_is_narrowed_by_fandom_state_and_words(
    client: Client, ada: User, wanda: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Weir"], TagKind.FREEFORM: ["Slow burn", "Mud"]})
    make_work(ada, tags={TagKind.FANDOM: ["Mill"], TagKind.FREEFORM: ["Flour"]})
    client.force_login(wanda)

    def shown(**asked: str) -> set[str]:
        page = words(client, DESK, kind="freeform", **asked)
        return {name for name in ("Slow burn", "Mud", "Flour") if name in page}

    assert shown() == {"Slow burn", "Mud", "Flour"}
    assert shown(fandom="weir") == {"Slow burn", "Mud"}
    assert shown(fandom="weir", q="BÜRN") == {"Slow burn"}
    assert shown(state="canonical") == set()
    make_canonical(named("Mud"), by=None)
    assert shown(state="canonical") == {"Mud"}
    merge(named("Slow burn"), into=named("Mud"), by=None)
    assert shown(state="synonym", q="slow") == {"Slow burn", "Mud"}, "with what it leads to"
    assert "no fandom “Nothing”" in words(client, DESK, fandom="Nothing")
    assert client.get(DESK, {"kind": "nonsense", "state": "x", "page": "z"}).status_code == 200


def test_a_full_queue_costs_as_many_queries_as_a_short_one(
    client: Client, ada: User, wanda: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_work(ada, tags={TagKind.FREEFORM: [f"Mud {number}" for number in range(70)]})
    make_canonical(named("Mud 69"), by=None)
    client.force_login(wanda)
    client.get(DESK)

    with django_assert_max_num_queries(9):
        client.get(DESK, {"kind": "freeform"})


def test_the_file_holds_the_queue_and_no_formula(client: Client, ada: User, wanda: User) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["+Anima", "Weir"]})
    [books] = Tag.objects.taken(["Books"], MEDIA)
    make_canonical(books, by=None)
    make_canonical(named("Weir"), by=None, under=[books])
    client.force_login(wanda)

    answer = client.get(f"{DESK}/csv", {"state": "canonical"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    [row] = csv.DictReader(StringIO(answer.content.decode()))
    assert row == {
        "name": "Weir", "kind": "fandom", "state": "canonical", "canonical": "",
        "parents": "media:Books", "note": "", "works": "1",
    }  # fmt: skip
    [row] = csv.DictReader(StringIO(client.get(f"{DESK}/csv").content.decode()))
    assert row["name"] == "'+Anima"


def test_keepers_make_wranglers_and_take_the_role_back(
    client: Client, ada: User, bo: User, mo: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Weir", "Mill"]})
    make_canonical(named("Weir"), by=None)
    client.force_login(mo)
    address = reverse("finding:wrangler_new")

    assert "no canonical fandom" in read(client.post(address, {"username": "Bo", "fandom": "Mill"}))
    assert "Nobody here" in read(client.post(address, {"username": "Zed"}))
    assert client.post(address, {"username": "bo", "fandom": "weir"}).status_code == 302
    role = ArchiveRole.objects.get(kind=RoleKind.WRANGLER)
    assert (role.person, role.scope, role.given_by) == (bo, str(named("Weir").pk), mo)
    assert "Bo · Weir" in words(client, address)

    other = Client()
    other.force_login(bo)
    assert other.get(DESK).status_code == 200
    assert "Wrangling" in words(other, "/")
    assert other.get("/keeper").status_code == 403
    assert other.get(address).status_code == 403
    assert other.post(f"{DESK}/wranglers/{role.pk}/removal").status_code == 403

    client.post(f"{DESK}/wranglers/{role.pk}/removal")
    assert other.get(DESK).status_code == 403
    keeping = ArchiveRole.objects.get(kind=RoleKind.KEEPER)
    assert client.post(f"{DESK}/wranglers/{keeping.pk}/removal").status_code == 404


def test_a_tag_that_no_work_has_is_made_for_families(
    client: Client, ada: User, wanda: User
) -> None:
    client.force_login(wanda)

    made = client.post(f"{DESK}/tags/new", {"kind": MEDIA, "name": "Books & Literature"})

    assert made.status_code == 302
    assert "canonical" in words(client, made.headers["Location"])
    refused = client.post(f"{DESK}/tags/new", {"kind": MEDIA, "name": "Books, films"})
    assert refused.status_code == 422


def test_an_authors_tag_page_leads_wranglers_to_the_desk_and_nobody_else(
    client: Client, ada: User, wanda: User
) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Weir"]})

    assert "Wrangle this tag" not in words(client, "/tags/fandom/Weir")
    client.force_login(ada)
    assert "Wrangle this tag" not in words(client, "/tags/fandom/Weir")
    client.force_login(wanda)
    assert "Wrangle this tag" in words(client, "/tags/fandom/Weir")


def test_a_keeper_loads_a_list_from_a_page(client: Client, mo: User, wanda: User) -> None:
    address = f"{DESK}/lists/new"

    def sent(text: str) -> Any:
        file = SimpleUploadedFile("list.csv", text.encode(), "text/csv")
        return client.post(address, {"file": file})

    client.force_login(wanda)
    assert sent("name,kind\nWeir,fandom\n").status_code == 403
    client.force_login(mo)
    refused = sent("name,kind\nWeir,fandom\nMill,ship\n")
    assert refused.status_code == 422
    assert "Line 3: “ship” is no kind of tag." in read(refused)
    assert not Tag.objects.exists()
    circle = sent("name,kind,parents\nA,fandom,B\nB,fandom,A\n")
    assert circle.status_code == 422
    assert "Line 2: That would be a circle" in read(circle)
    long = "".join(f"Weir {number},fandom\n" for number in range(2001))
    assert "2,000 lines at most" in read(sent(f"name,kind\n{long}"))
    assert not Tag.objects.exists()

    done = sent("name,kind,parents\nWeir,fandom,Books\nBooks,media,\n")

    assert done.headers["Location"] == f"{DESK}/log"
    assert "A list was loaded. Tags that it changed: 2." in words(client, f"{DESK}/log")
    change = TagChange.objects.get()
    client.force_login(wanda)
    assert client.post(f"{DESK}/log/{change.pk}/undoing").status_code == 302
    assert {tag.is_undecided for tag in Tag.objects.all()} == {True}
