"""How the API reads and writes JSON: with orjson, which is fast, strict, and refuses what a database cannot hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.functional import Promise
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class JSONRenderer(BaseRenderer):
    """UTF-8, as compact as it goes; moments in RFC 3339, those in UTC (as the database has them) with a Z."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_plain, option=OPTIONS)


class JSONParser(BaseParser):
    """JSON of any shape, in UTF-8 (RFC 8259), as deep as a person would write it.

    Raises ParseError (400) for what is no JSON, NaN and lone surrogates among it, and for nesting of more than
    a thousand levels; RequestDataTooBig (413) for more bytes than Django would take in a form.
    """

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        sent = stream.read(most + 1)
        if len(sent) > most:
            raise RequestDataTooBig
        try:
            return orjson.loads(sent)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is no JSON: {error}.", code="no_json") from error


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)  # degrees; quantities are whole numbers
    raise TypeError  # orjson says which type it was
