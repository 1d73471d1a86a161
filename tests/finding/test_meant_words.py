"""“Did you mean”: what is offered is there for whoever asks, and nothing tells of what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bookcub.people.actions.blocks import mute
from bookcub.people.models import User
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.search.words import slips_between
from bookcub.tags.models import TagKind
from bookcub.works.models import Visibility, Work
from tests.browsing import Client
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db


def offered(client: Client, typed: str, **more: str) -> dict[str, str]:
    """What is offered, and where it leads."""
    forget_readers()
    page = client.get("/search", {"q": typed, **more})
    assert page.status_code == 200
    links = LexborHTMLParser(page.content).css(".filter-hints a")
    told = {" ".join(link.text().split()): link.attributes["href"] or "" for link in links}
    return {text: url for text, url in told.items() if text.startswith("“")}


@pytest.fixture
def shelf(follower: Follower, ada: User, cy: User) -> Follower:  # noqa: F811
    follower.step()
    make_work(ada, title="The Lantern and the Storm", tags={TagKind.FREEFORM: ["Slow Burn"]})
    make_work(ada, title="Storm", summary="<p>Of kingfishers.</p>")
    make_work(cy, title="Lanterns", visibility=Visibility.MEMBERS)
    make_work(cy, title="Kettledrum", visibility=Visibility.NAMED)
    make_work(cy, title="Marshland", is_anonymous=True)
    follower.step()
    return follower


@pytest.mark.both
@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("strom", ["“storm”: 2 works"]),  # the wrong way around
        ("Stor", ["“storm”: 2 works"]),  # one is missing
        ("strom lantern", ["“storm lantern”: 1 work"]),
        ("title:strom", ["“title:storm”: 2 works"]),
        ('"slwo burn"', ['“"slow burn"”: 1 work']),
        ("kingfsihres", ["“kingfishers”: 1 work"]),  # two slips in a long word
        ("strom OR zzzz", ["“storm OR zzzz”: 2 works"]),
        ("sxm", []),
        ("sturms", []),  # two in a short one
        ("lantern -strom words:>100k", []),
        ("storm", []),
    ],
)
def test_a_slip_leads_to_what_is_there(client: Client, typed: str, texts: list[str]) -> None:
    found = offered(client, typed)
    assert list(found) == texts
    for text, url in found.items():
        page = client.get(url)
        assert f"{page.context['filters'].count} work" in text


@pytest.mark.usefixtures("shelf")
def test_no_word_is_offered_of_what_one_may_not_read(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    assert list(offered(client, "lantrens")) == ["“lantern”: 1 work"]
    assert offered(client, "kettledrun") == {}
    assert offered(client, "author:cyy") == {}
    client.force_login(bo)
    assert list(offered(client, "lantrens")) == ["“lanterns”: 1 work", "“lantern”: 1 work"]
    assert offered(client, "kettledrun") == {}
    client.force_login(cy)
    assert list(offered(client, "kettledrun")) == ["“kettledrum”: 1 work"]

    client.force_login(bo)
    assert offered(client, "marshlnad")
    mute(by=bo, other=ada)
    assert offered(client, "kingfsihres") == {}


def test_nobody_is_named_of_an_anonymous_work(client: Client, shelf: Follower, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(username="halloran")
    Work.objects.update(is_anonymous=True)
    shelf.step()
    assert offered(client, "halloram") == {}

    Work.objects.filter(title="Storm").update(is_anonymous=False)
    shelf.step()
    assert list(offered(client, "halloram")) == ["“halloran”: 1 work"]


def test_a_word_that_was_there_a_moment_ago_is_not_offered(client: Client, shelf: Follower) -> None:
    Work.objects.filter(title="Marshland").update(title="Fen")
    assert offered(client, "marshlnad") == {}


@pytest.mark.usefixtures("shelf")
def test_the_order_and_other_conditions_stay(client: Client) -> None:
    [url] = offered(client, "strom", sort="title", complete="yes").values()
    assert "sort=title" in url
    assert "complete=yes" in url


WORD = st.text("abc", max_size=6)


@given(WORD, WORD)
def test_slips_are_counted_alike_from_both_sides(one: str, other: str) -> None:
    assert slips_between(one, other) == slips_between(other, one)
    assert abs(len(one) - len(other)) <= slips_between(one, other) <= max(len(one), len(other))
    assert (slips_between(one, other) == 0) == (one == other)
