"""The cache: Redis, and the memory of the process while Redis is away.

The limits on signing in count in it. Without Redis they count in each process for itself, which is better than letting
nobody in, and better than letting everybody try. What must not be lost is not kept here.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
T = TypeVar("T")
AGAIN = 5.0  # seconds until Redis is asked again


class RedisOrMemory(RedisCache):
    """Django's cache in Redis; each operation that Redis does not answer is done in memory."""

    away_until = 0.0  # shared by the threads of a process: who finds Redis away spares the others the wait

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("without-redis", params)

    def _do(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrMemory.away_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except RedisError as error:
                RedisOrMemory.away_until = time.monotonic() + AGAIN
                log.warning("redis_is_away", error=str(error))
        return getattr(self._memory, name)(*args, **kwargs)


def _either(name: str) -> Callable[..., Any]:
    def method(self: RedisOrMemory, *args: Any, **kwargs: Any) -> Any:
        return self._do(name, *args, **kwargs)

    method.__name__ = name
    return method


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(RedisOrMemory, _name, _either(_name))
