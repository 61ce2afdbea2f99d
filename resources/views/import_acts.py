"""What is done with an import: its rows mended, posted, taken back; or it is thrown away."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError, Invalid, NotAllowed
from coalition.shared.http import refuse
from members.acting import WriterRequest, writers_only
from resources.forms.imports import MeaningForm, ReplaceForm
from resources.importing import batches
from resources.importing.batches import Mend
from resources.importing.working import work_at_once
from resources.models import ImportBatch
from resources.views.imports import batch_of, show

CELL = re.compile(r"cell-(\d{1,15})-(\d{1,3})", re.ASCII)
EXPLAINED = "explanation-"
VERSION = re.compile(r"\d{1,9}", re.ASCII)


@require_POST
@writers_only
def import_mend(request: WriterRequest, pk: int) -> HttpResponse:
    """Save what was typed into the rows on the page, and check them again."""
    batch = batch_of(request, pk)
    mends = _typed(request.POST, batch)
    try:
        done = batches.mend_rows(batch, mends, actor=request.user)
    except Invalid as refusal:
        typed = {key: dict(mend.cells) for key, mend in mends.items()}
        return show(request, batch, typed=typed, problem=str(refusal))
    except DomainError as refusal:
        return refuse(request, refusal, batch.get_absolute_url())
    _tell_mended(request, done)
    return _back_to_rows(request, batch)


@require_POST
@writers_only
def import_words(request: WriterRequest, pk: int) -> HttpResponse:
    """Say for which type a word of the file stands."""
    batch, form = batch_of(request, pk), MeaningForm(request.POST)
    if not form.is_valid():
        return show(request, batch, problem=_("Choose a type, and how many of its units one is."))
    said = form.cleaned_data
    return _work(
        request,
        batch,
        lambda: batches.give_meaning(
            batch, actor=request.user, word=said["word"], slug=said["slug"].slug, factor=said["factor"]
        ),
    )


@require_POST
@writers_only
def import_replace(request: WriterRequest, pk: int) -> HttpResponse:
    """Write one text for another in all rows with errors."""
    batch, form = batch_of(request, pk), ReplaceForm(request.POST)
    if not form.is_valid():
        return show(request, batch, problem=_("Say what to write instead."))
    return _work(request, batch, lambda: batches.replace_alike(batch, actor=request.user, **form.cleaned_data))


@require_POST
@writers_only
def import_run(request: WriterRequest, pk: int) -> HttpResponse:
    """Post the rows that are in order."""
    batch = batch_of(request, pk)
    return _work(request, batch, lambda: batches.start_import(batch, actor=request.user))


@require_POST
@writers_only
def import_undo(request: WriterRequest, pk: int) -> HttpResponse:
    """Take back what was posted and is untouched."""
    batch = batch_of(request, pk)
    return _work(request, batch, lambda: batches.start_taking_back(batch, actor=request.user))


@require_POST
@writers_only
def import_discard(request: WriterRequest, pk: int) -> HttpResponse:
    """Throw the file away; what was posted of it stays."""
    batch = batch_of(request, pk)
    try:
        batches.throw_away(batch, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, batch.get_absolute_url())
    messages.success(request, _("“%(name)s” is thrown away. What was imported of it stays.") % {"name": batch})
    return redirect("resources:import_list")


def _work(request: WriterRequest, batch: ImportBatch, begin: Callable[[], object]) -> HttpResponse:
    """Begin the work, do what can be done at once, and show how far it is."""
    try:
        begin()
    except NotAllowed:
        raise
    except Invalid as refusal:
        return show(request, batch, problem=str(refusal))
    except DomainError as refusal:
        return refuse(request, refusal, batch.get_absolute_url())
    work_at_once(batch)
    return redirect(batch)


def _typed(data: QueryDict, batch: ImportBatch) -> dict[int, Mend]:
    """The cells that came with the form, by row and place; what names no cell of a row is passed over."""
    cells: dict[int, dict[int, str]] = {}
    for name, text in data.items():
        found = CELL.fullmatch(name)
        if found and int(found[2]) < len(batch.columns):
            cells.setdefault(int(found[1]), {})[int(found[2])] = str(text).replace("\r\n", "\n")
    explained = [name.removeprefix(EXPLAINED) for name in data if name.startswith(EXPLAINED)]
    for key in explained:
        if key.isascii() and key.isdecimal() and len(key) < 16:
            cells.setdefault(int(key), {})
    versions = {key: data.get(f"version-{key}", "") for key in cells}
    return {
        key: Mend(int(versions[key]), of, data.get(f"{EXPLAINED}{key}"))
        for key, of in cells.items()
        if VERSION.fullmatch(versions[key])
    }


def _tell_mended(request: WriterRequest, done: dict[str, int]) -> None:
    if done["good"]:
        told = ngettext("%(n)d row is in order now.", "%(n)d rows are in order now.", done["good"])
        messages.success(request, told % {"n": done["good"]})
    if done["passed_over"]:
        messages.warning(
            request, _("Some rows were changed meanwhile by somebody else. Look at them, and mend what is left.")
        )
    elif done["bad"] and not done["good"]:
        messages.error(request, _("No row is in order yet. What is wrong stands at the cells."))


def _back_to_rows(request: WriterRequest, batch: ImportBatch) -> HttpResponse:
    page = request.POST.get("page", "")
    asked = f"?show=bad&page={page}" if re.fullmatch(r"[0-9]{1,4}", page) else "?show=bad"
    return redirect(f"{batch.get_absolute_url()}{asked}")
