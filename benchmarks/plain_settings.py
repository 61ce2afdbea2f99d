"""The portal's settings, with the plain viewset as the whole site, and the middleware that a new Django project has."""

from coalition.settings import *  # noqa: F403  # the same database, the same everything else

ROOT_URLCONF = "benchmarks.plain"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth refuses to start without it
]
REST_FRAMEWORK: dict[str, object] = {}
