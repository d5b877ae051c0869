"""Django's settings. What differs between machines comes from the environment (DEQI_*)."""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).parents[1]
SERVING = bool(os.environ.get("DEQI_SERVING"))  # set by `deqi serve`; nobody else writes into VAR


def _var() -> Path:
    """The folder of the data base, the secret key and the static files of this installation."""
    if given := os.environ.get("DEQI_VAR"):
        return Path(given).absolute()
    if data := os.environ.get("XDG_DATA_HOME"):
        return Path(data) / "deqi"
    try:
        return Path.home() / ".local" / "share" / "deqi"
    except RuntimeError:  # a user without a home
        return Path("var")


def _secret_key() -> str:
    """The key from the environment; to serve, one made once for this installation; else one for this process alone."""
    if key := os.environ.get("DEQI_SECRET_KEY"):
        return key
    if not SERVING:
        return secrets.token_urlsafe(50)
    path = VAR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


VAR = _var()
if SERVING:
    VAR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DEQI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = bool(os.environ.get("DEQI_BEHIND_TLS"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "csp",
    "deqi.accounts",
    "deqi.documents",
    "deqi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "deqi.project.urls"
WSGI_APPLICATION = "deqi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["deqi.documents.templatetags.words", "deqi.web.templatetags.addresses"],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite out of the box; PostgreSQL where DEQI_POSTGRES names a data base (host and user from PG* variables)."""
    if name := os.environ.get("DEQI_POSTGRES"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "HOST": os.environ.get("PGHOST", ""),
            "PORT": os.environ.get("PGPORT", ""),
            "USER": os.environ.get("PGUSER", ""),
            "PASSWORD": os.environ.get("PGPASSWORD", ""),
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "deqi.sqlite3",
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
        },
    }


# simulations that were asked for, in this process alone; none is of a person
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 256}}}

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# the wording of questionnaires that this clinic shows under its own licence: a folder, or None
WORDINGS = Path(given).absolute() if (given := os.environ.get("DEQI_WORDINGS")) else None

# nothing from elsewhere, nothing inline: styles and scripts are files of this site
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "deqi.web.errors.csrf_failure"
CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # a pasted note of at most a megabyte
# an uploaded page is read in memory alone; a larger one is let pass by and never written to a disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# logs never hold patient data: no request bodies, no local variables
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
