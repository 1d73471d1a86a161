"""A PostgreSQL server of the tests' own: made in a folder, heard on a socket in it, and gone afterwards."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

# Handed down to the processes that pytest-xdist starts, so that one server does for all.
INHERITED = "THROW_AWAY_POSTGRESQL"
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # Of rows that are gone in a second nobody counts, tidies or keeps a copy anything.
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
HOW = {
    "linux": "sudo apt-get install postgresql",
    "darwin": "brew install postgresql@17",
}


class NoPostgreSQLError(RuntimeError):
    """There are no PostgreSQL programs on this machine; the message says how to get them."""


def throw_away_server() -> str:
    """Start a server unless a parent process already has, and return its address."""
    if address := os.environ.get(INHERITED):
        return address
    programs = find_programs()
    # A short path: the socket's may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="bookcub-pg-", dir=roomy_memory() or "/tmp"))  # noqa: S108  # as above
    owner = _unprivileged_user()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    rows = folder / "rows"
    _run(
        owner,
        [
            programs / "initdb",
            "-D",
            rows,
            "-U",
            "bookcub",
            "-A",
            "trust",
            "-E",
            "UTF8",
            # As most servers: an order of its own, and not that of the characters.
            "--locale-provider=icu",
            "--icu-locale=en-US",
            "--no-sync",
        ],
    )
    atexit.register(_remove, os.getpid(), owner, programs, folder)
    settings = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in OPTIONS.items())
    log = folder / "log"
    _run(
        owner,
        [
            programs / "pg_ctl",
            "-D",
            rows,
            "-l",
            log,
            "-w",
            "-o",
            f"-k {folder} {settings}",
            "start",
        ],
    )
    os.environ[INHERITED] = f"postgresql://bookcub@/postgres?host={folder}"
    return os.environ[INHERITED]


def roomy_memory() -> Path | None:
    """A folder in memory, where there is room in one: nothing need go to a disk."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of a new name is made in it
    is_roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if is_roomy else None


def find_programs() -> Path:
    """Return the folder with initdb and pg_ctl, the newest where there are several."""
    places = sorted(
        [
            *Path("/usr/lib/postgresql").glob("*/bin"),
            *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        ],
        key=lambda place: [
            int(part) for part in place.parent.name.split("@")[-1].split(".") if part.isdigit()
        ],
    )
    for name in ("pg_ctl", "pg_config"):
        if found := shutil.which(name):
            places.insert(0, Path(found).resolve().parent)
    for place in reversed(places):
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    how = HOW.get(sys.platform, "install PostgreSQL")
    raise NoPostgreSQLError(
        f"The tests also run on PostgreSQL, which is not on this machine. Run: {how}"
    )


def _unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; whose name to borrow then."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(owner: pwd.struct_passwd | None, command: Sequence[str | Path]) -> None:
    done = subprocess.run(  # noqa: S603  # our own words only
        command,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        cwd="/",
        env={**os.environ, "LC_ALL": "C", "HOME": "/tmp"},  # noqa: S108  # nothing is written there
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoPostgreSQLError(f"{command[0]} failed: {done.stderr}")


def _remove(pid: int, owner: pwd.struct_passwd | None, programs: Path, folder: Path) -> None:
    if os.getpid() != pid:  # a fork of the process that started it
        return
    _run(owner, [programs / "pg_ctl", "-D", folder / "rows", "-m", "immediate", "-w", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        print(find_programs())  # noqa: T201  # asked for on the command line
    except NoPostgreSQLError as missing:
        sys.exit(str(missing))
