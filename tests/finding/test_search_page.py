"""The search page: what is typed stays, mistakes are told, and a list is a list."""

from __future__ import annotations

import pytest
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from bookcub.people.models import User
from bookcub.search.copies import current, forget_readers
from bookcub.search.following import Follower
from bookcub.works.models import Visibility
from tests.browsing import Client, words_of
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(follower: Follower, ada: User) -> None:  # noqa: F811
    make_work(ada, title="The Weir at Night", summary="<p>Of a heron.</p>")
    make_work(ada, title="A Kettle", visibility=Visibility.MEMBERS)
    for number in range(25):
        make_work(ada, title=f"Tide Table {number}")
    follower.step()
    forget_readers()


def found(client: Client, typed: str, **more: str) -> list[str]:
    page = client.get("/search", {"q": typed, **more})
    assert page.status_code == 200
    return [
        " ".join(title.text().split())
        for title in LexborHTMLParser(page.content).css(".blurb-title a, .blurb h3 a:first-child")
    ]


@pytest.mark.usefixtures("shelf")
def test_a_guest_finds_what_guests_may_read_and_a_member_more(client: Client, bo: User) -> None:
    assert any("The Weir at Night" in title for title in found(client, "weir"))
    assert any("The Weir at Night" in title for title in found(client, "HERON"))
    assert found(client, "kettle") == []

    client.force_login(bo)
    assert any("A Kettle" in title for title in found(client, "kettle"))


@pytest.mark.usefixtures("shelf")
def test_a_long_list_is_turned_page_by_page(client: Client) -> None:
    first = client.get("/search", {"q": "tide", "sort": "title"})
    second = client.get("/search", {"q": "tide", "sort": "title", "page": "2"})

    assert "25 works" in words_of(first.content.decode())
    assert b'rel="next"' in first.content
    one, two = ({work.pk for work in page.context["page"].object_list} for page in (first, second))
    assert (len(one), len(two), one & two) == (20, 5, set())


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "typed", ["Weir & Night", "weir – night", "weir ' night", "(weir) & (night OR &)", "weir -&"]
)
def test_signs_between_words_are_not_asked_for(client: Client, typed: str) -> None:
    assert len(found(client, typed)) == 1
    assert found(client, "&") == []


@pytest.mark.usefixtures("shelf")
def test_a_title_with_a_colon_is_no_mistake(client: Client) -> None:
    for typed in ("weir: night", "I love <3 the weir"):
        assert client.get("/search", {"q": typed}).context["filters"].remarks == [], typed


def test_an_index_that_breaks_while_it_is_read_is_being_built(
    client: Client, shelf: None, settings: Settings
) -> None:
    folder = current("works").folder  # type: ignore[union-attr]  # it was just built
    for file in folder.glob("*.*"):
        if file.suffix not in {".json", ".lock"}:
            file.write_bytes(b"nonsense")
    forget_readers()

    page = client.get("/search", {"q": "tide"})

    assert page.status_code == 200
    assert "The index is being built" in words_of(page.content.decode())


@pytest.mark.usefixtures("shelf")
def test_a_mistake_is_told_and_what_was_typed_stays(client: Client) -> None:
    typed = 'weir wordz:3 "night'
    page = client.get("/search", {"q": typed}).content.decode()

    assert "Nothing is called “wordz” here" in words_of(page)
    assert "never closed" in words_of(page)
    box = LexborHTMLParser(page).css_first("#search_q")
    assert box
    assert box.attributes["value"] == typed


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "typed",
    ["", " ", "*", "-", "((((((((((((((((", "a" * 5000, "😀", "title:*", "_", "a_*", "\\", ".*", "words:>99999999999999"],
)  # fmt: skip
def test_whatever_is_typed_is_answered(client: Client, typed: str) -> None:
    assert client.get("/search", {"q": typed}).status_code == 200


@pytest.mark.usefixtures("follower")
def test_while_the_index_is_built_the_page_says_so(client: Client) -> None:
    page = client.get("/search", {"q": "weir"})

    assert page.status_code == 200
    assert "The index is being built" in words_of(page.content.decode())


@pytest.mark.usefixtures("shelf")
def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "Nothing found" in words_of(client.get("/search", {"q": "otter"}).content.decode())


@pytest.mark.usefixtures("shelf")
def test_an_example_is_a_question(client: Client) -> None:
    page = LexborHTMLParser(client.get("/search").content)

    links = [link.attributes["href"] or "" for link in page.css(".search-help a")]
    assert len(links) > 5
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer.context["filters"].conditions.node()
        assert answer.context["filters"].remarks == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("warning:none", 0),
        ("warning:no", 0),
        ('rating:"teen and up"', 0),
        ("category:m/m", 0),
        ("lang:deuts", 0),
    ],
)
def test_fixed_tags_are_called_as_cards_call_them(
    client: Client, shelf: object, typed: str, number: int
) -> None:
    page = client.get("/search", {"q": typed})
    assert page.context["filters"].remarks == []
    assert page.context["filters"].count >= number


def test_the_order_that_is_chosen_outweighs_the_one_that_is_typed(
    client: Client, shelf: object
) -> None:
    page = client.get("/search", {"q": "weir sort:<title", "sort": "best"})
    assert next(row for row in page.context["filters"].sorts if row[2])[0] == "best"
    page = client.get("/search", {"q": "weir sort:<title"})
    assert next(row for row in page.context["filters"].sorts if row[2])[0] == "title"


@pytest.mark.parametrize("page", ["0", "-1", "x", ""])
def test_a_page_before_the_first_is_the_first(client: Client, shelf: object, page: str) -> None:
    assert client.get("/search", {"q": "the", "page": page}).context["page"].number == 1
