"""The steps of an application as the task list shows them: what is done, what is next, what has to wait."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members import admission
from members.models import Application, Person

Step = dict[str, object]


def for_visitors() -> list[Step]:
    """The whole way, which begins with an account."""
    signup = f"{reverse('account_signup')}?next={reverse('members:application')}"
    return [
        {
            "label": _("Prove your e-mail address"),
            "hint": _(
                "Sign up with your work address. If it is at your organization's own domain, nobody has to wait."
            ),
            "url": signup,
            "state": "next",
        },
        {"label": _("Describe your organization"), "hint": _("What it is, what it brings, what it needs.")},
        {"label": _("Accept the charter"), "hint": _("Five principles, accepted by somebody with authority to do so.")},
        {"label": _("Check your answers and send"), "hint": _("Then you are in, or an admin has a look first.")},
    ]


def of(person: Person, draft: Application | None) -> list[Step]:
    """The steps of the person's draft, or of the application they may begin."""
    described = bool(draft and admission.is_described(draft.organization))
    signed = bool(draft and admission.accepted_charter(draft.organization))
    done = [True, described, signed, False]
    following = done.index(False)
    names = ["address", "organization", "agreement", "answers"]
    texts = {
        "address": (_("Prove your e-mail address"), person.email, ""),
        "organization": (
            _("Describe your organization"),
            draft.organization.name if draft else _("What it is, what it brings, what it needs."),
            reverse("members:application_organization"),
        ),
        "agreement": (
            _("Accept the charter"),
            _("By somebody with authority to do so."),
            reverse("members:application_agreement") if draft else "",
        ),
        "answers": (
            _("Check your answers and send"),
            _("Then you are in, or an admin has a look first."),
            reverse("members:application_answers") if signed and described else "",
        ),
    }
    return [_step(*texts[name], done=done[n], following=n == following) for n, name in enumerate(names)]


def _step(label: str, hint: str, url: str, *, done: bool, following: bool) -> Step:
    state = "done" if done else "next" if following else "later"
    words = {"done": _("Done"), "next": _("Next"), "later": _("Not yet")}
    return {"label": label, "hint": hint, "url": url, "state": state, "state_label": words[state]}
