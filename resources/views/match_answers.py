"""What a side answers to a proposal, and what becomes of one that is called off."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members import overdue
from members.acting import MemberRequest, members_only
from resources import permissions
from resources.forms.matches import AgreementForm, CounterForm, NoteForm, ReasonForm
from resources.lifecycle import accept_match, cancel_match, counter_match, decline_match, record_agreement
from resources.models import AgreementMeans
from resources.views.match_parts import Act, get_or_post, match_of, perform, sent, side_of

ACCEPT = Act(
    accept_match,
    _("Accept the proposal"),
    _("You say yes to the number and the day. When both sides have, you speak with each other and record it."),
    _("Accept"),
    _("Accepted. Speak with the other side next, and record what you agree on."),
)
COUNTER = Act(
    counter_match,
    _("Answer with other terms"),
    _("Say how many, or by when. The other side answers your terms; the units held follow them."),
    _("Send these terms"),
    _("Sent. The other side is asked to answer."),
)
AGREE = Act(
    record_agreement,
    _("Record the agreement"),
    _(
        "A word is enough: put on record who spoke with whom, when, and on what. It binds both sides; the other side "
        "is asked to confirm it."
    ),
    _("Record the agreement"),
    _("The agreement is on record."),
)
CONFIRM = Act(
    record_agreement,
    _("Confirm the agreement"),
    _("The other side has recorded what you see below. Correct what you remember otherwise; both records are kept."),
    _("Confirm the agreement"),
    _("The agreement is confirmed by both sides."),
)
DECLINE = Act(
    decline_match,
    _("Decline the proposal"),
    _("The units are given back at once, and a coordinator looks for something better."),
    _("Decline"),
    _("Declined. The units were given back."),
)
CANCEL = Act(
    cancel_match,
    _("Cancel the match"),
    _("The units are given back to both sides at once. This cannot be undone."),
    _("Cancel the match"),
    _("Cancelled. The units were given back."),
)


@get_or_post
@members_only
def match_accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes for one's own side."""
    match = match_of(request, pk)
    return perform(request, match, act=ACCEPT, form=NoteForm(sent(request)), organization=side_of(request, match))


@get_or_post
@members_only
def match_counter(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer with another number or day for one's own side."""
    match = match_of(request, pk)
    form = CounterForm(sent(request), initial={"quantity": match.quantity, "deliver_by": match.deliver_by})
    return perform(request, match, act=COUNTER, form=form, organization=side_of(request, match))


@get_or_post
@members_only
def match_agree(request: MemberRequest, pk: int) -> HttpResponse:
    """Record the verbal agreement for one's own side, or confirm what the other side recorded."""
    match = match_of(request, pk)
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    first = match.agreements.select_related("recorded_by").first()
    initial = {"spoken_at": now, "means": AgreementMeans.PHONE}
    if first:
        initial = {
            "spoken_at": timezone.localtime(first.spoken_at),
            "means": first.means,
            "terms": first.terms,
            "spoke_with": first.recorded_by.name,
        }
    form = AgreementForm(sent(request), initial=initial)
    return perform(request, match, act=CONFIRM if first else AGREE, form=form, organization=side_of(request, match))


@get_or_post
@members_only
def match_decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Say no for one's own side."""
    match = match_of(request, pk)
    return perform(request, match, act=DECLINE, form=ReasonForm(sent(request)), organization=side_of(request, match))


@get_or_post
@members_only
def match_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Call a match off before receipt."""
    match = match_of(request, pk)
    if not permissions.can_cancel(request.user, match):
        raise overdue.refusal(request.user, *match.parties)
    return perform(request, match, act=CANCEL, form=ReasonForm(sent(request)))
