"""Which lane a request goes in."""

import pytest
from django.urls import NoReverseMatch, reverse

from bookcub.config.serving.choosing import HEAVY_TO_GET, HEAVY_TO_SEND, LARGE, PLACES, Lanes


@pytest.fixture(scope="module")
def lanes() -> Lanes:
    return Lanes(4)


def path_of(name: str) -> str:
    numbers = {
        "club_id": 3,
        "read_id": 4,
        "work_id": 5,
        "chapter_id": 6,
        "import_id": 7,
        "number": 1,
    }
    shapes = (
        ("club_id",),
        ("club_id", "read_id"),
        ("work_id", "chapter_id"),
        ("import_id",),
        ("import_id", "number"),
    )
    for keys in ((), *shapes):
        try:
            return reverse(name, kwargs={key: numbers[key] for key in keys})
        except NoReverseMatch:
            continue
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("method", "path", "size", "is_member", "expected"),
    [
        ("GET", "/works/1", 0, False, "guests"),
        ("HEAD", "/works/1", 0, False, "guests"),
        ("GET", "/works/1", 0, True, "members"),
        ("GET", "/import", 0, True, "members"),
        ("POST", "/works/1/comments", 20, True, "writing"),
        ("POST", "/users/login", 20, False, "writing"),
        ("DELETE", "/works/1", 0, False, "writing"),
        ("POST", "/works/1/comments", LARGE + 1, True, "heavy"),
        ("GET", "/works/1", LARGE + 1, False, "heavy"),
    ],
)
def test_reading_writing_and_heavy_work_have_threads_of_their_own(  # a table
    lanes: Lanes, method: str, path: str, size: int, expected: str, *, is_member: bool
) -> None:
    assert lanes.lane_for(method, path, size=size, is_member=is_member).name == expected


def test_places_wait_for_one_another_wherever_pages_are_answered(lanes: Lanes) -> None:
    assert lanes.places.size.keeps
    assert lanes.places.size.threads == 1


def test_what_takes_long_goes_where_it_holds_up_nobody(lanes: Lanes) -> None:
    sent = {
        name: lanes.lane_for("POST", path_of(name), size=9, is_member=True).name
        for name in (*HEAVY_TO_SEND, *PLACES)
    }
    read = {
        name: lanes.lane_for("GET", path_of(name), size=0, is_member=True).name
        for name in HEAVY_TO_GET
    }

    assert sent == dict.fromkeys(HEAVY_TO_SEND, "heavy") | dict.fromkeys(PLACES, "places")
    assert read == dict.fromkeys(HEAVY_TO_GET, "heavy")


@pytest.mark.parametrize(("threads", "guests", "members"), [(1, 1, 1), (2, 1, 1), (5, 2, 3)])
def test_everybody_has_a_thread_however_few_there_are(
    threads: int, guests: int, members: int
) -> None:
    lanes = Lanes(threads)

    assert (lanes.guests.size.threads, lanes.members.size.threads) == (guests, members)
