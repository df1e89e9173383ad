"""Whether white words can be read on a colour, and the colour on white."""

from __future__ import annotations

import re

# WCAG 2.2, success criterion 1.4.3 (level AA) for text of ordinary size.
LEAST_CONTRAST = 4.5
COLOUR = re.compile(r"#[0-9a-f]{6}")


def is_colour(written: str) -> bool:
    """Whether this is a colour as we store it: `#` and six lower-case hexadecimal digits."""
    return COLOUR.fullmatch(written) is not None


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of `colour` (as `#rrggbb`) and white, from 1 to 21: WCAG 2.2, "contrast ratio"."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    """A channel of sRGB (0 to 1) without its gamma: WCAG 2.2, "relative luminance"."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
