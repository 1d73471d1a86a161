from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import ngettext_lazy
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from bookcub.people import icon_images
from bookcub.people.models import Pseud, User
from bookcub.people.owned_content import OWNED, OwnedKind
from bookcub.works.queries.bylines import pseuds_named
from tests.browsing import Client, asks_for
from tests.extent import often
from tests.people import pictures


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def letters_of() -> Iterator[dict[int, int]]:
    """Something a pseud can own: letters, counted by pseud."""
    owned: dict[int, int] = {}

    def move(pseud: Pseud, to: Pseud) -> None:
        owned[to.pk] = owned.get(to.pk, 0) + owned.pop(pseud.pk, 0)

    so_many = ngettext_lazy("%(number)s letter", "%(number)s letters", "number")
    kind = OwnedKind(so_many, lambda p: owned.get(p.pk, 0), move)
    OWNED.register(kind, name="letters", owner="tests")
    yield owned
    OWNED.forget("letters")


def icon(content: bytes, name: str = "icon.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def save(client: Client, path: str = "/settings/pseuds/new", **fields: Any) -> int:
    return client.post(path, {"name": "Wren", **fields}).status_code


def test_a_person_writes_under_several_names_one_of_them_by_default(
    ada: User, client: Client
) -> None:
    client.force_login(ada)

    assert save(client, description="Sea stories.") == 302
    assert save(client, name="Robin", is_default="on") == 302

    assert set(ada.pseuds.values_list("name", "is_default")) == {
        ("Ada", False), ("Wren", False), ("Robin", True),
    }  # fmt: skip
    wren = ada.pseuds.get(name="Wren")
    assert wren.byline == "Wren (Ada)"
    assert ada.pseuds.get(name="Ada").byline == "Ada"
    client.post(f"/settings/pseuds/{wren.pk}/default")
    assert ada.default_pseud == wren


@pytest.mark.parametrize(
    "name", ["", " ", "-wren", "w" * 41, "wr<b>en", "wren\n2", "ada", " ADA", "wr\x00en"]
)
def test_an_impossible_name_is_refused(ada: User, client: Client, name: str) -> None:
    client.force_login(ada)

    assert save(client, name=name) == 422


@pytest.mark.parametrize("name", ["Zaunkönig", "鷦鷯", "wren of the_isles-2", "x"])
def test_names_of_all_scripts_are_welcome(ada: User, client: Client, name: str) -> None:
    client.force_login(ada)

    assert save(client, name=f"  {name} ") == 302
    assert ada.pseuds.filter(name=name).exists()


def test_two_people_may_have_pseuds_of_one_name(ada: User, bo: User, client: Client) -> None:
    bo.pseuds.create(name="Wren")
    client.force_login(ada)

    assert save(client) == 302


def test_nobody_touches_anothers_pseuds(ada: User, bo: User, client: Client) -> None:
    client.force_login(bo)
    path = f"/settings/pseuds/{ada.default_pseud.pk}"

    assert client.get(path).status_code == 404
    assert save(client, path) == 404
    assert client.post(f"{path}/default").status_code == 404
    assert client.post(f"{path}/deletion").status_code == 404


def test_an_icon_is_drawn_anew_small_square_and_without_what_it_told(
    ada: User, client: Client
) -> None:
    client.force_login(ada)

    assert save(client, icon=icon(pictures.with_place_and_comment()), icon_alt="A wren") == 302

    wren = ada.pseuds.get(name="Wren")
    stored = Path(wren.icon.path).read_bytes()
    drawn = Image.open(io.BytesIO(stored))
    assert (drawn.format, drawn.size) == ("WEBP", (200, 200))
    assert not drawn.getexif()
    assert b"TAKEN-AT-HOME" not in stored
    assert b"SECRET-COMMENT" not in stored
    assert wren.icon.name.startswith("icons/")
    assert "wren" not in wren.icon.name


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG", "WEBP"])
def test_icons_of_four_kinds_are_taken_by_content_not_by_name(
    ada: User, client: Client, kind: str
) -> None:
    client.force_login(ada)

    assert save(client, icon=icon(pictures.picture(kind), "holiday.exe")) == 302


@pytest.mark.parametrize(
    "content",
    [
        pictures.SVG,
        pictures.bomb(),
        pictures.picture("BMP"),
        pictures.picture("TIFF"),
        pictures.picture()[:60],
        b"",
        b"GIF89a",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x00" * 1000,
        pictures.picture("PNG") + b"\x00" * icon_images.MOST_BYTES,
    ],
    ids=[
        "svg",
        "bomb",
        "bmp",
        "tiff",
        "cut off",
        "empty",
        "only a head",
        "postscript",
        "zeros",
        "too large",
    ],
)
def test_a_hostile_or_foreign_file_is_refused_and_nothing_is_kept(
    ada: User, client: Client, tmp_path: Path, content: bytes
) -> None:
    client.force_login(ada)

    assert save(client, icon=icon(content)) == 422
    assert list(tmp_path.rglob("*.*")) == []


def test_a_page_hidden_in_a_picture_does_not_survive(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert save(client, icon=icon(pictures.polyglot())) == 302
    assert b"script" not in Path(ada.pseuds.get(name="Wren").icon.path).read_bytes()


@how(max_examples=often(60), deadline=None)
@given(
    content=st.binary(max_size=400),
    head=st.sampled_from([b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"]),
)
def test_no_bytes_whatsoever_make_the_drawing_fail_otherwise_than_politely(
    content: bytes, head: bytes
) -> None:
    whole = head + content
    try:
        drawn = icon_images.redraw(io.BytesIO(whole), size=len(whole))
    except ValidationError:
        return
    assert Image.open(drawn).size == (200, 200)


def test_a_file_that_lies_about_its_size_is_measured() -> None:
    lying = pictures.picture() + b"\x00" * icon_images.MOST_BYTES

    with pytest.raises(ValidationError):
        icon_images.redraw(io.BytesIO(lying), size=10)


def test_see_through_pictures_stay_so_and_sideways_ones_are_turned() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(clear, "PNG")
    drawn = Image.open(icon_images.redraw(io.BytesIO(clear.getvalue()), size=1))
    assert drawn.mode == "RGBA"

    sideways = Image.new("RGB", (400, 200), "white")
    sideways.paste((0, 0, 0), (0, 0, 200, 200))  # the left half; turned by 90°, the upper
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    sideways.save(file, "JPEG", exif=exif)
    turned = Image.open(icon_images.redraw(io.BytesIO(file.getvalue()), size=1)).convert("1")
    assert (turned.getpixel((100, 20)), turned.getpixel((100, 180))) == (0, 255)


def test_an_icon_is_served_as_what_it_is_and_may_be_kept(ada: User, client: Client) -> None:
    client.force_login(ada)
    save(client, icon=icon(pictures.picture()))

    answer = Client().get(ada.pseuds.get(name="Wren").icon_url)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "path",
    [
        "icons/nosuchicon.webp",
        "icons/../secret.key.webp",
        "icons/..%2f..%2fkey.webp",
        "icons/a.png",
        "key",
    ],
)
def test_nothing_but_icons_is_served(db: None, client: Client, path: str) -> None:
    assert client.get(f"/files/{path}").status_code == 404


def test_a_new_icon_replaces_the_old_file_and_can_be_taken_away(
    ada: User, client: Client, tmp_path: Path
) -> None:
    client.force_login(ada)
    save(client, icon=icon(pictures.picture()))
    wren = ada.pseuds.get(name="Wren")
    path = f"/settings/pseuds/{wren.pk}"
    first = wren.icon.name

    save(client, path, icon=icon(pictures.picture("GIF")))
    wren.refresh_from_db()
    assert wren.icon.name != first
    assert len(list(tmp_path.rglob("*.webp"))) == 1
    save(client, path, description="No new icon.")
    assert client.get(wren.icon_url).status_code == 200
    save(client, path, without_icon="on")

    wren.refresh_from_db()
    assert not wren.icon
    assert list(tmp_path.rglob("*.webp")) == []


def test_a_pseud_that_owns_nothing_goes_without_a_question(ada: User, client: Client) -> None:
    client.force_login(ada)
    wren = ada.pseuds.create(name="Wren")

    page = client.get(f"/settings/pseuds/{wren.pk}/deletion")
    assert asks_for(page) == {f"/settings/pseuds/{wren.pk}/deletion"}
    assert "Wren" in page.content.decode()
    assert client.post(f"/settings/pseuds/{wren.pk}/deletion").status_code == 302
    assert not ada.pseuds.filter(name="Wren").exists()


def test_a_pseud_in_use_goes_only_when_its_belongings_have_a_place(
    ada: User, bo: User, client: Client, letters_of: dict[int, int]
) -> None:
    client.force_login(ada)
    wren = ada.pseuds.create(name="Wren")
    letters_of[wren.pk] = 3
    path = f"/settings/pseuds/{wren.pk}/deletion"

    assert b"3 letters" in client.get(path).content
    assert client.post(path).status_code == 422
    assert client.post(path, {"to": bo.default_pseud.pk}).status_code == 422
    assert client.post(path, {"to": wren.pk}).status_code == 422
    assert letters_of == {wren.pk: 3}
    assert client.post(path, {"to": ada.default_pseud.pk}).status_code == 302

    assert letters_of == {ada.default_pseud.pk: 3}
    assert not ada.pseuds.filter(name="Wren").exists()


def test_the_pseud_signed_with_cannot_be_deleted(ada: User, client: Client) -> None:
    client.force_login(ada)
    ada.pseuds.create(name="Wren")

    assert client.post(f"/settings/pseuds/{ada.default_pseud.pk}/deletion").status_code == 403
    assert ada.pseuds.count() == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Wren Halloran", "Wren Halloran"),
        ("wren-halloran", "wren-halloran"),
        ("WrenHalloran", "WrenHalloran (wren_halloran)"),
        ("Wren", "Wren (wren_halloran)"),
    ],
)
def test_a_name_that_says_the_account_stands_alone_and_means_them(
    bo: User, name: str, shown: str
) -> None:
    wren = User.objects.create_user("wren_halloran")
    pseud = Pseud.objects.create(user=wren, name=name)
    namesake = Pseud.objects.create(user=bo, name=name)

    assert pseud.byline == shown
    assert namesake.byline == f"{name} (Bo)"
    assert pseuds_named([pseud.byline], field="x") == [pseud]
    assert pseuds_named([namesake.byline], field="x") == [namesake]
