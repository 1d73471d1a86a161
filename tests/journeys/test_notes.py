"""Writing into the margin: by mouse, by keyboard, without JavaScript, on a phone; and an author who edits."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at, narrow, rows_of
from tests.journeys.seeding import seed
from tests.journeys.writing import post_work, press

PARAGRAPHS = (
    "🐻🐻 The tide went out further than the map 👩‍👩‍👧 allowed, and nobody had told the cockles.",
    "On the morning it stopped, both hands pointed at the door.",
    "She laughed aloud. The lamp went out.",
)

SELECT = """([from, to]) => {
  const text = document.querySelector("[data-chapter] [id^='b-']").firstChild;
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(from));
  range.setEnd(text, text.data.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
PAINTED = "(colour) => [...CSS.highlights.get(`note-${colour}`)].map((range) => range.toString())"
MIDDLE = """(colour) => {
  const [words] = [...CSS.highlights.get(`note-${colour}`)][0].getClientRects();
  return [words.x + words.width / 2, words.y + words.height / 2];
}"""

SHOWN = "(pens) => pens.filter((pen) => getComputedStyle(pen).clipPath === 'none').length"


@pytest.fixture
def chapter(house: House, request: pytest.FixtureRequest) -> str:
    """The address of a chapter that Ada has posted."""
    return chapter_of(house, f"Clock {request.node.name[-30:]}", PARAGRAPHS)


def chapter_of(house: House, title: str, paragraphs: tuple[str, ...]) -> str:
    """The address of the chapter of a work that Ada posts."""
    work = post_work(house, title, text="\n\n".join(paragraphs))
    contents = house.person("Ada").see(f"{work}/navigate")
    links = (str(link) for _, _, link, _ in contents.iterlinks())
    return next(link for link in links if re.fullmatch(rf"{work}/chapters/\d+", link))


def write(page: Page, words: str, *, to: str = "self") -> None:
    """Fill in the box in the margin and send it."""
    form = page.locator(".note-form")
    form.locator("textarea").fill(words)
    form.locator("select[name=to]").select_option(to)
    form.get_by_role("button", name="Save the note").click()


def choose(page: Page, number: int) -> None:
    """Begin a note on a paragraph, by the switch and a tap."""
    page.evaluate("scrollTo(0, 0)")  # the bar is away while one reads down
    page.get_by_role("button", name="Note on a paragraph").click()
    page.locator("[data-chapter] [id^='b-']").nth(number).click()
    expect(page.locator(".note-form textarea")).to_be_focused()


def boxes_of(parts: Locator) -> list[FloatRect]:
    return [box for part in parts.all() if (box := part.bounding_box())]


def test_bodil_selects_words_behind_emoji_and_notes_on_them(
    house: House, visit: Visit, chapter: str
) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.goto(chapter)
    expect(bodil.get_by_text("No notes in this chapter yet")).to_be_visible()

    following = bodil.locator("[data-chapter] [id^='b-']").nth(1)
    before = following.bounding_box()
    bodil.evaluate(SELECT, ["ap 👩", "tol"])  # within words: whole ones are meant
    expect(bodil.get_by_role("button", name="Note on these words")).to_be_in_viewport(ratio=1)
    assert following.bounding_box() == before, "choosing words moves no text"
    bodil.get_by_role("button", name="Note on these words").click()
    expect(bodil.locator(".note-form textarea")).to_be_focused()
    bodil.evaluate("getSelection().removeAllRanges()")
    assert bodil.evaluate(PAINTED, "chosen") == ["map 👩‍👩‍👧 allowed, and nobody had told"]
    for width, height in ((1280, 900), (1280, 640), (375, 720)):
        bodil.set_viewport_size({"width": width, "height": height})
        bodil.locator(".note-form textarea").scroll_into_view_if_needed()
        expect(bodil.get_by_role("button", name="Save the note")).to_be_in_viewport(ratio=1)
    bodil.set_viewport_size({"width": 1280, "height": 900})
    expect(bodil.locator(".note-form blockquote")).to_have_text(
        "map 👩‍👩‍👧 allowed, and nobody had told"
    )
    expect(bodil.locator(".note-form blockquote")).to_be_hidden()
    expect(bodil.locator(".note-form .field-counter")).to_be_hidden()
    look_at(bodil)
    folded = bodil.get_by_text("Colour, and how to emphasise words")
    folded.click()
    bodil.get_by_title("Blue").click()
    look_at(bodil)
    folded.click()
    about = bodil.locator("[data-chapter] [id^='b-']").first
    stood = about.bounding_box()
    write(bodil, "Which *map*?")

    note = bodil.locator(".margin-note")
    expect(note).to_be_visible()
    stands, card = about.bounding_box(), bodil.locator(".margin-notes").bounding_box()
    assert stood
    assert stands
    assert card
    assert abs(stands["y"] - stood["y"]) < 2, "the words stay where one saw them"
    assert abs(card["y"] - stands["y"]) < 60, "and the card is level with them"
    expect(bodil.locator(".note-box .note-form")).to_have_count(0)
    expect(note.locator("blockquote")).to_be_hidden()
    expect(note.locator("em")).to_have_text("map")
    expect(note).to_contain_text("Only you")
    assert not bodil.evaluate("CSS.highlights.has('note-chosen')")
    assert bodil.evaluate(PAINTED, "blue") == ["map 👩‍👩‍👧 allowed, and nobody had told"]
    text = bodil.locator("[data-chapter] [id^='b-']").first.bounding_box()
    beside = note.bounding_box()
    assert text
    assert beside
    assert beside["x"] > text["x"] + text["width"]
    look_at(bodil)
    bodil.locator(".margin-count").click()
    expect(note).to_be_hidden()
    bodil.mouse.click(*bodil.evaluate(MIDDLE, "blue"))
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    for width in (1200, 1440):
        bodil.set_viewport_size({"width": width, "height": 900})
        assert rows_of(note.locator(".comment-byline")) == 1, width
        # Beside the name or beneath it, but never so that it is left room for a letter a line.
        name, marks = (
            note.locator(part).bounding_box() for part in (".comment-byline", ".comment-marks")
        )
        assert name
        assert marks
        is_beside = marks["x"] >= name["x"] + name["width"]
        assert is_beside or marks["y"] >= name["y"] + name["height"], width

    bodil.reload()
    count = bodil.locator(".margin-count")
    expect(count).to_have_text("1")
    expect(note).to_be_hidden()
    count.click()
    expect(note).to_be_visible()
    note.get_by_role("link", name="Reply").click()
    note.locator("textarea").fill("The old one.")
    note.get_by_role("button", name="Reply").click()
    expect(note).to_contain_text("The old one.")


def test_a_paragraph_is_noted_by_keyboard_alone(house: House, visit: Visit, chapter: str) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.goto(chapter)
    pens = bodil.get_by_role("button", name="Note on a paragraph")
    pens.focus()
    bodil.keyboard.press("Enter")
    expect(pens).to_have_attribute("aria-pressed", "true")
    pen = bodil.get_by_role("button", name=f"Note on this paragraph: {PARAGRAPHS[1]}"[:60])
    expect(pen).to_be_visible()
    for _ in range(30):  # over the head of the story
        bodil.keyboard.press("Tab")
        if pen.evaluate("pen => pen === document.activeElement"):
            break
    expect(bodil.locator(":focus")).to_have_attribute(
        "aria-label",
        f"Note on this paragraph: {PARAGRAPHS[1]}"[: len("Note on this paragraph: ") + 60],
    )
    # Only the one that is reached shows itself, and moves nothing.
    expect(pen).to_have_css("clip-path", "none")
    assert bodil.locator(".margin-pen").evaluate_all(SHOWN) == 1
    look_at(bodil)
    bodil.keyboard.press("Escape")
    expect(pens).to_be_focused()
    expect(pens).to_have_attribute("aria-pressed", "false")
    expect(bodil.locator(".margin-pen")).to_have_count(0)

    bodil.keyboard.press("Enter")
    pen.press("Enter")
    expect(bodil.locator(".note-form textarea")).to_be_focused()
    expect(pens).to_have_attribute("aria-pressed", "false")
    bodil.keyboard.press("Escape")
    expect(bodil.locator(".note-form")).to_have_count(0)
    look_at(bodil)

    pens.press("Enter")
    bodil.locator(".margin-pen").nth(1).press("Enter")
    expect(bodil.locator(".note-form textarea")).to_be_focused()
    bodil.keyboard.type("Both of them?")
    bodil.get_by_role("button", name="Save the note").press("Enter")
    expect(bodil.locator(".margin-note")).to_contain_text("Both of them?")
    expect(bodil.locator(".margin-note")).to_be_focused()
    bodil.keyboard.press("Escape")
    expect(bodil.locator(".margin-count")).to_be_focused()
    expect(bodil.locator(".margin-note")).to_be_hidden()


def test_without_javascript_on_a_phone_a_paragraph_is_chosen_from_a_page(
    house: House, visit: Visit, chapter: str
) -> None:
    bodil = visit(house, as_="Bodil", phone=True, javascript=False)
    bodil.goto(chapter)
    bodil.get_by_role("link", name="Note on a paragraph").click()
    bodil.get_by_role(
        "link", name=re.compile(r"Note on this paragraph\s+beginning .She laughed")
    ).click()
    write(bodil, "And then?")

    expect(bodil.get_by_text("Your note is saved. Only you can see it.")).to_be_visible()
    expect(bodil.get_by_text("And then?")).to_be_visible()
    bodil.get_by_role("link", name=re.compile("She laughed aloud")).click()
    expect(bodil).to_have_url(re.compile(f"{chapter}#b-"))


def test_on_a_phone_notes_open_under_their_paragraph(
    house: House, visit: Visit, chapter: str
) -> None:
    bodil = visit(house, as_="Bodil", phone=True)
    bodil.goto(chapter)
    on_words = bodil.get_by_role("button", name="Note on these words")
    size = bodil.viewport_size
    assert size
    # Also where only the first line of its paragraph is on the screen.
    bodil.set_viewport_size({"width": size["width"], "height": 400})
    first = bodil.locator("[data-chapter] [id^='b-']").first
    first.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - innerHeight + 60)")
    bodil.evaluate(SELECT, ["tide", "map"])
    expect(on_words).to_be_in_viewport(ratio=1)
    bodil.set_viewport_size(size)
    on_words.click()
    narrow(bodil)
    bar = bodil.locator(".note-form .form-actions").bounding_box()
    folded = bodil.locator(".note-form .disclosure").bounding_box()
    assert bar
    assert folded
    assert folded["y"] + folded["height"] <= bar["y"], "nothing is behind the buttons"
    expect(bodil.locator(".note-form .note-colours")).to_be_hidden()
    expect(bodil.locator(".note-form select[name=to]")).to_be_in_viewport(ratio=1)
    write(bodil, "So far!")

    note = bodil.locator(".margin-note")
    expect(note).to_be_visible()
    text = bodil.locator("[data-chapter] [id^='b-']").first.bounding_box()
    under = note.bounding_box()
    assert text
    assert under
    assert under["y"] >= text["y"] + text["height"]
    assert under["x"] + under["width"] <= 375
    look_at(bodil)


