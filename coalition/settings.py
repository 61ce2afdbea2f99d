"""All settings, read from the environment; safe unless told otherwise.

`ENVIRONMENT` is `production` (the default), `development` or `test`. Production refuses to start without
a secret, hosts and a database, and names what is missing. `.env.example` lists every variable.
"""

from pathlib import Path

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coalition.shared.logs import logging_config

django_stubs_ext.monkeypatch()  # so that forms and admin classes may name their model, as in ModelForm[Offer]

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

ENVIRONMENT = env.str("ENVIRONMENT", default="production")
if ENVIRONMENT not in {"production", "development", "test"}:
    raise ImproperlyConfigured(f"ENVIRONMENT is {ENVIRONMENT!r}; it must be production, development or test.")
PRODUCTION = ENVIRONMENT == "production"

if PRODUCTION:
    missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL") if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured(f"Production needs {', '.join(missing)} in the environment. See .env.example.")

DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else "only-for-development-never-in-production-0123456789")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000" if not PRODUCTION else f"https://{ALLOWED_HOSTS[0]}")
SITE_NAME = env.str("SITE_NAME", default="Coalition Portal")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if PRODUCTION else [])

# --- What the house is made of -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "coalition.shared",
    "members",
    "projects",
    "resources",
    "coalition",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_structlog",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coalition.shared.http.ReadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.sessions.SessionAgeMiddleware",
    "members.second_step.SecondStepMiddleware",
    "members.fresh.FreshSignInMiddleware",
    "members.middleware.ActingMiddleware",
    "coalition.shared.http.DomainErrorMiddleware",
]

ROOT_URLCONF = "coalition.urls"
WSGI_APPLICATION = "coalition.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "members.context.shell",
            ],
        },
    }
]

# --- Where the data is ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://localhost/coalition")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgres://user:password@host/name")
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {"BACKEND": "coalition.shared.caching.RedisOrMemory", "LOCATION": REDIS_URL},
    "redis": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},  # or its error
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Who is who ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the tests sign in often

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "members.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # how long a session lasts is members/sessions.py's to say
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "login": "members.account_forms.LoginForm",
    "request_login_code": "members.account_forms.RequestLoginCodeForm",
    "signup": "members.account_forms.SignupForm",
}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
# Whether whoever signs in by password, and has no second step, is also mailed a code; see docs/decisions/0074.
CODE_AFTER_PASSWORD = env.bool("CODE_AFTER_PASSWORD", default=PRODUCTION)
# Whether coordinators and admins must have a second step (an authenticator app or a passkey).
REQUIRE_SECOND_STEP = env.bool("REQUIRE_SECOND_STEP", default=PRODUCTION)
# For how long, after a sign-in, one is not asked again before something that touches the account: seconds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("FRESH_SIGN_IN_SECONDS", default=600)
# How long a session lasts at most, and how long unused: hours. Coordinators and admins have the shorter ones.
SESSION_HOURS = env.int("SESSION_HOURS", default=14 * 24)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
STAFF_IDLE_HOURS = env.int("STAFF_IDLE_HOURS", default=2)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
MFA_ADAPTER = "members.second_step.SecondStepAdapter"
MFA_FORMS = {
    "add_webauthn": "members.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "members.passkeys.AuthenticatePasskeyForm",
    "edit_webauthn": "members.passkeys.RenamePasskeyForm",
    "login_webauthn": "members.passkeys.LoginPasskeyForm",
    "reauthenticate_webauthn": "members.passkeys.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = SITE_NAME
SOCIALACCOUNT_ADAPTER = "members.organization_sign_in.adapter.OrganizationSignInAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "members.organization_sign_in.provider.OrganizationProvider",
        "OAUTH_PKCE_ENABLED": True,
    }
}
# How many proxies before us write X-Forwarded-For; with 0 the header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if ENVIRONMENT == "test":
    ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # tests/members/test_rate_limits.py sets them back

# --- Language and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
PORTAL_TIME_ZONE = env.str("PORTAL_TIME_ZONE", default="America/New_York")  # for people who chose none

# --- How the coalition works ---------------------------------------------------------------------------------

CHARTER_GRACE_DAYS = env.int("CHARTER_GRACE_DAYS", default=30)  # how long members may write without a new version
if CHARTER_GRACE_DAYS < 1:
    raise ImproperlyConfigured("CHARTER_GRACE_DAYS must be at least 1: nobody can accept what they have not read.")
