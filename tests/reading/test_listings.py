"""Lists of works: complete for those who may read them, and always the same few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.reading.actions.places import keep_place
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Series, SeriesEntry, Visibility, Work
from tests.browsing import Client
from tests.making import make_work

pytestmark = pytest.mark.both


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_the_newest_chapter_lifts_its_work(client: Client, ada: User) -> None:
    make_work(ada, title="Older", at=timezone.now() - timedelta(days=3))
    make_work(ada, title="Newer")

    page = read(client, "/works")

    assert page.index("Newer") < page.index("Older")


def test_drafts_and_closed_works_are_on_no_list(client: Client, ada: User) -> None:
    make_work(ada, title="Open")
    make_work(ada, title="Draft-title", posted=False)
    make_work(ada, title="Members-title", visibility=Visibility.MEMBERS)
    make_work(ada, title="Named-title", visibility=Visibility.NAMED)

    for url in ("/works", "/users/Ada", "/users/Ada/works", "/tags/fandom/Original%20Work"):
        assert "-title" not in read(client, url).replace("blurb-title", "").replace(
            "button-title", ""
        ), url


def test_the_day_of_a_work_stands_once_in_its_blurb(client: Client, ada: User) -> None:
    make_work(ada, title="Of one day")
    grown = make_work(ada, title="Grown", at=timezone.now() - timedelta(days=9))
    Work.objects.filter(pk=grown.pk).update(revised_at=timezone.now())

    blurbs = {blurb.title: blurb for blurb in client.get("/works").context["blurbs"]}

    for blurb in blurbs.values():
        assert blurb.updated
        assert blurb.stats.updated is None
        assert blurb.stats.published is None


def test_a_closed_work_says_to_whom_it_is_open(client: Client, ada: User, bo: User) -> None:
    make_work(ada, title="Members-title", visibility=Visibility.MEMBERS)
    client.force_login(bo)
    page = client.get("/works")
    assert [blurb.restricted_to for blurb in page.context["blurbs"]] == ["members"]
    assert '<span class="blurb-mark">' in page.content.decode()

    Work.objects.update(visibility=Visibility.NAMED)
    Work.objects.get().named_readers.add(bo)

    page = client.get("/works")
    assert [blurb.restricted_to for blurb in page.context["blurbs"]] == ["named"]


def test_an_anonymous_work_is_not_on_its_authors_page(client: Client, ada: User) -> None:
    make_work(ada, title="Unsigned", is_anonymous=True)

    assert "Unsigned" in read(client, "/works")
    assert "Unsigned" not in read(client, "/users/Ada/works")
    assert "Unsigned" not in read(client, "/users/Ada")


@pytest.mark.parametrize("url", ["/works", "/users/Ada/works", "/tags/fandom/Original%20Work"])
def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client: Client,
    ada: User,
    bo: User,
    url: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        work = make_work(
            ada,
            title=f"Work {number}",
            tags={TagKind.FANDOM: ["Original Work"], TagKind.FREEFORM: [f"Tag {number}", "Weirs"]},
        )
        chapter = work.chapters.get()
        keep_place(user=bo, chapter=chapter, block_id="b-00010001")
    client.force_login(bo)
    client.get(url)

    with django_assert_max_num_queries(18):
        page = read(client, url)
    assert page.count("<article") == 20
    assert page.count("blurb-continue") == 20


def test_a_synonym_leads_to_the_tag_it_means(client: Client, ada: User) -> None:
    make_work(ada, title="By synonym", tags={TagKind.FREEFORM: ["weirs and locks"]})
    canon = Tag.objects.create(
        kind=TagKind.FREEFORM, name="Weirs", folded="weirs", is_canonical=True
    )
    Tag.objects.filter(name="weirs and locks").update(synonym_of=canon)

    response = client.get("/tags/freeform/weirs%20and%20locks", follow=True)

    assert response.redirect_chain[-1][0] == "/tags/freeform/Weirs"
    assert "By synonym" in response.content.decode()


def test_tags_with_slashes_and_ampersands_have_addresses(client: Client, ada: User) -> None:
    names = ["Ada/Bo", "Cy & Di", "What? No. 5 #1"]
    make_work(ada, title="Odd names", tags={TagKind.RELATIONSHIP: names})

    for tag in Tag.objects.all():
        assert "Odd names" in read(client, tag.get_absolute_url())
        assert client.get(f"/tags/{tag.path_name}/works").headers["Location"] == (
            tag.get_absolute_url()
        )


def test_browsing_lists_tags_in_use(client: Client, ada: User) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Lanternwick"]})
    Tag.objects.update(uses=1)
    Tag.objects.taken(["Nobody uses me"], TagKind.FANDOM)

    page = read(client, "/browse")

    assert "Lanternwick" in page
    assert "Nobody uses me" not in page
    assert "Lanternwick" not in read(client, "/browse/fandoms?q=harrow")


def test_a_series_shows_its_parts_in_order(client: Client, ada: User) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    second, first = make_work(ada, title="Second part"), make_work(ada, title="First part")
    hidden = make_work(ada, title="Third part", posted=False)
    for position, work in enumerate((first, second, hidden), start=1):
        SeriesEntry.objects.create(series=series, work=work, position=position)

    page = read(client, series.get_absolute_url())

    assert page.index("First part") < page.index("Second part")
    assert "Third part" not in page


def test_a_series_of_drafts_does_not_exist_for_others(client: Client, ada: User) -> None:
    series = Series.objects.create(title="Secret", made_by=ada)
    SeriesEntry.objects.create(series=series, work=make_work(ada, posted=False))

    assert client.get(series.get_absolute_url()).status_code == 404


def test_a_page_that_does_not_exist_shows_the_nearest(client: Client, ada: User) -> None:
    make_work(ada, title="Only one")

    for asked in ("999", "-1", "nonsense", "0"):
        assert "Only one" in read(client, f"/works?page={asked}")


def test_an_account_that_is_gone_has_no_page(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert client.get("/users/Ada").status_code == 404
    assert client.get("/users/Nobody").status_code == 404
