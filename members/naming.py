"""Finding organizations by name, typing errors forgiven."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from members.models import FormerName
from members.models.organization import OrganizationQuerySet

SHORTEST_TO_FORGIVE = 4  # letters; of fewer, too much is similar
MOST_SIMILAR = 100  # names


@dataclass(frozen=True, slots=True)
class Called:
    """What the organizations sought satisfy; `similar` when no name holds the words, and like ones were taken."""

    condition: Q
    similar: bool = False


def called(words: str, *, among: OrganizationQuerySet) -> Called:
    """Organizations whose name, or a former one, contains the words; where no name does, those that are most like them.

    One query finds former names, one whether a name of `among` holds the words, and one more the like ones. The
    condition is answered by the trigram index or by keys.
    """
    words = words.strip()
    former = formerly_called(words)
    if former or len(words) < SHORTEST_TO_FORGIVE or among.named(words)[:1].count():  # by name, along its index
        return Called(Q(name__icontains=words) | Q(pk__in=former) if former else Q(name__icontains=words))
    return Called(Q(pk__in=names_like(words)), similar=True)


def formerly_called(words: str, *, most: int = MOST_SIMILAR) -> list[int]:
    """Keys of the organizations that had a name which contains the words; the latest change first."""
    former = FormerName.objects.filter(name__icontains=words).order_by("-until", "-pk")
    return list(former.values_list("organization", flat=True)[:most])


def names_like(words: str, *, most: int = MOST_SIMILAR) -> list[int]:
    """Keys of the organizations whose name is most like the words, by trigrams; the migration says how like."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organizations_named_like(%s, %s)", [words, most])
        return [key for (key,) in cursor.fetchall()]
