"""Discussions: what people say about a project, a milestone, an offer, a request or a match; one mechanism for all."""
