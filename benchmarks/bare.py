"""A Flask application that does nothing: what any page costs at the least."""

from flask import Flask

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def nothing() -> str:
    return "ok"
