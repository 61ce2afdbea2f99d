"""What a verb raises when it will not do what was asked.

One family, so that a page, the API, the admin, an import and a command each turn it into their own kind of
answer: a message at the field, problem details, a line in a report.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
MONEY = "money"  # the code of a text that speaks of it


class DomainError(Exception):
    """A rule of the coalition says no.

    `message` is a sentence for a person that says what to do; `code` a stable word for machines; `field` the
    input it is about, if one; `facts` further values of the case, such as `open=12`.
    """

    status = 400
    code = "refused"

    def __init__(self, message: Text, *, code: str = "", field: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message)

    @property
    def at_fields(self) -> Mapping[str, Text]:
        """What is wrong at each input that it is about."""
        return {self.field: self.message} if self.field else {}


class NotAllowed(DomainError):
    """This person may not do this."""

    status = 403
    code = "not_allowed"

    def __init__(self, message: Text = "", **facts: Any) -> None:
        super().__init__(message or _("You are not allowed to do this."), **facts)


class Conflict(DomainError):
    """It cannot be done as things stand now, though it might have been before."""

    status = 409
    code = "conflict"


class Invalid(DomainError):
    """The input breaks a rule."""

    status = 422
    code = "invalid"


class IllegalTransition(Conflict):
    """A state cannot follow the present one."""

    code = "illegal_transition"
