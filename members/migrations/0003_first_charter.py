"""The first charter, in force from the start: without one nobody can be admitted."""

import hashlib
from datetime import UTC, datetime

from django.db import migrations

ADOPTED = datetime(2026, 9, 1, tzinfo=UTC)  # the day on which this text was settled
TITLE = "Charter of the coalition"
PREAMBLE = (
    "We are hospitals, laboratories, universities, companies, agencies and non-profits that ordinarily go our own ways, "
    "and often compete. In this emergency we act together. Whoever signs this charter is in; whoever is in keeps to it."
)
PRINCIPLES = [
    (
        "For the benefit of the country only",
        "What we do here serves the health of the public. No member gains an advantage over another by being here, and help "
        "goes where the need is greatest, whoever asks.",
    ),
    (
        "We cooperate and share plans openly",
        "Every member works with every other. What we plan is visible to all members from the moment it is posted; there are "
        "no private plans.",
    ),
    (
        "Nobody is paid",
        "Everybody brings their own people and resources. Nothing passes through the coalition for a price: only gifts, "
        "loans, services and data.",
    ),
    (
        "A verbal agreement is enough to start",
        "When two members have spoken and agree, they begin. They record who spoke with whom, when, and on what; papers may "
        "follow, and nothing waits for them.",
    ),
    (
        "Agree to these terms and you are in",
        "A person with authority accepts this charter for their organization, on record and open to all. That is the whole "
        "of the admission, and a member may leave at any time.",
    ),
]


def hash_of_text() -> str:
    """As `CharterVersion.text` has it on the day of this migration."""
    parts = [TITLE, PREAMBLE, *(f"{n}. {title}\n{text}" for n, (title, text) in enumerate(PRINCIPLES, 1))]
    return hashlib.sha256(("\n\n".join(parts) + "\n").encode()).hexdigest()


def write(apps, schema_editor):
    charter = apps.get_model("members", "CharterVersion").objects.create(number=1, title=TITLE, preamble=PREAMBLE)
    principle = apps.get_model("members", "Principle")
    for position, (title, text) in enumerate(PRINCIPLES, 1):
        principle.objects.create(charter=charter, position=position, title=title, text=text)
    charter.status = "published"
    charter.published_at = ADOPTED
    charter.text_sha256 = hash_of_text()
    charter.save()


class Migration(migrations.Migration):
    dependencies = [("members", "0002_append_only")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
