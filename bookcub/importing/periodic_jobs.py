"""Chores of importing."""

from __future__ import annotations

import contextlib
import shutil
import time

from bookcub.core.clock import now
from bookcub.core.schedule import every
from bookcub.importing.actions.clubs import BROKEN, give_up
from bookcub.importing.actions.decisions import remove_old_imports
from bookcub.importing.models import ClubImport, Import, folder_of_imports

HOUR = 60 * 60


@every(seconds=HOUR)
def forget_old_imports() -> None:
    """Remove week-old imports, and folders whose import is gone (with its person's account, say)."""
    remove_old_imports()
    ClubImport.objects.waiting().old(at=now()).delete()
    for stuck in ClubImport.objects.stuck(at=now()).select_related("making"):
        give_up(imported=stuck, sentence=BROKEN)
    folder = folder_of_imports()
    if not folder.is_dir():
        return
    wanted = {str(pk) for pk in Import.objects.open().values_list("pk", flat=True)}
    # One that was made just now may belong to a row that this look came too early for.
    before = time.time() - HOUR
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.name not in wanted and path.stat().st_mtime < before:
                shutil.rmtree(path)
