"""The forms of discussions. They check single values; the verbs decide."""

import secrets
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm, PlainText
from members.models.discussion import LONGEST

HINT = _("Markdown works: **bold**, - lists, [links](https://…). @Name tells a person.")


def _text(label: Any, *, rows: int) -> PlainText:
    return PlainText(
        label=label,
        max_length=LONGEST,
        strip=False,  # a text may begin with code
        help_text=HINT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write something first.")},
    )


class CommentForm(ExplainedForm):
    """A new comment. `key` is this form's own, so that it is posted once however often it is sent."""

    text = _text(_("Comment"), rows=4)
    reply_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @classmethod
    def empty(cls, *, reply_to: int | None = None, text: str = "") -> Self:
        """A form to write in: of a new thread, or of a reply."""
        return cls(
            initial={"reply_to": reply_to, "text": text, "key": secrets.token_urlsafe(12)},
            auto_id=f"reply-{reply_to}-%s" if reply_to else "comment-%s",
        )

    @classmethod
    def sent(cls, data: Any) -> Self:
        """A form as it was sent."""
        return cls(data, auto_id="sent-%s")

    @property
    def answers(self) -> int | None:
        """The key of the comment that is answered, as the form has it."""
        given = self.data.get("reply_to", "") if self.is_bound else ""
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


class EditCommentForm(ExplainedForm):
    """A comment as it is changed, from the version that was read."""

    text = _text(_("Comment"), rows=8)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class WithdrawForm(forms.Form):
    """Why an admin takes somebody's comment away."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Whoever sees the discussion reads it, and the author is told.")
    )
