"""Files on their way in: how much of one is read, and how a form takes several."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

Upload = UploadedFile[Any]


def largest() -> int:
    """The size of the largest file that is taken, in bytes."""
    megabytes: int = settings.FILE_MEGABYTES
    return megabytes * 1_000_000


class BoundedUploadHandler(FileUploadHandler):
    """Reads past what is beyond the largest size, so that nobody can fill memory or disk; stands before the others.

    Such a file comes out with its true size and without content, and the form says so beside what else was typed.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.has_more = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the chunk on, unless it ends beyond the limit."""
        self.has_more = self.has_more or start + len(raw_data) > largest()
        return None if self.has_more else raw_data

    def file_complete(self, file_size: int) -> Upload | None:
        """An empty file of that size if it was too large; else leave it to the others."""
        if not self.has_more:
            return None
        for other in self.request.upload_handlers if self.request else ():  # they would keep what they have of it open
            if other is not self and (begun := getattr(other, "file", None)):
                begun.close()
        return UploadedFile(ContentFile(b""), self.file_name, self.content_type, size=file_size)


class SeveralFiles(forms.ClearableFileInput):
    """A control with which several files are chosen at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """None, one or several files, as a list. What is in them is looked at when they are kept."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """The files that were chosen, those without content as well."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [file for file in chosen if file is not None]
