"""The field of a form with which files are attached: it says of each file what is wrong with it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import Invalid
from coalition.shared.uploads import FilesField, Upload, largest
from projects.files.inspecting import ENDINGS, Inspected, inspect, kinds_taken
from projects.files.naming import safe_name


def hint() -> str:
    """What may be attached, for the form to say beforehand."""
    return str(
        format_lazy(
            gettext_lazy("{kinds}; up to {megabytes} MB each. Pictures are kept without place, time and owner."),
            kinds=kinds_taken(),
            megabytes=settings.FILE_MEGABYTES,
        )
    )


class InspectedFiles(FilesField):
    """Files that were looked into; an error for each that is not taken, by its name."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, help_text=hint(), **kwargs)
        self.most = most
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)

    def clean(self, data: Any, initial: Any = None) -> list[Inspected]:  # type: ignore[override]  # looked into
        """The files in the order in which they were chosen. Raises ValidationError with what is wrong with each."""
        uploads = super().clean(data, initial)
        if len(uploads) > self.most:
            raise ValidationError(_("Choose at most %(most)d files.") % {"most": self.most})
        kept, wrong = [], []
        for upload in uploads:
            try:
                kept.append(_looked_into(upload))
            except Invalid as refusal:
                wrong.append(f"{safe_name(upload.name or '')}: {refusal}")
        if wrong and len(uploads) > 1:
            wrong.append(_("Choose the other files again as well: a browser does not keep them."))
        if wrong:
            raise ValidationError(wrong)
        return kept


class InspectedFile(InspectedFiles):
    """One file at most."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=1, widget=forms.FileInput, **kwargs)


def _looked_into(upload: Upload) -> Inspected:
    if (upload.size or 0) > largest():
        raise Invalid(_("It is larger than %(megabytes)d MB.") % {"megabytes": settings.FILE_MEGABYTES})
    return inspect(upload.name or "", upload.read())
