"""Importing offers and requests in the browser: the file, its columns, its rows, and what becomes of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from coalition.shared.errors import DomainError, Invalid, NotAllowed
from coalition.shared.forms import show_refusal
from coalition.shared.sheets import csv_response
from members.acting import WriterRequest, writers_only
from resources.forms.imports import ColumnsForm, FileForm, ReplaceForm
from resources.importing import batches, overview
from resources.importing.guessing import guess
from resources.importing.judging import mapping_of
from resources.importing.working import work_at_once
from resources.models import BatchState, ImportBatch, ImportMemory, ImportRow, ResourceType, RowState, Side

PER_PAGE = 20
SAMPLES = 3  # cells shown of each column
VIEWS = {
    "bad": (gettext_lazy("With errors"), [RowState.BAD]),
    "good": (gettext_lazy("In order"), [RowState.GOOD]),
    "imported": (gettext_lazy("Imported"), [RowState.IMPORTED]),
    "known": (gettext_lazy("Known already"), [RowState.KNOWN]),
    "taken_back": (gettext_lazy("Taken back"), [RowState.TAKEN_BACK]),
    "all": (gettext_lazy("All rows"), list(RowState)),
}


@require_safe
@writers_only
def import_list(request: WriterRequest) -> HttpResponse:
    """The files that the organization has on its way in, to go on with."""
    rows = request.acting.organization.import_batches.select_related("uploaded_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = overview.counts_by_batch(list(page))
    context = {"nav": "exchange", "page": page, "batches": [(batch, counts[batch.pk]) for batch in page]}
    return render(request, "resources/import_list.html", context)


@writers_only
def import_new(request: WriterRequest) -> HttpResponse:
    """Upload a file; `?of=requests` says what is in it."""
    side = request.GET.get("of", Side.OFFERS)
    side = side if side in Side.values else Side.OFFERS
    form = FileForm(request.POST or None, request.FILES or None, initial={"side": side})
    status = 200
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        batch = _received(request, form)
        if batch:
            return redirect("resources:import_columns", batch.pk)
        status = 422
    context = {
        "nav": "exchange",
        "form": form,
        "side": side,
        "explained": overview.explained(side),
        "number": request.acting.organization.import_batches.count(),
    }
    return render(request, "resources/import_new.html", context, status=status)


@require_safe
@writers_only
def import_template(request: WriterRequest) -> StreamingHttpResponse:
    """An empty file whose headings need no choosing."""
    side = request.GET.get("of", Side.OFFERS)
    if side not in Side.values:
        raise Http404
    return csv_response(f"{side}.csv", overview.template_columns(side), [])


@writers_only
def import_columns(request: WriterRequest, pk: int) -> HttpResponse:
    """Say which column is what; begins with a guess, or with what was chosen before."""
    batch = batch_of(request, pk)
    memory = ImportMemory.objects.filter(organization=batch.organization, side=batch.side).first()
    begun = batch.mapping or guess(batch.columns, batch.side, memory=memory)
    form = ColumnsForm(request.POST if request.method == "POST" else None, batch=batch, begun=begun)
    if request.method == "POST" and form.is_valid():
        try:
            kept = {"types": begun.get("types", {}), "base": begun.get("base", "")}
            batches.choose_columns(batch, {**kept, **form.chosen()}, actor=request.user)
        except Invalid as refusal:
            show_refusal(form, refusal)
        except NotAllowed:
            raise
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(batch)
        else:
            work_at_once(batch)
            return redirect(batch)
    rows = [row.cells for row in batch.rows.all()[:SAMPLES]]
    samples = [(name, [cells[place] for cells in rows]) for place, name in enumerate(batch.columns)]
    context = {"nav": "exchange", "batch": batch, "form": form, "samples": samples}
    return render(request, "resources/import_columns.html", context, status=422 if form.errors else 200)


@require_safe
@writers_only
def import_page(request: WriterRequest, pk: int) -> HttpResponse:
    """How the rows stand, and what can be done with them; while they are worked on, how far that is."""
    batch = batch_of(request, pk)
    if batch.state == BatchState.COLUMNS:
        return redirect("resources:import_columns", batch.pk)
    return show(request, batch)


@require_safe
@writers_only
def import_rejects(request: WriterRequest, pk: int) -> StreamingHttpResponse:
    """The rows with errors as CSV, with line, column, cell and reason before them."""
    batch = batch_of(request, pk)
    name = f"rejected-{batch.side}-{batch.pk}.csv"
    return csv_response(name, overview.rejected_columns(batch), overview.rejected_lines(batch))


def batch_of(request: WriterRequest, pk: int) -> ImportBatch:
    """A batch of the organization acted for. Raises Http404 for any other."""
    visible = ImportBatch.objects.visible_to(request.user).select_related("organization", "uploaded_by")
    return get_object_or_404(visible, pk=pk, organization=request.acting.organization)


def show(
    request: WriterRequest, batch: ImportBatch, *, typed: dict[int, dict[int, str]] | None = None, problem: str = ""
) -> HttpResponse:
    """The page of the batch. `typed` are cells that could not be saved, by row and column, and `problem` says why."""
    counts = overview.counts_of(batch)
    view = request.GET.get("show", "bad" if counts.bad else "all")
    view = view if view in VIEWS else "all"
    rows = batch.rows.filter(state__in=VIEWS[view][1]).select_related("offer", "request").order_by("number")
    page = Paginator(rows, PER_PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    context: dict[str, Any] = {"nav": "exchange", "batch": batch, "counts": counts, "problem": problem}
    if batch.is_working:
        context["progress"] = overview.progress(batch, counts)
    else:
        columns = overview.read_columns(batch)
        context |= {"view": view, "tabs": _tabs(batch, counts, view), "page": page, "columns": columns}
        context["rows"] = [_shown(batch, row, read=set(columns), typed=(typed or {}).get(row.pk, {})) for row in page]
        context |= _alike(batch) if view == "bad" and counts.bad else {}
    return render(request, "resources/import.html", context, status=422 if problem else 200)


def _received(request: WriterRequest, form: FileForm) -> ImportBatch | None:
    if not form.is_valid():
        return None
    try:
        return batches.receive_file(
            form.upload(),
            organization=request.acting.organization,
            actor=request.user,
            side=form.cleaned_data["side"],
            file_name=form.cleaned_data["file"].name,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        show_refusal(form, refusal)
    return None


def _tabs(batch: ImportBatch, counts: overview.Counts, view: str) -> list[dict[str, Any]]:
    numbers = {name: getattr(counts, name) for name in VIEWS if name != "all"} | {"all": counts.rows}
    return [
        {
            "label": label,
            "url": f"{batch.get_absolute_url()}?show={name}",
            "count": numbers[name],
            "current": name == view,
        }
        for name, (label, _states) in VIEWS.items()
        if numbers[name] or name in {"all", view}
    ]


def _shown(batch: ImportBatch, row: ImportRow, *, read: set[str], typed: dict[int, str]) -> dict[str, Any]:
    """A row with its cells by column: what is read, what is wrong with it; cells with errors come first."""
    reasons: dict[str, list[str]] = {}
    for column, _value, reason, _meant in row.faults:
        for name in column.split(" + "):
            reasons.setdefault(name, []).append(reason)
    cells = [
        _cell(row, place, text=typed.get(place, row.cells[place]), column=name, faults=reasons.get(name, []))
        for place, name in enumerate(batch.columns)
        if name in read or name in reasons
    ]
    return {
        "row": row,
        "cells": cells,
        "bad": [cell for cell in cells if cell["faults"]],
        "rest": [cell for cell in cells if not cell["faults"]],
        "faults": reasons.get("", []),
    }


def _cell(row: ImportRow, place: int, *, text: str, **about: Any) -> dict[str, Any]:
    """One cell for the page; a text of several lines keeps them."""
    return {"name": f"cell-{row.pk}-{place}", "text": text, "is_long": "\n" in text or len(text) > 80, **about}


def _alike(batch: ImportBatch) -> dict[str, Any]:
    """The errors that several rows share, each with its form, and the types that a word may stand for."""
    found, more = overview.alike(batch)
    forms = [
        None if each.is_type else ReplaceForm(initial=_begun(each), auto_id=f"alike{number}_%s")
        for number, each in enumerate(found)
    ]
    types: dict[str, list[ResourceType]] = {}
    for row in ResourceType.objects.active().select_related("group"):
        types.setdefault(row.group.name, []).append(row)
    return {
        "alike": list(zip(found, forms, strict=True)),
        "more_alike": more,
        "types": list(types.items()),
        "type_column": mapping_of(batch).column_of("type"),
    }


def _begun(each: overview.Alike) -> dict[str, str]:
    return {"column": each.column, "old": each.value, "new": each.meant or each.value}