def test_what_lies_ahead_is_told_above_the_text_and_not_in_the_bar(
    house: House, visit: Visit, chapter: str
) -> None:
    ada = visit(house, as_="Ada")
    ada.goto(chapter)
    choose(ada, 2)
    write(ada, "Wait for the end.", to="everyone")
    expect(ada.locator(".margin-note")).to_be_visible()

    bodil = visit(house, as_="Bodil", phone=True)
    bodil.goto(chapter)
    for part in (bodil.locator(".ahead > p"), bodil.locator(".masthead-name span")):
        expect(part).to_be_visible()
        assert rows_of(part) == 1
    way = bodil.get_by_role("link", name="Show me everything").bounding_box()
    notice = bodil.locator(".ahead > p").bounding_box()
    assert way
    assert notice
    # Beside the notice, or on the next line with the button that says one has read this chapter.
    assert way["y"] <= notice["y"] + 2 * notice["height"]

    guest = visit(house, phone=True)
    guest.goto(chapter)
    ahead = guest.get_by_text("1 note by a reader, perhaps ahead of you")
    expect(ahead).to_be_visible()
    assert rows_of(ahead) == 1
    told = ahead.bounding_box()
    bar = guest.locator(".reader-bar").bounding_box()
    assert told
    assert bar
    assert told["y"] >= bar["y"] + bar["height"]
    look_at(guest)


