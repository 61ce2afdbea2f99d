"""The kinds of problem the API answers with, one a status, each described for whoever writes a client."""

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.translation import gettext_lazy

from coalition.shared.errors import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its stable name, its status, its title and what a client should do about it."""

    name: str
    status: HTTPStatus
    title: Text
    remedy: Text


KINDS = {
    kind.status: kind
    for kind in (
        Kind(
            "malformed",
            HTTPStatus.BAD_REQUEST,
            gettext_lazy("The request cannot be understood"),
            gettext_lazy("The body is no JSON, or a query parameter is unknown or out of range. Mend the request."),
        ),
        Kind(
            "unauthenticated",
            HTTPStatus.UNAUTHORIZED,
            gettext_lazy("Sign in first"),
            gettext_lazy(
                "Send a usable token in the header “Authorization: Bearer …”. Make a new one in your settings."
            ),
        ),
        Kind(
            "forbidden",
            HTTPStatus.FORBIDDEN,
            gettext_lazy("You may not do this"),
            gettext_lazy("Your organization or your role does not allow it. Sending it again will not help."),
        ),
        Kind(
            "not-found",
            HTTPStatus.NOT_FOUND,
            gettext_lazy("Not found"),
            gettext_lazy("There is nothing at this address, or nothing that you may see."),
        ),
        Kind(
            "method",
            HTTPStatus.METHOD_NOT_ALLOWED,
            gettext_lazy("This method is not offered here"),
            gettext_lazy("The header “Allow” lists the methods of this address."),
        ),
        Kind(
            "not-acceptable",
            HTTPStatus.NOT_ACCEPTABLE,
            gettext_lazy("This format is not offered"),
            gettext_lazy("Ask for application/json in the header “Accept”."),
        ),
        Kind(
            "conflict",
            HTTPStatus.CONFLICT,
            gettext_lazy("Not as things stand now"),
            gettext_lazy("Somebody was faster, or the state has moved on. Read the thing again, then decide."),
        ),
        Kind(
            "too-large",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            gettext_lazy("The request is too large"),
            gettext_lazy("Send less at once."),
        ),
        Kind(
            "media-type",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            gettext_lazy("This kind of body is not understood"),
            gettext_lazy("Send JSON, and say so: “Content-Type: application/json”."),
        ),
        Kind(
            "invalid",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            gettext_lazy("The input breaks a rule"),
            gettext_lazy("“errors” says which value and why. Mend it and send it again."),
        ),
        Kind(
            "throttled",
            HTTPStatus.TOO_MANY_REQUESTS,
            gettext_lazy("Too many requests"),
            gettext_lazy("Wait as many seconds as the header “Retry-After” says."),
        ),
        Kind(
            "server",
            HTTPStatus.INTERNAL_SERVER_ERROR,
            gettext_lazy("The portal failed"),
            gettext_lazy("This is our fault and has been logged. Read the thing again before you send anything twice."),
        ),
    )
}
