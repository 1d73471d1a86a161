"""The archive's own settings on a data folder, a database and a cache that are thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.postgresql import roomy_memory, throw_away_server

DATABASE = os.environ.get("BOOKCUB_TEST_DATABASE", "sqlite")
# A developer's own settings must not reach the tests, and the tests must not reach their archive.
for name in [name for name in os.environ if name.startswith("BOOKCUB_")]:
    del os.environ[name]

FOLDER = Path(tempfile.mkdtemp(prefix="bookcub-tests-", dir=roomy_memory()))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["BOOKCUB_DATA"] = str(FOLDER / "data")
os.environ["BOOKCUB_TEST_DATABASE"] = DATABASE
os.environ["BOOKCUB_LOG_LEVEL"] = "error"
os.environ["LC_ALL"] = "C"  # commands speak the language of the terminal
if DATABASE == "postgresql":
    os.environ["BOOKCUB_DATABASE_URL"] = throw_away_server()

from bookcub.config.settings import *  # noqa: E402, F403  # after the environment is set

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# As in the archive, but without the disk's own pace: nobody pulls the plug on a test.
if DATABASE == "sqlite":
    rows = DATABASES["default"]  # noqa: F405
    rows["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    rows["OPTIONS"]["init_command"] = rows["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
# A test looks at once at what a page has left behind; tests/core/test_behind.py lets it wait.
BOOKCUB_WRITES_BEHIND = False
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Nobody sets the tests' archives up; tests/home puts back what waits for that.
LEFT_OUT = ("whitenoise.", "bookcub.home.middleware.being_set_up")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(LEFT_OUT)]  # noqa: F405
# Argon2 is slow on purpose; the tests log in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# As a keeper would: letters lead to where the tests' client asks.
LETTERS_URL = "http://testserver"
