"""Django's settings, made from the data folder and the BOOKCUB_* variables."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.config import engines
from bookcub.config.content_policy import content_security_policy
from bookcub.config.environment import environment
from bookcub.config.hosts import allowed_hosts, local_address, trusted_origins
from bookcub.config.languages import languages, unfit
from bookcub.config.logs import logging_settings
from bookcub.core.files.data_folder import prepare, prepare_shared, private_file, secret_key
from bookcub.core.languages.direction import RIGHT_TO_LEFT

GIVEN = environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = prepare(GIVEN.data)
# What machines have in common; of one machine it is all one folder.
SHARED = prepare_shared(GIVEN.shared or GIVEN.data)

SECRET_KEY = GIVEN.secret_key or secret_key(DATA)
DEBUG = GIVEN.debug
PUBLIC_URL = GIVEN.url.rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = allowed_hosts(GIVEN)
CSRF_TRUSTED_ORIGINS = trusted_origins(GIVEN)
INTERNAL_IPS: list[str] = []

INSTALLED_APPS = [
    "bookcub.home",
    "bookcub.notifications",
    "bookcub.exporting",
    "bookcub.importing",
    "bookcub.finding",
    "bookcub.memory",
    "bookcub.meetings",
    "bookcub.comments",
    "bookcub.picks",
    "bookcub.reads",
    "bookcub.clubs",
    "bookcub.reading",
    "bookcub.works",
    "bookcub.tags",
    "bookcub.people",
    "bookcub.web",
    "bookcub.core",
    "bookcub.search",
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
    "bookcub.config.middleware.requests.Requests",
    "bookcub.config.middleware.proxies.Proxies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bookcub.config.middleware.headers.PageHeaders",
    "bookcub.people.middleware.language",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "bookcub.config.middleware.invalid_input.RejectInvalidInput",
    "bookcub.people.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bookcub.config.middleware.asking.asking",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bookcub.config.middleware.error_pages.ErrorPages",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bookcub.home.middleware.being_set_up",
    "bookcub.home.middleware.unlisted",
    "bookcub.reading.middleware.remembered_look",
    "bookcub.people.middleware.own_language",
    "bookcub.people.middleware.time_zone",
    "bookcub.people.middleware.device_seen",
    "bookcub.people.middleware.past_names",
    "bookcub.web.middleware.mistakes_in_title",
    "bookcub.web.middleware.log_in_leads_back",
    "bookcub.web.middleware.words_arrived",
]

ROOT_URLCONF = "bookcub.config.urls"
WSGI_APPLICATION = "bookcub.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["bookcub.web.templatetags.token"],
            "libraries": {"i18n": "bookcub.web.templatetags.isolating"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bookcub.web.context.chrome",
            ],
        },
    }
]
# What the packages add to every page's frame.
BOOKCUB_CHROME = ["bookcub.people.context.archive", "bookcub.notifications.context.unread"]
# Where the frame's links lead: place, label, page, icon, and for whom (all, members, or owner: the page takes their name).
BOOKCUB_NAVIGATION = (
    ("primary", gettext_lazy("Works"), "reading:work_index", "book", "all"),
    ("primary", gettext_lazy("Browse"), "reading:fandom_index", "tag", "all"),
    ("primary", gettext_lazy("Clubs"), "home:club_index", "people", "all"),
    ("primary", gettext_lazy("Desk"), "home:desk_index", "desk", "members"),
    ("primary", gettext_lazy("Write"), "works:work_new", "pen", "members"),
    # While one reads on a phone, the main links step back.
    ("account", gettext_lazy("Desk"), "home:desk_index", "desk", "members"),
    ("account", gettext_lazy("Profile"), "reading:person_detail", "user", "owner"),
    ("account", gettext_lazy("My works"), "works:work_index", "book", "members"),
    ("account", gettext_lazy("Drafts"), "works:draft_index", "pen", "members"),
    ("account", gettext_lazy("Bookmarks"), "reading:person_bookmark_index", "bookmark", "owner"),
    ("account", gettext_lazy("For later"), "reading:later_index", "clock", "members"),
    ("account", gettext_lazy("Lists"), "reading:list_index", "list", "owner"),
    (
        "account",
        gettext_lazy("My comments and notes"),
        "comments:own_comment_index",
        "comment",
        "members",
    ),
    ("account", gettext_lazy("History"), "reading:history_index", "history", "members"),
    ("account", pgettext_lazy("verb", "Import"), "importing:upload_new", "upload", "members"),
    ("account", gettext_lazy("Trash"), "people:trash_index", "trash", "members"),
    ("account", gettext_lazy("Wrangling"), "finding:wrangling_index", "tag", "wranglers"),
    ("account", gettext_lazy("Settings"), "people:settings", "settings", "members"),
    ("keeper", gettext_lazy("Keeper’s pages"), "people:keeper_index", "home", "keepers"),
    (
        "keeper",
        pgettext_lazy("of the archive", "People"),
        "people:member_index",
        "people",
        "keepers",
    ),
    ("keeper", gettext_lazy("Invitations"), "people:invitation_index", "plus", "keepers"),
    ("keeper", gettext_lazy("Outbox"), "people:outbox_index", "mail", "keepers"),
    ("footer", pgettext_lazy("this archive", "About"), "home:about_index", "info", "all"),
    ("footer", gettext_lazy("Guide"), "home:guide_index", "info", "all"),
    ("footer", gettext_lazy("Terms"), "people:terms_detail", "info", "all"),
)
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Rows, cache, background work
DATABASES = {"default": engines.database(GIVEN)}
if not GIVEN.database_url:
    private_file(DATABASES["default"]["NAME"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": engines.cache(GIVEN)}
# Letters have a queue of their own, and what takes long has one for each person: core/background.py.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# What nobody waits for (visits, when a device was seen) is gathered and written by a thread of its own.
BOOKCUB_WRITES_BEHIND = True

# People
AUTH_USER_MODEL = "people.User"
# The name is unique whatever its case, by a constraint on Lower("username"), which Django does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "templates.W003"]
AUTHENTICATION_BACKENDS = ["bookcub.people.backend.MemberBackend"]
PASSWORD_HASHERS = [
    "bookcub.people.hashing.PatientArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = (
    7 * 24 * 60 * 60
)  # until it is used; a keeper may have to pass the link on by hand
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:desk_index"
LOGOUT_REDIRECT_URL = "/"

# allauth keeps addresses, their confirmation links and the list of devices; the pages are bookcub.people's.
ACCOUNT_ADAPTER = "bookcub.people.adapter.AccountAdapter"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 7
# mandatory: nobody logs in before their address is confirmed.
ACCOUNT_EMAIL_VERIFICATION = (
    GIVEN.email_confirmation
    if GIVEN.email_confirmation != "auto"
    else ("mandatory" if GIVEN.smtp_url else "optional")
)
USERSESSIONS_TRACK_ACTIVITY = False  # once an hour is enough: people.middleware.device_seen

SESSION_ENGINE = "bookcub.people.session_store"
SESSION_COOKIE_NAME = "bookcub_session"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "bookcub_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "bookcub.config.handlers.forgery_suspected"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

# What browsers are told
CONTENT_SECURITY_POLICY = content_security_policy(embed_hosts=GIVEN.embed_hosts, https=HTTPS)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = GIVEN.hsts_days * 24 * 60 * 60 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does that; a redirect here would break /health
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GIVEN.proxies else None
X_FRAME_OPTIONS = "DENY"
EMBED_HOSTS = GIVEN.embed_hosts
BOOKCUB_PROXIES = GIVEN.proxies
WORDS_PER_MINUTE = GIVEN.words_per_minute  # of whoever reads fastest

# Mail
DEFAULT_FROM_EMAIL = GIVEN.mail_from
SERVER_EMAIL = GIVEN.mail_from
EMAIL_SUBJECT_PREFIX = ""
OUTBOX = SHARED / "outbox"
vars().update(engines.mail(GIVEN))

# Forms and uploads
UPLOAD_LIMIT = GIVEN.upload_limit
# A chapter of half a million characters is three megabytes in some scripts, and nine when a browser sends it
# urlencoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = DATA / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MEDIA_URL = "/files/"
MEDIA_ROOT = SHARED / "files"

# Style sheets, scripts, fonts
STATIC_URL = "/static/"
# Each machine has its own copy of what is found, even where files are shared.
BOOKCUB_SEARCH = DATA / "search"
STATIC_ROOT = Path(GIVEN.static) if GIVEN.static else DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "bookcub.core.files.static_files.BuiltStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Language and time
LANGUAGE_CODE = "en"
# A keeper's own catalogues come first, unless one would break pages: `bookcub check` says which, and that none counts.
UNFIT_CATALOGUES = unfit(DATA / "locale")
LOCALE_PATHS = [*([] if UNFIT_CATALOGUES else [DATA / "locale"]), PACKAGE / "locale"]
LANGUAGES = languages(LOCALE_PATHS)
LANGUAGES_BIDI = sorted(RIGHT_TO_LEFT)
LANGUAGE_COOKIE_NAME = "bookcub_language"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# The page that browsers show without a network
OFFLINE_PAGE = GIVEN.offline_page

# Comments: how long an account is new
NEW_ACCOUNT_DAYS = GIVEN.new_account_days

LOGGING = logging_settings(form=GIVEN.log, level=GIVEN.log_level)

# Where letters that no request asked for point to
LETTERS_URL = PUBLIC_URL or local_address(*GIVEN.bind)
SITE_HOST = urlsplit(PUBLIC_URL).netloc