MEMBERSHIP_CONFIRM_DAYS = env.int("MEMBERSHIP_CONFIRM_DAYS", default=365)  # how often a member says that it is still in
CONFIRM_ANSWER_DAYS = env.int("CONFIRM_ANSWER_DAYS", default=30)  # how long it has for that before it turns inactive
MATCH_ANSWER_DAYS = env.int("MATCH_ANSWER_DAYS", default=3)  # how long a proposal waits for both organizations
CASE_CLAIM_HOURS = env.int("CASE_CLAIM_HOURS", default=4)  # how long a coordinator is on a case without an act
if CASE_CLAIM_HOURS < 1:
    raise ImproperlyConfigured("CASE_CLAIM_HOURS must be at least 1: nobody works on a case in less.")
MATCH_CONFIRM_DAYS = env.int("MATCH_CONFIRM_DAYS", default=14)  # then what nobody objects to is closed
POSTING_CONFIRM_DAYS = env.int("POSTING_CONFIRM_DAYS", default=14)  # then an owner is asked whether it still stands
POSTING_STALE_DAYS = env.int("POSTING_STALE_DAYS", default=21)  # then an unconfirmed offer or request is marked
POSTING_CLOSE_DAYS = env.int("POSTING_CLOSE_DAYS", default=45)  # then it is closed
if not 1 <= POSTING_CONFIRM_DAYS <= POSTING_STALE_DAYS < POSTING_CLOSE_DAYS:
    raise ImproperlyConfigured(
        "POSTING_CONFIRM_DAYS, POSTING_STALE_DAYS and POSTING_CLOSE_DAYS must follow each other: who is to be marked "
        "and closed is asked before."
    )
ADMIT_AT_ONCE = env.bool("ADMIT_AT_ONCE", default=True)  # off: an admin decides on every application
APPLICATION_NUDGE_HOURS = env.int("APPLICATION_NUDGE_HOURS", default=24)  # then an undecided application is late
WELL_KNOWN_DOMAINS = env.list(
    "WELL_KNOWN_DOMAINS",  # whose lookalikes an admin sees, though no member has them
    default=["cdc.gov", "fda.gov", "fema.gov", "hhs.gov", "mitre.org", "nih.gov", "redcross.org", "va.gov", "who.int"],
)
AUDIT_HEADS_DIRECTORY = env.str("AUDIT_HEADS_DIRECTORY", default="")  # outside this machine, if it can be
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # how long an invitation to an organization can be accepted
INVITATIONS_OPEN = env.int("INVITATIONS_OPEN", default=1000)  # how many an organization may have open at a time

# --- What the browser gets -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static" if PRODUCTION else None  # elsewhere files are served where they lie
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people attach: in a folder, or in a bucket of S3; its keys come from the environment, as everybody's do there.
FILES_DIRECTORY = env.str("FILES_DIRECTORY", default=str(BASE_DIR / "var" / "files"))
FILES_S3_BUCKET = env.str("FILES_S3_BUCKET", default="")
if FILES_S3_BUCKET:
    FILES_STORAGE = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": FILES_S3_BUCKET,
            "endpoint_url": env.str("FILES_S3_ENDPOINT", default="") or None,  # of a service other than AWS
            "region_name": env.str("FILES_S3_REGION", default="") or None,
            "file_overwrite": False,
            "default_acl": None,  # the bucket's own: private. The portal hands files out itself
            "signature_version": "s3v4",
        },
    }
elif ENVIRONMENT == "test":
    FILES_STORAGE = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
else:
    FILES_STORAGE = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIRECTORY, "file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    }
