"""The pages on which a story is read."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from selectolax.lexbor import LexborHTMLParser

from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end, visit
from bookcub.reading.models import Place
from bookcub.reading.templatetags.reading_parts import OPENING, opening
from bookcub.tags.fixed import Rating
from bookcub.tags.models import TagKind
from bookcub.works.actions import relate
from bookcub.works.actions.chapters import reorder_chapters
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import (
    Chapter,
    MayComment,
    RelatedWork,
    Relation,
    Series,
    SeriesEntry,
    Visibility,
    Work,
)
from tests.browsing import Client, words_of
from tests.making import add_chapter, make_club, make_read, make_work


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_a_one_chapter_work_is_read_on_its_own_page(client: Client, ada: User) -> None:
    work = make_work(ada, title="Short")

    page = read(client, work.get_absolute_url())

    assert "Nobody had told the cockles." in page
    assert "Work Text:" in page
    assert "Chapter 1" not in page.split("</head>")[1].split("<footer")[0].replace(
        'heading="Chapter 1"', ""
    ).replace('aria-label="Chapter 1"', "")


def test_a_longer_work_begins_on_its_own_page(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=3)
    first, second, third = work.chapters.all()

    page = read(client, work.get_absolute_url())

    assert f'data-chapter="{first.pk}"' in page
    assert page.count("Nobody had told the cockles.") == 1
    assert f'rel="next" href="{second.get_absolute_url()}"' in page
    # All the others are in its contents, and the list of them is a link away.
    assert f'href="{third.get_absolute_url()}"' in page
    assert f'href="{work.get_absolute_url()}/navigate"' in page


def test_its_contents_mark_what_the_reader_has_read(
    client: Client, ada: User, bo: User, di: User
) -> None:
    work = make_work(ada, chapters=3)
    first, second, _ = work.chapters.all()
    read_up_to_end(user=bo, chapter=first)

    def marked(who: User | None) -> list[str]:
        if who:
            client.force_login(who)
        tree = LexborHTMLParser(read(client, second.get_absolute_url()))
        links = tree.css(".reader-chapters a")
        assert len(links) == 3
        return [link.attributes["href"] or "" for link in links if "Read" in link.text()]

    assert marked(None) == []
    assert marked(bo) == [first.get_absolute_url()]
    assert marked(di) == []


def test_the_first_chapter_is_known_by_the_works_address(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=2)
    first, second = work.chapters.all()
    whole = f"{work.get_absolute_url()}?view_full_work=true"

    for url, known_by in (
        (work.get_absolute_url(), work),
        (first.get_absolute_url(), work),
        (whole, work),
        (second.get_absolute_url(), second),
    ):
        canonical = f'<link rel="canonical" href="{known_by.get_absolute_url()}">'
        assert canonical in read(client, url), url


def test_who_has_begun_is_led_on_and_keeps_their_place(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, chapters=3)
    first, second, _ = work.chapters.all()
    client.force_login(bo)
    read(client, work.get_absolute_url())
    assert Place.objects.get(user=bo).chapter == first
    read_up_to_end(user=bo, chapter=first)

    page = read(client, work.get_absolute_url())

    assert f'href="{second.get_absolute_url()}"><svg' in page.replace("\n    >", ">")
    assert " begun" in page.split("<reading-place")[1].split(">")[0]
    assert Place.objects.get(user=bo).chapter == first
    read(client, second.get_absolute_url())
    read(client, work.get_absolute_url())
    assert Place.objects.get(user=bo).chapter == second


def test_the_text_has_little_before_it(client: Client, ada: User) -> None:
    work = make_work(
        ada, chapters=2, summary=f"<p>{'Low water. ' * 40}</p>", notes="<p>Thanks.</p>"
    )
    chapter = work.chapters.all()[1]
    Chapter.objects.filter(pk=chapter.pk).update(
        notes="<p>For Bo &amp; co.</p>", summary="<p>S</p>"
    )

    for url, folds in ((work.get_absolute_url(), 2), (chapter.get_absolute_url(), 2)):
        tree = LexborHTMLParser(read(client, url))
        found = tree.css("details.fold")
        assert len(found) == folds
        assert not [one for one in found if "open" in one.attributes]
    starts = [one.text() for one in tree.css(".fold-start")]
    assert starts == ["S", "For Bo & co."]


def test_a_brief_summary_needs_no_folding(client: Client, ada: User) -> None:
    work = make_work(ada, summary="<p>Low water.</p>")

    tree = LexborHTMLParser(read(client, work.get_absolute_url()))

    assert not tree.css("details#summary")
    assert [words.text(strip=True) for words in tree.css("section#summary blockquote")] == [
        "Low water."
    ]


@pytest.mark.parametrize(
    ("who", "position", "main"),
    [
        ("bo", 1, ["Next chapter", "Kudos", "Comments", "More"]),
        ("guest", 1, ["Next chapter", "Kudos", "Comments", "More"]),
        ("ada", 1, ["Next chapter", "Kudos", "Comments", "More"]),
        # Where the story ends or waits, thanks, talk and the club come first.
        ("bo", 2, ["Kudos", "Comments", "More", "Your clubs and this story"]),
    ],
)
def test_at_a_chapters_end_the_next_one_comes_first_and_all_else_is_folded(
    client: Client, ada: User, bo: User, who: str, position: int, main: list[str]
) -> None:
    work = make_work(ada, chapters=2)
    make_read(make_club(bo), work=work)
    if who != "guest":
        client.force_login({"ada": ada, "bo": bo}[who])
    chapter = work.chapters.get(position=position)

    after = LexborHTMLParser(read(client, chapter.get_absolute_url())).css_first("footer.after")

    assert after is not None
    for part in after.css(".menu-panel, .after-comments, .no-js-only.button"):
        part.decompose()
    ways = [way.text(strip=True) for way in after.css("a, summary, button")]
    assert [way.partition(":")[0] for way in ways] == main


def test_the_end_of_a_chapter_asks_creators_nothing_that_is_for_readers(
    client: Client, ada: User, bo: User
) -> None:
    chapter = make_work(ada, chapters=2).chapters.get(position=2)
    for person, is_own in ((ada, True), (bo, False)):
        client.force_login(person)
        page = LexborHTMLParser(read(client, chapter.get_absolute_url()))
        panel = page.css_first(".after-more")
        assert panel is not None
        more = " ".join(panel.text().split())
        assert ("Edit this chapter" in more) == ("Add a chapter" in more) == is_own
        assert ("I have read up to here" in more) == ("Bookmark" in more) == (not is_own)
        assert "Previous chapter: Chapter 1" in more
        assert not panel.css("[rel=prev] .visually-hidden")


def test_guests_find_where_to_log_in_to_keep_a_work(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, chapters=2)
    doors = ".keeping a[data-way-back], .after-more a[data-way-back]"
    page = LexborHTMLParser(read(client, work.get_absolute_url()))

    for door in (found := page.css(doors)):
        assert door.text().strip() == "Log in to keep it"
        assert door.attributes["href"] == f"/users/login?next=%2Fworks%2F{work.pk}"
    assert len(found) == 2

    client.force_login(bo)
    assert not LexborHTMLParser(read(client, work.get_absolute_url())).css(doors)


def test_the_paragraphs_of_a_summary_stand_apart(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=3, summary="<p>Low water.</p><p>And then the tide.</p>")

    page = read(client, work.get_absolute_url())

    # Only what stands in .prose itself has a gap before it.
    assert re.search(
        r'<blockquote class="userstuff prose" lang="en"[^>]*><p>Low water\.</p><p>And', page
    )


def test_a_chapter_leads_to_its_neighbours(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=3)
    first, second, third = work.chapters.all()

    response = client.get(second.get_absolute_url())

    page = response.content.decode()
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page
    assert response.headers["Link"] == f"<{third.get_absolute_url()}>; rel=prefetch"


def test_a_page_that_is_only_fetched_ahead_moves_nobodys_place(
    client: Client, ada: User, bo: User
) -> None:
    first, second = make_work(ada, chapters=2).chapters.all()
    client.force_login(bo)
    assert "Link" not in client.get(first.get_absolute_url()).headers

    client.get(second.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})

    assert Place.objects.get(user=bo).chapter == first


def test_an_entire_work_that_is_only_fetched_ahead_is_not_begun(
    client: Client, ada: User, bo: User
) -> None:
    whole = f"{make_work(ada, chapters=2).get_absolute_url()}?view_full_work=true"
    client.force_login(bo)

    client.get(whole, headers={"Sec-Purpose": "prefetch"})
    assert not Place.objects.exists()
    client.get(whole)
    assert Place.objects.get(user=bo).visits == 1


def test_creators_are_not_asked_to_read_on_or_to_keep_what_they_wrote(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=2)
    for person, is_led in ((bo, True), (ada, False)):
        read_up_to_end(user=person, chapter=work.chapters.get(position=1))
        client.force_login(person)
        for view in ("", "?view_full_work=true"):
            page = client.get(f"{work.get_absolute_url()}{view}").content.decode()
            head = page.partition('class="work-head ')[2].partition('id="chapters"')[0]
            assert ("Continue with chapter 2" in head) == is_led
            assert (f"/works/{work.pk}/later" in head) == is_led


def test_chapters_are_numbered_as_their_readers_see_them(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=3)
    first, between, last = work.chapters.all()
    between.withdraw()
    client.force_login(bo)

    page = words_of(client.get(last.get_absolute_url()).content)
    assert "Chapter 2" in page
    assert "Chapter 3" not in page
    for url in (work.get_absolute_url(), f"{work.get_absolute_url()}?view_full_work=true"):
        assert "Chapter 3" not in words_of(client.get(url).content)
    assert 'id="chapter-2"' in read(client, f"{work.get_absolute_url()}?view_full_work=true")
    read_up_to_end(user=bo, chapter=first)
    assert "Continue with chapter 2" in words_of(client.get(work.get_absolute_url()).content)

    between.refresh_from_db()
    between.post(by=ada)
    assert between.heading == "Chapter 2"
    reorder_chapters(work=work, ids=[last.pk, first.pk, between.pk])
    numbers = Chapter.objects.filter(work=work).order_by("number").values_list("pk", "number")
    assert list(numbers) == [(last.pk, 1), (first.pk, 2), (between.pk, 3)]


def test_the_entire_work_has_every_posted_chapter_in_order(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=3)
    add_chapter(work, position=4, title="Not yet", posted=False)

    page = read(client, f"{work.get_absolute_url()}?view_full_work=true")

    places = [page.index(f'id="chapter-{n}"') for n in (1, 2, 3)]
    assert places == sorted(places)
    assert "Not yet" not in page


def test_who_prefers_entire_works_gets_them(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, chapters=2)
    bo.preferences.entire_work = True
    bo.preferences.save()
    client.force_login(bo)

    assert 'id="chapter-2"' in read(client, work.get_absolute_url())
    assert 'id="chapter-2"' not in read(client, f"{work.get_absolute_url()}?view_full_work=false")


def test_the_index_lists_titles_and_dates(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=2)

    page = read(client, f"{work.get_absolute_url()}/navigate")

    assert f"({work.posted_at:%Y-%m-%d})" in page


def test_a_stranger_cannot_tell_that_a_draft_exists(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, posted=False)
    chapter = work.chapters.get()
    client.force_login(bo)

    for url in (work, chapter):
        assert client.get(url.get_absolute_url()).status_code == 404
    assert client.get(f"{work.get_absolute_url()}/navigate").status_code == 404

    client.force_login(ada)
    assert "cockles" in read(client, chapter.get_absolute_url())


def test_a_members_work_is_closed_to_guests(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, title="Sluices", chapters=2, visibility=Visibility.MEMBERS)
    chapter = work.chapters.all()[1]
    for url in (
        work.get_absolute_url(),
        chapter.get_absolute_url(),
        f"/chapters/{chapter.pk}",
        f"{work.get_absolute_url()}/navigate",
        f"{work.get_absolute_url()}/chapters/99",
    ):
        answer = client.get(url)
        assert answer.status_code == 403, url
        # That it is for members, how to come in and back here, and nothing else.
        words = words_of(answer.content)
        assert f"/users/login?next={quote(url)}" in words
        assert f"/users/new?next={quote(url)}" in words
        assert "Sluices" not in words
        assert "Ada" not in words

    client.force_login(bo)
    assert client.get(work.get_absolute_url()).status_code == 200


def test_drafts_and_works_for_named_people_stay_secret(client: Client, ada: User) -> None:
    shown_to_some = make_work(ada, visibility=Visibility.NAMED)
    draft = make_work(ada, posted=False, visibility=Visibility.MEMBERS)
    open_to_members = make_work(ada, visibility=Visibility.MEMBERS)
    begun = add_chapter(open_to_members, position=2, posted=False)

    for url in (
        shown_to_some.get_absolute_url(),
        draft.get_absolute_url(),
        f"/chapters/{draft.chapters.get().pk}",
        f"/chapters/{begun.pk}",
        f"/works/{2**70}",
    ):
        assert client.get(url).status_code == 404, url


def test_a_chapter_of_another_work_is_not_found(client: Client, ada: User) -> None:
    one, other = make_work(ada), make_work(ada)
    assert client.get(f"/works/{one.pk}/chapters/{other.chapters.get().pk}").status_code == 404


def test_a_series_leads_on_from_the_end_of_each_part(client: Client, ada: User) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    works = [make_work(ada, title=title, chapters=2) for title in ("Ebb", "Slack", "Flood")]
    draft = make_work(ada, title="Secret", posted=False)
    for work in (works[0], draft, *works[1:]):
        series.add(work)
    first, last = works[1].chapters.order_by("position")
    on = f'<a class="strong serif" href="{works[2].get_absolute_url()}"><bdi lang="en" dir="ltr">Flood</bdi></a>'

    assert 'Previous work in the series:</span> <bdi lang="en" dir="ltr">Ebb</bdi>' in " ".join(
        read(client, works[1].get_absolute_url()).split()
    )
    assert on not in read(client, first.get_absolute_url())
    assert on in read(client, last.get_absolute_url())
    assert on in read(client, f"{works[1].get_absolute_url()}?view_full_work=true")
    assert "Secret" not in read(client, works[0].get_absolute_url())


def test_a_work_that_was_dated_back_shows_that_day(client: Client, ada: User) -> None:
    work = make_work(ada, chapters=2)
    work.chapters.order_by("position")[0].redate(date(1999, 5, 4))

    page = read(client, work.get_absolute_url())
    published, *_ = re.findall(r'"stats-dated">\s*<dt>(?s:.*?)</dd>', page)
    assert "1999-05-04" in published


def test_a_translation_is_named_with_its_language_once_it_is_approved(
    client: Client, ada: User, bo: User
) -> None:
    work, short = make_work(ada, chapters=2), make_work(ada)
    other = make_work(bo, title="Das Wehr", language="de")
    pages = [work.get_absolute_url(), short.get_absolute_url()]
    pages.append(f"{pages[0]}?view_full_work=true")
    debts = [
        relate(work=other, relation=relation, parent=parent)
        for parent in (work, short)
        for relation in Relation
    ]
    assert not [url for url in pages if "Das Wehr" in read(client, url)]

    for debt in debts:
        debt.approve()

    for url in pages:
        page = read(client, url)
        assert page.count('<bdi lang="de" dir="ltr">Das Wehr</bdi></a>') == 2
        assert page.count(f'href="{bo.default_pseud.get_absolute_url()}"') == 2


def test_an_anonymous_work_names_nobody(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, is_anonymous=True)
    client.force_login(bo)

    page = read(client, work.get_absolute_url())

    assert "Anonymous" in page
    assert "Ada" not in words_of(page)


def test_parts_of_a_series_are_numbered_as_their_readers_see_them(
    client: Client, ada: User
) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    titles = ("Ebb", "Draft", "Binned", "Members’", "Flow")
    works = {title: make_work(ada, title=title, posted=title != "Draft") for title in titles}
    for work in works.values():
        series.add(work)
    discard_work(work=works["Binned"], by=ada)
    Work.objects.filter(pk=works["Members’"].pk).update(visibility=Visibility.MEMBERS)

    def part(title: str) -> set[int]:
        """Which it is on its own page and in a list."""
        page = client.get(works[title].get_absolute_url()).context["page"]
        listed = client.get(series.get_absolute_url()).context["blurbs"]
        in_list = [each.series[0].position for each in listed if each.title == title]
        return {page.head.series[0].position, *in_list}

    assert part("Ebb") == {1}
    assert part("Flow") == {2}
    client.force_login(ada)
    assert part("Draft") == {2}
    assert part("Flow") == {3}


def test_the_way_to_a_chapters_comments_does_not_count_those_of_others(
    client: Client, ada: User
) -> None:
    work = make_work(ada, chapters=2)
    Work.objects.filter(pk=work.pk).update(comment_count=7)
    for chapter in work.posted_chapters():
        page = LexborHTMLParser(client.get(chapter.get_absolute_url()).content)
        [way] = page.css("#comments_placeholder a")
        assert way.text(strip=True) == "Comments"


def test_a_series_does_not_join_an_anonymous_work_with_its_author(
    client: Client, ada: User, bo: User
) -> None:
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    secret = make_work(ada, title="Unsigned", is_anonymous=True)
    series.add(secret)
    client.force_login(bo)
    # As long as nothing in it is signed, it may be known.
    assert "The Weir Books" in read(client, secret.get_absolute_url())
    draft = make_work(ada, title="Ebb", posted=False)
    series.add(draft)
    own = (secret.get_absolute_url(), "/works", series.get_absolute_url())

    assert "The Weir Books" not in read(client, secret.get_absolute_url())
    assert "The Weir Books" not in read(client, "/works")
    assert client.get(series.get_absolute_url()).status_code == 404

    draft.chapters.get().post(by=ada)
    first, last = make_work(ada, title="Flood"), make_work(ada, title="Slack")
    for work in (first, last):
        series.add(work)
    assert "The Weir Books" not in read(client, secret.get_absolute_url())
    assert "Unsigned" not in read(client, series.get_absolute_url())
    assert "Unsigned" not in read(client, draft.get_absolute_url())
    assert "Unsigned" not in read(client, f"/users/{ada.username}/series")

    client.force_login(ada)
    for url in own[::2]:
        assert "The Weir Books" in read(client, url)
        assert "Unsigned" in read(client, url)


class TestTheAdultGate:
    def test_asks_before_the_text_and_remembers_the_answer(self, client: Client, ada: User) -> None:
        work = make_work(ada, rating=Rating.EXPLICIT)
        other = make_work(ada, rating=Rating.MATURE)

        assert "cockles" not in read(client, work.get_absolute_url())
        assert "cockles" in read(client, f"{work.get_absolute_url()}?view_adult=true")
        assert "cockles" in read(client, other.get_absolute_url())

    def test_tells_what_is_behind_it_to_who_shares_its_link(
        self, client: Client, ada: User
    ) -> None:
        work = make_work(ada, title="Low Water", rating=Rating.EXPLICIT, summary="<p>Mussels.</p>")

        head = LexborHTMLParser(client.get(work.get_absolute_url()).content).head
        assert head is not None
        told = {
            str(each.attributes["property"]): str(each.attributes["content"])
            for each in head.css("meta[property]")
        }

        assert "Low Water" in told["og:title"]
        assert "Mussels." in told["og:description"]
        assert "cockles" not in "".join(told.values())

    def test_stands_before_every_way_in(self, client: Client, ada: User) -> None:
        work = make_work(ada, rating=Rating.NOT_RATED, chapters=2)
        chapter = work.chapters.first()
        assert chapter

        for url in (chapter.get_absolute_url(), f"{work.get_absolute_url()}?view_full_work=true"):
            assert "Proceed" in read(client, url)
            assert "cockles" not in read(client, url)

    def test_stands_before_the_page_of_places(self, client: Client, ada: User, bo: User) -> None:
        work = make_work(ada, rating=Rating.EXPLICIT)
        url = f"{work.chapters.get().get_absolute_url()}/places"
        client.force_login(bo)

        assert "cockles" not in read(client, url)
        assert "cockles" in read(client, f"{url}?view_adult=true")

    def test_does_not_ask_the_author_or_who_said_so(
        self, client: Client, ada: User, bo: User
    ) -> None:
        work = make_work(ada, rating=Rating.EXPLICIT)
        client.force_login(ada)
        assert "cockles" in read(client, work.get_absolute_url())

        client.force_login(bo)
        assert "cockles" not in read(client, work.get_absolute_url())
        chapter = work.chapters.get().get_absolute_url()
        answer = client.post(f"{work.get_absolute_url()}/adult", {"next": chapter})
        assert answer.headers["Location"] == chapter
        assert "cockles" in read(client, work.get_absolute_url())


def test_who_hides_warnings_sees_them_only_when_asked_for(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(
        ada, chapters=2, tags={TagKind.FANDOM: ["Weirs"], TagKind.FREEFORM: ["Cockles everywhere"]}
    )
    bo.preferences.hides_warnings = bo.preferences.hides_freeforms = True
    bo.preferences.save()
    client.force_login(bo)

    page = read(client, work.get_absolute_url())

    assert page.index("<details", page.index("work-about")) < page.index("Cockles everywhere")


@pytest.mark.usefixtures("left_behind")
def test_a_chapter_page_costs_the_same_however_long_the_work(
    client: Client, ada: User, bo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    work = make_work(ada, chapters=30, may_comment=MayComment.EVERYONE)
    chapter = work.chapters.all()[15]
    client.force_login(bo)
    client.get(chapter.get_absolute_url())

    with django_assert_max_num_queries(9):
        client.get(chapter.get_absolute_url())


def test_what_was_made_of_a_work_stands_after_the_way_on(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=2)
    RelatedWork.objects.create(
        work=make_work(bo),
        relation=Relation.INSPIRED_BY,
        parent=work,
        approved_at=timezone.now(),
    )
    first = client.get(work.get_absolute_url()).content.decode()

    assert first.index('rel="next" href', first.index("<main")) < first.index('id="offspring"')


@pytest.mark.parametrize("words", ["short and sweet", "many words. " * 40])
def test_the_beginning_of_a_summary_is_cut_between_words(words: str) -> None:
    start = opening(f"<p>{words}</p>")

    assert start.split()[-1] in {word.rstrip(".") for word in words.split()}
    assert len(start) <= OPENING
    assert (start == words) == (len(words) <= OPENING)


def end_of(client: Client, work: Work) -> str:
    """What stands after the last chapter, above thanks and talk."""
    last = work.posted_chapters().order_by("-position")[0]
    after = LexborHTMLParser(read(client, last.get_absolute_url())).css_first("footer.after")
    assert after is not None
    for part in after.css(".after-actions, .after-comments, .clubs-slot"):
        part.decompose()
    return " ".join(after.text().split())


def test_a_finished_story_says_so_and_leads_to_one_more_by_its_author(
    client: Client, ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=2, chapters_planned=2)
    assert end_of(client, work) == "The end"
    make_work(bo, title="By another")
    make_work(ada, title="In the drawer", posted=False)
    make_work(ada, title="Unsigned", is_anonymous=True)
    older = make_work(ada, title="Older")
    newer = make_work(ada, title="Newer")

    assert end_of(client, work) == "The end More by Ada: Newer"
    client.force_login(bo)
    assert end_of(client, work) == "The end More by Ada: Newer"
    visit(user=bo, chapter=newer.chapters.get())
    assert end_of(client, work) == f"The end More by Ada: {older.title}"
    entire = read(client, f"{work.get_absolute_url()}?view_full_work=true")
    assert "The end" in entire
    assert "More by" in entire

    work.is_anonymous = True
    work.save()
    assert end_of(client, work) == "The end", "it would name who wrote it"


def test_a_story_that_is_not_finished_or_goes_on_in_its_series_leads_nowhere_else(
    client: Client, ada: User
) -> None:
    going_on = make_work(ada, chapters=2, chapters_planned=3)
    make_work(ada, title="Newer")
    assert "The end" not in end_of(client, going_on)
    assert "More by" not in end_of(client, going_on)

    first, second = make_work(ada, chapters_planned=1), make_work(ada, title="Second")
    series = Series.objects.create(title="The Weir Books", made_by=ada)
    for position, work in enumerate((first, second), 1):
        SeriesEntry.objects.create(series=series, work=work, position=position)
    assert end_of(client, first) == "The end Next in The Weir Books: Second"
