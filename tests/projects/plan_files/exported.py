"""What the portal exports, as bytes."""

from django.http import StreamingHttpResponse

from projects.models import Project
from projects.plan_files.writing import json_response, milestones_response, plans_response


def content(answer: StreamingHttpResponse) -> bytes:
    return b"".join(answer)  # type: ignore[arg-type]  # not asynchronous


def exported() -> list[bytes]:
    """Everything, in each of the three forms."""
    rows = Project.objects.all()
    return [
        content(json_response("plans.json", rows)),
        content(plans_response("plans.csv", rows)),
        content(milestones_response("milestones.csv", rows)),
    ]
