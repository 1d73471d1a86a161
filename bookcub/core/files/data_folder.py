"""The folder that holds an archive: what stands in it and who may read it."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from bookcub.core.environment import MisconfiguredError
from bookcub.core.languages.translating import MarkedSentence, gettext_noop

ALLOWED_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def prepare(folder: Path) -> Path:
    """Make a data folder and its parts unless they exist; raises MisconfiguredError."""
    return _prepare(folder, parts=("cache", "uploads"), setting="BOOKCUB_DATA")


def prepare_shared(folder: Path) -> Path:
    """The same of the folder that all machines of an archive reach."""
    return _prepare(folder, parts=("files", "imports", "outbox"), setting="BOOKCUB_SHARED")


def _prepare(folder: Path, *, parts: tuple[str, ...], setting: str) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in parts:
            (folder / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _wrong(
            gettext_noop(
                "The data folder %(folder)s cannot be used: %(reason)s. Choose another with %(setting)s."
            ),
            folder=folder,
            setting=setting,
            reason=error.strerror,
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _wrong(
            gettext_noop(
                "This user cannot write to the data folder %(folder)s. Change its owner, or choose another with"
                " %(setting)s."
            ),
            folder=folder,
            setting=setting,
        )
    return folder


def private_file(path: Path) -> Path:
    """Make a file that its owner alone may read, unless there is one; what is beside it stays.

    In a folder that was made by hand and that others may enter, it is all that keeps them out. SQLite
    gives its journals the rights of the database.
    """
    path.touch(mode=0o600)
    if path.stat().st_mode & ALLOWED_TO_OTHERS:
        path.chmod(0o600)
    return path


def secret_key(folder: Path) -> str:
    """Return the key in `folder`/secret-key, made on first use, readable by its owner alone.

    Two processes that start at the same time get the same key: the file appears whole or not at all.
    Raises MisconfiguredError when others may read it or it is too short to be a key.
    """
    path = folder / "secret-key"
    if not path.exists():
        _make_once(path, secrets.token_urlsafe(64))
    if path.stat().st_mode & ALLOWED_TO_OTHERS:
        raise _wrong(
            gettext_noop(
                "Other users of this machine may read %(path)s. Make it private: chmod 600 %(path)s"
            ),
            path=path,
        )
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 50:  # noqa: PLR2004  # what Django's own check asks of a key
        raise _wrong(
            gettext_noop(
                "%(path)s is too short to be a secret key. Delete it, and the next start makes a new one."
            ),
            path=path,
        )
    return key


def _wrong(message: str, **facts: object) -> MisconfiguredError:
    return MisconfiguredError((MarkedSentence(message, facts),))


def _make_once(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    # A link, not a rename: whoever comes second keeps the first one's key.
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
