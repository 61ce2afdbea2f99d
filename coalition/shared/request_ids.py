"""The id of a request, which stands in each of its lines in the logs, is given to whoever asked."""

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpResponse
from django_structlog.signals import bind_extra_request_finished_metadata, update_failure_response

HEADER = "X-Request-ID"


@receiver([bind_extra_request_finished_metadata, update_failure_response])
def tell_request_id(response: HttpResponse, **_: Any) -> None:
    """Put the id into the answer, also into that of a request that failed."""
    response[HEADER] = structlog.contextvars.get_contextvars().get("request_id", "")
