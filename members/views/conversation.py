"""Both sides of the conversation on an application, and the question that gives it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members import conversation
from members.acting import MemberRequest, PersonRequest, admins_only, signed_in
from members.forms import MessageForm, QuestionForm
from members.models import Application, ApplicationStatus
from members.views import application, desk


@require_POST
@signed_in
def application_message(request: PersonRequest) -> HttpResponse:
    """The applicant writes to the admins; while they are asked something, that is the answer."""
    mine = get_object_or_404(Application.objects.under_way(), applicant=request.user)
    asked = mine.status == ApplicationStatus.ASKED
    form = MessageForm(request.POST)
    if form.is_valid():
        write = conversation.answer if asked else conversation.say
        try:
            write(mine, actor=request.user, text=form.cleaned_data["text"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The admins have your answer.") if asked else _("Your message is sent."))
            return redirect("members:application")
    return application.show(request, form)


@require_POST
@admins_only
def desk_message(request: MemberRequest, pk: int) -> HttpResponse:
    """An admin writes to the applicant."""
    shown = get_object_or_404(desk.seen(), pk=pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            conversation.say(shown, actor=request.user, text=form.cleaned_data["text"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your message is sent."))
            return redirect(f"{reverse('members:desk_application', args=[pk])}#conversation")
    return desk.page(request, shown, desk.Forms(message=form))


@require_POST
@admins_only
def desk_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """An admin gives the application back with a question."""
    shown = get_object_or_404(desk.seen(), pk=pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            conversation.ask_back(shown, actor=request.user, question=form.cleaned_data["question"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is asked, by mail too.") % {"name": shown.applicant})
            return redirect("members:desk")
    return desk.page(request, shown, desk.Forms(question=form))
