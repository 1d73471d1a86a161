"""Django's settings, made from the data folder and the BOOKCUB_* variables."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("BOOKCUB_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

SECRET_KEY = "replaced by the key of the data folder"  # noqa: S105  # placeholder until environment.py lands
DEBUG = os.environ.get("BOOKCUB_DEBUG", "") == "yes"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "bookcub.home",
    "bookcub.notifications",
    "bookcub.importing",
    "bookcub.comments",
    "bookcub.reading",
    "bookcub.works",
    "bookcub.tags",
    "bookcub.people",
    "bookcub.web",
    "bookcub.core",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "bookcub.config.urls"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "bookcub.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-64000;"
                "PRAGMA journal_size_limit=67108864;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
# The name is unique whatever its case, by a constraint on Lower("username"), which Django does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/users/login"
LOGIN_REDIRECT_URL = "/desk"
LOGOUT_REDIRECT_URL = "/"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static-built"
MEDIA_URL = "/files/"
MEDIA_ROOT = DATA / "files"
