"""What the search box suggests: what the asker may find, and nobody who does not want to be found."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.suggestions import suggestions
from bookcub.people.actions.accounts import switch_off
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import Pseud, User
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.tags.models import TagKind
from bookcub.works.models import Visibility, Work
from bookcub.works.queries.bylines import bylines_suggested, pseuds_named
from tests.browsing import Client
from tests.conftest import person
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db


def suggested(typed: str, who: User | None = None) -> dict[str, list[str]]:
    forget_readers()
    groups = suggestions(typed, who or AnonymousUser())
    return {group.label: [option.name for option in group.options] for group in groups}


@pytest.fixture
def archive(follower: Follower, ada: User, cy: User) -> Follower:  # noqa: F811
    follower.step()
    make_work(ada, title="The Weir at Night", tags={TagKind.FANDOM: ["Weirlands"]})
    make_work(cy, title="Weir", kudos_count=1, tags={TagKind.FREEFORM: ["Weird"]})
    make_work(
        ada,
        title="Weir for Members",
        visibility=Visibility.MEMBERS,
        tags={TagKind.FREEFORM: ["Weir of Members"]},
    )
    make_work(ada, title="Weir of Drafts", posted=False, tags={TagKind.FREEFORM: ["Weir Drafts"]})
    person("Weirdo")
    follower.step()
    return follower


@pytest.mark.usefixtures("archive")
def test_works_tags_and_people_are_suggested_to_whoever_may_find_them(bo: User) -> None:
    guest = suggested("weir")
    assert guest == {
        "Works": ["Weir", "The Weir at Night"],
        "Tags": ["Weird", "Weirlands"],
        "People": ["Weirdo"],
    }
    assert suggested("weir", bo)["Works"] == ["Weir", "Weir for Members", "The Weir at Night"]
    assert suggested("night wei") == {"Works": ["The Weir at Night"]}


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "typed", ["", "w", "words:>10", '"weir', "-weir", "weir OR mill", "title:weir", "x" * 501, "&"]
)
def test_what_is_more_or_less_than_words_is_left_to_the_search(typed: str) -> None:
    assert suggested(typed) == {}


def test_a_title_that_has_changed_is_not_suggested_by_what_it_was(archive: Follower) -> None:
    Work.objects.filter(title="Weir").update(title="Mill")
    assert suggested("weir")["Works"] == ["The Weir at Night"]


@pytest.mark.both
@pytest.mark.usefixtures("archive")
def test_nobody_is_found_who_does_not_want_to_be(bo: User, cy: User, mo: User) -> None:
    weirdo = User.objects.get(username="Weirdo")
    Pseud.objects.create(user=weirdo, name="Weir Keeper")
    # Of a person once, by the name that comes first.
    assert suggested("weir", bo)["People"] == ["Weir Keeper (Weirdo)"]
    assert bylines_suggested("weir", to=bo) == ["Weirdo", "Weir Keeper (Weirdo)"]

    weirdo.preferences.findable = False
    weirdo.preferences.save()
    assert "People" not in suggested("weir", bo)
    assert bylines_suggested("weir", to=bo) == []
    assert bylines_suggested("weirdo", to=bo) == []

    weirdo.preferences.findable = True
    weirdo.preferences.save()
    mute(by=bo, other=weirdo)
    block(by=weirdo, other=cy)
    assert "People" not in suggested("weir", bo)
    assert "People" not in suggested("weir", cy)
    mute(by=bo, other=cy)
    assert suggested("weir", bo)["Works"] == ["Weir for Members", "The Weir at Night"]
    assert suggested("weir")["People"]

    switch_off(weirdo, by=mo, reason="")
    assert "People" not in suggested("weir")


def test_whoever_is_not_found_says_so_once_and_can_still_be_named(
    client: Client, ada: User, bo: User
) -> None:
    client.force_login(ada)
    page = client.get("/settings/preferences")
    assert page.context["form"]["findable"].value() is True
    posted = {**page.context["form"].initial, "time_zone": "Europe/Berlin", "findable": ""}
    assert client.post("/settings/preferences", posted).status_code == 302

    assert bylines_suggested("ada", to=bo) == []
    assert [pseud.user for pseud in pseuds_named(["Ada"], field="people")] == [ada]


@pytest.mark.usefixtures("archive")
def test_an_answer_costs_five_questions_and_says_where_all_is(client: Client, bo: User) -> None:
    client.force_login(bo)
    client.get("/search/suggestions?q=weir")
    SavedSearch.objects.create(user=bo, name="All Weirs", path="/works", query="q=weir")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        suggestions("weir", bo)
    assert len(asked) <= 5

    answer = client.get("/search/suggestions?q=weir").json()["groups"]
    assert [option["name"] for option in answer[-1]["options"]] == ["All Weirs"]
    for group in answer:
        for option in group["options"]:
            assert client.get(option["url"], follow=True).status_code == 200
    assert answer[1]["options"][0]["note"] == "1 work"


@pytest.mark.usefixtures("follower")
def test_a_saved_search_is_suggested_to_nobody_else(ada: User, bo: User) -> None:
    SavedSearch.objects.create(user=bo, name="Élan", path="/works", query="q=elan")
    assert suggested("lan", bo) == {"Saved searches": ["Élan"]}
    assert suggested("lan", ada) == suggested("lan") == {}


@pytest.mark.usefixtures("follower")
def test_while_there_is_no_index_only_names_are_suggested(ada: User) -> None:
    make_work(ada, title="Adamant", tags={TagKind.FANDOM: ["Adagio"]})
    assert suggested("ada") == {"Tags": ["Adagio"], "People": ["Ada"]}
