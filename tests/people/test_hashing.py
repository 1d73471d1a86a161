import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from bookcub.core.processes import NICE, giving_way
from bookcub.people.hashing import PatientArgon2


def test_hashes_are_djangos_own() -> None:
    here, there = PatientArgon2(), Argon2PasswordHasher()
    hashed = here.encode("a long walk by the weir", "salt" * 6)

    assert there.verify("a long walk by the weir", hashed)
    assert not here.verify("a short walk by the weir", hashed)
    assert not here.must_update(hashed)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_a_password_is_hashed_at_the_side_of_those_who_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    def look(*_: object) -> bool:
        # A thread has the priority of the one that began it: the hash has eight.
        other = threading.Thread(target=lambda: seen.append(priority()))
        other.start()
        other.join()
        seen.append(priority())
        return True

    before = priority()
    monkeypatch.setattr(Argon2PasswordHasher, "verify", look)
    assert PatientArgon2().verify("a", "b")

    assert seen == [NICE, NICE]
    assert priority() == before


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_an_archive_that_gives_way_to_all_else_on_its_machine_hashes_passwords_too() -> None:
    def give_way() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)

    with ThreadPoolExecutor(1, initializer=give_way) as thread:
        assert thread.submit(giving_way, priority).result() == 19


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
