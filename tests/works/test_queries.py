from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works.actions import add_chapter, invite_co_creator, make_work, put_in_series, relate
from bookcub.works.fields import ChapterFields, WorkFields
from bookcub.works.models import Relation, Series, Work, WorkingCopy
from bookcub.works.queries.bylines import pseuds_named
from bookcub.works.queries.forms import prefetched_for_form, writer
from bookcub.works.queries.pages import (
    chapters_of,
    desk,
    history,
    invitations,
    own_works,
    parts_of,
    relations,
)
from tests.browsing import Client
from tests.works.conftest import LONG_ENOUGH, TAGS

pytestmark = pytest.mark.both


@pytest.fixture
def much(ada: User, bo: User) -> list[Work]:
    """Five works of Ada's, each with drafts, a series, a debt and an open invitation."""
    works = []
    for number in range(5):
        work = make_work(
            by=ada.default_pseud,
            fields=WorkFields(title=f"Work {number}"),
            tags={**TAGS, TagKind.FREEFORM: [f"Tag {number}"]},
        )
        for title in ("One", "Two"):
            add_chapter(
                work=work,
                by=ada.default_pseud,
                fields=ChapterFields(title=title),
                html=LONG_ENOUGH,
            )
        work.chapters.get(position=1).post(by=ada)
        relate(work=work, relation=Relation.INSPIRED_BY, title="An old song")
        invite_co_creator(work=work, pseud=bo.default_pseud, by=ada)
        works.append(work)
    series = put_in_series(work=works[0], title="All", by=ada)
    for work in works[1:]:
        series.add(work)
        relate(work=work, relation=Relation.INSPIRED_BY, parent=works[0])
    WorkingCopy.objects.create(user=ada, form_key="new-work-0000000000")
    return works


@pytest.mark.usefixtures("much")
def test_each_page_costs_the_same_few_queries_however_much_there_is(
    ada: User, bo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        for work in own_works(ada, 1):
            assert [creatorship.pseud.byline for creatorship in work.creatorships.all()]
    with django_assert_num_queries(4):
        seen = desk(ada)
        assert [row.work.title for row in seen.drafts]
        assert [copy.title for copy in seen.copies]
    with django_assert_num_queries(4):
        found = relations(ada)
        assert [str(related) for related in [*found.to_me, *found.from_me]]
    with django_assert_num_queries(2):
        assert [asked.byline for asked in invitations(bo)] == ["Ada"] * 5
    with django_assert_num_queries(2):
        who = writer(ada)
        assert [len(who.pseud_choices), len(who.series_choices)] == [1, 1]


def test_a_works_own_pages_cost_the_same_few_queries(
    much: list[Work], ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    work = much[1]
    series = Series.objects.get()
    chapter = work.chapters.get(position=1)
    for number in range(3):
        chapter.rewrite(by=ada.default_pseud, html=f"<p>State number {number}.</p>")

    with django_assert_num_queries(7):
        prefetched = prefetched_for_form(work)
        assert prefetched.tags_of(TagKind.FREEFORM)[0].name == "Tag 1"
        assert [str(related) for related in prefetched.parents.all()]
    with django_assert_num_queries(1):
        assert [one.title for one in chapters_of(work)] == ["One", "Two"]
    with django_assert_num_queries(2):
        assert len(parts_of(series, ada)) == 5
    with django_assert_num_queries(3):
        seen = history(chapter, number=1, old=1, new=3)
        assert [str(revision.saved_by) for revision in seen.revisions] == ["Ada"] * 4
        assert seen.rows


def test_people_are_found_by_user_name_pseud_and_byline(ada: User, bo: User, cy: User) -> None:
    wren = bo.pseuds.create(name="Wren")
    assert pseuds_named(["BO", "wren", "Wren (bo)"], field="x") == [bo.default_pseud, wren, wren]

    cy.pseuds.create(name="Wren")
    with pytest.raises(Exception, match="Wren"):
        pseuds_named(["Wren"], field="x")


def test_people_are_suggested_by_the_beginning_of_their_names(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    bo.pseuds.create(name="Adams heir")
    User.objects.filter(pk=cy.pk).update(is_active=False)
    client.force_login(bo)

    def suggested(term: str) -> list[str]:
        results = client.get("/works/people", {"q": term}).json()["results"]
        return [row["name"] for row in results]

    # First whom the name alone means.
    adams = User.objects.create_user("Adams")
    adams.pseuds.update(name="Zora", folded="zora")
    assert suggested("adams") == [adams.default_pseud.byline, "Adams heir (Bo)"]
    # Then the names that people go by, before their other pseuds.
    bo.pseuds.create(name="Ad hoc")
    assert suggested("aD") == ["Ada", "Ad hoc (Bo)", "Adams heir (Bo)"]
    assert suggested("cy") == []
    assert suggested("") == []
    assert suggested("x" * 41) == []
