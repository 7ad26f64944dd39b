"""Every setting of the site. What a hub may choose comes from the environment: see `.env.example`.

A wrong value is refused with a sentence, at start-up, before anything is served.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from outillerie.environment import env, number, refuse, secret, switch

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# --- What kind of start this is -----------------------------------------------------------------------------
TESTING = "pytest" in sys.modules
DEMO = switch("DEMO", False)
DEBUG = switch("DEBUG", False)
PRODUCTION = not (DEMO or DEBUG or TESTING)

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    refuse(f"DATA_DIR={DATA_DIR} cannot be a folder of this site: {error.strerror}.")

SECRET_KEY = secret("SECRET_KEY", kept_in=None if PRODUCTION else DATA_DIR / "secret-key")
# What encrypts the signing keys of badges: its own secret, so that changing the other one loses no key.
BADGE_KEYS_SECRET = secret("BADGE_KEYS_SECRET", kept_in=None if PRODUCTION else DATA_DIR / "badge-keys-secret")

BASE_URL = env.str("BASE_URL", "" if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
HOST = urlsplit(BASE_URL).hostname
if urlsplit(BASE_URL).scheme not in {"http", "https"} or not HOST or urlsplit(BASE_URL).path:
    refuse(f"BASE_URL={BASE_URL!r} is not the address of a site. Example: https://outillerie.example.org")
HTTPS = BASE_URL.startswith("https://")
if PRODUCTION and not HTTPS:
    refuse("BASE_URL must start with https:// in production: accounts and passwords travel on it.")
# Where badges live for ever, whatever name a request came by. It may be a name of its own, such as badges.hub.fr.
PERMANENT_URL = (env.str("PERMANENT_URL", "") or BASE_URL).rstrip("/")
HOST_OF_BADGES = urlsplit(PERMANENT_URL).hostname
if urlsplit(PERMANENT_URL).scheme not in {"http", "https"} or not HOST_OF_BADGES or urlsplit(PERMANENT_URL).path:
    refuse(f"PERMANENT_URL={PERMANENT_URL!r} is not an address. Example: https://badges.example.org")

ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()] or [HOST]
if HOST_OF_BADGES not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(HOST_OF_BADGES)
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
elif {"*", "."} & set(ALLOWED_HOSTS):
    refuse("ALLOWED_HOSTS=* lets anyone forge the site's address. List the names that it answers to.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Applications -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "outillerie.accounts",
    "outillerie",
    "catalogue",
    "badges",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "outillerie.pages.middleware.BoundedBody",
    "badges.hosting.middleware.MachineAddresses",
    "outillerie.pages.middleware.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "outillerie.pages.middleware.Policies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "outillerie.pages.middleware.DisplayPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "outillerie.pages.middleware.FreshPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "outillerie.moderation.middleware.RefusalsInBackOffice",
    "outillerie.privacy.activity.LastActive",
    "outillerie.privacy.terms.TermsAsked",
]

ROOT_URLCONF = "outillerie.urls"
WSGI_APPLICATION = "outillerie.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "outillerie.pages.context.site",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE_DIR / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
}]  # fmt: skip

# --- Database -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'site.sqlite3'}")}
# Opening one costs more than most pages; the last to close a SQLite database in WAL copies its journal back.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A write takes its lock when it begins (else «database is locked» under load); FULL keeps what was
    # acknowledged through a power cut. Never ATOMIC_REQUESTS with this: every page view would take the lock.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-8000;"
        "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append("django.contrib.postgres")
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=3000"
else:
    refuse("DATABASE_URL must be a sqlite:///… or a postgres://… address.")
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads would share one connection. One a process: two runs do not meet.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
S3_BUCKET = env.str("S3_BUCKET", "")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", "") or None,
            "region_name": env.str("S3_REGION", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
            "file_overwrite": False,
            "default_acl": None,
            # The bucket stays private: the site serves files itself, at the same addresses as from a folder.
            "custom_domain": f"{urlsplit(BASE_URL).netloc}/media",
            "url_protocol": "https:" if HTTPS else "http:",
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "outillerie.pages.stylesheet.ServedFinder",
    "outillerie.pages.stylesheet.BundleFinder",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
HASHERS = ("MD5",) if TESTING else ("Scrypt", "PBKDF2")
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in HASHERS]
# The demonstration prints it on its sign-in page.
DEMO_PASSWORD = "atelier-en-commun" if DEMO else ""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
DISPLAY_COOKIE_NAME = "__Host-affichage" if HTTPS else "affichage"
# In the session and not in a cookie of their own: one cookie less to guard.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "outillerie.errors.csrf_failure"

# --- Security headers ---------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000 if HTTPS else 0, 0, 63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if switch("BEHIND_PROXY", False):
    # Only when a proxy of ours strips this header from what comes from outside: see docs/operations.md.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- Mail, tasks, cache -------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"outillerie@{HOST}")
MAIL_URL = env.str("MAIL_URL", "" if PRODUCTION else f"file://{DATA_DIR / 'mail'}")


def delivery_mailer(url):
    """Return the mailer of `url`: smtp://user:password@host:587, smtps://…:465 or file:///folder."""
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    if parts.scheme == "file":
        return {"BACKEND": f"{backends}.filebased.EmailBackend", "OPTIONS": {"file_path": parts.path}}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        refuse("MAIL_URL must be smtp://user:password@host:587, smtps://…@host:465 or file:///a/folder.")
    return {
        "BACKEND": f"{backends}.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username) if parts.username else "",
            "password": unquote(parts.password) if parts.password else "",
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and bool(parts.username),
            "timeout": 20,
        },
    }


