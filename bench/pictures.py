"""The pictures of the README, made from a demo archive that is thrown away: `python -m bench.pictures`.

Needs the tests' browser and an unused port; takes about a minute. Each picture is a WebP of at most 150 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium
from tests.journeys.house import House

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PASSWORD = "a goose in a hat"  # noqa: S105  # of an archive that lives for a minute
MOST = 150_000  # bytes
DESK, PHONE = (1280, 860), (390, 780)
STORY = """# The Tide Clock

The clock in the harbour office had two hands and neither of them told the time.

One told you how long until the water came back. The other, said Mrs Coe, was for decoration, and had not been wrong yet.

* * *

On the morning it stopped, both hands pointed at the door.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, who looks, on what, and how they get there."""

    name: str
    walk: Callable[[Page], None]
    person: str = ""
    size: tuple[int, int] = DESK
    theme: str = "light"


def front(page: Page) -> None:
    page.goto("/")


def reader(page: Page) -> None:
    page.goto("/works")
    page.get_by_role("link", name="A House Full of Static", exact=True).click()
    page.get_by_role("link", name="Chapter 1").or_(page.locator(".chapter-list a")).first.click()
    page.locator(".chapter-head").evaluate("(head) => head.scrollIntoView()")


def talk(page: Page) -> None:
    page.goto("/works")
    page.get_by_role("link", name="Saved Places", exact=True).click()
    page.goto(f"{page.url}/comments")
    page.locator("li.comment").first.evaluate(
        "(first) => { first.scrollIntoView(); scrollBy(0, 60) }"
    )


def editor(page: Page) -> None:
    page.goto("/works")
    page.get_by_role("link", name="Until It Looks Like It Does", exact=True).click()
    page.get_by_role("link", name="Edit chapter").or_(
        page.get_by_role("link", name="Edit")
    ).first.click()
    page.wait_for_load_state("networkidle")


def preview(page: Page) -> None:
    page.goto("/import")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "the-tide-clock.md", "mimeType": "text/markdown", "buffer": STORY.encode()}
    )
    page.locator("main form button").first.click()
    reading = page.get_by_role("heading", name="Reading your files")
    reading.wait_for(state="detached", timeout=60_000)
    page.wait_for_load_state("networkidle")


PICTURES = (
    Picture("front", front),
    Picture("front-dark", front, theme="dark"),
    Picture("reader", reader, size=PHONE, theme="dark"),
    Picture("talk", talk, person="marginalia_mo"),
    Picture("editor", editor, person="quiet_kettle"),
    Picture("import", preview, person="saltglass"),
)


def main(wanted: list[str]) -> None:
    """Fill an archive, serve it, and take the pictures that are asked for: all, or those named."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bookcub-pictures-") as folder:
        house = House(Path(folder))
        filled = house.bookcub("demo", "--password", PASSWORD)
        if filled.returncode:
            sys.exit(filled.stdout + filled.stderr)
        house.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=find_chromium(), args=ARGUMENTS
                )
                for picture in PICTURES:
                    if not wanted or picture.name in wanted:
                        take(picture, browser, house.url)
                browser.close()
        finally:
            house.stop()


def take(picture: Picture, browser: Browser, url: str) -> None:
    """Walk to the page as that person on that screen, and keep what is seen."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": picture.size[0], "height": picture.size[1]},
        device_scale_factor=2 if picture.size == PHONE else 1.5,
        reduced_motion="reduce",
    )
    look = f"{picture.theme}.literata.3.medium.medium.no"
    context.add_cookies([{"name": "bookcub_look", "value": look, "url": url}])
    page = context.new_page()
    if picture.person:
        page.goto("/users/login")
        page.locator("[name=name]").fill(picture.person)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button").first.click()
    picture.walk(page)
    page.wait_for_timeout(600)  # until what the page asks for afterwards is there
    size = keep(page.screenshot(), FOLDER / f"{picture.name}.webp")
    print(f"{picture.name}: {size // 1000} kB")  # noqa: T201  # a script talks
    context.close()


def keep(screenshot: bytes, path: Path) -> int:
    """Write the picture as small as it has to be; its size in bytes."""
    drawn = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for quality in (90, 80, 70, 60):
        drawn.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST:
            return path.stat().st_size
    raise ValueError(f"{path.name} does not fit into {MOST} bytes.")


if __name__ == "__main__":
    main(sys.argv[1:])
