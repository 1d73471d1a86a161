"""`bookcub migrate` on an empty database, killed when all tables are made: `python -m tests.broken_off`."""

from __future__ import annotations

import os
import signal
from unittest.mock import patch

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookcub.config.settings"
    django.setup()
    from bookcub.core.database import migrating

    with patch.object(
        migrating, "emit_post_migrate_signal", lambda **_: os.kill(os.getpid(), signal.SIGKILL)
    ):
        migrating.migrate()
