import errno
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bookcub.core.environment import MisconfiguredError
from bookcub.core.files.data_folder import prepare, prepare_shared, private_file, secret_key


def test_the_folder_and_its_parts_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "a" / "stories")

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {part.name for part in folder.iterdir()} == {"cache", "uploads"}


def test_what_machines_share_is_made_beside_it_or_where_all_reach_it(tmp_path: Path) -> None:
    folder = prepare_shared(prepare(tmp_path / "one"))
    elsewhere = prepare_shared(tmp_path / "mounted")

    shared = {"files", "imports", "outbox"}
    assert {part.name for part in folder.iterdir()} == {"cache", "uploads"} | shared
    assert {part.name for part in elsewhere.iterdir()} == shared


@pytest.mark.parametrize("mode", [None, 0o644])
def test_the_database_is_private_even_where_others_may_enter(
    tmp_path: Path, mode: int | None
) -> None:
    tmp_path.chmod(0o755)
    if mode is not None:
        (tmp_path / "bookcub.sqlite3").touch(mode=mode)

    path = private_file(tmp_path / "bookcub.sqlite3")
    with sqlite3.connect(path) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE people (password)")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    assert modes["bookcub.sqlite3-wal"] == 0o600
    assert set(modes.values()) == {0o600}


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "stories").write_text("no folder")

    with pytest.raises(
        MisconfiguredError, match=f"{tmp_path / 'stories'}.*{os.strerror(errno.EEXIST)}"
    ):
        prepare(tmp_path / "stories")


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = secret_key(tmp_path)

    assert secret_key(tmp_path) == key
    assert len(key) >= 64
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 64))

    assert len(keys) == 1


def test_a_key_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret-key").chmod(0o640)

    with pytest.raises(MisconfiguredError, match="chmod 600"):
        secret_key(tmp_path)


def test_half_a_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")
    (tmp_path / "secret-key").chmod(0o600)

    with pytest.raises(MisconfiguredError, match=str(tmp_path / "secret-key")):
        secret_key(tmp_path)
