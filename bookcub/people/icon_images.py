"""Icons: whatever picture comes in, a small, clean WebP goes out.

The picture is decoded and drawn anew, so neither metadata nor anything hidden behind or inside the file survives.
"""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext
from PIL import Image, ImageOps

from bookcub.core.ids import short_id

FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
MOST_BYTES = 500 * 1024
MOST_PIXELS = 16_000_000  # 64 MB once decoded; few pictures of 500 KB have more
SIDE = 200  # pixels, for the sharp screens that show it at 100


def redraw(upload: IO[bytes], *, size: int) -> ContentFile[bytes]:
    """A square WebP of 200 pixels, cut from the middle of the picture.

    `size` is the length in bytes that the upload claims. Raises ValidationError for what is too large, broken, or no
    picture of the four formats.
    """
    # The claim is checked and then not believed: read one byte more than allowed.
    content = upload.read(MOST_BYTES + 1) if size <= MOST_BYTES else b""
    if not content or len(content) > MOST_BYTES:
        raise ValidationError(
            gettext("This picture is larger than 500 KB. Choose or save a smaller one."),
            code="too_large",
        )
    picture = _decode(content)
    square = ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    square.save(drawn, "WEBP", quality=86, method=4)
    return ContentFile(drawn.getvalue(), name=f"{short_id(20)}.webp")


def _decode(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow only warns about a bomb up to twice its limit; here every bomb is refused below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        _ensure_few_pixels(picture)
        picture.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG can be decoded small at once
        picture.load()
        mode = "RGBA" if _is_see_through(picture) else "RGB"
        coloured = picture if picture.mode == mode else picture.convert(mode)
        coloured.thumbnail((SIDE * 4, SIDE * 4))  # before the other steps copy it
        return ImageOps.exif_transpose(coloured)
    except ValidationError:
        raise
    except Exception as broken:  # decoders raise a dozen kinds for broken files
        raise ValidationError(
            gettext("This is not a GIF, JPEG, PNG or WebP picture. Choose one that is."),
            code="broken",
        ) from broken


def _ensure_few_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(
            gettext("This picture has too many pixels. Make it smaller, then choose it again."),
            code="bomb",
        )


def _is_see_through(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
