"""Times painted with a mouse, a finger and keys: those one can come at, and those a host proposes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at
from tests.journeys.seeding import seed

FINDING = """
from tests.meetings.calling import proposed, soon
ada, bodil, mona = (User.objects.named(name).get() for name in ("Ada", "Bodil", "Mona"))
club = make_club(ada, bodil, mona, name="Painters")
meeting = proposed(club, ada, *(soon(days) for days in range(10, 15)))
made = {"meeting": meeting.get_absolute_url(), "new": f"/clubs/{club.pk}/meetings/new"}
"""


@pytest.fixture(scope="module")
def addresses(house: House) -> dict[str, str]:
    return dict(seed(house, FINDING))


def middle(one: Locator) -> tuple[float, float]:
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def marks(page: Page, answer: str) -> Locator:
    return page.locator(f".answers input[value={answer}]")


def answers(page: Page) -> list[str]:
    return [str(one.input_value()) for one in page.locator(".answers :checked").all()]


def drag(page: Page, one: Locator, other: Locator) -> None:
    """With the button down; whoever called lets it go."""
    page.mouse.move(*middle(one))
    page.mouse.down()
    page.mouse.move(*middle(other), steps=5)


def strokes(page: Page, one: Locator, other: Locator) -> None:
    """With a finger, as a phone tells of it."""
    (x, y), (to_x, to_y) = middle(one), middle(other)
    phone = page.context.new_cdp_session(page)
    phone.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    point = {"x": x, "y": y}
    phone.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    for part in (0.25, 0.5, 0.75, 1):
        point = {"x": x + (to_x - x) * part, "y": y + (to_y - y) * part}
        phone.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    phone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_answers_are_painted_with_a_mouse_and_taken_back(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Bodil")
    page.goto(addresses["meeting"])
    yes, no = marks(page, "yes"), marks(page, "no")

    drag(page, yes.nth(0), yes.nth(3))
    assert answers(page) == ["yes"] * 4
    page.keyboard.press("Escape")
    assert answers(page) == []
    page.mouse.up()
    drag(page, yes.nth(0), yes.nth(2))
    page.mouse.up()
    expect(page.locator("paint-answers [aria-live]")).to_have_text(
        "“Yes” for times marked: 3. Press Escape to take it back."
    )
    drag(page, no.nth(4), no.nth(2))
    page.mouse.up()
    assert answers(page) == ["yes", "yes", "no", "no", "no"]
    page.keyboard.press("Escape")
    assert answers(page) == ["yes", "yes", "yes"]
    no.nth(3).click()
    assert answers(page) == ["yes", "yes", "yes", "no"]
    look_at(page)
    page.get_by_role("button", name="Save my answers").click()

    expect(page.get_by_text("Your answers about 4 times are saved")).to_be_visible()
    assert answers(page) == ["yes", "yes", "yes", "no"]


def test_answers_are_painted_by_keys_and_all_at_once(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Mona")
    page.goto(addresses["meeting"])

    marks(page, "if").nth(1).focus()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    assert answers(page) == ["if", "if", "if"]
    page.keyboard.press("Escape")
    assert answers(page) == []
    page.get_by_role("button", name="All possible").press("Enter")
    assert answers(page) == ["yes"] * 5
    page.get_by_role("button", name="None possible").press("Enter")
    assert answers(page) == ["no"] * 5
    page.keyboard.press("Escape")
    assert answers(page) == ["yes"] * 5


def test_a_finger_paints_from_a_mark_and_scrolls_beside_it(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Mona", phone=True)
    page.goto(addresses["meeting"])
    yes = marks(page, "yes")
    yes.nth(2).scroll_into_view_if_needed()

    strokes(page, yes.nth(1), yes.nth(3))
    assert answers(page) == ["yes"] * 3
    before = page.evaluate("scrollY")
    strokes(page, page.locator(".answers-counts").nth(3), page.locator(".answers-counts").nth(1))

    page.wait_for_function("before => scrollY !== before", arg=before)
    assert answers(page) == ["yes"] * 3


def cell(page: Page, hour: int, day: int) -> Locator:
    """Of the week: hours from 8 on, days from today on."""
    return page.locator(".week tbody tr").nth(hour - 8).locator("[role=gridcell]").nth(day)


def times(page: Page) -> list[str]:
    """The hours in the list, without their days."""
    fields = page.locator(".way--propose .time-rows input").all()
    return sorted(value[11:] for field in fields if (value := field.input_value()))


def test_times_are_painted_in_a_week_and_proposed(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Ada")
    page.goto(addresses["new"])
    typed = page.locator(".way--propose .time-rows")
    expect(typed).to_be_hidden()

    # Before today there is nothing to choose.
    week = page.locator("paint-week .strong").text_content() or ""
    page.get_by_role("button", name="Earlier days").click(force=True)
    expect(page.locator("paint-week .strong")).to_have_text(week)
    expect(page.get_by_role("button", name="Earlier days")).to_be_disabled()

    drag(page, cell(page, 18, 2), cell(page, 20, 4))
    assert len(times(page)) == 9
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"
    page.keyboard.press("Escape")
    assert times(page) == []
    page.mouse.up()
    drag(page, cell(page, 18, 2), cell(page, 19, 5))
    page.mouse.up()
    assert times(page) == ["18:00"] * 4 + ["19:00"] * 4
    cell(page, 18, 3).click()
    expect(cell(page, 18, 3)).to_have_attribute("aria-selected", "false")
    assert times(page) == ["18:00"] * 3 + ["19:00"] * 4
    expect(page.locator("paint-week").get_by_text("Times chosen: 7.").first).to_be_visible()
    look_at(page)
    # One way at a time.
    page.get_by_text("Type the times instead").click()
    expect(typed).to_be_visible()
    expect(page.locator(".way--propose .week")).to_be_hidden()
    page.get_by_text("Paint the times instead").click()
    expect(typed).to_be_hidden()
    page.get_by_role("button", name="Call the meeting").click()

    expect(page.locator(".answers tbody input[value=yes]")).to_have_count(7)


def test_without_scripts_times_are_typed(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Ada", javascript=False)
    page.goto(addresses["new"])

    expect(page.locator(".way--propose .time-rows input").first).to_be_visible()
    expect(page.get_by_text("Type the times instead")).to_be_hidden()


def test_a_week_is_painted_by_keys_with_the_list_at_hand(
    house: House, visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(house, as_="Ada", phone=True)
    page.goto(addresses["new"])
    page.get_by_role("button", name="Earlier days").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    for key in ("PageDown", "ArrowRight", "ArrowDown", " ", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert times(page) == ["19:00", "20:00"]
    page.keyboard.press("Escape")
    assert times(page) == []
    page.keyboard.press("Enter")
    assert times(page) == ["20:00"]
    # What is typed in the list stands in the week as well.
    page.get_by_text("Type the times instead").click()
    field = page.locator(".way--propose .time-rows input").first
    field.fill(field.input_value()[:11] + "09:00")
    page.get_by_text("Paint the times instead").click()
    expect(cell(page, 9, 1)).to_have_attribute("aria-selected", "true")
    expect(cell(page, 20, 1)).to_have_attribute("aria-selected", "false")
    strokes(page, cell(page, 12, 0).locator("span"), cell(page, 12, 2).locator("span"))
    assert times(page) == ["09:00", "12:00", "12:00", "12:00"]
    look_at(page)
