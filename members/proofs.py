"""What a person has proved: that they read the mail of an address, and so belong to its web domain."""

from allauth.account.models import EmailAddress

from members import domains
from members.models import Person


def proved_domains(person: Person) -> set[str]:
    """The domains, normalized, of the addresses that the person has proved to read."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {domains.of_address(address) for address in addresses} - {""}


def proved_addresses(person: Person) -> list[str]:
    """The addresses that the person has proved to read, the first one first."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return list(rows.values_list("email", flat=True))


def is_proved(person: Person, domain: str) -> bool:
    """Whether the person proved an address at the domain or anywhere below or above it under the same holder."""
    return any(domains.are_of_one_holder(domain, proved) for proved in proved_domains(person))
