"""The chapters of a book that is kept by share, typed when everything in it has its place already."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db.models import F
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bookcub.clubs.models import Club, Membership
from bookcub.comments import actions
from bookcub.comments.models import Comment, Hearers
from bookcub.meetings.models import Meeting
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.reads.actions.plans import set_pace
from bookcub.reads.actions.progress import say_edition, say_place
from bookcub.reads.actions.reads import begin_read, finish_read
from bookcub.reads.models import Milestone, OutsideBook, PaceKind, Read, Reader
from bookcub.reads.planning import (
    MOST,
    WHOLE,
    BookMeasure,
    ChapterThere,
    Contents,
    ContentsChapter,
    MeasureKind,
)
from bookcub.reads.planning.contents import begins_at, first_number, goes_back
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.contents import chapter_words
from bookcub.reads.queries.plans import PaceWish
from tests.browsing import Client, words_of
from tests.making import make_club

PAPER = BookMeasure.of_pages(412)
AUDIO = BookMeasure(MeasureKind.MINUTES, 615)
PERCENT = BookMeasure.of_percent()
DUNE = "1 Arrakis\n112 Muad'Dib\n? Sietch\n300 The Prophet"


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    return make_club(bo, cy, di)


@pytest.fixture
def dune(club: Club, cy: User, di: User) -> Read:
    """Brought as a paperback of 412 pages; Di hears it, Cy reads percent."""
    read = begin_read(club=club, book=OutsideBook.objects.create(title="Dune", page_count=412))
    say_edition(read=read, by=member(read, di), edition=AUDIO)
    say_edition(read=read, by=member(read, cy), edition=PERCENT)
    return read


def member(read: Read, who: User) -> Membership:
    return Membership.objects.get(club=read.club_id, user=who)


def address(read: Read, name: str = "contents_edit") -> str:
    return reverse(f"reads:{name}", args=[read.club_id, read.pk])


def page(client: Client, read: Read, who: User) -> dict[str, str]:
    """The form of the chapters as it stands for somebody."""
    client.force_login(who)
    return fields(client.get(address(read)).content, address(read))


def fields(content: bytes, action: str) -> dict[str, str]:
    (form,) = [one for one in html.fromstring(content).forms if one.action == action]
    return {name: (value or "").strip() for name, value in form.fields.items() if name}


def types(client: Client, read: Read, who: User, words: str) -> int:
    sent = {**page(client, read, who), "chapters": words}
    return client.post(address(read), sent).status_code


def contents(read: Read) -> Contents:
    return OutsideBook.objects.get(reads=read).contents


def sees(client: Client, read: Read, who: User, path: str = "") -> str:
    client.force_login(who)
    found = words_of(client.get(path or read.get_absolute_url()).content.decode())
    return " ".join(found.split())


@pytest.mark.django_db
@pytest.mark.both
def test_nothing_that_is_kept_moves_and_nothing_opens_when_chapters_are_typed(
    client: Client, dune: Read, bo: User, cy: User, di: User
) -> None:
    say_place(read=dune, by=member(dune, cy), upto=PERCENT.upto(30))
    say_place(read=dune, by=member(dune, di), upto=AUDIO.upto(135))
    for share in (22, 28, 30, 31):
        said(dune, bo, PERCENT.upto(share))
        Milestone.objects.create(read=dune, upto=PERCENT.upto(share))
    Prediction.objects.create(
        read=dune, membership=member(dune, bo), text="No.", upto=PAPER.upto(300)
    )
    Meeting.objects.create(club=dune.club, read=dune, title="We", upto=PAPER.upto(120))
    before = kept(dune), heard(dune, cy), heard(dune, di)

    assert types(client, dune, cy, "0% Arrakis\n10% Caladan\n28% Muad'Dib") == 302

    assert (kept(dune), heard(dune, cy), heard(dune, di)) == before
    assert len(heard(dune, cy)) == 3, "at 22, 28 and 30 %"
    assert "That is chapter 3 or later." in sees(client, dune, cy)
    assert "(the end of chapter 2)" in sees(client, dune, bo)


def said(read: Read, by: User, upto: int) -> Comment:
    return actions.say(
        read=read,
        upto=upto,
        by=by.default_pseud,
        html="<p>Oh!</p>",
        hearers=Hearers.CLUB,
        club=read.club,
    )


def heard(read: Read, who: User) -> set[int]:
    return set(Comment.objects.visible_to(who).filter(read=read).values_list("pk", flat=True))


def kept(read: Read) -> list[list[tuple[object, ...]]]:
    """Everything that has a place in it."""
    return [
        [*Reader.objects.filter(read=read).order_by("pk").values_list("at", "edition")],
        [*Milestone.objects.filter(read=read).values_list("upto", "due_on", "sequence")],
        [*Comment.objects.filter(read=read).order_by("pk").values_list("upto", "html")],
        [*Prediction.objects.filter(read=read).values_list("upto", "made_at_place")],
        [*Meeting.objects.filter(read=read).values_list("upto")],
        [*Read.objects.filter(pk=read.pk).values_list("seen", "pace")],
    ]


@pytest.mark.django_db
def test_each_types_and_reads_the_beginnings_in_their_own_edition(
    client: Client, dune: Read, bo: User, cy: User, di: User
) -> None:
    assert types(client, dune, bo, DUNE) == 302

    assert page(client, dune, bo)["chapters"] == DUNE
    assert (
        page(client, dune, cy)["chapters"] == "0% Arrakis\n26% Muad'Dib\n? Sietch\n72% The Prophet"
    )
    assert page(client, dune, di)["chapters"].startswith("0:00 Arrakis\n2:45 Muad'Dib")

    before = contents(dune)
    assert types(client, dune, di, page(client, dune, di)["chapters"]) == 302
    assert contents(dune) == before, "sent as it was shown, each begins where it began"
    assert types(client, dune, di, page(client, dune, di)["chapters"] + "\n9:30 The Duel") == 302
    assert contents(dune).begins == (*before.begins, AUDIO.upto(570))


@pytest.mark.django_db
def test_two_chapters_that_are_shown_alike_keep_their_beginnings(
    client: Client, dune: Read, bo: User, cy: User
) -> None:
    types(client, dune, bo, "1\n109 Interlude\n111 Interlude\n115")
    before = contents(dune)
    shown = page(client, dune, cy)["chapters"]
    assert shown == "0%\n26% Interlude\n26% Interlude\n27%"

    assert types(client, dune, cy, shown) == 302
    assert contents(dune) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edition", "typed", "number"),
    [
        (PAPER, "112. Box Hill", 112),
        (PAPER, "112: Box Hill", 112),
        (PAPER, "112 – Box Hill", 112),
        (PAPER, "112) Box Hill", 112),
        (PERCENT, "28%Box Hill", 28),
        (PERCENT, "28 %: Box Hill", 28),
        (PERCENT, "28. Box Hill", 28),
        (AUDIO, "3:20 - Box Hill", 200),
        (AUDIO, "3.20: Box Hill", 200),
    ],
)
def test_a_number_is_set_off_as_people_do(
    client: Client, dune: Read, bo: User, edition: BookMeasure, typed: str, number: int
) -> None:
    say_edition(read=dune, by=member(dune, bo), edition=edition)

    assert types(client, dune, bo, typed) == 302
    assert contents(dune).chapters == (ContentsChapter("Box Hill", begins_at(edition, number)),)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edition", "typed"),
    [
        (PAPER, "3:20 Box Hill"),
        (PAPER, "112Box Hill"),
        (PAPER, "28% Box Hill"),
        (PAPER, "28 % Box Hill"),
        (PERCENT, "28.5% Box Hill"),
        (AUDIO, "12 Angry Men"),
    ],
)
def test_a_line_whose_number_is_none_of_the_edition_is_asked_again_and_may_be_a_title(
    client: Client, dune: Read, bo: User, edition: BookMeasure, typed: str
) -> None:
    say_edition(read=dune, by=member(dune, bo), edition=edition)
    answer = client.post(address(dune), {**page(client, dune, bo), "chapters": typed})

    assert answer.status_code == 422
    assert "It is not clear where chapter 1 begins." in words_of(answer.content.decode())
    assert fields(answer.content, address(dune))["chapters"] == typed
    assert types(client, dune, bo, f"? {typed}") == 302
    assert contents(dune).chapters == (ContentsChapter(typed),)
    assert page(client, dune, bo)["chapters"] == f"? {typed}"


@pytest.mark.django_db
def test_talk_plan_guesses_and_meetings_say_the_chapter_and_no_title_of_what_is_ahead(
    client: Client, dune: Read, bo: User, cy: User
) -> None:
    wish = PaceWish(PaceKind.PER_WEEK, 111, None, 6, today_of(dune.club))
    set_pace(read=dune, by=member(dune, bo), wish=wish)
    said(dune, bo, PAPER.upto(150))
    types(client, dune, bo, DUNE.replace("? Sietch", "212 Sietch"))
    ahead = sees(client, dune, cy) + sees(client, dune, cy, f"{dune.get_absolute_url()}/plan")
    guesses = sees(
        client, dune, cy, reverse("memory:prediction_index", args=[dune.club_id, dune.pk])
    )

    assert "To 27% (the end of chapter 1)" in ahead
    assert "(the end of chapter 2)" in guesses
    for words in (ahead, guesses):
        assert not any(title in words for title in ("Arrakis", "Muad'Dib", "Sietch", "Prophet"))
    say_place(read=dune, by=member(dune, cy), upto=PERCENT.upto(40))
    talk = sees(client, dune, cy, reverse("comments:club_talk_index", args=[dune.club_id, dune.pk]))
    assert "37% (chapter 2: Muad'Dib)" in talk
    assert "That is chapter 2: Muad'Dib." in sees(client, dune, cy)


@pytest.mark.django_db
def test_a_chapter_is_ticked_in_any_edition_and_claims_no_page_that_is_not_all_in_it(
    client: Client, dune: Read, bo: User, di: User
) -> None:
    types(client, dune, bo, DUNE)
    client.force_login(di)
    content = client.get(dune.get_absolute_url()).content
    (button,) = html.fromstring(content).xpath('//button[@name="upto"]')
    assert "I have read chapter 1" in button.text_content()

    where = reverse("reads:progress_create", args=[dune.club_id, dune.pk])
    sent = {"upto": button.get("value"), "upto_counted_in": AUDIO.token}
    assert client.post(where, sent).status_code == 302

    at = dune.readers.get(membership__user=di).at
    assert AUDIO.upto(165) == at <= PAPER.upto(111) < AUDIO.upto(166)
    after = words_of(client.get(dune.get_absolute_url()).content.decode())
    assert "That is the end of chapter 1." in after
    assert "I have read chapter 3" in after


@pytest.mark.django_db
def test_a_reader_is_told_why_no_chapter_can_be_ticked(
    client: Client, dune: Read, bo: User
) -> None:
    why = "once it is known where the next one begins"
    assert why not in sees(client, dune, bo), "there are no chapters"
    types(client, dune, bo, "1 Arrakis\n? Caladan")
    assert why in sees(client, dune, bo)
    types(client, dune, bo, "1 Arrakis\n50 Caladan")
    assert why not in sees(client, dune, bo)
    assert "I have read chapter 1" in sees(client, dune, bo)
    say_place(read=dune, by=member(dune, bo), upto=WHOLE)
    assert why not in sees(client, dune, bo), "the book is over"


@pytest.mark.django_db
def test_the_page_of_the_chapters_has_the_ways_of_its_club(
    client: Client, dune: Read, bo: User
) -> None:
    client.force_login(bo)
    found = html.fromstring(client.get(address(dune)).content)
    links = found.xpath("//*[@class='club-head']//nav//a/@href")

    assert f"/clubs/{dune.club_id}/reads" in links
    assert found.xpath(f"//main//a[@href='{dune.get_absolute_url()}']")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (5, "chapter 1"),
        (11, "chapter 2 or 3"),
        (19, "chapter 2 or 3"),
        (25, "chapter 4 to 6"),
        (31, "chapter 7 or later"),
    ],
)
def test_the_chapters_that_a_place_may_lie_in_are_said(page: int, words: str) -> None:
    begins = {1: 1, 2: 11, 4: 21, 7: 31}
    known = Contents(
        tuple(
            ContentsChapter("", begins_at(PAPER, begins[n]) if n in begins else None)
            for n in range(1, 9)
        )
    )

    assert chapter_words(known.at(PAPER.upto(page), PAPER)) == words


@pytest.mark.django_db
@pytest.mark.both
def test_two_who_type_at_once_lose_nothing(client: Client, dune: Read, bo: User, cy: User) -> None:
    stale = page(client, dune, cy)
    assert types(client, dune, bo, "1 Arrakis") == 302
    client.force_login(cy)

    answer = client.post(address(dune), {**stale, "chapters": "0% Arrakis\n28% Muad'Dib"})

    assert answer.status_code == 422
    assert contents(dune).chapters == (ContentsChapter("Arrakis", 0),)
    again = fields(answer.content, address(dune))
    assert again["chapters"] == "0% Arrakis\n28% Muad'Dib"
    assert "Somebody has changed the chapters meanwhile." in words_of(answer.content.decode())
    assert client.post(address(dune), again).status_code == 302
    assert contents(dune).begins == (0, PERCENT.upto(28))


@pytest.mark.django_db
def test_numbers_of_another_edition_are_asked_again(client: Client, dune: Read, cy: User) -> None:
    stale = page(client, dune, cy)
    say_edition(read=dune, by=member(dune, cy), edition=BookMeasure.of_pages(300))

    answer = client.post(address(dune), {**stale, "chapters": "0 Arrakis\n28 Muad'Dib"})

    assert answer.status_code == 422
    assert contents(dune) == Contents()
    again = fields(answer.content, address(dune))
    assert again["chapters_counted_in"] == "pages:300"
    assert client.post(address(dune), {**again, "chapters": "28 Muad'Dib"}).status_code == 302


@pytest.mark.django_db
def test_a_percent_that_was_typed_on_an_older_page_still_counts(
    client: Client, dune: Read, bo: User, cy: User
) -> None:
    types(client, dune, bo, DUNE)
    client.force_login(cy)

    where = reverse("reads:progress_create", args=[dune.club_id, dune.pk])
    assert client.post(where, {"upto": "30", "upto_counted_in": "percent:100"}).status_code == 302
    assert dune.readers.get(membership__user=cy).at == PERCENT.upto(30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This book has no chapters now."),
        ("1 Arrakis\n112 Muad'Dib", "The chapters are saved."),
        (
            "1 Arrakis\n? Sietch",
            "The chapters are saved. It is not known yet where 1 of them begins.",
        ),
        ("? A\n? B", "The chapters are saved. It is not known yet where 2 of them begin."),
    ],
)
def test_whoever_saves_the_chapters_is_told_of_how_many_the_beginning_is_unknown(
    client: Client, dune: Read, bo: User, typed: str, said: str
) -> None:
    sent = {**page(client, dune, bo), "chapters": typed}
    answer = client.post(address(dune), sent, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [said]


@pytest.mark.django_db
@pytest.mark.both
def test_the_last_change_is_taken_back_for_an_hour_by_anybody(
    client: Client, dune: Read, bo: User, cy: User
) -> None:
    types(client, dune, bo, DUNE)
    before = contents(dune)
    assert types(client, dune, cy, "") == 302
    assert contents(dune) == Contents()

    assert takes_back(client, dune, bo, as_of="") == 422
    assert takes_back(client, dune, bo) == 302
    assert contents(dune) == before

    OutsideBook.objects.update(contents_changed_at=F("contents_changed_at") - timedelta(hours=1))
    assert "Take the last change back" not in sees(client, dune, bo, address(dune))
    assert takes_back(client, dune, bo, as_of=page(client, dune, bo)["as_of"]) == 422
    assert contents(dune) == before


def takes_back(client: Client, read: Read, who: User, as_of: str | None = None) -> int:
    client.force_login(who)
    action = address(read, "contents_delete")
    if as_of is None:
        as_of = fields(client.get(address(read)).content, action)["as_of"]
    return client.post(action, {"as_of": as_of}).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["413 Beyond", "0 Before", "112 Late\n12 Early", "x" * 256, "1 x\n" * 1001, "999999999 Far"],
)
def test_what_are_no_chapters_of_the_book_is_refused_and_stays_in_the_form(
    client: Client, dune: Read, bo: User, typed: str
) -> None:
    sent = {**page(client, dune, bo), "chapters": typed}
    answer = client.post(address(dune), sent)

    assert answer.status_code == 422
    assert fields(answer.content, address(dune))["chapters"].split() == typed.split()
    assert contents(dune) == Contents()


@pytest.mark.django_db
def test_a_book_that_is_over_keeps_its_chapters_and_one_in_chapters_has_no_such_page(
    client: Client, club: Club, dune: Read, bo: User
) -> None:
    types(client, dune, bo, DUNE)
    before = contents(dune)
    opened_earlier = page(client, dune, bo)
    finish_read(read=dune, by=member(dune, bo))
    shown = client.get(address(dune)).content.decode()
    assert not [one for one in html.fromstring(shown).forms if "contents" in str(one.action)]
    assert "112 Muad'Dib ? Sietch" in " ".join(words_of(shown).split())
    assert "This book is not read now, so its chapters stay as they are." in words_of(shown)

    answer = client.post(address(dune), {**opened_earlier, "chapters": "1 Other"})
    assert answer.status_code == 422
    assert fields(answer.content, address(dune))["chapters"] == "1 Other", "nothing typed is lost"
    assert contents(dune) == before
    assert "Chapters of this book" not in sees(client, dune, bo)

    emma = OutsideBook.objects.create(title="Emma", chapter_titles=["Highbury"])
    assert client.get(address(begin_read(club=club, book=emma))).status_code == 404


def test_a_page_makes_the_chapters_of_a_book_once_however_often_it_names_a_place() -> None:
    read = Read(book=OutsideBook(title="Dune", contents_titles=["", ""], contents_begins=[0, 900]))

    assert read.contents is read.contents
    assert read.contents.ends is read.contents.ends
    assert read.contents.ends == {1: 900}


def test_a_place_lies_in_the_chapter_of_what_comes_last_before_it() -> None:
    known = Contents(
        (
            ContentsChapter("One", 0),
            ContentsChapter("Two", begins_at(PAPER, 112)),
            ContentsChapter("Three"),
            ContentsChapter("Four", begins_at(PAPER, 300)),
        )
    )
    told = {
        page: known.at(PAPER.upto(page), PAPER) for page in (0, 1, 111, 112, 250, 299, 300, 412)
    }

    assert told == {
        0: None,
        1: ChapterThere(1, "One", is_sure=True),
        111: ChapterThere(1, "One", is_sure=True, is_end=True),
        112: ChapterThere(2, "Two", is_sure=False, last=3),
        250: ChapterThere(2, "Two", is_sure=False, last=3),
        299: ChapterThere(2, "Two", is_sure=False, last=3),
        300: ChapterThere(4, "Four", is_sure=False),
        412: None,
    }


@given(
    length=st.integers(1, MOST),
    other=st.integers(1, MOST),
    kind=st.sampled_from([MeasureKind.PAGES, MeasureKind.MINUTES]),
    data=st.data(),
)
def test_a_beginning_is_exact_in_its_edition_and_never_late_in_another(
    length: int, other: int, kind: MeasureKind, data: st.DataObject
) -> None:
    typed_in, read_in = BookMeasure(kind, length), BookMeasure.of_pages(other)
    is_page = kind is MeasureKind.PAGES
    number = data.draw(st.integers(int(is_page), length - (not is_page)))
    begins = begins_at(typed_in, number)
    exactly = Fraction(number - is_page, length)

    assert 0 <= begins < WHOLE
    assert first_number(typed_in, begins) == number
    page = first_number(read_in, begins)
    assert Fraction(page - 1, other) <= exactly < Fraction(page, other), "on that page it begins"


def test_beginnings_never_go_back() -> None:
    begins = [0, None, 5, 5, None, 4, 9]
    assert goes_back(ContentsChapter("", each) for each in begins) == 6
    assert goes_back(ContentsChapter("", each) for each in begins[:5]) == 0
