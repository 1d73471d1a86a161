"""Notes in the margin: written, read and kept to their hearers."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Membership
from bookcub.comments.actions import freeze, say
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.people.models import User
from bookcub.reading.actions.look_ahead import look_ahead
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import ChapterProgress, Place
from bookcub.tags.fixed import Rating
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.comments.noting import address, ids, margin, note, retell, sent
from tests.comments.talking import a_comment
from tests.making import add_chapter, make_club, make_read, make_work
from tests.refused import refused
from tests.refused import told as heard


@pytest.fixture
def told(chapter: Chapter) -> Chapter:
    """Ada's chapter of five paragraphs, with emoji in the second."""
    return retell(chapter)


def words(page: str) -> str:
    return " ".join(words_of(page).split())


def has_read(user: User, chapter: Chapter, block: int) -> None:
    ChapterProgress.objects.update_or_create(
        user=user,
        chapter=chapter,
        defaults={"furthest_index": block, "furthest_block_id": ids(chapter)[block]},
    )


def test_a_reader_notes_a_paragraph_for_themselves_without_a_script(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)

    chooser = client.get(address(told, "/new")).content.decode()
    form = client.get(address(told, f"/new?block={ids(told)[2]}")).content.decode()
    answer = client.post(address(told, "/new"), sent(bo, block=ids(told)[2]), follow=True)

    assert f"?block={ids(told)[2]}" in chooser
    assert "both hands pointed at the door" in form
    made = Comment.objects.get()
    assert made.hearers == Hearers.SELF
    assert made.passage.is_whole_block
    assert made.place_index == 2
    assert heard(answer) == ["success"]
    assert "Quite so." in answer.content.decode()


def test_words_are_counted_in_code_points(client: Client, told: Chapter, bo: User) -> None:
    client.force_login(bo)
    block = ids(told)[1]

    answer = client.post(
        address(told, "/new"),
        sent(bo, block=block, start=7, end_block=block, end=17, words="bear 👩‍👩‍👧"),
    )

    assert answer.status_code == 302
    passage = Passage.objects.get()
    assert (passage.exact, passage.prefix) == (
        "bear 👩‍👩‍👧",
        " So did Mrs Coe."[:0] + passage.prefix,
    )
    assert passage.prefix.endswith("🐻🐻 The ")


def test_a_note_on_words_across_paragraphs_is_heard_at_its_end(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    first, last = ids(told)[0], ids(told)[2]

    client.post(address(told, "/new"), sent(bo, block=first, start=48, end_block=last, end=14))

    made = Comment.objects.get()
    assert (made.block_id, made.place_index) == (first, 2)
    assert made.passage.exact.startswith("Nobody had told")
    assert made.passage.exact.endswith("On the morning")


def test_whoever_says_something_has_read_that_far(client: Client, told: Chapter, bo: User) -> None:
    client.force_login(bo)

    client.post(address(told, "/new"), sent(bo, block=ids(told)[3]))

    assert ChapterProgress.objects.get(user=bo, chapter=told).furthest_index == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"block": "b-00000000"},
        {"block": ""},
        {"start": "9", "end": "4"},
        {"start": "0", "end": "9999"},
        {"start": "-1", "end": "4"},
        {"start": "x", "end": "y"},
        {"start": "3", "end": "4"},
        {"colour": "beige"},
        {"to": "club-99999"},
        {"to": "nobody"},
        {"to": ""},
        {"pseud": "0"},
        {"to": "everyone", "text": " "},
        {"text": "x" * 10_001},
    ],
)
def test_nonsense_is_refused_and_nothing_typed_is_lost(
    client: Client, told: Chapter, bo: User, changed: dict[str, str]
) -> None:
    client.force_login(bo)
    filled = sent(bo, block=ids(told)[0], text="My dear words.") | changed

    answer = client.post(address(told, "/new"), filled)

    assert answer.status_code == 422
    assert str(filled["text"]).strip() in answer.content.decode()
    assert not Comment.objects.exists()


