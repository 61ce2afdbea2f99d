"""The steps of an application as the task list shows them: what is done, what is next, what has to wait."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members import admission
from members.models import Application, ApplicationStatus, Person

Step = dict[str, object]


def under_way(person: Person) -> Application | None:
    """The application that the person is at, or whose decision they wait for."""
    return person.applications.under_way().select_related("organization").first()


def next_of(application: Application) -> str:
    """The address of the first step that is not done; of the application itself once it was sent."""
    if application.status != ApplicationStatus.DRAFT:
        return reverse("members:application")
    open_step = next(name for name, done in _done(application).items() if not done)
    return reverse(f"members:application_{open_step}")


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
        {"label": _("Say whom one reaches"), "hint": _("One contact is enough; it may be yourself.")},
        {"label": _("Accept the charter"), "hint": _("Five principles, accepted by somebody with authority to do so.")},
        {"label": _("Check your answers and send"), "hint": _("Then you are in, or an admin has a look first.")},
    ]


def of(person: Person, draft: Application | None) -> list[Step]:
    """The steps of the person's draft, or of the application they may begin."""
    done = _done(draft)
    following = next(name for name, is_done in done.items() if not is_done)
    steps = [_step(_("Prove your e-mail address"), person.email, "", state="done")]
    for name, (label, hint) in _words(draft).items():
        reachable = name == "organization" or (draft and (done[name] or name == following or name != "answers"))
        state = "done" if done[name] else "next" if name == following else "later"
        steps.append(_step(label, hint, reverse(f"members:application_{name}") if reachable else "", state=state))
    return steps


def _done(draft: Application | None) -> dict[str, bool]:
    """Each step that is left after the address was proved, in order, and whether it is done."""
    organization = draft.organization if draft else None
    return {
        "organization": bool(organization and admission.is_described(organization)),
        "contacts": bool(organization and organization.contacts.exists()),
        "agreement": bool(organization and admission.accepted_charter(organization)),
        "answers": False,
    }


def _words(draft: Application | None) -> dict[str, tuple[str, str]]:
    contacts = ", ".join(contact.name for contact in draft.organization.contacts.all()[:3]) if draft else ""
    return {
        "organization": (
            _("Describe your organization"),
            draft.organization.name if draft else _("What it is, what it brings, what it needs."),
        ),
        "contacts": (_("Say whom one reaches"), contacts or _("One contact is enough; it may be yourself.")),
        "agreement": (_("Accept the charter"), _("By somebody with authority to do so.")),
        "answers": (_("Check your answers and send"), _("Then you are in, or an admin has a look first.")),
    }


def _step(label: str, hint: str, url: str, *, state: str) -> Step:
    words = {"done": _("Done"), "next": _("Next"), "later": _("Not yet")}
    return {"label": label, "hint": hint, "url": url, "state": state, "state_label": words[state]}
