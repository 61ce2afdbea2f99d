"""The guard: what a member writes about an exchange is looked through for money, since nothing here has a price.

A verb calls `check_words` in its transaction, once the row has its key. What is found is refused with the passage,
and stays where the writer says in a sentence why; then both are on record, and the admins read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from coalition.shared.errors import MONEY, Invalid, Text
from coalition.shared.money import LONGEST_EXPLANATION, Passage, in_sentences, passages, quoted
from members.models import KeptWording, Organization, Person
from members.models.kept_wording import LONGEST_PASSAGE

SHORTEST_EXPLANATION = 12  # characters, of which a sentence has at least so many
SHOWN = 3  # passages of one field, in a refusal
MOST_KEPT = 50  # passages of one field, of one act


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a field, as it is shown and kept."""

    field: str
    words: str
    kind: str

    @classmethod
    def of(cls, field: str, text: str, passage: Passage) -> "Found":
        return cls(field, quoted(text, passage)[:LONGEST_PASSAGE], passage.kind)


class SpeaksOfMoney(Invalid):
    """A text speaks of money and nobody said why. Facts: `passages` with field and words; `explain_in`, the input."""

    code = MONEY

    def __init__(self, found: list[Found]) -> None:
        first = found[0].field
        told = [{"field": one.field, "passage": one.words, "kind": one.kind} for one in found[:MOST_KEPT]]
        self.sentences = {one.field: _sentence(found, one.field) for one in found}
        super().__init__(self.sentences[first], field=first, passages=told, explain_in="explanation")

    @property
    def at_fields(self) -> Mapping[str, Text]:
        return self.sentences


def check_words(
    about: Model,
    texts: Mapping[str, str],
    *,
    actor: Person,
    organization: Organization | None,
    explanation: str = "",
) -> None:
    """Let the texts of a saved row pass, by the names of their inputs, or raise SpeaksOfMoney, or Invalid.

    Passages that were explained before in the same field of the same row are not asked for again. Records the others
    with the explanation. The sentence is asked for and not judged: that is for the admins.
    """
    found = [Found.of(name, text, one) for name, text in texts.items() for one in in_sentences(text, passages(text))]
    if not found:
        return
    topic = topic_of(about)
    known = set(KeptWording.objects.filter(about=topic).values_list("field", "passage"))
    new = [one for one in dict.fromkeys(found) if (one.field, one.words) not in known]
    if not new:
        return
    if not explanation.strip():
        raise SpeaksOfMoney(new)
    said = _checked(explanation)
    KeptWording.objects.bulk_create(
        KeptWording(
            about=topic,
            title=str(getattr(about, "in_words", about))[:300],
            url=about.get_absolute_url() if hasattr(about, "get_absolute_url") else "",
            field=one.field,
            passage=one.words,
            explanation=said,
            organization=organization,
            person=actor,
        )
        for one in new[:MOST_KEPT]
    )


def topic_of(about: Model) -> str:
    """The word for the row: `offer:12`."""
    return f"{about._meta.model_name}:{about.pk}"


def _sentence(found: list[Found], field: str) -> str:
    words = [one.words for one in found if one.field == field]
    listed = "; ".join(f"“{one}”" for one in words[:SHOWN])
    if len(words) > SHOWN:
        listed = _("%(passages)s, and %(n)d more") % {"passages": listed, "n": len(words) - SHOWN}
    told = _(
        "This speaks of money, and everything here is given for nothing. Mend it, or explain in a sentence why it "
        "stays: %(passages)s"
    )
    return told % {"passages": listed}


def _checked(explanation: str) -> str:
    said = " ".join(explanation.replace("\x00", "").split())
    if len(said) < SHORTEST_EXPLANATION or " " not in said:
        raise Invalid(_("Say in a whole sentence why it stays."), field="explanation")
    if len(said) > LONGEST_EXPLANATION:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST_EXPLANATION}, field="explanation")
    return said