def test_a_guest_who_asks_for_notes_where_there_are_none_comes_back_to_the_paragraph(
    house: House, visit: Visit
) -> None:
    guest = visit(house, phone=True)
    guest.goto(chapter_of(house, "Clock alone", ("Tick. " * 200, "Tack. " * 9, "Tock. " * 200)))
    guest.get_by_text("Tock.").evaluate("text => text.scrollIntoView()")
    # The bar is away, and would be scrolled to.
    notes = guest.locator("note-margin a", has_text="No notes in this chapter yet")
    notes.evaluate("link => link.click()")
    guest.get_by_text("A note is about a few words").wait_for()
    look_at(guest)

    guest.get_by_role("link", name="Back to the text").click()

    expect(guest.get_by_text("Tack.")).to_be_in_viewport()


def test_as_many_notes_stand_beside_the_text_as_there_is_room_for(
    house: House, visit: Visit
) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.set_viewport_size({"width": 1280, "height": 900})
    between = "And the tide went out. " * 40
    bodil.goto(chapter_of(house, "Clock with room", (*PARAGRAPHS[:2], between, PARAGRAPHS[2])))
    for number, words in ((0, "Told by whom?"), (1, "Whose hands?"), (3, "Why?")):
        choose(bodil, number)
        write(bodil, words)
        expect(bodil.locator(".margin-note", has_text=words)).to_be_visible()

    bodil.reload()
    notes, counts = bodil.locator(".margin-note"), bodil.locator(".margin-count")
    expect(counts).to_have_count(3)
    for opened, seen in ((0, [0]), (2, [0, 2]), (1, [0, 1, 2]), (1, [0, 2])):
        counts.nth(opened).click()
        expect(notes.filter(visible=True)).to_have_count(len(seen))
        assert [number for number in range(3) if notes.nth(number).is_visible()] == seen
    counts.nth(1).click()
    cards = bodil.locator(".margin-notes:visible")
    ends = [(box["y"], box["y"] + box["height"]) for box in boxes_of(cards)]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(ends)), "none covers another"
    look_at(bodil)
    # One that grows until the screen has no room for another folds that.
    notes.nth(0).locator("p").last.evaluate("words => words.style.blockSize = '80vh'")
    expect(notes.nth(1)).to_be_hidden()
    expect(notes.nth(0)).to_be_visible()

    bodil.set_viewport_size({"width": 375, "height": 812})
    counts.nth(1).click()
    expect(notes.filter(visible=True)).to_have_count(1)
    expect(notes.nth(1)).to_be_visible()


