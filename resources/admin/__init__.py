"""The Django admin of the second floor: the catalogue is kept here; what verbs write is looked at, and verbs called."""

from resources.admin import casework, catalogue, imports, matches, postings

__all__ = ["casework", "catalogue", "imports", "matches", "postings"]
