"""The Django admin of the second floor: the catalogue is kept here; what verbs write is looked at, and verbs called."""

from resources.admin import catalogue, imports, matches, postings

__all__ = ["catalogue", "imports", "matches", "postings"]