def test_ada_edits_a_chapter_full_of_notes(house: House, visit: Visit, chapter: str) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.goto(chapter)
    for number, words in enumerate(("Told by whom?", "Whose hands?", "Why?")):
        choose(bodil, number)
        write(bodil, words, to="everyone" if number == 0 else "self")
        expect(bodil.locator(".margin-note", has_text=words)).to_be_visible()

    ada = visit(house, as_="Ada", javascript=False)
    ada.goto(f"{chapter}/edit")
    told = ada.locator("textarea[name=text]").input_value()
    gone = re.sub(r"<p[^>]*>On the morning[^<]*</p>|On the morning[^\n]*", "", told)
    ada.locator("textarea[name=text]").fill(
        "<p>It began quite differently.</p>" + gone.replace("the cockles", "any of the cockles")
    )
    press(ada, "save")
    ada.goto(chapter)
    ada.get_by_role("link", name="Notes in the margin").click()
    expect(ada.get_by_text("Told by whom?")).to_be_visible()
    expect(ada.get_by_text("Whose hands?")).to_have_count(0)

    bodil.reload()
    expect(bodil.get_by_text("3 notes in the margin")).to_be_visible()
    expect(bodil.locator(".margin-count")).to_have_count(2)
    bodil.locator(".margin-count").first.click()
    first = bodil.locator(".margin-note", has_text="Told by whom?")
    expect(first).to_contain_text("The sentence has been edited since.")
    orphan = bodil.locator(".margin-notes--gone")
    expect(orphan).to_contain_text("The passage is gone. It read:")
    expect(orphan).to_contain_text("both hands pointed at the door")
    expect(orphan).to_contain_text("Whose hands?")
    look_at(bodil)