def test_words_that_moved_within_their_paragraph_meanwhile_are_found(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    block = ids(told)[2]
    retell(
        told,
        Chapter.objects.get(pk=told.pk).html.replace("On the morning", "But on the very morning"),
    )

    client.post(
        address(told, "/new"), sent(bo, block=block, start=38, end=46, words="pointed at the door")
    )

    assert Passage.objects.get().exact == "pointed at the door"


def test_words_that_moved_and_were_set_by_a_typesetter_meanwhile_are_found(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    block = ids(told)[2]
    old = Chapter.objects.get(pk=told.pk).html
    new = old.replace("On the morning", "But on the very morning")
    retell(told, new.replace("at the door", "at\u202fthe\u00a0door"))

    client.post(
        address(told, "/new"), sent(bo, block=block, start=38, end=46, words="pointed at the door")
    )

    assert Passage.objects.get().exact == "pointed at\u202fthe\u00a0door"


def test_words_that_are_gone_meanwhile_are_said_to_be(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    block = ids(told)[2]
    retell(told, Chapter.objects.get(pk=told.pk).html.replace("pointed at the door", "fell off"))

    answer = client.post(
        address(told, "/new"),
        sent(bo, block=block, start=38, end=57, words="pointed at the door", text="Why?"),
    )

    assert answer.status_code == 422
    assert refused(answer) == {" gone"}
    assert "Why?" in answer.content.decode()


def test_words_are_marked_without_words_for_oneself_and_not_for_everyone(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    block = ids(told)[0]

    alone = client.post(address(told, "/new"), sent(bo, block=block, text="", colour="purple"))
    everyone = client.post(address(told, "/new"), sent(bo, block=block, text="", to="everyone"))

    assert alone.status_code == 302
    assert everyone.status_code == 422
    assert 'data-colour="purple"' in margin(client, told)
    assert "Marked, without words." in margin(client, told)


def test_the_same_note_is_not_made_twice(client: Client, told: Chapter, bo: User) -> None:
    client.force_login(bo)
    block = ids(told)[0]

    client.post(address(told, "/new"), sent(bo, block=block))
    again = client.post(address(told, "/new"), sent(bo, block=block))
    elsewhere = client.post(address(told, "/new"), sent(bo, block=ids(told)[1]))

    assert again.status_code == 422
    assert refused(again) == {""}
    assert elsewhere.status_code == 302


def test_nobody_else_ever_sees_a_note_to_oneself(
    client: Client, told: Chapter, ada: User, bo: User, cy: User, mo: User
) -> None:
    made = note(told, bo, html="<p>A secret of mine.</p>")

    for other in (ada, cy, mo):
        has_read(other, told, 4)
        look_ahead(user=other, work=told.work)
        client.force_login(other)
        for page in (
            address(told),
            f"{address(told)}?show=everyone",
            f"/works/{told.work_id}/comments",
        ):
            assert "A secret of mine" not in client.get(page).content.decode()
        assert "data-block" not in margin(client, told)
        for page in ("", "/reply", "/delete", "/edit"):
            assert client.get(f"/comments/{made.pk}{page}").status_code == 404
    client.logout()
    assert "A secret of mine" not in margin(client, told, "&show=everyone")


def test_its_writer_opens_answers_changes_and_takes_back_a_note_of_their_own(
    client: Client, told: Chapter, bo: User
) -> None:
    made = note(told, bo)
    client.force_login(bo)

    page = client.get(f"/comments/{made.pk}").content.decode()
    client.post(f"/comments/{made.pk}/edit", {"text": "Otherwise.", "pseud": bo.default_pseud.pk})
    answered = client.post(
        f"/comments/{made.pk}/reply", {"text": "And so.", "pseud": bo.default_pseud.pk}
    )

    assert "The tide went out" in page
    assert answered.status_code == 302
    answer = Comment.objects.get(parent=made)
    assert (answer.hearers, answer.place_index) == (Hearers.SELF, 0)
    assert "Otherwise." in margin(client, told)
    assert "And so." in margin(client, told)
    client.post(f"/comments/{answer.pk}/delete")
    client.post(f"/comments/{made.pk}/delete")
    assert "Otherwise." not in margin(client, told)
    client.post(f"/comments/{made.pk}/restoration")
    assert "Otherwise." in margin(client, told)


def test_the_box_to_change_a_note_is_called_as_when_it_was_written(
    client: Client, told: Chapter, bo: User
) -> None:
    made, answered = note(told, bo), note(told, bo, block=1)
    client.force_login(bo)
    client.post(f"/comments/{answered.pk}/reply", sent(bo, text="And so."))
    answer = Comment.objects.get(parent=answered)

    pages = [
        html.fromstring(client.get(f"/comments/{pk}/edit").content) for pk in (answer.pk, made.pk)
    ]

    assert [page.xpath("string(//label[contains(@for, '_text')])").strip() for page in pages] == [
        "Your reply",
        "Your note",
    ]
    assert [page.xpath("string(//h1)").strip() for page in pages] == [
        "Edit your reply",
        "Edit your note",
    ]


def test_two_who_read_together_hear_each_other_and_nobody_else_does(
    client: Client, told: Chapter, ada: User, bo: User, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    make_read(club, work=told.work)
    client.force_login(cy)
    client.post(
        address(told, "/new"),
        sent(cy, block=ids(told)[1], to=f"club-{club.pk}", text="For us two."),
    )
    has_read(di, told, 1)
    client.force_login(di)

    assert "For us two." in margin(client, told)
    made = Comment.objects.get()
    assert client.get(f"/comments/{made.pk}").status_code == 200
    assert (
        client.post(
            f"/comments/{made.pk}/reply", {"text": "Yes.", "pseud": di.default_pseud.pk}
        ).status_code
        == 302
    )
    for other in (ada, bo):
        has_read(other, told, 4)
        client.force_login(other)
        assert "For us two." not in margin(client, told)
        assert client.get(f"/comments/{made.pk}").status_code == 404


def test_of_two_neither_the_clubs_name_nor_user_names_stand_on_each_note(
    client: Client, told: Chapter, cy: User, di: User, bo: User
) -> None:
    cy.pseuds.update(name="Cyan")
    club = make_club(cy, di)
    made = note(told, cy, html="<p>For us.</p>", club=club)
    say(work=told.work, chapter=told, by=cy.default_pseud, html="<p>Also.</p>", parent=made)
    has_read(di, told, 4)
    client.force_login(di)
    between_two = margin(client, told)
    assert "Cyan" in between_two
    for words in ("Weir Readers", "Cyan (Cy)"):
        assert words not in between_two

    Membership.objects.create(club=club, user=bo, pseud=bo.default_pseud)
    for words in ("Weir Readers", "Cyan (Cy)"):
        assert words in margin(client, told)


def test_the_margin_counts_answers_with_the_notes(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    made = note(told, cy, html="<p>For us.</p>", club=club)
    say(work=told.work, chapter=told, by=cy.default_pseud, html="<p>Also.</p>", parent=made)
    has_read(di, told, 4)
    client.force_login(di)

    part = html.fromstring(margin(client, told))

    assert part.xpath("//@data-count") == ["2"]
    assert "2 notes in the margin" in part.xpath("//@data-label")[0]


def test_two_see_which_notes_are_theirs_alone_and_which_everyone_hears(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    make_read(club, work=told.work)
    note(told, cy, html="<p>For us.</p>", club=club)
    has_read(di, told, 4)
    client.force_login(di)
    assert heard_by(client, told) == {"For us.": "You two"}

    note(told, cy, html="<p>For all.</p>", hearers=Hearers.EVERYONE)
    assert heard_by(client, told) == {"For us.": "You two", "For all.": "Everyone"}

    second = make_club(cy, di, name="Second Shelf")
    make_read(second, work=told.work)
    note(told, cy, html="<p>For the shelf.</p>", club=second)
    assert heard_by(client, told) == {
        "For us.": club.name,
        "For all.": "Everyone",
        "For the shelf.": "Second Shelf",
    }


def test_who_hears_a_note_stands_once_a_thread(
    client: Client, told: Chapter, cy: User, di: User, bo: User
) -> None:
    club = make_club(cy, di, bo)
    made = note(told, cy, html="<p>For us.</p>", club=club)
    a_comment(told.work, di, "And so.", to=made)
    alone = note(told, cy, html="<p>For me.</p>")
    a_comment(told.work, cy, "And once more.", to=alone)
    client.force_login(cy)

    assert heard_by(client, told) == {
        "For us.": club.name,
        "And so.": "",
        "For me.": "Only you",
        "And once more.": "",
    }


@pytest.mark.parametrize("page", ["chapter", "work"])
def test_whoever_deletes_a_note_comes_back_to_its_passage(
    client: Client, told: Chapter, bo: User, page: str
) -> None:
    made = note(told, bo, block=2)
    here = (told if page == "chapter" else told.work).get_absolute_url()
    client.force_login(bo)
    part = LexborHTMLParser(margin(client, told, f"&next={quote(here)}"))
    link = part.css_first(f"a[href^='{made.get_absolute_url()}/delete']")
    assert link is not None

    asked = client.get(str(link.attributes["href"])).content.decode()
    assert "Delete this note?" in words_of(asked)
    assert "this comment" not in words_of(asked)
    back = LexborHTMLParser(asked).css_first("input[name=next]")
    assert back is not None
    done = client.post(f"{made.get_absolute_url()}/delete", {"next": str(back.attributes["value"])})

    assert done["Location"] == f"{here}#{made.block_id}"


@pytest.mark.parametrize("change", ["edit", "freeze", "freeze/delete"])
def test_a_note_of_two_that_changes_in_the_margin_says_the_same_of_who_hears_it(
    client: Client, told: Chapter, cy: User, di: User, change: str
) -> None:
    club = make_club(cy, di)
    make_read(club, work=told.work)
    made = note(told, cy, html="<p>For us.</p>", club=club)
    if change == "freeze/delete":
        freeze(comment=made)
    client.force_login(cy)

    fields = {"text": "For us, still.", "pseud": str(cy.default_pseud.pk)}
    answer = client.post(f"/comments/{made.pk}/{change}", fields, headers={"HX-Request": "true"})

    words = words_of(answer.content.decode())
    assert "You two" in words
    assert "Weir Readers" not in words


def heard_by(client: Client, chapter: Chapter) -> dict[str, str]:
    """Notes in the margin, and who hears each as it says there."""
    notes = html.fromstring(margin(client, chapter)).xpath("//article")
    told = {}
    for one in notes:
        words = one.xpath(".//*[contains(@class, 'prose')]")[0].text_content().strip()
        told[words] = " ".join(" ".join(one.xpath(".//*[@class='comment-marks']//text()")).split())
    return {words: marks.removeprefix("Heard by: ") for words, marks in told.items()}


def test_the_author_hears_what_is_for_everyone(
    client: Client, told: Chapter, ada: User, bo: User
) -> None:
    note(told, bo, html="<p>Heard by all.</p>", hearers=Hearers.EVERYONE)
    client.force_login(ada)

    assert "Heard by all." in margin(client, told)


def test_what_lies_ahead_is_a_number_for_the_whole_work_and_no_more(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    note(told, cy, html="<p>It was the goose!</p>", block=4, club=club)
    note(told, cy, html="<p>A fine beginning.</p>", block=0, club=club)
    has_read(di, told, 1)
    client.force_login(di)

    before = margin(client, told)
    assert client.get(address(told)).context["notes"].ahead == 1
    look_ahead(user=di, work=told.work)
    asked = margin(client, told)

    assert "A fine beginning." in before
    assert "goose" not in before
    assert ids(told)[4] not in before
    assert '<strong class="numbers">1</strong>' in before
    assert "It was the goose!" in asked


def test_guests_see_notes_for_everyone_only_when_they_ask(
    client: Client, told: Chapter, bo: User
) -> None:
    note(told, bo, html="<p>Heard by all.</p>", hearers=Hearers.EVERYONE)
    note(told, bo, html="<p>Heard by one.</p>")

    before = client.get(address(told)).context["notes"]
    assert "Heard by all." not in margin(client, told)
    assert before.of_others == 1
    shown = client.get(f"{address(told)}?show=everyone").content.decode()
    assert "Heard by all." in shown
    assert "Heard by one." not in shown
    assert client.get(address(told, "/new")).status_code == 302
    assert client.post(address(told, "/new"), {"text": "Me too"}).status_code == 302
    assert Comment.objects.count() == 2


def test_a_member_who_was_logged_out_meanwhile_keeps_what_they_typed(
    client: Client, told: Chapter, bo: User
) -> None:
    answer = client.post(
        address(told, "/new"), sent(bo, block=ids(told)[0], text="Long thought out.")
    )

    assert answer.status_code == 401
    assert "Long thought out." in answer.content.decode()


def test_notes_for_everyone_need_a_work_that_takes_comments(
    client: Client, told: Chapter, bo: User
) -> None:
    Work.objects.filter(pk=told.work_id).update(may_comment=MayComment.NOBODY)
    client.force_login(bo)

    page = client.get(address(told, f"/new?block={ids(told)[0]}")).content.decode()
    everyone = client.post(address(told, "/new"), sent(bo, block=ids(told)[0], to="everyone"))
    alone = client.post(address(told, "/new"), sent(bo, block=ids(told)[0]))

    assert 'value="everyone"' not in page
    assert everyone.status_code == 422
    assert alone.status_code == 302


def test_a_moderated_note_for_everyone_waits_for_the_author(
    client: Client, told: Chapter, bo: User, cy: User
) -> None:
    Work.objects.filter(pk=told.work_id).update(moderates_comments=True)
    client.force_login(bo)
    client.post(address(told, "/new"), sent(bo, block=ids(told)[0], to="everyone", text="May I?"))
    has_read(cy, told, 4)
    client.force_login(cy)

    assert "May I?" not in margin(client, told)


def test_the_hearers_of_the_last_note_are_offered_first(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    reading, other = make_club(cy, di), make_club(cy, name="Another")
    make_read(reading, work=told.work)
    client.force_login(cy)
    form = address(told, f"/new?block={ids(told)[0]}")

    before = client.get(form).content.decode()
    client.post(address(told, "/new"), sent(cy, block=ids(told)[0], to=f"club-{other.pk}"))
    after = client.get(form).content.decode()

    assert before.index("Weir Readers") < before.index("Another")
    assert f'value="club-{reading.pk}" selected' in before
    assert f'value="club-{other.pk}" selected' in after


def test_a_club_that_reads_the_work_is_offered_before_another_that_heard_a_note_elsewhere(
    client: Client, ada: User, told: Chapter, cy: User, di: User
) -> None:
    """Two clubs of one person: a note went to the one that does not read the story, and nobody found it."""
    reading, other = make_club(cy, di), make_club(cy, di, name="Another")
    make_read(reading, work=told.work)
    elsewhere = retell(Chapter.objects.get(work=make_work(ada, title="Elsewhere")))
    client.force_login(cy)
    client.post(
        address(elsewhere, "/new"), sent(cy, block=ids(elsewhere)[0], to=f"club-{other.pk}")
    )
    assert Comment.objects.get().club_id == other.pk

    form = client.get(address(told, f"/new?block={ids(told)[0]}")).content.decode()

    assert f'value="club-{reading.pk}" selected' in form


@pytest.mark.parametrize("hidden", ["draft", "work"])
def test_there_is_no_margin_where_there_is_no_reading(
    client: Client, told: Chapter, bo: User, hidden: str
) -> None:
    if hidden == "draft":
        Chapter.objects.filter(pk=told.pk).update(posted_at=None)
    else:
        Work.objects.filter(pk=told.work_id).update(visibility=Visibility.NAMED)
    client.force_login(bo)

    assert client.get(address(told)).status_code == 404
    assert client.get(address(told, "/new")).status_code == 404
    assert client.post(address(told, "/new"), sent(bo, block="b-00000000")).status_code == 404


def test_an_adult_work_asks_before_its_margin_opens(
    client: Client, told: Chapter, bo: User
) -> None:
    Work.objects.filter(pk=told.work_id).update(rating=Rating.EXPLICIT)
    client.force_login(bo)

    assert "The tide" not in client.get(address(told, "/new")).content.decode()


def test_a_block_that_is_not_there_leads_to_the_paragraphs(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)

    page = client.get(address(told, "/new?block=b-00000000"))
    part = client.get(address(told, "/new?block=b-00000000&part=true"))

    assert (page.status_code, part.status_code) == (422, 422)
    assert f"?block={ids(told)[0]}" in page.content.decode()


def test_the_readers_page_leads_to_its_margin(client: Client, told: Chapter, bo: User) -> None:
    client.force_login(bo)

    page = client.get(told.get_absolute_url()).content.decode()

    assert f'src="{address(told)}"' in page
    assert f'href="{address(told, "/new")}"' in page


def test_a_margin_takes_as_many_queries_with_forty_notes_as_with_two(
    client: Client,
    told: Chapter,
    cy: User,
    di: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    club = make_club(cy, di)
    for number in range(40):
        note(told, cy, html=f"<p>Note {number}.</p>", block=number % 5, club=club)
    has_read(di, told, 4)
    client.force_login(di)
    margin(client, told)

    with django_assert_max_num_queries(22):
        assert margin(client, told).count('class="margin-note ') == 40


def test_whoever_has_read_all_up_to_here_is_told_that_the_rest_lies_in_later_chapters(
    client: Client, ada: User, cy: User, di: User
) -> None:
    work = make_work(ada, chapters=3)
    first, second, third = work.chapters.order_by("position")
    note(third, cy, html="<p>There.</p>", club=make_club(cy, di))
    a_comment(work, cy)  # on the first chapter
    for chapter in (first, second):
        read_up_to_end(user=di, chapter=chapter)
    client.force_login(di)
    talk = f"/works/{work.pk}/comments?chapter={first.pk}"

    for page in (margin(client, second), client.get(address(second)).content.decode()):
        assert "1 comment in a later chapter. It appears as you read on." in words(page)
        assert "1 comment ahead" not in words(page)
    assert "1 comment in a later chapter." in words(client.get(talk).content.decode())

    # Where an unread chapter lies before, it would tell where they are.
    ChapterProgress.objects.filter(user=di, chapter=first).update(read_whole_at=None)
    assert "1 comment ahead." in words(margin(client, second))
    # What is ahead in this very chapter is not later.
    ChapterProgress.objects.filter(user=di, chapter=first).update(read_whole_at=timezone.now())
    assert "1 comment ahead." in words(margin(client, third))


def test_notes_to_oneself_do_not_use_up_what_a_newcomer_may_say(
    client: Client, told: Chapter, bo: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookcub.comments.actions.limits.KNOWN_AFTER", 3)
    settings.NEW_ACCOUNT_DAYS = 7
    client.force_login(bo)
    for number in range(4):
        note(told, bo, html=f"<p>Note {number}.</p>")

    answers = [
        client.post(
            address(told, "/new"),
            sent(bo, block=ids(told)[0], to="everyone", text=f"Word {number}."),
        ).status_code
        for number in range(4)
    ]

    assert answers == [302, 302, 302, 429]


def test_an_unfinished_note_is_kept_for_its_own_words(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    first, last = ids(told)[0], ids(told)[2]
    across = f"block={first}&start=48&end_block={last}&end=14"

    paragraph = kept_as(client, told, f"block={last}")
    names = [
        kept_as(client, told, query)
        for query in (
            f"block={last}&start=0&end_block={last}&end=14",
            f"block={last}&start=0&end_block={last}&end=6",
            across,
        )
    ]

    assert paragraph == f"note-{told.pk}-{last}"
    assert len({paragraph, *names}) == 4
    assert all(name.startswith(f"{paragraph}-") for name in names)
    assert kept_as(client, told, across) == names[2]
    wrong = client.post(address(told, "/new"), sent(bo, block=last, text="x" * 10_001))
    assert f'<kept-text name="{paragraph}">' in wrong.content.decode()
    gone = client.post(
        address(told, "/new"),
        sent(bo, block=last, start=0, end_block=last, end=3, words="Nowhere", kept=names[0]),
    )
    assert f'<kept-text name="{names[0]}">' in gone.content.decode()


def kept_as(client: Client, chapter: Chapter, query: str) -> str:
    page = html.fromstring(client.get(address(chapter, f"/new?{query}")).content)
    return str(page.xpath("//kept-text/@name")[0])


def test_a_note_held_back_by_a_lost_log_in_waits_at_its_words_and_is_told_of(
    client: Client, told: Chapter, bo: User
) -> None:
    block, other = ids(told)[1], ids(told)[3]
    words = {"block": block, "start": 7, "end_block": block, "end": 17, "words": "bear 👩‍👩‍👧"}
    lost = client.post(address(told, "/new"), sent(bo, text="Half a thought", **words))
    client.force_login(bo)

    back = html.fromstring(lost.content).xpath("//main//a/@href")[0]
    form = client.get(unquote(back.partition("?next=")[2])).content.decode()
    elsewhere = client.get(address(told, f"/new?block={other}")).content.decode()
    paragraph = client.get(address(told, f"/new?block={block}")).content.decode()
    pages = [client.get(address(told, page)).content.decode() for page in ("", "/new")]

    assert "Half a thought" in form
    assert 'value="bear' in form
    way = "//textarea[contains(., 'Half a thought')]"
    assert not html.fromstring(elsewhere).xpath(way)
    assert not html.fromstring(paragraph).xpath(way)
    assert unfinished(paragraph).startswith("Go on with your unfinished note on “bear")
    for page in pages:
        (way,) = html.fromstring(page).xpath("//a[contains(., 'your unfinished note')]/@href")
        assert "Half a thought" in client.get(way).content.decode()

    retell(told, "<p>Nothing is as it was.</p>")
    gone = client.get(address(told, "/new")).content.decode()
    assert "An unfinished note whose paragraph is gone: “Half a thought”" in words_of(gone)

    client.post(address(told, "/new"), sent(bo, block=ids(told)[0]))
    assert "unfinished" in words_of(client.get(address(told)).content.decode())


def test_an_unfinished_note_is_told_of_until_it_is_saved(
    client: Client, told: Chapter, bo: User
) -> None:
    block = ids(told)[1]
    client.post(address(told, "/new"), sent(bo, block=block))
    client.force_login(bo)

    before = client.get(address(told)).content.decode()
    client.post(address(told, "/new"), sent(bo, block=block))
    after = client.get(address(told)).content.decode()

    assert unfinished(before) == "Go on with your unfinished note: “Quite so.”"
    assert "unfinished" not in words_of(after)


def unfinished(page: str) -> str:
    """What a page tells of a note that waits."""
    (line,) = html.fromstring(page).xpath("//p[a[contains(., 'unfinished note')]]")
    return " ".join(line.text_content().split())


def test_the_page_of_all_notes_leads_back_to_where_one_was_and_to_the_chapters_beside(
    client: Client, told: Chapter, bo: User
) -> None:
    block = ids(told)[2]
    other = add_chapter(told.work, position=2)
    has_read(bo, told, 3)
    Place.objects.create(user=bo, work=told.work, chapter=told, block_id=ids(told)[3])
    note(told, bo)
    client.force_login(bo)
    here = told.get_absolute_url()

    (from_margin,) = html.fromstring(margin(client, told)).xpath("//a[.='All notes']/@href")
    pages = [
        html.fromstring(client.get(url).content)
        for url in (from_margin, address(told), address(told, f"?at={block}"), address(other))
    ]

    ways = [page.xpath("//a[contains(., 'Back to the text')]/@href")[0] for page in pages]
    place = ids(told)[3]
    assert ways == [
        f"{here}#{ids(told)[0]}",
        f"{here}#{place}",
        f"{here}#{block}",
        other.get_absolute_url(),
    ]
    assert pages[1].xpath("//a[@rel='next']/@href") == [address(other)]
    assert not pages[1].xpath("//a[@rel='prev']")
    assert pages[3].xpath("//a[@rel='prev']/@href") == [address(told)]


def test_an_answer_brings_the_numbers_of_the_margin_along(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    make_read(club, work=told.work)
    made = note(told, cy, club=club)
    note(told, di, block=4, club=club)  # ahead of Cy
    client.force_login(cy)

    data = sent(cy, text="Indeed.")
    answer = client.post(f"/comments/{made.pk}/reply", data, headers={"HX-Request": "true"})

    page = html.fromstring(answer.content.decode())
    (numbers,) = page.xpath("//*[@class='note-count']")
    assert numbers.get("data-block") == ids(told)[0]
    assert numbers.get("data-count") == "2"
    assert numbers.get("data-button").startswith("2 notes on “The tide went out")
    assert numbers.get("data-label") == "2 notes in the margin"
    (filled,) = page.xpath(f"//*[@data-fills='notes-{told.pk}']")
    assert filled.text_content() == "2 notes that you can see"


def test_the_form_for_a_note_folds_all_but_its_words_and_who_hears_it(
    client: Client, told: Chapter, bo: User
) -> None:
    client.force_login(bo)
    url = address(told, f"/new?block={ids(told)[0]}")

    form = html.fromstring(client.get(url).content).xpath("//form[@data-about]")[0]
    wrong = client.post(address(told, "/new"), sent(bo, block=ids(told)[0], colour="beige"))

    open_fields = "//*[self::select or self::textarea][not(ancestor::details)]/@name"
    assert form.xpath(f".{open_fields}") == ["text", "to"]
    assert form.xpath(".//details[not(@open)]//input[@name='colour']")
    assert html.fromstring(wrong.content).xpath("//details[@open]//input[@name='colour']")


def test_what_lies_ahead_is_counted_as_comments_and_notes_are_those_in_the_margin(
    client: Client, ada: User, cy: User, di: User
) -> None:
    work = make_work(ada, chapters=2)
    first, second = work.chapters.order_by("position")
    read_up_to_end(user=di, chapter=first)
    say(by=cy.default_pseud, work=work, chapter=second, html="<p>Not in the margin.</p>")
    client.force_login(di)

    page = words(margin(client, first))

    assert "1 comment in a later chapter." in page
    assert "note in" not in page


def test_a_guest_who_finds_no_notes_is_told_what_one_is_and_comes_back_to_the_paragraph(
    client: Client, told: Chapter, bo: User
) -> None:
    block = told.blocks[1].id

    page = client.get(f"{address(told)}?at={block}").content.decode()

    assert "A note is about a few words of the story" in words(page)
    back = quote(f"{told.get_absolute_url()}#{block}", safe="")
    assert f'href="/users/login?next={back}"' in page

    note(told, bo, html="<p>Heard by everyone.</p>", hearers=Hearers.EVERYONE)
    page = client.get(f"{address(told)}?at={block}").content.decode()
    assert "No notes" not in words(page)
    label = html.fromstring(margin(client, told)).xpath("//@data-label")[0]
    assert label == "1 note by a reader"
