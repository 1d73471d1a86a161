"""The pages about choosing: who sees what, what a button does, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import messages
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.closing import close
from bookcub.picks.actions.nominations import second
from bookcub.picks.actions.picks import NotNowError, open_or_current
from bookcub.picks.actions.rules import adopt_rules, choose_by
from bookcub.picks.models import Ballot, Method, Pick, PickRules, Stage, TieRuleChoice
from bookcub.reading.actions.lists import put_on_shelf
from bookcub.reading.models import Bookmark, ShelfKind
from bookcub.reads.models import Read
from bookcub.works.models import Visibility, Work
from bookcub.works.signals import work_revised
from tests.browsing import Client, words_of
from tests.making import make_club, make_read, make_work
from tests.picks.picking import ballot, begin, closed, club_of, fresh, leave, member, suggest
from tests.refused import refused

pytestmark = pytest.mark.django_db


def page(client: Client, who: User, address: str) -> str:
    client.force_login(who)
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def seen(client: Client, who: User, address: str, name: str = "page") -> Any:
    """What a page was made of."""
    client.force_login(who)
    return client.get(address).context[name]


def post(client: Client, who: User, address: str, **values: Any) -> Any:
    client.force_login(who)
    return client.post(address, values)


# Two friends


def test_for_two_there_is_no_ceremony(client: Client, ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    picks = f"/clubs/{club.pk}/picks"

    mine, theirs = page(client, ada, picks), page(client, bo, picks)
    hers, his = (seen(client, who, picks, "top") for who in (ada, bo))

    assert (hers.is_my_turn, his.is_my_turn) == (True, False)
    assert 'name="q"' in mine
    assert 'name="title"' in mine
    assert his.turn is not None
    assert (his.turn.whose, his.turn.after) == (member(club, ada), member(club, bo))
    assert "/passes" not in theirs


def test_one_chooses_a_work_in_one_s_turn_from_looking_to_reading(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    work = make_work(ada, title="The Weir")

    found = page(client, ada, f"/clubs/{club.pk}/nominations/new?q=weir")
    assert f"?work={work.pk}" in found
    chosen = page(client, ada, f"/clubs/{club.pk}/nominations/new?work={work.pk}")
    assert f'action="/clubs/{club.pk}/nominations/new"' in chosen
    assert f'name="work" value="{work.pk}"' in chosen
    answer = post(
        client, ada, f"/clubs/{club.pk}/nominations/new", work=work.pk, why="The cockles."
    )

    pick = Pick.objects.get()
    assert answer.url == pick.get_absolute_url()
    assert Read.objects.get(pick=pick).work == work
    result = page(client, bo, pick.get_absolute_url())
    assert "The Weir" in result
    assert "The cockles." in result
    assert seen(client, bo, f"/clubs/{club.pk}/picks", "top").is_my_turn


def test_a_wish_is_shown_to_the_one_whose_turn_it_is_and_taken_with_one_press(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    post(
        client, bo, f"/clubs/{club.pk}/nominations/new", title="Moss", author="Somebody", why="Do!"
    )

    pick = Pick.objects.get()
    later = make_work(ada, title="Later")
    put_on_shelf(user=ada, work=later, kind=ShelfKind.LATER)
    for address in (f"/clubs/{club.pk}/picks", pick.get_absolute_url()):
        shown = page(client, ada, address)
        assert "Moss" in shown
        assert "/chance" not in shown, "one wish needs none"
        assert "nomination-number" not in shown
        assert shown.index("Moss") < shown.index(f"?work={later.pk}") < shown.rindex('name="q"')
    new = page(client, ada, f"/clubs/{club.pk}/nominations/new")
    assert "1 wish" in words_of(new)
    assert new.index(f"?work={later.pk}") < new.rindex('name="q"')
    answer = post(client, ada, f"{pick.get_absolute_url()}/nominations/1/choice")

    assert answer.status_code == 302
    assert fresh(pick).stage == Stage.PICKED
    told_once = "is your next read. Bo has been told."
    assert told_once in words_of(page(client, ada, pick.get_absolute_url()))
    made = page(client, ada, pick.get_absolute_url())
    assert "been told" not in words_of(made)
    assert "The choice is made." in words_of(made)
    assert "Somebody" in page(client, bo, pick.get_absolute_url())
    delete = f"{pick.get_absolute_url()}/delete"
    assert delete in made
    unfolded = re.sub(r"<details.*?</details>", "", made, flags=re.DOTALL)
    assert delete in unfolded, "one press has chosen it, so taking it back is one to see"
    begun = fresh(pick).read
    assert begun is not None
    assert f"/reads/{begun.pk}/delete" in unfolded
    Read.objects.update(finished_at=now())
    [told] = seen(client, ada, f"/clubs/{club.pk}/picks", "past")
    assert (told.who.name, told.chooser.name, told.is_wish, told.how) == ("Bo", "Ada", True, "")
    assert "wished by" in words_of(page(client, ada, f"/clubs/{club.pk}/picks"))


def test_a_turn_is_passed_by_oneself_or_a_host_and_nobody_else(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    passes = f"/clubs/{club.pk}/picks/passes"

    assert post(client, bo, passes, whose=member(club, ada).pk).status_code == 403
    assert post(client, ada, passes, whose="nobody").status_code == 404
    assert post(client, ada, passes, whose=member(club, ada).pk).status_code == 302
    again = post(client, ada, passes, whose=member(club, ada).pk)
    assert again.status_code == 409
    assert post(client, ada, passes, whose=member(club, bo).pk).status_code == 302
    assert seen(client, cy, f"/clubs/{club.pk}/picks", "top").is_my_turn


def test_chance_chooses_with_a_draw_that_can_be_checked(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    pick = open_or_current(club=club, by=member(club, bo))
    suggest(pick, bo, "Moss")

    assert post(client, bo, f"{pick.get_absolute_url()}/chance").status_code == 409
    assert post(client, ada, f"{pick.get_absolute_url()}/chance").status_code == 302

    drawn = page(client, bo, f"{pick.get_absolute_url()}/count")
    for shown in (pick.seed, pick.commitment, "1/1"):
        assert shown in drawn


# More people


def test_from_suggestions_over_the_ballots_to_the_count(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    assert post(client, bo, f"/clubs/{club.pk}/picks/new").status_code == 403
    answer = post(client, ada, f"/clubs/{club.pk}/picks/new", word="Something short")
    pick = Pick.objects.get()
    assert answer.url == pick.get_absolute_url()
    here = pick.get_absolute_url()
    for who, title in ((ada, "Salt"), (bo, "Moss"), (cy, "Tide")):
        assert (
            post(client, who, f"/clubs/{club.pk}/nominations/new", title=title).status_code == 302
        )
    assert "Something short" in page(client, bo, here)
    assert post(client, bo, f"{here}/closing").status_code == 403
    assert post(client, ada, f"{here}/closing").status_code == 409, "nobody is missing, but it asks"
    assert post(client, ada, f"{here}/closing", sure="nominating").status_code == 302

    voting = page(client, bo, here)
    assert 'name="rank-1"' in voting
    assert seen(client, bo, here).voted == 0
    orders = {ada: ("1", "2", ""), bo: ("2", "1", "3"), cy: ("", "2", "1")}
    for before, (who, (one, two, three)) in enumerate(orders.items()):
        shown = seen(client, who, here)
        assert (shown.voted, shown.members, shown.count) == (before, 3, None)
        assert shown.is_last_ballot is (who == cy)
        assert not seen(client, bo, f"{here}/count", "count")
        ranks = {"rank-1": one, "rank-2": two, "rank-3": three}
        assert post(client, who, f"{here}/ballot", **ranks).status_code == 302
    assert [each.ranking for each in Ballot.objects.order_by("pk")] == [[1, 2], [2, 1, 3], [3, 2]]

    # 1 1 1: the latest of the level goes out, Tide, to Moss: 1 and 2.
    counted = page(client, bo, f"{here}/count")
    count = seen(client, bo, f"{here}/count", "count")
    assert [">Moss<" in line.title for line in count.lines if line.is_winner] == [True]
    assert [line.votes for line in count.lines if line.is_winner] == [(1, 2)]
    assert '<svg class="drawn-along"' in counted
    assert [(card.title, card.votes) for card in seen(client, bo, here).cards] == [
        ("Moss", "2 votes"),
        ("Salt", "1 vote"),
        ("Tide", "1 vote, eliminated in round 1"),
    ]
    (past,) = client.get(f"/clubs/{club.pk}/picks").context["past"]
    assert (past.title, past.others, past.has_count) == ("Moss", 2, True)


def test_seconding_is_offered_where_it_decides_something_and_nowhere_else(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    plain = begin(club_of(ada, bo, cy), ada)
    suggest(plain, ada, "Salt")
    here = plain.get_absolute_url()
    assert "Second it" not in page(client, bo, here)
    assert post(client, bo, f"{here}/nominations/1/second").status_code == 409

    drawn = begin(club_of(ada, bo, cy, method="lottery"), ada)
    suggest(drawn, ada, "Salt")
    here = drawn.get_absolute_url()
    assert "Second it" in page(client, bo, here)
    assert post(client, bo, f"{here}/nominations/1/second").status_code == 302
    assert [card.seconds for card in seen(client, ada, here).cards] == [("Bo",)]
    assert post(client, bo, f"{here}/nominations/1/second/delete").status_code == 302


def test_two_with_the_same_place_come_back_as_they_were_typed(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)

    values = {"rank-1": "2", "rank-2": "2"}
    answer = post(client, cy, f"{pick.get_absolute_url()}/ballot", **values)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert refused(answer) == {""}
    assert shown.count('<option value="2" selected>2</option>') == 2
    assert not Ballot.objects.exists()
    for nonsense in ({"rank-1": "x"}, {}, {"rank-1": "99"}):
        assert post(client, cy, f"{pick.get_absolute_url()}/ballot", **nonsense).status_code == 422


@pytest.mark.parametrize("method", ["ranked", "approval"])
def test_what_one_votes_on_carries_what_is_known_of_it_and_stands_there_once(
    method: str, client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method=method), ada)
    suggest(pick, bo, "Tide Tables", "It is damp.")
    suggest(pick, ada, make_work(ada, title="The Weir"))
    closed(pick)

    shown = page(client, cy, pick.get_absolute_url())
    (form,) = re.findall(r"<form[^>]*/ballot\".*?</form>", shown, re.DOTALL)
    assert "Cast my ballot" in form, "no form within it ends it before its button"
    words = words_of(shown)
    assert words.count("Tide Tables") == 1
    ballot_of = seen(client, cy, pick.get_absolute_url(), "ballot")
    assert [card.title for card, _ in ballot_of.rows()] == ["Tide Tables", "The Weir"]
    assert "200 pages" in words
    assert "It is damp." in words


def test_a_ballot_of_ticks(client: Client, ada: User, bo: User, cy: User) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL, hides_results=False)
    pick = begin(club, ada)
    suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    here = pick.get_absolute_url()

    assert post(client, cy, f"{here}/ballot").status_code == 422
    assert post(client, cy, f"{here}/ballot", chosen=["1", "9"]).status_code == 422
    assert post(client, cy, f"{here}/ballot", chosen=["1", "2"]).status_code == 302
    shown = page(client, cy, here)
    assert seen(client, cy, here).count is not None  # this club lets everybody see it meanwhile
    assert shown.count("checked") == 2
    assert post(client, cy, f"{here}/ballot/delete").status_code == 302
    assert not Ballot.objects.exists()


def test_hidden_results_are_on_no_page_while_people_vote(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    one = suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)

    for who in (ada, bo):
        shown = page(client, who, pick.get_absolute_url())
        assert "rounds-part" not in shown
        assert "count-table" not in shown


def test_too_late_for_a_ballot_says_so_and_shows_the_result(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    one = suggest(pick, ada, "One")
    suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    closed(pick)

    answer = post(client, cy, f"{pick.get_absolute_url()}/ballot", **{"rank-2": "1"})

    assert answer.status_code == 409
    assert not Ballot.objects.filter(membership=member(pick.club, cy)).exists()


@pytest.mark.parametrize(
    ("methods", "sent"),
    [
        ((Method.RANKED, Method.APPROVAL), {"rank-1": "1", "rank-2": "2"}),
        ((Method.APPROVAL, Method.RANKED), {"chosen": ["1"]}),
    ],
)
def test_a_ballot_made_for_other_rules_is_not_called_empty(
    client: Client,
    ada: User,
    bo: User,
    cy: User,
    methods: tuple[Method, Method],
    sent: dict[str, Any],
) -> None:
    was, by_now = methods
    club = club_of(ada, bo, cy, method=was)
    pick = begin(club, ada)
    for who, title in ((ada, "One"), (bo, "Two")):
        suggest(pick, who, title)
    closed(pick)
    post(client, ada, f"/clubs/{club.pk}/names", name="Kim")
    kim = Membership.objects.by_name().get(club=club)
    paper = f"{pick.get_absolute_url()}/ballots/{kim.pk}"
    drawn = {
        address: LexborHTMLParser(page(client, ada, address)).css("input[name=method]")
        for address in (pick.get_absolute_url(), paper)
    }
    choose_by(club=club, method=by_now)
    adopt_rules(pick=pick, by=member(club, ada))

    for address, [method] in drawn.items():
        target = address if address == paper else f"{address}/ballot"
        answer = post(client, ada, target, method=method.attributes["value"], **sent)
        assert answer.status_code == 409
        assert "a host has changed how you vote" in words_of(answer.content.decode())
    assert not Ballot.objects.exists()


def test_an_outside_book_with_its_isbn_and_chapters(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    begin(club, ada)
    new = f"/clubs/{club.pk}/nominations/new"
    values = {
        "title": "The Tide Tables",
        "author": "H. Pool",
        "isbn": "0-306-40615-2",
        "chapters": "Ebb\n\n  Flood \nSlack",
        "url": "https://example.org/tides",
        "why": "For the maps.",
    }

    wrong = post(client, bo, new, **values | {"pages": "none", "isbn": "0-306-40615-3"})
    assert wrong.status_code == 422
    assert refused(wrong) == {"pages invalid"}
    shown = wrong.content.decode()
    for kept in ("The Tide Tables", "Flood", "0-306-40615-3", "For the maps."):
        assert kept in shown
    assert post(client, bo, new, title="   ").status_code == 422
    assert post(client, bo, new, title="T", pages="0").status_code == 422
    assert post(client, bo, new, title="T", url="javascript:alert(1)").status_code == 422
    assert post(client, bo, new, **values).status_code == 302

    book = Pick.objects.get().nominations.get().book
    assert book is not None
    assert (book.isbn, book.chapter_titles) == ("9780306406157", ["Ebb", "Flood", "Slack"])
    late = post(client, bo, new, title="Another", why="This took me an hour.")
    assert late.status_code == 409
    assert "This took me an hour." in late.content.decode()


@pytest.mark.parametrize("typed", ["0-306-40615-3", "no number at all", "9" * 200])
def test_an_isbn_that_is_none_is_left_out_with_a_word(
    client: Client, ada: User, bo: User, cy: User, typed: str
) -> None:
    club = club_of(ada, bo, cy)
    begin(club, ada)

    answer = post(client, bo, f"/clubs/{club.pk}/nominations/new", title="Tides", isbn=typed)

    book = Pick.objects.get().nominations.get().book
    assert book is not None
    assert (book.title, book.isbn) == ("Tides", "")
    assert f"“{typed[:30]}” does not add up" in page(client, bo, answer["Location"])


def test_a_book_that_a_club_of_ones_own_knows_is_filled_in_by_its_isbn(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    club, others = club_of(ada, bo, cy), club_of(di, cy)
    begin(club, ada, nominations_close_at=None)
    begin(others, di)
    here, there = (f"/clubs/{each.pk}/nominations/new" for each in (club, others))
    post(client, cy, there, title="The Tide Tables", author="H. Pool", isbn="0-306-40615-2")
    page(client, cy, there)

    # Bo belongs to no club that knows it.
    unknown = post(client, bo, here, isbn="0-306-40615-2")
    assert refused(unknown) == {"title required"}
    assert "Tide Tables" not in unknown.content.decode()
    assert post(client, cy, here, isbn="9780306406157", author="Pool").status_code == 302

    book = Pick.objects.get(club=club).nominations.get().book
    assert book is not None
    assert (book.title, book.author) == ("The Tide Tables", "Pool")
    Pick.objects.get(club=others).nominations.update(withdrawn_at=now())
    Pick.objects.get(club=club).nominations.update(withdrawn_at=now())
    assert post(client, cy, here, isbn="9780306406157").status_code == 422


def test_what_is_said_of_a_book_is_shown_as_text(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada, word="<b>word</b>")
    new = f"/clubs/{club.pk}/nominations/new"
    post(client, bo, new, title="<img src=x>", author="<i>", why="<script>alert(1)</script>")

    shown = page(client, ada, pick.get_absolute_url())

    for markup in ("<img src=x>", "<script>alert", "<b>word"):
        assert markup not in shown


def test_before_one_looks_what_is_kept_for_later_and_bookmarked_is_offered(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)
    later, marked, here, hidden, read = (
        make_work(cy, title=title) for title in ("Later", "Marked", "Here", "Hidden", "Read")
    )
    for work in (later, here, hidden, read):
        put_on_shelf(user=bo, work=work, kind=ShelfKind.LATER)
    for work in (marked, later):
        Bookmark.objects.create(pseud=bo.default_pseud, work=work, title=work.title)
    suggest(pick, ada, here)
    make_read(club, work=read)
    Work.objects.filter(pk=hidden.pk).update(visibility=Visibility.NAMED)
    address = f"/clubs/{club.pk}/nominations/new"

    assert [one.blurb.title for one in seen(client, bo, address, "offered")] == ["Later", "Marked"]
    assert "For later, and among your bookmarks" in page(client, bo, address)
    assert not seen(client, ada, address, "offered")
    assert not seen(client, bo, f"{address}?q=Later", "offered")
    for number in range(9):
        work = make_work(cy, title=f"More {number}")
        put_on_shelf(user=bo, work=work, kind=ShelfKind.LATER)
    assert len(seen(client, bo, address, "offered")) == 5


def test_looking_finds_by_title_author_and_address_what_one_may_read_and_nothing_else(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    begin(club, ada)
    weir = make_work(cy, title="The Weir")
    hidden = make_work(cy, title="Weir in the dark", visibility=Visibility.NAMED)
    draft = make_work(cy, title="Weir to be", posted=False)
    secret = make_work(cy, title="Nameless", is_anonymous=True)
    new = f"/clubs/{club.pk}/nominations/new"

    for asked in ("weir", "cy weir", f"http://testserver/works/{weir.pk}/chapters/1"):
        shown = page(client, bo, f"{new}?q={asked}")
        assert f"?work={weir.pk}" in shown
        assert f"?work={hidden.pk}" not in shown
        assert f"?work={draft.pk}" not in shown
    assert f"?work={secret.pk}" not in page(client, bo, f"{new}?q=Cy")
    assert f"?work={secret.pk}" in page(client, bo, f"{new}?q=nameless")
    for pk in (hidden.pk, draft.pk, 10**30, "x"):
        client.force_login(bo)
        assert client.get(f"{new}?work={pk}").status_code == 404
        assert client.post(new, {"work": pk}).status_code == 404


def test_what_was_sent_as_a_suggestion_does_not_become_the_next_read(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)
    new = f"/clubs/{club.pk}/nominations/new"
    work = make_work(cy, title="The Weir")
    assert 'name="meant" value="suggestion"' in page(client, ada, f"{new}?work={work.pk}")
    choose_by(club=club, method=Method.TURNS)
    adopt_rules(pick=pick, by=member(club, ada))

    for what in ({"work": work.pk}, {"title": "Moss"}):
        answer = post(client, ada, new, meant="suggestion", why="The cockles.", **what)
        assert answer.status_code == 409
        asked = answer.content.decode()
        assert "If you send this again, it is your next read." in words_of(asked)
        assert 'name="meant" value="choice"' in asked
        assert "The cockles." in asked, "nothing typed is lost"
    assert not Read.objects.exists()
    assert post(client, ada, new, meant="choice", work=work.pk).status_code == 302
    assert Read.objects.get().work == work


def test_a_wish_is_sent_as_a_wish(client: Client, ada: User, bo: User) -> None:
    club = club_of(ada, bo)
    new = f"/clubs/{club.pk}/nominations/new"
    work = make_work(ada, title="The Weir")

    for address in (f"{new}?work={work.pk}", new):
        words = words_of(page(client, bo, address))
        assert "Make this wish" in words
        assert "Suggest it" not in words


def test_whoever_brings_a_work_is_told_its_title_in_its_language(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)

    for title, who in (("La Mousse", bo), ("Le Sel", ada)):  # a wish, and whose turn it is
        work = make_work(ada, title=title, language="fr")
        answer = post(client, who, f"/clubs/{club.pk}/nominations/new", work=work.pk)
        *_, told = messages.get_messages(answer.wsgi_request)
        assert f'<bdi lang="fr" dir="ltr">{title}</bdi>' in str(told)


def test_a_suggestion_goes_by_the_work_s_new_name_unless_it_is_closed_and_forgets_who_became_anonymous(
    ada: User, bo: User, cy: User
) -> None:
    work = make_work(ada, title="Salt")
    nomination = suggest(begin(club_of(ada, bo, cy), ada), bo, work)

    def renamed(**fields: object) -> tuple[str, str]:
        Work.objects.filter(pk=work.pk).update(**fields)
        work_revised.send(Work, work=work)
        nomination.refresh_from_db()
        return nomination.title, nomination.byline

    assert renamed(title="Salt and Silver") == ("Salt and Silver", "Ada")
    assert renamed(title="My secret", visibility=Visibility.NAMED) == ("Salt and Silver", "Ada")
    assert renamed(is_anonymous=True) == ("Salt and Silver", "Anonymous")


def test_a_work_that_closes_keeps_its_title_and_loses_its_link(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    work = make_work(ada, title="Closing")
    suggest(pick, bo, work)
    assert work.get_absolute_url() in page(client, cy, pick.get_absolute_url())
    work.visibility = Visibility.NAMED
    work.title = "A new and private title"
    work.save()

    shown = page(client, cy, pick.get_absolute_url())

    assert "Closing" in shown
    assert [card.is_closed for card in seen(client, cy, pick.get_absolute_url()).cards] == [True]
    assert f'href="{work.get_absolute_url()}"' not in shown
    assert "private title" not in shown


def test_a_host_settles_a_tie_and_others_do_not(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL, tie_rule=TieRuleChoice.HOST)
    pick = begin(club, ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, bo, two)
    closed(pick)
    here = pick.get_absolute_url()

    assert f"{here}/nominations/2/choice" in page(client, ada, here)
    theirs = page(client, bo, here)
    assert f"{here}/nominations/2/choice" not in theirs
    assert post(client, bo, f"{here}/nominations/2/choice").status_code == 403
    assert post(client, ada, f"{here}/nominations/2/choice").status_code == 302
    assert fresh(pick).winner == two
    assert post(client, ada, f"{here}/nominations/1/choice").status_code == 409


def test_hosts_set_another_day_and_the_past_is_refused(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    here = f"{pick.get_absolute_url()}/deadline"
    later = localtime(now() + timedelta(days=9), ada.preferences.zone).strftime("%Y-%m-%dT%H:%M")

    assert post(client, bo, here, closes_at=later).status_code == 403
    for wrong in ("2001-01-01T10:00", "tomorrow", "", "2999-01-01T10:00"):
        assert post(client, ada, here, closes_at=wrong).status_code == 422
    assert post(client, ada, here, closes_at=later).status_code == 302
    closes_at = fresh(pick).nominations_close_at
    assert closes_at is not None
    assert localtime(closes_at, ada.preferences.zone).strftime("%Y-%m-%dT%H:%M") == later


def test_giving_up_asks_first_and_keeps_what_was_suggested(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, bo, "One")
    give_up = f"{pick.get_absolute_url()}/cancellation"

    assert post(client, bo, give_up).status_code == 403
    assert '<form method="post" class="row">' in page(client, ada, give_up)
    assert fresh(pick).stage == Stage.NOMINATING
    assert post(client, ada, give_up).status_code == 302
    shown = page(client, bo, pick.get_absolute_url())
    assert "One" in shown
    assert fresh(pick).stage == Stage.CANCELLED
    assert pick.get_absolute_url() in page(client, bo, f"/clubs/{pick.club_id}/picks")


def test_only_who_brought_it_or_a_host_takes_it_off_the_list(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, bo, "Quicksand")
    off = f"{pick.get_absolute_url()}/nominations/1/withdrawal"

    assert post(client, cy, off).status_code == 403
    assert post(client, bo, off).status_code == 302
    page(client, bo, pick.get_absolute_url())  # says once that it is off the list
    assert "Quicksand" not in page(client, cy, pick.get_absolute_url())


def test_closing_early_asks_first_and_says_whether_somebody_is_missing(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    here = pick.get_absolute_url()
    suggest(pick, ada, "Salt")
    suggest(pick, bo, "Moss")
    assert "1 member has not suggested anything this time" in page(client, ada, f"{here}/closing")
    assert post(client, ada, f"{here}/closing").status_code == 409
    assert fresh(pick).is_nominating
    assert post(client, ada, f"{here}/closing", sure="nominating").status_code == 302

    ballot(pick, ada, pick.nominations.get(number=1))
    assert "Voted: 1 of 3." in page(client, ada, f"{here}/closing")
    assert post(client, ada, f"{here}/closing").status_code == 409
    assert fresh(pick).is_voting
    assert post(client, ada, f"{here}/closing", sure="voting").status_code == 302
    assert fresh(pick).stage == Stage.PICKED


def test_seconds_say_what_goes_on_and_the_question_what_is_left_out(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di, method=Method.RANKED, seconds_needed=2)
    pick = begin(club, ada)
    salt, moss = suggest(pick, ada, "Salt"), suggest(pick, bo, "Moss")
    for who in (bo, cy, di):
        second(nomination=salt, by=member(club, who))
    second(nomination=moss, by=member(club, di))
    here = pick.get_absolute_url()

    shown = words_of(page(client, cy, here))
    assert "It has been seconded enough to go on." in shown
    assert "It needs 1 more member to second it." in shown
    asked = words_of(page(client, ada, f"{here}/closing"))
    assert "This one is left out, because not enough members have seconded it:" in asked
    assert "Moss" in asked
    assert "Salt" not in asked
    leave(club, cy)
    leave(club, bo)
    assert "It needs 1 more member to second it." in words_of(page(client, di, here))
    assert salt.number in {card.number for card in seen(client, di, here).cards if card.lacking}


def test_nothing_is_said_to_be_left_out_where_seconds_decide_nothing(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, "Salt")

    assert "to second it" not in words_of(page(client, bo, pick.get_absolute_url()))
    assert "left out" not in words_of(page(client, ada, f"{pick.get_absolute_url()}/closing"))


def test_what_was_chosen_is_told_before_one_is_asked_to_choose_again(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    pick = begin(club, ada)
    suggest(pick, bo, "Moss")
    closed(pick)

    words = words_of(page(client, ada, f"/clubs/{club.pk}/picks"))
    assert "You chose" in words
    assert "Moss" in words
    assert "Start here" not in words
    assert "Choose the next read" in words
    assert "Choose the next read" not in words_of(page(client, bo, f"/clubs/{club.pk}/picks"))
    Read.objects.update(finished_at=now())
    assert "Start here" in words_of(page(client, ada, f"/clubs/{club.pk}/picks"))


def test_who_said_that_suggestions_may_close_does_not_close_the_vote_that_has_begun(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    closing = f"{pick.get_absolute_url()}/closing"
    suggest(pick, ada, "Salt")
    suggest(pick, bo, "Moss")
    assert 'name="sure" value="nominating"' in page(client, ada, closing)
    closed(pick)

    answer = post(client, ada, closing, sure="nominating")

    assert answer.status_code == 409
    asked = answer.content.decode()
    assert "In the meantime, the vote has begun." in words_of(asked)
    assert 'name="sure" value="voting"' in asked
    assert fresh(pick).is_voting
    with pytest.raises(NotNowError):
        close(pick=pick, by=member(pick.club, ada), stage=Stage.NOMINATING)


def test_during_the_vote_taking_off_asks_first_and_says_what_ballots_come_to(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    for who, title in ((ada, "Salt"), (bo, "Moss")):
        suggest(pick, who, title)
    closed(pick)
    here = pick.get_absolute_url()
    off = f"{here}/nominations/2/withdrawal"

    assert f'action="{off}"' not in page(client, bo, here)
    assert "count for the next book on them" in page(client, bo, off)
    assert post(client, bo, off).status_code == 409
    assert not pick.nominations.get(number=2).is_withdrawn
    assert post(client, bo, off, sure="on").status_code == 302
    assert pick.nominations.get(number=2).is_withdrawn


def test_rules_are_sentences_for_all_and_a_form_for_hosts(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, bo, cy)
    rules = f"/clubs/{club.pk}/rules"
    values = {
        "method": "approval",
        "nominations_each": "2",
        "seconds_needed": "1",
        "nominating_days": "3",
        "voting_days": "1",
        "tie_rule": "fewest",
        "hides_results": "on",
    }

    shown = page(client, bo, rules)
    assert '<form method="post" class="form"' not in shown
    assert post(client, bo, rules, **values).status_code == 403
    wrong = post(client, ada, rules, **values | {"voting_days": "0", "nominations_each": "99"})
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
    assert post(client, ada, rules, **values).status_code == 302
    kept = PickRules.objects.get(club=club)
    assert (kept.method, kept.nominations_each, kept.tie_rule) == ("approval", 2, "fewest")
    for who in (ada, bo):
        here = seen(client, who, f"/clubs/{club.pk}/picks", "top")
        assert len(here.rules) == 6


def test_three_votes_each_are_a_rule_and_said_on_the_ballot(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.APPROVAL)
    rules = f"/clubs/{club.pk}/rules"
    values = {
        "method": "approval",
        "nominations_each": "2",
        "seconds_needed": "0",
        "nominating_days": "3",
        "voting_days": "1",
        "tie_rule": "earlier",
    }
    assert post(client, ada, rules, **values, ticks_each="21").status_code == 422
    assert post(client, ada, rules, **values, ticks_each="3").status_code == 302
    assert "Then everybody has 3 votes" in page(client, bo, rules)
    pick = begin(club, ada)
    made = [suggest(pick, who, f"{who} {n}") for who in (ada, bo) for n in (1, 2)]
    closed(pick)

    assert "You have 3 votes. Tick up to 3 books." in page(client, bo, pick.get_absolute_url())
    ballot_url = f"{pick.get_absolute_url()}/ballot"
    all_four = {"chosen": [str(one.number) for one in made]}
    client.force_login(bo)
    assert client.post(ballot_url, all_four).status_code == 422


def test_a_club_without_rules_of_its_own_takes_turns_as_two_and_ranks_as_more(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    for club, method in ((club_of(ada, bo), Method.TURNS), (club_of(ada, bo, cy), Method.RANKED)):
        top = seen(client, ada, f"/clubs/{club.pk}/picks", "top")
        assert top.is_by_turns is (method == Method.TURNS)


# Who is told


def test_a_private_club_s_picks_do_not_exist_for_others(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, bo, "One")
    other = club_of(di, ada)
    here = pick.get_absolute_url()
    gets = [
        f"/clubs/{pick.club_id}/{each}"
        for each in ("picks", "picks/new", "rules", "nominations/new")
    ]
    gets += [here, f"{here}/count", f"{here}/cancellation"]
    posts = [
        f"{here}/{each}" for each in ("closing", "deadline", "chance", "ballot", "ballot/delete")
    ]
    posts += [
        f"{here}/nominations/1/{each}"
        for each in ("second", "second/delete", "choice", "withdrawal")
    ]
    posts += [f"/clubs/{pick.club_id}/picks/passes"]

    for address in gets:
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(di)
        assert client.get(address).status_code == 404, address
    for address in posts:
        assert client.post(address).status_code == 404, address
    # Nor by way of a club that is one's own.
    client.force_login(di)
    assert client.get(f"/clubs/{other.pk}/picks/{pick.pk}").status_code == 404


def test_a_listed_club_s_picks_are_for_its_members(client: Client, ada: User, bo: User) -> None:
    club = make_club(ada, visibility="listed")  # type: ignore[arg-type]  # as the column keeps it
    client.force_login(bo)

    assert client.get(f"/clubs/{club.pk}/picks").status_code == 403


def test_from_a_work_s_page_to_one_s_clubs(client: Client, ada: User, bo: User, cy: User) -> None:
    work = make_work(ada)
    address = f"/works/{work.pk}/nominate"

    assert client.get(address).status_code == 302
    assert address not in client.get(work.get_absolute_url()).content.decode()
    assert address in page(client, bo, f"{work.get_absolute_url()}?view_full_work=true")
    page(client, bo, address)
    first = club_of(bo, cy)
    client.force_login(bo)
    assert client.get(address).headers["Location"] == (
        f"/clubs/{first.pk}/nominations/new?work={work.pk}"
    )
    second = make_club(bo, ada, name="Other")
    assert f"/clubs/{second.pk}/nominations/new?work={work.pk}" in page(client, bo, address)
    hidden = make_work(ada, visibility=Visibility.NAMED)
    assert client.get(f"/works/{hidden.pk}/nominate").status_code == 404


def test_a_page_costs_the_same_however_much_was_suggested(
    client: Client,
    ada: User,
    bo: User,
    cy: User,
    di: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    club = club_of(ada, bo, cy, di, method=Method.RANKED, nominations_each=9, hides_results=False)
    pick = begin(club, ada)
    made = [
        suggest(pick, who, make_work(ada, title=f"{number} of {who}"))
        for who in (ada, bo, cy)
        for number in range(4)
    ]
    client.force_login(di)

    with django_assert_max_num_queries(35):
        client.get(pick.get_absolute_url())
    closed(pick)
    for who in (ada, bo, cy):
        ballot(pick, who, *made)
    with django_assert_max_num_queries(35):
        client.get(pick.get_absolute_url())
    closed(pick)
    with django_assert_max_num_queries(35):
        client.get(pick.get_absolute_url())
    with django_assert_max_num_queries(30):
        client.get(f"/clubs/{club.pk}/picks")
    with django_assert_max_num_queries(30):
        client.get(f"{pick.get_absolute_url()}/count")


def test_every_form_of_a_pick_carries_its_token(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    two = club_of(ada, bo)
    suggest(open_or_current(club=two, by=member(two, bo)), bo, "Moss")
    many = begin(club_of(ada, bo, cy), ada)
    suggest(many, bo, "One")
    host = begin(club_of(ada, bo, cy, method=Method.HOST), ada)
    suggest(host, bo, make_work(ada))
    pages = [f"/clubs/{two.pk}/picks", many.get_absolute_url(), host.get_absolute_url()]
    pages += [f"/clubs/{many.club_id}/nominations/new?outside=true", f"/clubs/{many.club_id}/rules"]

    for address in pages:
        shown = page(client, ada, address)
        forms = re.findall(r'<form method="post".*?</form>', shown, re.DOTALL)
        assert forms
        assert all("csrfmiddlewaretoken" in form for form in forms), address


def test_a_result_shows_what_each_came_to_and_the_rule_that_broke_the_tie(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method=Method.APPROVAL), ada)
    one, two, three = (
        suggest(pick, who, what)
        for who, what in ((ada, "One"), (bo, make_work(ada, title="Two")), (cy, "Three"))
    )
    closed(pick)
    ballot(pick, ada, one, two)
    ballot(pick, bo, two, one)
    closed(pick)

    shown = page(client, cy, pick.get_absolute_url())
    words = words_of(shown)
    assert "Of the tied books, the one that was suggested first won" in words
    bars = re.findall(r'<rect width="([\d.]+)"', shown)
    assert bars == ["100.0", "100.0", "0.0"]
    for votes in ("2 ticks", "0 ticks"):
        assert votes in words
    others = [card.title for card in seen(client, cy, pick.get_absolute_url()).others]
    assert others == [two.title, three.title]
    assert shown.count(f'id="nomination-{one.number}"') == 1


@pytest.mark.parametrize("method", [Method.RANKED, Method.APPROVAL])
@pytest.mark.parametrize("tie_rule", list(TieRuleChoice))
def test_every_rule_for_ties_is_named_where_it_decided(
    method: Method, tie_rule: TieRuleChoice, client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy, method=method, tie_rule=tie_rule), ada)
    one, two = suggest(pick, ada, "One"), suggest(pick, bo, "Two")
    closed(pick)
    ballot(pick, ada, one)
    ballot(pick, bo, two)
    closed(pick)
    if tie_rule == TieRuleChoice.HOST:
        post(client, ada, f"{pick.get_absolute_url()}/nominations/1/choice")

    how = {
        TieRuleChoice.EARLIER: "for first place. Of the tied books, the one that was suggested first won",
        TieRuleChoice.FEWEST: "for first place. Of the tied books, the one of whoever had won least often won",
        TieRuleChoice.LOT: "for first place, and lots were drawn",
        TieRuleChoice.HOST: "a host decided",
    }
    assert fresh(pick).stage == Stage.PICKED
    assert how[tie_rule] in seen(client, cy, pick.get_absolute_url()).how


def test_a_tie_for_last_place_says_what_was_eliminated_and_the_last_of_several_ties_counts(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    club = club_of(ada, bo, cy, di, method=Method.RANKED, allows_repeats=True)
    for orders, expected in (
        ((("One",), ("Two",), ("Three", "Two")), "the one that was suggested last was eliminated"),
        ((("One",), ("Two",), ("Three",)), "the one that was suggested first won"),
    ):
        pick = begin(club, ada)
        by_title = {
            title: suggest(pick, who, title)
            for who, title in ((ada, "One"), (bo, "Two"), (cy, "Three"))
        }
        closed(pick)
        for who, order in zip((ada, bo, cy), orders, strict=True):
            ballot(pick, who, *(by_title[title] for title in order))
        closed(pick)
        assert expected in seen(client, di, pick.get_absolute_url()).how
        Pick.objects.all().delete()


@pytest.mark.parametrize("method", [Method.LOTTERY, Method.HOST])
def test_beside_what_was_chosen_stands_only_what_else_was_suggested(
    method: Method, client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=method)
    for titles in (["Moss"], ["Salt", "Tide"]):
        pick = begin(club, ada)
        for who, title in zip((ada, bo), titles, strict=False):
            suggest(pick, who, title)
        here = pick.get_absolute_url()
        assert "Suggested so far" in words_of(page(client, cy, here))
        if method == Method.HOST:
            post(client, ada, f"{here}/nominations/1/choice")
        else:
            closed(pick)

        shown = LexborHTMLParser(page(client, cy, here))
        headings = [each.text(strip=True) for each in shown.css(".pick-part #suggested-title")]
        assert headings == ["Also suggested"] * (len(titles) - 1)
        assert len(shown.css("article.nomination")) == len(titles) - 1


def test_emphasis_in_a_word_why_is_shown_and_no_other_markup(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, bo, "Tides", "My *grandmother* had it.\n[x](https://example.org) <b>b</b>")
    suggest(pick, ada, "Salt")

    for _ in range(2):
        shown = page(client, cy, pick.get_absolute_url())
        assert "My <em>grandmother</em> had it.<br>" in shown
        assert 'href="https://example.org"' not in shown
        assert "&lt;b&gt;b&lt;/b&gt;" in shown
        if fresh(pick).is_nominating:
            closed(pick)


def test_what_takes_a_book_off_an_open_ballot_waits_behind_a_press(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    for who, title in ((ada, "One"), (bo, "Two")):
        suggest(pick, who, title)
    closed(pick)

    shown = page(client, ada, pick.get_absolute_url())
    folded = "".join(re.findall(r"<details.*?</details>", shown, re.DOTALL))
    assert shown.count("/withdrawal") == folded.count("/withdrawal") == 2
    assert "/withdrawal" not in page(client, cy, pick.get_absolute_url())


def test_closing_early_is_one_link_and_one_question(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    for who, title in ((ada, "One"), (bo, "Two"), (cy, "Three")):
        suggest(pick, who, title)

    for _ in range(2):
        shown = page(client, ada, pick.get_absolute_url())
        folded = "".join(re.findall(r"<details.*?</details>", shown, re.DOTALL))
        assert f'href="{pick.get_absolute_url()}/closing"' in shown
        assert "/closing" not in folded
        asked = page(client, ada, f"{pick.get_absolute_url()}/closing")
        stage = fresh(pick).stage
        assert ("Everybody has suggested something." in asked) is fresh(pick).is_nominating
        post(client, ada, f"{pick.get_absolute_url()}/closing", sure=stage)
    assert fresh(pick).stage == Stage.TIED


def test_a_turn_speaks_of_wishes_and_choices_and_not_of_suggestions(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy, method=Method.TURNS)
    pick = open_or_current(club=club, by=member(club, ada))
    for who, title in ((bo, "Moss"), (cy, "Tide")):
        suggest(pick, who, title)
    asked = words_of(page(client, ada, f"{pick.get_absolute_url()}/cancellation"))
    assert "The wishes stay here" in asked
    assert "ballot" not in asked
    waiting = words_of(page(client, bo, f"/clubs/{club.pk}/picks"))
    assert "Your wish" in waiting
    assert "A wish of" in waiting
    post(client, ada, f"{pick.get_absolute_url()}/nominations/1/choice")

    assert "The others have been told." in words_of(page(client, ada, pick.get_absolute_url()))
    for who in (ada, cy):
        shown = words_of(page(client, who, pick.get_absolute_url()))
        assert "The choice is made." in shown
        assert "Wishes that stay" in shown
        for address in (pick.get_absolute_url(), f"/clubs/{club.pk}/picks"):
            # The search box of the frame suggests what it likes.
            main = LexborHTMLParser(page(client, who, address)).css_first("main")
            assert main
            assert "suggest" not in words_of(main.html or "").casefold()


def test_a_wish_that_stayed_is_no_choice_when_it_is_the_turn_of_whoever_made_it(
    client: Client, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.TURNS)
    suggest(open_or_current(club=club, by=member(club, ada)), bo, "Moss")
    post(client, ada, f"/clubs/{club.pk}/nominations/new", meant="choice", title="Tide")
    pick = open_or_current(club=club, by=member(club, bo))

    assert "Your wish" in words_of(page(client, bo, pick.get_absolute_url()))
    assert "A wish of" in words_of(page(client, ada, f"/clubs/{club.pk}/picks"))
    post(client, bo, f"{pick.get_absolute_url()}/nominations/1/choice")
    assert "Your choice" in words_of(page(client, bo, pick.get_absolute_url()))


def test_the_form_for_a_book_says_what_each_field_is_good_for_and_counts_no_endless_list(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = club_of(ada, bo, cy)
    begin(club, ada)

    shown = page(client, bo, f"/clubs/{club.pk}/nominations/new?outside=true")
    words = words_of(shown)
    assert "Number of pages" in words
    assert "Or the number of pages" not in words
    assert "to page 120" in words
    assert "if one of your clubs has had the book" in words
    assert 'char-counter for="id_chapters"' not in shown
    assert 'char-counter for="id_why"' in shown


def test_on_the_ballot_a_work_can_be_kept_for_later_in_a_form_of_its_own(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    work = make_work(ada, title="The Weir")
    suggest(pick, ada, work)
    suggest(pick, bo, "Moss")
    closed(pick)

    shown = LexborHTMLParser(page(client, cy, pick.get_absolute_url()))

    [button] = shown.css(".ballot-row button[form]")
    [form] = shown.css(f"form#{button.attributes['form']}")
    assert not shown.css("form form")
    assert form.attributes["action"]
    assert post(client, cy, form.attributes["action"] or "", next="/").status_code == 302
    again = LexborHTMLParser(page(client, cy, pick.get_absolute_url()))
    assert "Kept for later" in again.css(".ballot-row button[form]")[0].text()
    assert "Go to the story" in again.css(".ballot-row .disclosure")[0].text(separator=" ")
    assert not again.css(".ballot-row .blurb-title"), "the title stands above already"

    # With a script only the two parts come back, each for its place; without one a ballot half filled in would be lost.
    assert "js-only" in (again.css(".ballot-row button[form]")[0].attributes["class"] or "")
    sent = [one.attributes for one in again.css(f"form#{form.id} input")]
    values = {one["name"]: one["value"] for one in sent if one["name"] != "csrfmiddlewaretoken"}
    let_go = again.css(f"form#{form.id}")[0].attributes["hx-post"] or ""
    answer = client.post(let_go, values, headers={"HX-Request": "true"})
    parts = LexborHTMLParser(answer.content.decode())
    assert parts.css(f"form#{form.id}")[0].attributes["hx-post"] == form.attributes["action"]
    [swapped] = parts.css("button[hx-swap-oob]")
    assert swapped.id == button.id
    assert "on your list" in swapped.text()
