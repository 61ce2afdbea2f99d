"""How long it takes until the portal could answer, beside Django with nothing in it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.figures import Figure

PORTAL = "import coalition.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"
BARE = (
    "from django.conf import settings; settings.configure(INSTALLED_APPS=['django.contrib.contenttypes',"
    "'django.contrib.auth','django.contrib.admin','django.contrib.sessions','django.contrib.messages','rest_framework'],"
    "ROOT_URLCONF='django.contrib.auth.urls', SECRET_KEY='x');"
    "from django.core.wsgi import get_wsgi_application; get_wsgi_application();"
    "from django.urls import get_resolver; get_resolver().url_patterns"
)


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """Seconds of a fresh process until the application and its URLs are loaded."""
    ours, bare = zip(*((_seconds(PORTAL), _seconds(BARE)) for _ in range(5)), strict=True)
    mine, other = median(ours), median(bare)
    yield Figure(
        "start of a process", round(mine, 2), "s", "Django with admin and DRF", round(other, 2), round(other / mine, 2)
    )


def _seconds(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"DEBUG": "0"})
    return time.perf_counter() - begin
