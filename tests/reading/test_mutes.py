"""What somebody mutes is in none of their lists, whether the index makes them or the database; nobody else knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from selectolax.lexbor import LexborHTMLParser

from bookcub.finding.queries.found_works import WorkQuestion, found_works
from bookcub.people.models import User, UserMute
from bookcub.reading.models import Bookmark
from bookcub.reading.queries.listings import newest_works, works_tagged
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.tags.models import Tag, TagKind
from bookcub.works.actions.content_mutes import mute_content
from bookcub.works.models import ContentMute, Series, SeriesEntry, Work
from tests.browsing import Client
from tests.finding.test_found_works import listed
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def shelf(follower: Follower, ada: User, cy: User) -> dict[str, Work]:  # noqa: F811
    """Works that differ in one thing each."""
    follower.step()
    plain = make_work(ada, title="The Mill")
    burning = make_work(
        ada, title="The Kettle", tags={TagKind.FREEFORM: ["Slow Burn"], TagKind.FANDOM: ["A"]}
    )
    also = make_work(
        cy, title="The Lock", tags={TagKind.FREEFORM: ["slowburn"], TagKind.FANDOM: ["A"]}
    )
    Tag.objects.filter(name="Slow Burn").update(is_canonical=True)
    Tag.objects.filter(name="slowburn").update(synonym_of=Tag.objects.get(name="Slow Burn"))
    stormy = make_work(ada, title="Storm over the Weir")
    told = make_work(cy, title="The Reeds", summary="<p>There is a <em>storm</em>.</p>")
    brainstorm = make_work(cy, title="Brainstorming")
    part = make_work(ada, title="A Part")
    unsigned = make_work(ada, title="Unsigned", is_anonymous=True)
    series = Series.objects.create(title="The Reed Cycle", made_by=ada)
    for number, work in enumerate((part, unsigned)):
        SeriesEntry.objects.create(series=series, work=work, position=number)
    follower.step()
    forget_readers()
    return {
        "plain": plain, "burning": burning, "also": also, "stormy": stormy, "told": told,
        "brainstorm": brainstorm, "part": part, "unsigned": unsigned,
    }  # fmt: skip


def series() -> Series:
    return Series.objects.get(title="The Reed Cycle")


MUTED: dict[str, tuple[Callable[[], Work | Series | Tag | str], set[str]]] = {
    "a work": (lambda: Work.objects.get(title="The Mill"), {"plain"}),
    "a tag, and what is called otherwise": (lambda: Tag.objects.get(name="Slow Burn"), {"burning", "also"}),
    "one of its other names": (lambda: Tag.objects.get(name="slowburn"), {"also"}),
    "a series, but nothing anonymous in it": (series, {"part"}),
    "a word, and no longer one": (lambda: "storm", {"stormy", "told"}),
    "words side by side": (lambda: "Storm  OVER", {"stormy"}),
    "a word of a tag": (lambda: "burn", {"burning", "also"}),
}  # fmt: skip


@pytest.mark.parametrize(("what", "gone"), MUTED.values(), ids=MUTED.keys())
def test_it_is_left_out_by_the_index_and_by_the_database_alike(
    shelf: dict[str, Work],
    bo: User,
    di: User,
    what: Callable[[], Work | Series | Tag | str],
    gone: set[str],
) -> None:
    mute_content(by=bo, what=what(), reason="Enough of it.")

    names = {work.pk: name for name, work in shelf.items()}
    for who, left in ((bo, shelf.keys() - gone), (di, set(shelf)), (AnonymousUser(), set(shelf))):
        found = found_works(WorkQuestion(), who)
        assert found
        assert {names[key] for key in listed(found)} == left
        assert found.count == len(left)
        assert {names[work.pk] for work in newest_works(who)[0:50]} == left
        assert newest_works(who).count_to(100) == len(left)


def test_pages_say_how_much_is_left_out_and_show_it_once(
    shelf: dict[str, Work], client: Client, bo: User
) -> None:
    mute_content(by=bo, what=Tag.objects.get(name="Slow Burn"))
    mute_content(by=bo, what=shelf["plain"])
    client.force_login(bo)

    for address, left_out in (
        ("/works", 3),
        ("/works?sort=title", 3),
        ("/tags/fandom/A", 2),
        ("/search?q=the", 3),
        ("/users/Ada/works", 2),
        ("/users/Ada/works?sort=title", 2),
    ):
        page = client.get(address)
        filters = page.context["filters"]
        assert (address, filters.left_out) == (address, left_out)
        text = page.content.decode()
        assert f"{left_out} left out by what you mute" in text
        assert "The Mill</a>" not in text
        shown = client.get(filters.muted_url)
        assert (
            len(shown.context["page"].object_list)
            == len(page.context["page"].object_list) + left_out
        )
    client.logout()
    assert "left out" not in client.get("/works").content.decode()


def test_a_muted_tag_has_its_page_still(shelf: dict[str, Work], client: Client, bo: User) -> None:
    mute_content(by=bo, what=Tag.objects.get(name="Slow Burn"))
    client.force_login(bo)
    page = client.get("/tags/freeform/Slow Burn")
    assert page.status_code == 200
    assert "left out by what you mute" in page.content.decode()


def test_bookmarks_of_what_is_muted_are_in_no_list_of_everybodys(
    shelf: dict[str, Work], bo: User, di: User
) -> None:
    Bookmark.objects.create(pseud=di.pseuds.get(), work=shelf["plain"], title="The Mill")
    Bookmark.objects.create(
        pseud=di.pseuds.get(), title="Elsewhere", external_url="https://example.org/1"
    )
    mute_content(by=bo, what=shelf["plain"])
    assert [one.title for one in Bookmark.objects.visible_to(bo).without_muted(bo)] == ["Elsewhere"]


def test_two_clicks_from_a_blurb_and_one_to_take_it_back(
    shelf: dict[str, Work], client: Client, bo: User
) -> None:
    client.force_login(bo)
    work = shelf["burning"]
    assert f'href="/works/{work.pk}/mute?next=' in client.get("/works").content.decode()
    page = client.get(f"/works/{work.pk}/mute?next=/works")
    labels = [
        " ".join(label.text().split())
        for label in LexborHTMLParser(page.content).css("fieldset label")
    ]
    assert labels[:2] == ["This work: The Kettle", "All that Ada signs and says"]

    tag = Tag.objects.get(name="Slow Burn")
    told = {
        "what": [f"tag-{tag.pk}", f"person-{work.signers[0].user_id}"],
        "reason": "Tired of it",
        "next": "/works",
    }
    assert client.post(f"/works/{work.pk}/mute", told)["Location"] == "/works"
    assert [(one.tag, one.reason) for one in ContentMute.objects.filter(user=bo)] == [
        (tag, "Tired of it")
    ]
    assert UserMute.objects.get(muter=bo).muted.username == "Ada"

    page = client.get("/mutes")
    assert "Tired of it" in page.content.decode()
    [mute] = ContentMute.objects.filter(user=bo)
    client.post(f"/mutes/{mute.pk}/delete")
    assert not ContentMute.objects.exists()


def test_of_what_is_anonymous_nobody_is_offered(
    shelf: dict[str, Work], client: Client, bo: User
) -> None:
    client.force_login(bo)
    page = client.get(f"/works/{shelf['unsigned'].pk}/mute")
    values = [value for value, _ in page.context["form"].fields["what"].choices]
    assert not [value for value in values if value.startswith(("person", "series"))]
    answer = client.post(
        f"/works/{shelf['unsigned'].pk}/mute",
        {"what": [f"person-{User.objects.get(username='Ada').pk}"]},
    )
    assert answer.status_code == 422
    assert not UserMute.objects.exists()


@pytest.mark.parametrize("words", ["", "  ", "…", "(", "*", "x" * 61])
def test_words_need_a_letter(client: Client, bo: User, words: str) -> None:
    client.force_login(bo)
    assert client.post("/mutes", {"words": words}).status_code == 422
    assert not ContentMute.objects.exists()


@pytest.mark.parametrize(
    "words", [r"a\b", "(?i", "[", "a{9999}", "猫", "c++", "o'clock", "100%", "_"]
)
def test_whatever_the_words_are_they_are_words(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
    bo: User,
    words: str,
) -> None:
    """They are put into a regular expression of the database."""
    follower.step()
    named = make_work(ada, title=f"Of {words} at last")
    other = make_work(ada, title="The Mill")
    follower.step()
    forget_readers()
    client.force_login(bo)
    answer = client.post("/mutes", {"words": words})
    if answer.status_code == 422:  # no letter in it
        return
    left = {work.pk for work in newest_works(bo)[0:50]}
    assert left == {other.pk}, named
    found = found_works(WorkQuestion(), bo)
    assert found
    assert set(listed(found)) <= {other.pk, named.pk}


def test_nobody_takes_back_what_is_anothers(client: Client, bo: User, di: User) -> None:
    mute, _ = mute_content(by=di, what="storm")
    client.force_login(bo)
    assert client.post(f"/mutes/{mute.pk}/delete").status_code == 404
    assert ContentMute.objects.get() == mute


def test_a_tag_is_muted_by_those_who_read_its_works_alone(shelf: dict[str, Work], bo: User) -> None:
    mute_content(by=bo, what=Tag.objects.get(name="A"))
    rows = works_tagged(Tag.objects.get(name="Slow Burn"), bo).rows
    assert list(rows[0:20]) == []
