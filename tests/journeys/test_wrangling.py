"""Tags are ticked, merged after a look at what it touches, and split again from the log: with and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen
from tests.journeys.seeding import seed
from tests.journeys.test_trash import by_keyboard

WORKS = """
from bookcub.tags.models import Tag, TagKind
from bookcub.tags.actions.families import make_canonical
ada = User.objects.named("Ada").get()
names = ["Sluices %(way)s", "The Sluices %(way)s", "slùices %(way)s"]
for name in names:
    make_work(ada, title=f"About {name}", tags={TagKind.FANDOM: [name]})
make_canonical(Tag.objects.get(name=names[0]), by=None)
made = {}
"""


@WITH_AND_WITHOUT
def test_tags_are_merged_and_the_log_undoes_it(
    house: House, visit: Visit, javascript: bool
) -> None:
    look, way = (look_at, "with") if javascript else (unseen, "without")
    seed(house, WORKS % {"way": way})
    page = visit(house, as_="Mona", javascript=javascript)
    page.goto(f"/wrangling?q=sluices+{way}")
    expect(page.get_by_text(f"Another spelling of Sluices {way}?")).to_be_visible()
    look(page)

    for name in (f"The Sluices {way}", f"slùices {way}"):
        page.get_by_role("checkbox", name=f"Tick {name}", exact=True).press("Space")
    page.get_by_label("With the ticked ones").select_option(label="Merge into …")
    page.get_by_label("Name (where one is asked for)").fill(f"Sluices {way}")
    page.get_by_label("Name (where one is asked for)").press("Enter")
    expect(page.get_by_text("It touches what 2 works are found by")).to_be_visible()
    look(page)
    by_keyboard(page, "button", "Do it")
    expect(page.get_by_text("Done with 2 tags.")).to_be_visible()

    page.goto(f"/tags/fandom/Sluices {way}")
    expect(page.locator("article")).to_have_count(3)
    look(page)
    by_keyboard(page, "link", "Wrangle this tag")
    look(page)
    page.goto("/wrangling/log")
    look(page)
    merged = page.get_by_role("listitem").filter(has_text=f"“The Sluices {way}” was merged")
    merged.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("It is as it was before.")).to_be_visible()
    page.goto(f"/tags/fandom/Sluices {way}")
    expect(page.locator("article")).to_have_count(2)


def test_a_keeper_makes_somebody_a_wrangler(house: House, visit: Visit) -> None:
    page = visit(house, as_="Mona")
    page.goto("/keeper")
    page.get_by_role("link", name="Wranglers").first.click()
    look_at(page)
    page.get_by_label("User name").fill("bodil")
    page.get_by_role("button", name="Make a wrangler").click()
    expect(page.get_by_text("Bodil is a wrangler now.")).to_be_visible()

    desk = visit(house, as_="Bodil")
    desk.goto("/wrangling/tags/new")
    desk.get_by_label("Name").fill("Books & Literature")
    desk.get_by_role("button", name="Make it").click()
    expect(desk.get_by_text("“Books & Literature” is canonical.")).to_be_visible()
    look_at(desk)

    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_text("Bodil no longer wrangles these tags.")).to_be_visible()
    assert desk.goto("/wrangling").status == 403  # type: ignore[union-attr]  # it answers
