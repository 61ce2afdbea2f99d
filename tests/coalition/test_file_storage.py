"""Where attached files are kept, by what the environment says."""

import json
import os
import subprocess
import sys
from typing import Any

from django.utils.module_loading import import_string

SHOW = "import json; from coalition import settings; print(json.dumps(settings.STORAGES['default'], default=str))"


def storage(**environment: str) -> dict[str, Any]:
    """The setting, as a process with this environment reads it."""
    given = {**os.environ, "ENVIRONMENT": "development", **environment}
    shown = subprocess.run([sys.executable, "-c", SHOW], env=given, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def test_a_folder_is_what_one_gets_without_asking() -> None:
    assert storage(FILES_DIRECTORY="/srv/files")["OPTIONS"]["location"] == "/srv/files"
    assert storage()["OPTIONS"]["location"].endswith("/var/files")


def test_a_bucket_is_private_and_never_overwrites() -> None:
    """Made of the real class, which refuses options that it does not know; it connects when it is first asked."""
    found = storage(FILES_S3_BUCKET="coalition-files", FILES_S3_ENDPOINT="https://s3.example.org")
    bucket = import_string(found["BACKEND"])(**found["OPTIONS"])
    assert (bucket.bucket_name, bucket.endpoint_url) == ("coalition-files", "https://s3.example.org")
    assert (bucket.file_overwrite, bucket.default_acl, bucket.querystring_auth) == (False, None, True)
