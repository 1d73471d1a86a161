"""Pictures to upload, honest and not."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), **more: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (120, 60, 30)).save(file, kind, **more)
    return file.getvalue()


def with_place_and_comment() -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "TAKEN-AT-HOME"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    return picture("JPEG", exif=exif, comment=b"SECRET-COMMENT")


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says it has 900 million pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        whole = name + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * 2000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
)


def polyglot() -> bytes:
    """A GIF that is also a page with a script."""
    return picture("GIF") + b"<html><script>alert(1)</script></html>"
