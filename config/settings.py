"""Every setting of the system, read from the environment. The manual's page on settings explains each one."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config.logging import logging_config
from config.translations import compiled_texts

env = Env()
ROOT = Path(__file__).resolve().parent.parent
env.read_env(str(ROOT / ".env"), recurse=False)


def _trimmed(names: list[str]) -> list[str]:
    """What stands between commas, whether or not there are spaces around them."""
    return [name.strip() for name in names if name.strip()]


# --- what this installation is -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}. It stands in every mail and says whether https is used;\n"
        "give the whole address that people type, such as https://survey.example.org"
    )
DEMO = env.bool("DEMO", False)
"""The demo and the tests have a folder of their own, show mails on a page and may live without a secret key."""
DATA_DIR = Path(env.str("DATA_DIR", str(ROOT / "var" / ("demo" if DEMO else "data"))))
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", "only-for-trying-out" if DEBUG or DEMO else "").strip()
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Make one with\n"
        "  python -c 'import secrets; print(secrets.token_urlsafe(50))'\n"
        "and put it into the environment or into .env; to try the system out, run: python manage.py demo"
    )
SECRET_KEY_FALLBACKS = _trimmed(env.list("SECRET_KEY_FALLBACKS", []))
ALLOWED_HOSTS = _trimmed(env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"]))
CSRF_TRUSTED_ORIGINS = _trimmed(env.list("CSRF_TRUSTED_ORIGINS", []))

# --- the parts -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "surveys.apps.SurveysConfig",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]
MIDDLEWARE = [
    "surveys.accounts.log_context.LogContextMiddleware",
    "surveys.accounts.proxies.UndeclaredProxyMiddleware",
    "surveys.accounts.personal_pages.KeptByNobodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "surveys.accounts.language.LanguageMiddleware",
    "surveys.api.problems.ProblemsMiddleware",
    "surveys.lib.characters.NoNullCharactersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "surveys.accounts.logged_out.LoginEndsMiddleware",
    "surveys.accounts.logged_out.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "surveys.accounts.error_pages.FormsOnlyMiddleware",
    "surveys.audit.idempotency.OncePerKeyMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "surveys.accounts.context_processors.who_is_here",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that ours go before those of Django

# --- where things are kept -----------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'surveys.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions take the write lock at once, so that a deed never fails half-way for want of it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_limits = {"MAX_ENTRIES": 100_000}  # by default 300, after which login throttles would be thrown out at random
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": _limits},
    # What each process may work out for itself again.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
EXPORT_DIR = DATA_DIR / "exports"
ATTACHMENT_MOST_BYTES = env.int("ATTACHMENT_MEGABYTES", 20) * 1024 * 1024
ATTACHMENT_ORGANISATION_BYTES = env.int("ATTACHMENT_ORGANISATION_MEGABYTES", 2000) * 1024 * 1024
ATTACHMENT_SCANNER = shlex.split(env.str("ATTACHMENT_SCANNER", ""))
RECEIPT_KEYS = _trimmed(env.list("RECEIPT_KEYS", []))  # private ones; those not given here are files in DATA_DIR
FILE_UPLOAD_HANDLERS = [
    "surveys.lib.files.uploads.NoMoreThanNeeded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- people --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "surveys.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "surveys.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "surveys.accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "surveys.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # only invited addresses exist
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # they count right passwords too; failed tries are counted by accounts/failed_logins.py
ACCOUNT_FORMS = {
    "change_password": "surveys.accounts.password_forms.ChangePassword",
    "reset_password": "surveys.accounts.password_forms.ForgotPassword",
}
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 12) * 3600
SESSION_IDLE_MINUTES = {
    "OPERATORS": env.int("SESSION_IDLE_MINUTES", 60),
    "OFFICERS": env.int("SESSION_IDLE_MINUTES_OFFICERS", 30),
}
SESSION_COOKIE_SAMESITE = "Lax"
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
API_REQUESTS_PER_MINUTE = max(1, env.int("API_REQUESTS_PER_MINUTE", 600))

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_ROUND_ZONE = env.str("DEFAULT_ROUND_ZONE", "Asia/Shanghai")
FORMAT_MODULE_PATH = ["surveys.locale.formats"]
LOCALE_PATHS = [compiled_texts(ROOT / "surveys/locale/zh_Hans/LC_MESSAGES/django.po", DATA_DIR / "locale")]

# --- mail ----------------------------------------------------------------------------------------------------------
MAIL_DIR = DATA_DIR / "mails"
_mail = env.dj_email_url("EMAIL_URL", "")
if env.str("EMAIL_URL", "").strip() and not (_mail.get("EMAIL_BACKEND") and _mail["EMAIL_HOST"]):
    raise ImproperlyConfigured(
        "EMAIL_URL names no mail server, so no mail would go out.\n"
        "Give one such as submission://user:password@mail.example.org:587; without EMAIL_URL mails are files in a folder."
    )
if _mail and _mail["EMAIL_HOST"]:
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "surveys.notices.folder.EmailBackend"  # mails are files in MAIL_DIR
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "surveys@localhost")
RETURN_ADDRESS = env.str("RETURN_ADDRESS", "").strip()  # each letter has its own: name+letter@domain
RETURN_MAILBOX = env.str("RETURN_MAILBOX", "").strip()
if RETURN_ADDRESS and not re.fullmatch(r"[^@+\s]{1,15}@[^@\s]+", RETURN_ADDRESS):
    raise ImproperlyConfigured(
        f"RETURN_ADDRESS is {RETURN_ADDRESS!r}. Each letter comes back to one of its own, name+letter@domain:\n"
        "give an address with at most 15 characters before the @ and no + among them."
    )
if RETURN_MAILBOX and not RETURN_MAILBOX.startswith(("imaps://", "imap://", "maildir:///")):
    raise ImproperlyConfigured(
        "RETURN_MAILBOX names no mailbox that can be read.\n"
        "Give one such as imaps://user:password@mail.example.org/INBOX or maildir:///var/mail/returns."
    )

# --- background work -----------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
SPOOL_DIR = DATA_DIR / "spool"
SWEEP_SECONDS = env.float("SWEEP_SECONDS", 5.0)

# --- the browser's side --------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
_bootstrap = find_spec("django_include_bootstrap")
if _bootstrap is None or _bootstrap.origin is None:
    raise ImproperlyConfigured("django-include-bootstrap is missing; install config/requirements.txt.")
STATICFILES_DIRS = [("bootstrap", Path(_bootstrap.origin).parent / "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    if not DEBUG and not DEMO
    else {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG or DEMO
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows and ticks as data: pictures
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- https ---------------------------------------------------------------------------------------------------------
_secure = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # load balancers ask it over http
SESSION_COOKIE_NAME = "__Host-sessionid" if _secure else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if _secure else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "surveys.accounts.error_pages.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
PROXIES = int(env.bool("BEHIND_PROXY", False))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES  # else all people behind it would share one limit of failed logins
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = None
logging_config(as_json=not (DEBUG or DEMO), level=env.str("LOG_LEVEL", "INFO"))
