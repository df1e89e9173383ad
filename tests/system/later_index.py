"""A package index as it will be one day: beside the true files, a newer version of everything the locks name.

Whatever takes the newest, rather than what is pinned, takes one of these and shows itself.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

LATER = "9999.0"
LINK = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class LaterIndex:
    """Where it is, and the names of the packages that were asked for."""

    url: str
    asked: set[str] = field(default_factory=set)


@contextmanager
def serve_later_index(*, names: Collection[str], upstream: str) -> Iterator[LaterIndex]:
    """The index at `upstream`, with a later version of every package in `names`, on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    index = LaterIndex(f"http://127.0.0.1:{server.server_port}/simple")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, name = self.path.strip("/").partition("/")
            try:
                body = wheel(name) if kind == "files" else self.page(name)
            except urllib.error.HTTPError as refused:
                self.send_error(refused.code)
                return
            except urllib.error.URLError:
                self.send_error(502)  # whoever asked asks again
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/zip" if kind == "files" else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def page(self, name: str) -> bytes:
            index.asked.add(name)
            true = read_page(f"{upstream.rstrip('/')}/{name}/")
            later = f"{name.replace('-', '_')}-{LATER}-py3-none-any.whl"
            digest = hashlib.sha256(wheel(later)).hexdigest()
            link = f'<a href="/files/{later}#sha256={digest}">{later}</a>' if name in names else ""
            return true.replace("</body>", f"{link}</body>").encode()

        def log_message(self, *_: object) -> None:
            """Not among the tests' lines."""

    server.RequestHandlerClass = Answer
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()


@cache
def read_page(address: str) -> str:
    """A package's page, with links that hold from anywhere."""
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return LINK.sub(lambda link: f'href="{urljoin(answer.url, link[1])}"', answer.read().decode())


def wheel(filename: str) -> bytes:
    """A wheel of this name that anyone can install, with nothing in it."""
    name, version, _ = filename.split("-", 2)
    folder, content = f"{name}-{version}.dist-info", io.BytesIO()
    files = {
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{folder}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{folder}/RECORD": "".join(f"{folder}/{file},,\n" for file in ("METADATA", "WHEEL", "RECORD")),
    }
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return content.getvalue()
