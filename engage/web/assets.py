"""Styles, scripts and the font, named by a hash of their content so that a browser may keep them for good.

`scripts/build-assets` makes them, with `manifest.json` from plain name to hashed name.
"""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

BUILT = Path(__file__).parent.parent / "static" / "build"
ONE_YEAR = 365 * 24 * 60 * 60


class AssetsNotBuiltError(RuntimeError):
    """There is no manifest: the styles have not been built on this machine."""


@cache
def manifest() -> dict[str, str]:
    """Hashed file name by plain name. Raises AssetsNotBuiltError with what to do."""
    try:
        names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AssetsNotBuiltError("The styles are not built yet. Run scripts/build-assets.") from error
    return names


def asset(name: str) -> str:
    """The address of a built file by its plain name, such as `respond.css`."""
    return url_for("built_asset", name=manifest()[name])


def built_asset(name: str) -> Response:
    """A built file, compressed when the browser takes it so and the build made it so."""
    compressed = "gzip" in request.headers.get("Accept-Encoding", "") and (BUILT / f"{name}.gz").is_file()
    kind = mimetypes.guess_type(name)[0]
    sent = send_from_directory(BUILT, f"{name}.gz" if compressed else name, mimetype=kind, max_age=ONE_YEAR)
    if compressed:
        sent.content_encoding = "gzip"
    sent.vary.add("Accept-Encoding")
    sent.cache_control.immutable = True
    return sent


def init_app(app: Flask) -> None:
    app.add_url_rule("/assets/<name>", view_func=built_asset)
    app.add_template_global(asset)