# A club of three that reads a work of Ada's with a note and an answer on the first paragraph and a note on the last.
THREAD = """
from bookcub.comments.actions import say
from bookcub.works.models import Chapter
from tests.comments.noting import note
ada, bodil, mona = (User.objects.named(name).get() for name in ("Ada", "Bodil", "Mona"))
chapter = Chapter.objects.get(pk={chapter})
club = make_club(ada, bodil, mona, name="Three at the clock")
make_read(club, work=chapter.work)
reads_to(bodil, chapter.work, 1)
first = note(chapter, ada, "map", html="<p>Which map?</p>", club=club)
say(work=chapter.work, chapter=chapter, by=mona.default_pseud, parent=first, html="<p>The only one.</p>")
note(chapter, ada, "lamp", html="<p>Out!</p>", block=2, club=club)
made = {{"club": club.get_absolute_url()}}
"""
UNDER_LETTERS = """(bubble) => {
  const own = bubble.getBoundingClientRect();
  const range = document.createRange();
  for (const block of document.querySelectorAll("[data-chapter] [id^='b-']")) {
    range.selectNodeContents(block);
    for (const one of range.getClientRects()) {
      const across = one.right > own.left + 1 && one.left < own.right - 1;
      if (across && one.bottom > own.top + 1 && one.top < own.bottom - 1) return true;
    }
  }
  return false;
}"""


@pytest.fixture
def thread(house: House, chapter: str) -> dict[str, str]:
    return dict(seed(house, THREAD.format(chapter=chapter.rsplit("/", 1)[1])))


@pytest.mark.usefixtures("thread")
@pytest.mark.parametrize("phone", [False, True])
def test_bodil_answers_in_a_card_beneath_what_was_answered_before(
    house: House, visit: Visit, chapter: str, phone: bool
) -> None:
    bodil = visit(house, as_="Bodil", phone=phone)
    bodil.goto(chapter)
    count = bodil.locator(".margin-count").first
    expect(count).to_have_text("2")
    assert not count.evaluate(UNDER_LETTERS), "no letter is beneath the number"
    count.click()
    card = bodil.locator(".margin-notes:visible")
    expect(card.locator(".badge--club")).to_have_count(1)  # once a thread
    expect(card.get_by_text("The whole thread")).to_have_count(0)
    answer = card.locator(".comment-answers .comment-card")
    line = card.locator(".comment-answers > .thread").bounding_box()
    letters = answer.locator(".comment-text").bounding_box()
    assert line
    assert letters
    assert letters["x"] >= line["x"] + 8, "the line of the thread runs beside the letters"

    card.get_by_role("link", name="Reply").first.click()
    box = card.locator("textarea")
    expect(box).to_be_focused()
    said, written = answer.bounding_box(), box.bounding_box()
    assert said
    assert written
    assert written["y"] >= said["y"] + said["height"]
    expect(card.get_by_role("button", name="Reply")).to_be_in_viewport(ratio=1)
    box.fill("Half a thought")
    look_at(bodil)

    bodil.get_by_role("button", name="Close").click()
    expect(count).to_be_focused()
    bodil.reload()
    count.click()
    card.get_by_role("link", name="Reply").first.click()
    expect(box).to_have_value("Half a thought")
    expect(card.locator(".kept-text")).to_have_count(0)
    card.get_by_role("button", name="Reply").click()
    expect(card.locator(".comment-text").last).to_have_text("Half a thought")


@pytest.mark.usefixtures("thread")
def test_the_notes_open_beside_the_text_one_after_the_other(
    house: House, visit: Visit, chapter: str
) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.goto(chapter)
    bodil.get_by_role("link", name="3 notes in the margin").click()
    expect(bodil.get_by_text("Which map?")).to_be_visible()
    bodil.locator(".margin-notes:visible").get_by_role("button", name="Next note").click()
    expect(bodil.get_by_text("Which map?")).to_be_hidden()
    expect(bodil.get_by_text("Out!")).to_be_visible()
    expect(bodil.locator(".margin-note:visible")).to_be_focused()
    bodil.locator(".margin-notes:visible").get_by_role("link", name="All notes").click()
    expect(bodil.get_by_text("Which map?")).to_be_visible()
    expect(bodil).to_have_url(re.compile("/notes"))

    bodil.set_viewport_size({"width": 800, "height": 900})
    bodil.goto(chapter)
    bodil.get_by_role("link", name="3 notes in the margin").click()
    expect(bodil).to_have_url(re.compile("/notes"))


