"""The name of an organization as it stands in an address."""

from django.utils.text import slugify

from coalition.shared.locking import lock_name
from members.models import FormerName, Organization


def free_slug(name: str, organization: Organization) -> str:
    """The name as a slug, with a number behind it when another organization has it or ever had it.

    Its own former ones an organization may have again. Nobody else takes one before the transaction ends.
    """
    lock_name("organization slug")
    base = slugify(name)[:70].strip("-") or "organization"
    taken = set(
        Organization.objects.filter(slug__startswith=base).exclude(pk=organization.pk).values_list("slug", flat=True)
    )
    former = FormerName.objects.filter(slug__startswith=base).exclude(organization=organization.pk)
    taken |= set(former.values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)
