"""Tests on several processes at once: each has a Redis database of its own, as it has a PostgreSQL one.

Loaded with `-p`, before anything reads the settings.
"""

import os
from urllib.parse import parse_qs, urlsplit


def database_of(url: str, process: str) -> str:
    """The address of the Redis database of the process `gw0`, `gw1`, ...: counted on from the one that `url` names."""
    parts = urlsplit(url)
    number = int(process.removeprefix("gw"))
    if parts.scheme == "unix":
        first = int(parse_qs(parts.query).get("db", ["0"])[0])
        return f"unix://{parts.netloc}{parts.path}?db={first + number}"
    return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + number}").geturl()


if (process := os.environ.get("PYTEST_XDIST_WORKER")) and (url := os.environ.get("REDIS_URL")):
    os.environ["REDIS_URL"] = database_of(url, process)
