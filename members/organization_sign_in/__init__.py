"""Signing in by an organization's own identity provider (OpenID Connect)."""
