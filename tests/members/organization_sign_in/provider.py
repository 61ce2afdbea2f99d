"""A real OpenID Connect provider, as an organization runs one, in a process of its own: allauth's.

`python provider.py FOLDER CALLBACK` listens on a free port of 127.0.0.1, writes the port to standard output, and signs
whoever asks for `/sign-in/?user=NAME` in as that person of its organization.
"""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

CLIENT, SECRET = "portal", "a secret of the portal and the provider"
PEOPLE = {  # name: address, and whether the organization has verified it
    "rita": ("rita@lakeviewhealth.org", True),
    "newt": ("newt@lakeviewhealth.org", True),
    "upper": ("Upper@LakeviewHealth.org", True),
    "una": ("una@lakeviewhealth.org", False),
    "mallory": ("olga@example.org", True),
    "below": ("below@mail.lakeviewhealth.org", True),
    "lookalike": ("rıta@lakeviewhealth.org", True),
    "nobody": ("", True),
}


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="the provider's own",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        LOGIN_URL="/sign-in/",
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=key.decode(),
    )
    django.setup()


def people(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model

    for name, (address, verified) in PEOPLE.items():
        user = get_user_model().objects.create_user(name, address, first_name=name.title(), last_name="Lakeview")
        if address:
            EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    client = Client(id=CLIENT, name="The portal", redirect_uris=callback, skip_consent=True)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret(SECRET)
    client.save()


def sign_in(request):
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse

    person = get_user_model().objects.get(username=request.GET["user"])
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("in")


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    sys.modules["provider"] = sys.modules[__name__]
    __name__ = "provider"  # the settings name this module
    configure(Path(sys.argv[1]))
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command
    from django.urls import include, path

    urlpatterns = [path("sign-in/", sign_in), path("", include("allauth.idp.urls"))]
    call_command("migrate", verbosity=0)
    people(sys.argv[2])
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
