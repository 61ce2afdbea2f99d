"""Forms of the charter: two versions to compare, and a draft with its principles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import PlainText
from members.charter_differences import Wording
from members.drafting import MOST_PRINCIPLES, Written
from members.models import CharterVersion

UP, DOWN, REMOVE, ADD = "up", "down", "remove", "add"


class ComparisonForm(forms.Form):
    """Two public versions."""

    def __init__(self, data: QueryDict | None = None, *, versions: Sequence[CharterVersion]) -> None:
        newest, before = (versions[0], versions[min(1, len(versions) - 1)]) if versions else (None, None)
        super().__init__(
            data,
            initial={"old": before.number if before else None, "new": newest.number if newest else None},
        )
        self.versions = {str(version.number): version for version in versions}
        choices = [(number, _("Version %(number)s") % {"number": number}) for number in self.versions]
        self.fields["old"] = forms.ChoiceField(label=_("From"), choices=choices)
        self.fields["new"] = forms.ChoiceField(label=_("To"), choices=choices)

    def chosen(self) -> tuple[CharterVersion, CharterVersion] | None:
        """The two versions, or the newest two where none were asked for; None when they cannot be told."""
        if self.is_bound:
            if not self.is_valid():
                return None
            return self.versions[self.cleaned_data["old"]], self.versions[self.cleaned_data["new"]]
        if len(self.versions) < 2:
            return None
        return self.versions[str(self.initial["old"])], self.versions[str(self.initial["new"])]


class DraftForm(forms.ModelForm[CharterVersion]):
    """Title and preamble of a draft, and the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    class Meta:
        model = CharterVersion
        fields = ["title", "preamble"]
        field_classes = {"preamble": PlainText}
        widgets = {"preamble": forms.Textarea(attrs={"rows": 6})}


class PrincipleForm(forms.Form):
    """One principle; its place in the page is its number."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = PlainText(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class PublishForm(forms.Form):
    """That the draft, at the revision shown, shall come into force."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    sure = forms.BooleanField(
        label=_("I have read the draft, and it shall come into force for good"),
        error_messages={"required": _("Tick this box if it shall come into force.")},
    )


PrincipleFormSet = forms.formset_factory(
    PrincipleForm,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_PRINCIPLES,
    validate_max=True,
    absolute_max=MOST_PRINCIPLES + 10,
)


class DraftForms:
    """The form of a draft and those of its principles: one page, one button to save."""

    def __init__(
        self,
        charter: CharterVersion,
        *,
        data: QueryDict | None = None,
        text: dict[str, Any] | None = None,
        principles: Sequence[dict[str, str]] | None = None,
    ) -> None:
        """Bound to `data`; else showing what is given, or what the draft says."""
        stored = [{"title": each.title, "text": each.text} for each in charter.principles.all()]
        initial = {"title": charter.title, "preamble": charter.preamble, "revision": charter.revision}
        # A form writes into the row it is given: one of its own.
        self.draft = DraftForm(data, initial=initial | (text or {}), instance=CharterVersion(number=charter.number))
        self.principles = PrincipleFormSet(
            data,
            initial=stored if principles is None else principles,
            prefix="p",
            error_messages={
                "too_few_forms": gettext("A charter needs at least one principle."),
                "too_many_forms": gettext("A charter has at most %(most)s principles.") % {"most": MOST_PRINCIPLES},
            },
        )
        self.focus: int | None = None

    def is_valid(self) -> bool:
        """Whether all of them can be saved; each shows its own errors."""
        return all([self.draft.is_valid(), self.principles.is_valid()])

    def said(self) -> dict[str, Any]:
        """What the verb is given, of valid forms."""
        said = self.draft.cleaned_data
        principles = [Written(each["title"], each["text"]) for each in self.principles.cleaned_data]
        return {name: said[name] for name in ("revision", "title", "preamble")} | {"principles": principles}

    def wording(self) -> Wording:
        """What the draft would say, of valid forms."""
        said = self.said()
        return Wording(said["title"], said["preamble"], said["principles"])


def rearranged(charter: CharterVersion, data: QueryDict, act: str) -> DraftForms:
    """The forms as they were sent, with a principle moved, taken out or added; nothing is saved by it.

    `act` is "add", or "up", "down" or "remove" with the place behind a colon; what cannot be read changes nothing.
    """
    rows = _rows(data)
    verb, _colon, place = act.partition(":")
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    focus: int | None = None
    if verb == ADD and len(rows) < MOST_PRINCIPLES:
        rows.append({"title": "", "text": ""})
        focus = len(rows) - 1
    elif 0 <= at < len(rows):
        if verb == REMOVE:
            rows.pop(at)
            focus = min(at, len(rows) - 1) if rows else None
        elif verb in {UP, DOWN}:
            focus = min(max(at + (1 if verb == DOWN else -1), 0), len(rows) - 1)
            rows.insert(focus, rows.pop(at))
    text = {name: data.get(name, "") for name in ("title", "preamble", "revision")}
    forms_ = DraftForms(charter, text=text, principles=rows)
    forms_.focus = focus
    return forms_


def _rows(data: QueryDict) -> list[dict[str, str]]:
    """The principles as they were sent, in their order; at most as many as a page can hold."""
    rows = []
    for place in range(MOST_PRINCIPLES + 10):
        title, text = data.get(f"p-{place}-title"), data.get(f"p-{place}-text")
        if title is None and text is None:
            break
        rows.append({"title": title or "", "text": (text or "").replace("\r\n", "\n")})
    return rows