def test_a_tap_on_a_paragraph_notes_on_it(house: House, visit: Visit, chapter: str) -> None:
    bodil = visit(house, as_="Bodil", phone=True)
    bodil.goto(chapter)
    switch = bodil.get_by_role("button", name="Note on a paragraph")
    colour = "(one) => getComputedStyle(one).backgroundColor"
    off = switch.evaluate(colour)
    paragraphs = bodil.locator("[data-chapter] [id^='b-']")
    stood = [box["y"] for box in boxes_of(paragraphs)]
    switch.click()
    hint = bodil.locator(".note-hint")
    expect(hint).to_contain_text("Tap or click a paragraph to note on it.")
    expect(bodil.locator("#told")).to_have_text("Tap or click a paragraph to note on it.")
    assert switch.evaluate(colour) != off, "it is filled while it is on"
    look_at(bodil)
    hint.get_by_role("button", name="Cancel").click()
    expect(hint).to_be_empty()
    expect(switch).to_be_focused()
    assert [box["y"] for box in boxes_of(paragraphs)] == stood, "nothing has moved"

    switch.click()
    assert [box["y"] for box in boxes_of(paragraphs)] == stood, "nothing moves"
    bodil.mouse.wheel(0, 400)
    expect(switch).to_be_in_viewport()
    bodil.locator("[data-chapter] [id^='b-']").last.click()
    expect(bodil.locator(".note-form textarea")).to_be_focused()
    expect(hint).to_be_empty()
    expect(bodil.locator("[aria-pressed=true]")).to_have_count(0)
    expect(bodil.locator(".margin-pen")).to_have_count(0)
    write(bodil, "Out at last.")
    expect(bodil.locator(".margin-note")).to_contain_text("Out at last.")

    bodil.locator(".margin-note").get_by_role("link", name="Delete").click()
    bodil.get_by_role("button", name="Delete the note").click()
    expect(bodil.get_by_text("The note is deleted.")).to_be_visible()
    bodil.locator(".margin-note").get_by_role("button", name="Undo").click()
    expect(bodil.locator(".margin-note")).to_contain_text("Your note is back.")
    expect(bodil.locator(".margin-note")).to_contain_text("Out at last.")


@pytest.mark.parametrize("phone", [False, True])
def test_an_unfinished_note_waits_at_its_own_paragraph(
    house: House, visit: Visit, chapter: str, phone: bool
) -> None:
    bodil = visit(house, as_="Bodil", phone=phone)
    bodil.goto(chapter)
    told = bodil.locator(".note-drafts")
    box = bodil.locator(".note-form textarea")
    expect(bodil.get_by_role("link", name="No notes in this chapter yet")).to_be_visible()
    expect(told).to_be_empty()
    bodil.evaluate(SELECT, ["tide", "map"])
    bodil.get_by_role("button", name="Note on these words").click()
    box.fill("Half a thought")
    expect(told).to_be_empty()
    bodil.keyboard.press("Escape")
    expect(told).to_contain_text("Unfinished note on “tide went out further than the map”")

    # Other words of the same paragraph, and the paragraph itself, have nothing to do with it.
    bodil.evaluate(SELECT, ["allowed", "cockles"])
    bodil.get_by_role("button", name="Note on these words").click()
    expect(box).to_have_value("")
    waits = bodil.locator(".note-waits")
    expect(waits).to_contain_text(
        "Your unfinished note on “tide went out further than the map” waits here."
    )
    look_at(bodil)
    waits.get_by_role("button", name="Go on with it").click()
    expect(box).to_have_value("Half a thought")
    expect(waits).to_have_count(0)
    assert bodil.evaluate(PAINTED, "chosen") == ["tide went out further than the map"]
    bodil.keyboard.press("Escape")
    choose(bodil, 0)
    expect(box).to_have_value("")
    bodil.keyboard.press("Escape")

    bodil.reload()
    choose(bodil, 1)
    expect(box).to_have_value("")
    expect(bodil.locator(".kept-text")).to_have_count(0)
    bodil.keyboard.press("Escape")
    look_at(bodil)
    expect(bodil.get_by_role("button", name="Unfinished note")).to_be_visible()
    told.get_by_role("link").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("Half a thought")
    expect(bodil.get_by_role("button", name="Unfinished note")).to_have_count(0)
    bodil.keyboard.press("Escape")
    bodil.get_by_role("button", name="Unfinished note").click()
    expect(box).to_have_value("Half a thought")
    bodil.get_by_role("button", name="Save the note").click()
    expect(bodil.locator(".margin-note")).to_contain_text("Half a thought")
    assert bodil.evaluate(PAINTED, "yellow") == ["tide went out further than the map"]
    expect(told).to_be_empty()

    choose(bodil, 1)
    form = bodil.locator(".note-form")
    expect(form.get_by_role("link", name="Cancel")).to_be_visible()
    expect(form.get_by_role("button", name="Throw away")).to_be_hidden()
    box.fill("Better not")
    expect(form.get_by_role("link", name="Cancel")).to_have_count(0)
    form.get_by_role("link", name="Keep for later").click()
    expect(told).to_contain_text("Unfinished note: “Better not”")
    told.get_by_role("button", name="Throw away").click()
    undo = bodil.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(told).to_contain_text("Your unfinished note is thrown away.")
    undo.click()
    told.get_by_role("link", name="Unfinished note: “Better not”").click()
    expect(box).to_have_value("Better not")
    form.get_by_role("button", name="Throw away").click()
    expect(undo).to_be_focused()
    expect(told).to_be_empty()
    look_at(bodil)
    undo.click()
    expect(told.get_by_role("link", name="Unfinished note: “Better not”")).to_be_focused()
    told.get_by_role("button", name="Throw away").click()
    choose(bodil, 1)
    expect(box).to_have_value("")