# Mail is a row written in the business transaction; the worker hands it to the delivery mailer.
MAILERS = {
    "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
    "delivery": delivery_mailer(MAIL_URL),
}

IMMEDIATE = "django.tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": IMMEDIATE if TESTING else "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# Shared by every process. It counts attempts to sign in: a flood must not push the counts out.
TABLE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "django_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES = {
    "default": env.cache_url("CACHE_URL") if env.str("CACHE_URL", "") else TABLE_CACHE,
    # Whole pages for people without a cookie, in each web process: at some 30 kB a page, 6 MB.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
# Else a page that shows a picture would write to the shared cache each time.
CACHES["renditions"] = CACHES["pages"]
CACHES["throttle"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}

# --- Languages ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "outillerie" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Paris")

# --- Wagtail ------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Outillerie en commun"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris", "UTC"]
# Nothing in the back office may call a third party.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
# People change their address and password on their account pages only: it is confirmed and announced there.
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FINISH_WORKFLOW_ACTION = "outillerie.moderation.finishing.publish_proposal"
WAGTAILIMAGES_IMAGE_MODEL = "outillerie.HubImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "outillerie.kits.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "outillerie.HubDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "outillerie.kits.forms.DocumentForm"
UPLOAD_QUOTA_MB = number("UPLOAD_QUOTA_MB", 500, 1, 1_000_000)
HUB_QUOTA_MB = number("HUB_QUOTA_MB", 20_000, 1, 100_000_000)
# A program that reads a file on its standard input and ends with 1 when it finds a virus: clamdscan --no-summary -
ANTIVIRUS_COMMAND = env.str("ANTIVIRUS_COMMAND", "")
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "outillerie.discovery.search_backend", "SEARCH_CONFIG": "simple"}}

# --- Accounts -----------------------------------------------------------------------------------------------
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody must have a password: a code by e-mail is enough to sign in.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
OWN_FORMS = (
    "add_email", "change_password", "confirm_email_verification_code", "confirm_login_code", "confirm_password_reset_code",
    "login", "reauthenticate", "request_login_code", "reset_password", "set_password",
)  # fmt: skip
ACCOUNT_FORMS = {name: f"outillerie.accounts.forms.{name.title().replace('_', '')}Form" for name in OWN_FORMS}
ACCOUNT_FORMS |= {"reset_password_from_key": "outillerie.accounts.forms.ResetPasswordKeyForm"}
ACCOUNT_FORMS["signup"], ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "outillerie.privacy.forms.SignupForm", "website"
ACCOUNT_ADAPTER = "outillerie.accounts.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# A code is one of a million and dies after three wrong tries: few codes an hour leave nothing to guess.
ACCOUNT_RATE_LIMITS = {
    "confirm_email": "1/10s/key,12/h/key",
    "request_login_code": "20/m/ip,3/m/key,12/h/key",
    "reset_password": "20/m/ip,3/m/key,12/h/key",
}
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- Logs: no personal data, one line an event --------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    refuse(f"LOG_LEVEL={LOG_LEVEL!r} is not DEBUG, INFO, WARNING or ERROR.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Two lines a task at INFO, and their own level is INFO whatever the root says.
    "loggers": {"django.tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}
