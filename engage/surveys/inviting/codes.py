"""QR codes, drawn as SVG."""

from __future__ import annotations

import io

import segno

# A quarter of the picture may be lost: a poster gets wet, folded and pinned through.
ERROR_CORRECTION = "q"


def qr_code(address: str) -> bytes:
    """An SVG picture of any size that leads to the address."""
    drawn = io.BytesIO()
    segno.make_qr(address, error=ERROR_CORRECTION).save(drawn, kind="svg", omitsize=True, light="#fff")
    return drawn.getvalue()