REACH = """(bubble) => {
  const { x, y, width, height } = bubble.getBoundingClientRect();
  const [across, down] = [x + width / 2, y + height / 2];
  const isOwn = (left, top) => document.elementFromPoint(left, top) === bubble;
  const reach = (step) => {
    let [least, most] = [0, 0];
    while (isOwn(...step(least - 1))) least -= 1;
    while (isOwn(...step(most + 1))) most += 1;
    return most - least + 1;
  };
  return [reach((by) => [across + by, down]), reach((by) => [across, down + by])];
}"""
SHADE = "(one) => getComputedStyle(one).backgroundColor"


@pytest.mark.usefixtures("thread")
@pytest.mark.parametrize("phone", [False, True])
def test_whoever_comes_to_a_paragraph_sees_no_shade_once_they_go_on(
    house: House, visit: Visit, chapter: str, phone: bool
) -> None:
    bodil = visit(house, as_="Bodil", phone=phone)
    bodil.goto(chapter)
    first, second = bodil.locator("[data-chapter] [id^='b-']").all()[:2]
    anchor = first.get_attribute("id")
    plain = first.evaluate(SHADE)
    bodil.goto("about:blank")
    bodil.goto(f"{chapter}#{anchor}")
    assert first.evaluate(SHADE) != plain
    count = bodil.locator(".margin-count").first
    count.scroll_into_view_if_needed()
    count.click()
    ways = bodil.locator(".margin-ways:visible > *")
    if phone:
        assert all(length >= 40 for length in count.evaluate(REACH))
        assert all(box["height"] >= 40 for box in boxes_of(ways))
    bodil.get_by_role("button", name="Close").click()
    assert first.evaluate(SHADE) == plain
    assert second.evaluate(SHADE) == plain
    count.click()
    bodil.locator(".margin-notes:visible").get_by_role("link", name="All notes").click()
    bodil.get_by_role("link", name="Back to the text").click()
    expect(bodil).to_have_url(re.compile(f"{chapter}#{anchor}$"))


@pytest.mark.usefixtures("thread")
def test_the_numbers_of_notes_go_with_an_answer(house: House, visit: Visit, chapter: str) -> None:
    bodil = visit(house, as_="Bodil")
    bodil.goto(chapter)
    count = bodil.locator(".margin-count").first
    expect(count).to_have_accessible_name(re.compile("^2 notes on “🐻🐻 The tide"))
    count.click()
    card = bodil.locator(".margin-notes:visible")
    card.get_by_role("link", name="Reply").first.click()
    card.locator("textarea").fill("Is it?")
    card.get_by_role("button", name="Reply").click()
    expect(card.get_by_text("Your reply is posted for Three at the clock.")).to_be_visible()
    expect(count).to_have_text("3")
    expect(count).to_have_accessible_name(re.compile("^3 notes on “🐻🐻 The tide"))
    # The bar steps aside while one reads.
    counted = bodil.get_by_role("link", name="4 notes in the margin", include_hidden=True)
    expect(counted).to_have_count(1)

    bodil.goto(f"{chapter}/notes")
    expect(bodil.get_by_text("4 notes that you can see")).to_be_visible()
    bodil.get_by_role("link", name="Reply").first.click()
    bodil.locator("textarea").fill("It is.")
    bodil.get_by_role("button", name="Reply").click()
    expect(bodil.locator(".page-head")).to_contain_text("5 notes that you can see")