FILE_MEGABYTES = env.int("FILE_MEGABYTES", default=10)  # the largest file that is taken
FILES_PER_POST = env.int("FILES_PER_POST", default=10)
FILE_UPLOAD_HANDLERS = [
    "coalition.shared.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": FILES_STORAGE,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION  # looks a file up when it is asked for, instead of all at each start

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "coalition.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    if env.bool("BEHIND_TLS_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail ----------------------------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="smtp://localhost:1025"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if ENVIRONMENT == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_DIRECTORY = env.str("MAIL_DIRECTORY", default="")  # development: where the mail catcher keeps what it caught

# --- Celery: settings and their reasons are in docs/decisions/0003 -------------------------------------------

# What Celery calls a socket, and the number of a database behind one.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A Redis that does not answer must not hold up whoever wakes a worker: kombu's own way tries for six seconds.
    "socket_connect_timeout": 5,
    "max_retries": 2,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30 if PRODUCTION else 3
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "send-due-mail": {"task": "members.tasks.send_due_mail", "schedule": 30.0, "options": {"expires": 25}},
    "assemble-due-digests": {
        "task": "members.tasks.assemble_due_digests",
        "schedule": crontab(minute="*/5") if PRODUCTION else 30.0,
        "options": {"expires": 240},
    },
    "lapse-unanswered-proposals": {
        "task": "resources.tasks.lapse_unanswered",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "lapse-claims": {
        "task": "resources.tasks.lapse_claims",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "close-unconfirmed-matches": {
        "task": "resources.tasks.close_unconfirmed",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
    "age-postings": {"task": "resources.tasks.age_postings", "schedule": 600.0, "options": {"expires": 590}},
    "nudge-admins": {"task": "members.tasks.nudge_admins", "schedule": 600.0, "options": {"expires": 590}},
    "export-audit-heads": {"task": "members.tasks.export_audit_heads", "schedule": crontab(minute="10")},  # once a day
    "verify-audit-trail": {"task": "members.tasks.verify_audit_trail", "schedule": crontab(hour="3", minute="30")},
    "remind-of-charter": {
        "task": "members.tasks.remind_of_charter",
        "schedule": 300.0 if PRODUCTION else 30.0,
        "options": {"expires": 290 if PRODUCTION else 25},
    },
    "close-overdue-invitations": {
        "task": "members.tasks.close_overdue_invitations",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
    "ask-members-to-confirm": {
        "task": "members.tasks.ask_members_to_confirm",
        "schedule": crontab(minute=17),
        "options": {"expires": 3000},
    },
    "tell-of-slips": {
        "task": "projects.tasks.tell_of_slips",
        "schedule": crontab(minute=25),  # each hour: the day begins, and a milestone is late, when it does
        "options": {"expires": 3000},
    },
    "sweep-files": {"task": "projects.tasks.sweep_files", "schedule": crontab(hour="4", minute="20")},  # once a day
    "work-on-imports": {
        "task": "resources.tasks.work_on_imports",
        "schedule": 30.0,  # a file is worked on at once; this is for those whose worker ended
        "options": {"expires": 25},
    },
    "clear-imports": {
        "task": "resources.tasks.clear_imports",
        "schedule": crontab(hour="4", minute="40"),
    },  # once a day
    "heartbeat": {"task": "members.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
}

# --- The API -------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "members.api_auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["members.api_auth.IsMember", "members.api_auth.MayWrite"],
    "DEFAULT_RENDERER_CLASSES": ["coalition.shared.wire.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["coalition.shared.wire.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["coalition.shared.parameters.ParameterFilter"],
    "DEFAULT_PAGINATION_CLASS": "coalition.shared.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "coalition.shared.schema.Schema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "coalition.shared.problems.exception_handler",
    "NUM_PROXIES": env.int("TRUSTED_PROXY_COUNT", default=0),
    "URL_FORMAT_OVERRIDE": None,  # one format, and no query parameter that is not declared
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Coalition Portal API",
    "DESCRIPTION": "Organizations, projects, offers, requests and matches of the coalition.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,  # a body of changes has its own serializer
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "OrganizationStatusEnum": "members.models.OrganizationStatus",
        "PartnerStatusEnum": "projects.models.PartnerStatus",
        "MilestoneStatusEnum": "projects.models.MilestoneStatus",
        "ProjectStatusEnum": "projects.models.ProjectStatus",
        "PostingStatusEnum": "resources.models.OfferStatus",  # a request has the same three
        "MatchStatusEnum": "resources.models.MatchStatus",
        "StateEnum": "coalition.shared.geography.STATE_CHOICES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "coalition.shared.schema.document_problems",
    ],
}

# --- Logs ----------------------------------------------------------------------------------------------------

LOGGING = logging_config(
    json=PRODUCTION, level=env.str("LOG_LEVEL", default="WARNING" if ENVIRONMENT == "test" else "INFO")
)
