"""Filters and their numbers tell of what the asker may read and of nothing else: compared with the database, for everybody of a cast."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.comments.models import Kudos
from bookcub.finding.queries.conditions import conditions_of
from bookcub.finding.queries.list_filters import MOST_COMMON, ListFilters
from bookcub.people.models import User
from bookcub.reading.hooks import ListScope
from bookcub.reading.models import Bookmark, Place
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Visibility, Work
from tests.browsing import Client
from tests.finding.test_found_works import fill, listed, people, signers, tags  # noqa: F401  # one is a fixture
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db

Condition = Callable[[Work], bool]


def key_of(name: str) -> int:
    return Tag.objects.get(name=name).pk


def asking() -> list[tuple[str, Condition]]:
    """Addresses, and which of the works that somebody may read are meant."""
    fen, weir, burn, storms = map(key_of, ("The Long Fen", "Weirlands", "Slow Burn", "Storms"))
    return [
        (f"in=tag:{fen}", lambda work: "The Long Fen" in tags(work)),
        (f"in=tag:{fen}&in=tag:{weir}", lambda work: {"The Long Fen", "Weirlands"} <= {*tags(work)}),
        (f"out=tag:{burn}", lambda work: "Slow Burn" not in tags(work)),
        (f"in=tag:{fen}&out=tag:{burn}&out=tag:{storms}",
         lambda work: "The Long Fen" in tags(work) and not {"Slow Burn", "Storms"} & {*tags(work)}),
        ("in=rating:general", lambda work: work.rating == "general"),
        ("in=rating:general&in=rating:explicit", lambda work: work.rating in {"general", "explicit"}),
        ("out=rating:explicit", lambda work: work.rating != "explicit"),
        ("with=slow burn, STORMS", lambda work: {"Slow Burn", "Storms"} <= {*tags(work)}),
        ("without=Slow Burn", lambda work: "Slow Burn" not in tags(work)),
        ("words_from=1k", lambda work: work.word_count >= 1000),
        ("words_from=500&words_to=1,500", lambda work: 500 <= work.word_count <= 1500),
        ("time=15", lambda work: work.word_count <= 15 * 230),
        ("time=180%2B", lambda work: work.word_count > 180 * 230),
        ("chapter_words_from=300", lambda work: work.word_count // work.chapter_count >= 300),
        ("complete=yes", lambda work: work.is_complete),
        ("complete=no", lambda work: not work.is_complete),
        ("oneshot=yes", lambda work: work.chapter_count == 1 and work.chapters_planned == 1),
        ("crossover=no", lambda work: sum(name in tags(work) for name in FANDOMS) < 2),
        ("lang=de", lambda work: work.language == "de"),
        ("q=weir&complete=yes", lambda work: work.is_complete and "weir" in told(work)),
        ("in_series=yes", lambda work: not work.is_anonymous and work.series_entries.openly().exists()),
        ("in=tag:9999999", lambda work: True),  # names nothing, so asks nothing
    ]  # fmt: skip


FANDOMS = ["Original Work", "Weirlands", "The Long Fen"]


def told(work: Work) -> set[str]:
    text = " ".join([work.title, work.summary, *tags(work), *signers(work)])
    return {word.lower() for word in re.findall(r"\w+", text)}


def filters(query: str, who: User | AnonymousUser, scope: ListScope = ListScope()) -> ListFilters:  # noqa: B008  # it never changes
    request = RequestFactory().get("/works?" + query)
    request.user = who
    return ListFilters(request, scope)  # type: ignore[arg-type]  # as the middleware makes it


@pytest.mark.parametrize("seed", [11, 12])
def test_each_filter_and_each_of_its_numbers_is_of_what_one_may_read(
    follower: Follower,  # noqa: F811
    people: dict[str, User | AnonymousUser],  # noqa: F811
    seed: int,
) -> None:
    follower.step()
    fill(people, random.Random(seed))  # noqa: S311  # no secret
    follower.step()
    forget_readers()

    for name, who in people.items():
        known = Work.objects.visible_to(who).posted().without_muted(who)
        works = list(known.prefetch_related("creatorships__pseud__user", "tags"))
        for query, is_meant in asking():
            made = filters(query + "&panel=1", who)
            wanted = [work for work in works if is_meant(work)]
            found = made.works if made.is_on else made._found  # of a list without conditions
            assert found is not None
            assert made.remarks == []
            assert (made.count, sorted(listed(found))) == (
                len(wanted),
                sorted(work.pk for work in wanted),
            ), (name, query)
            for group in made.groups():
                if group.name in {*TagKind.values}:
                    counted: Counter[str] = Counter(
                        str(tag.pk)
                        for work in wanted
                        for tag in work.tags.all()
                        if tag.kind == group.name
                    )
                elif group.name == "rating":
                    counted = Counter(work.rating for work in wanted)
                else:
                    continue
                shown = {
                    one.token.split(":")[1]: one.count
                    for one in group.facets
                    if one.count is not None
                }
                assert len(shown) == min(MOST_COMMON, len(counted)), (name, query, group.name)
                assert shown == {key: counted[key] for key in shown}


def test_a_list_of_one_tag_or_one_person_is_filtered_within_itself(
    follower: Follower,  # noqa: F811
    ada: User,
    cy: User,
) -> None:
    follower.step()
    hers = make_work(ada, title="The Weir", tags={TagKind.FANDOM: ["A"]}, rating="teen")
    make_work(ada, title="The Mill", tags={TagKind.FANDOM: ["B"]}, rating="general")
    make_work(cy, title="The Heron", tags={TagKind.FANDOM: ["A"]}, rating="general")
    make_work(ada, title="Unsigned", tags={TagKind.FANDOM: ["B"]}, rating="teen", is_anonymous=True)
    follower.step()
    forget_readers()
    pseud = str(ada.pseuds.get().pk)

    made = filters("in=rating:teen", AnonymousUser(), ListScope("pseud_id", [pseud]))
    assert made.works
    assert listed(made.works) == [hers.pk]
    made = filters("in=rating:teen", AnonymousUser(), ListScope("tag_id", [str(key_of("A"))]))
    assert made.works
    assert listed(made.works) == [hers.pk]
    made = filters("in=rating:teen", AnonymousUser(), ListScope("pseud_id", []))
    assert made.works
    assert listed(made.works) == []


def test_what_is_my_own_can_be_left_out(
    follower: Follower,  # noqa: F811
    ada: User,
    bo: User,
    cy: User,
) -> None:
    follower.step()
    begun, thanked, kept, new = (make_work(ada, title=title) for title in "ABCD")
    Place.objects.create(user=bo, work=begun, work_title="A")
    Kudos.objects.create(user=bo, work=thanked)
    Bookmark.objects.create(pseud=bo.pseuds.get(), work=kept, title="C")
    Place.objects.create(user=cy, work=new, work_title="D")  # somebody else's
    follower.step()
    forget_readers()

    def titles(query: str, who: User | AnonymousUser = bo) -> set[str]:
        found = filters(query, who).works
        return {Work.objects.get(pk=key).title for key in listed(found)} if found else set()

    assert titles("hide=begun") == {"B", "C", "D"}
    assert titles("hide=kudos") == {"A", "C", "D"}
    assert titles("hide=bookmarked&hide=begun") == {"B", "D"}
    assert titles("hide=finished") == {"A", "B", "C", "D"}
    # Of a guest nobody knows what they have read.
    assert filters("hide=begun", AnonymousUser()).works is None


def test_a_tag_that_nobody_may_hear_of_is_named_by_no_address(
    follower: Follower,  # noqa: F811
    ada: User,
    bo: User,
    di: User,
) -> None:
    """Numbers of tags can be tried out one after the other."""
    follower.step()
    make_work(ada, title="Draft", posted=False, tags={TagKind.FREEFORM: ["The Secret Heir"]})
    make_work(
        ada, title="For Di", visibility=Visibility.NAMED, tags={TagKind.FREEFORM: ["Her Surgery"]}
    )
    follower.step()
    forget_readers()
    Work.objects.get(title="For Di").named_readers.add(di)
    make_work(
        ada,
        title="For members",
        visibility=Visibility.MEMBERS,
        tags={TagKind.FREEFORM: ["Among Ourselves"]},
    )
    follower.step()
    forget_readers()
    for name, who, is_known in (
        ("Her Surgery", di, True),
        ("Her Surgery", AnonymousUser(), False),
        ("Among Ourselves", bo, True),
        ("Among Ourselves", AnonymousUser(), False),
    ):
        made = filters(f"in=tag:{key_of(name)}", who)
        assert ([chip.label for chip in made.chips], made.count) == (
            ([name], 1) if is_known else ([], None)
        )
        assert bool(filters(f"with={name}", who).conditions.remarks) != is_known
    for name in ("The Secret Heir", "Her Surgery"):
        made = filters(f"in=tag:{key_of(name)}", bo)
        assert (made.chips, made.is_on) == ([], False)
        made = filters(f"with={name}", bo)
        assert made.count == 0
        assert made.conditions.remarks["with"] == filters("with=No such", bo).conditions.remarks[
            "with"
        ].replace("No such", name)


def test_what_makes_no_sense_is_told_and_the_rest_is_asked(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    follower.step()
    make_work(ada, title="The Weir", rating="teen")
    follower.step()
    forget_readers()

    page = client.get(
        "/works?words_from=many&in=rating:teen&in=rating:nine&panel=1&lang=xx&updated=9d"
    )
    text = page.content.decode()
    assert "“many” is no number." in text
    assert 'value="many"' in text
    assert "The Weir" in text
    assert [chip.label for chip in page.context["filters"].chips] == ["Teen And Up Audiences"]


def test_an_empty_list_says_what_to_leave_out(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    follower.step()
    make_work(ada, title="The Weir", rating="teen", language="en")
    make_work(ada, title="The Mill", rating="teen", language="en")
    make_work(ada, title="Das Wehr", rating="general", language="de")
    follower.step()
    forget_readers()

    page = client.get("/works?in=rating:teen&lang=de")
    hints = page.context["filters"].hints()
    assert [chip.count for chip in hints] == [2, 1]
    assert "2 works" in page.content.decode()
    for chip in hints:
        assert len(client.get(chip.url).context["page"].object_list) == chip.count


def test_chips_take_one_condition_off_and_keep_the_others(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    follower.step()
    make_work(ada, title="The Weir", tags={TagKind.FREEFORM: ["Storms", "Slow Burn"]})
    follower.step()
    forget_readers()

    page = client.get("/works?with=Storms, Slow Burn&words_to=9k&sort=title")
    labels = [chip.label for chip in page.context["filters"].chips]
    assert labels == ["Storms", "Slow Burn", "At most 9,000 words"]
    page = client.get(page.context["filters"].chips[0].url)
    assert [chip.label for chip in page.context["filters"].chips] == labels[1:]
    assert page.context["filters"].sort == "title"


def test_while_the_index_is_missing_the_list_is_whole_and_says_so(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    make_work(ada, title="The Weir", rating="teen")
    text = client.get("/works?in=rating:general&panel=1").content.decode()
    assert "The Weir" in text
    assert "The index is being built" in text


def test_a_part_is_the_list_and_its_panel_and_knows_the_address(
    follower: Follower,  # noqa: F811
    client: Client,
    ada: User,
) -> None:
    follower.step()
    for number in range(25):
        make_work(ada, title=f"The Weir {number}")
    follower.step()
    forget_readers()
    answer = client.get("/works?words_from=0&panel=1&part=true", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.lstrip().startswith("<div")
    assert 'hx-swap-oob="true"' in text
    assert "part=true" not in text
    assert answer["HX-Replace-Url"] == "/works?words_from=0&panel=1"


PARAMS = ["q", "in", "out", "with", "without", "words_from", "words_to", "chapter_words_to", "relationships_to",
          "updated", "time", "complete", "lang", "hide", "sort", "panel"]  # fmt: skip
PAIRS = st.tuples(
    st.sampled_from(PARAMS),
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "tag:1",
                "tag:-1",
                "tag:999999999999999999999",
                "rating:teen",
                "rating:",
                ":",
                "5k",
                "1",
                "7d",
                "yes",
            ]
        ),
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PAIRS, max_size=8))
def test_whatever_an_address_holds_is_read(
    follower: Follower,  # noqa: F811
    bo: User,
    pairs: list[tuple[str, str]],
) -> None:
    follower.step()
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    conditions = conditions_of(query, bo)
    # What it says of itself is the same question.
    again = conditions_of(QueryDict(conditions.address()), bo)
    assert again.node() == conditions.node()
    made = filters(query.urlencode(), bo)
    assert made.chips is not None
    assert made.count is None or made.count >= 0
    if made.is_open:
        assert made.groups() is not None
