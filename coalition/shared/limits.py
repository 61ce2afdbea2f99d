"""How often something may be asked for, counted in the cache."""

from django.core.cache import cache


def is_within(key: str, *, most: int, seconds: int) -> bool:
    """Count one more for the key; whether that is still within `most` in the `seconds` since the first."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # its time ran out between the two
        return True
