"""Pictures are not kept as they came: they are drawn anew, so that nothing that hides in the file comes along.

That takes away the place where a photograph was taken, comments, and whatever a file holds besides its picture.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from coalition.shared.errors import Invalid

MOST_PIXELS = 40_000_000  # as they come: a photograph of a good camera
LONGEST_SIDE = 2048  # as they are kept, in pixels
JPEG_QUALITY = 88

# What Pillow raises over files that are broken, or made to break it.
BROKEN = (
    *(OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, EOFError),
    *(struct.error, zlib.error, MemoryError, RecursionError),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew, with its size in pixels."""

    content: bytes
    width: int
    height: int


def redraw(content: bytes, kind: str) -> Picture:
    """The picture in the file, upright, at most 2048 pixels long, and nothing else.

    `kind` is Pillow's name for what the file has to be. Raises Invalid when it is something else, broken, moving,
    or so large that opening it would be an attack.
    """
    try:
        image = Image.open(BytesIO(content), formats=[kind])
        _check_size(image, kind)
        return _drawn(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(_("The picture has far too many pixels. Make it smaller.")) from error
    except BROKEN as error:
        raise Invalid(_("The picture cannot be read. It is damaged, or something else by its content.")) from error


def _check_size(image: Image.Image, kind: str) -> None:
    """Read from the head of the file, before anything of the picture is unpacked."""
    if image.width * image.height > MOST_PIXELS:
        raise Invalid(
            _("The picture has %(pixels)d million pixels; %(most)d million are taken. Make it smaller.")
            % {"pixels": image.width * image.height // 1_000_000, "most": MOST_PIXELS // 1_000_000}
        )
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:  # a JPEG's further pictures are made by cameras
        raise Invalid(_("The picture moves. Attach one that stands still."))


def _drawn(image: Image.Image, kind: str) -> Picture:
    upright = ImageOps.exif_transpose(image)
    drawn = upright.convert(_mode(upright, kind))
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.info = {}  # comments, colour profiles, and what a camera noted: place, time, owner
    file = BytesIO()
    drawn.save(file, kind, **({} if kind == "PNG" else {"quality": JPEG_QUALITY}))
    return Picture(file.getvalue(), drawn.width, drawn.height)


def _mode(image: Image.Image, kind: str) -> str:
    if image.mode in {"L", "1"} and "transparency" not in image.info:
        return "L"
    return "RGBA" if kind != "JPEG" and image.has_transparency_data else "RGB"
