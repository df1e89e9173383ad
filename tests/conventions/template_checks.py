"""What a template may not do, read from its syntax tree.

Jinja's tree gives the literal HTML and the expressions apart. The literal HTML, with a mark where each
expression stands, is then read by Python's HTML parser. Tags need not balance there, so both branches of an
`if` are seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
TRANSLATORS = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
PRINTED_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "label"})
PRINTED_PARAMS = frozenset({"text", "html", "titleText", "caption", "summaryText", "summaryHtml"})
PROPER_NAMES = frozenset({"Engage"})
PROTECTION = "\u27e6protected\u27e7"
EXPRESSION = "\u27e6expression\u27e7"
# A macro may print attributes for its caller's tag; those that people hear or see still count as words.
ATTRIBUTES = re.compile(rf"(?<!\S)(?!(?:{'|'.join(PRINTED_ATTRIBUTES)})=)[a-z-]+=\"[^\"]*\"")
MARKS = re.compile("\u27e6.*?\u27e7")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[A-Z][\w\u2019']* [\w\u2019',;:.?! -]+")


def has_words(text: str) -> bool:
    found = WORD.findall(MARKS.sub(" ", text))
    return any(word not in PROPER_NAMES for word in found)


def untranslated(node: nodes.Node) -> Iterator[nodes.Const]:
    """The text constants under a node that don't go through a translator."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATORS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node
    for child in node.iter_child_nodes():
        yield from untranslated(child)


def printed_constants(node: nodes.Expr) -> Iterator[str]:
    """The words an expression prints as they stand: itself, or what either side of an `if` gives."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        for side in (node.expr1, node.expr2):
            if side is not None:
                yield from printed_constants(side)


def protects(node: nodes.Expr) -> bool:
    """Whether an expression puts the CSRF token into a form."""
    names = {found.attr for found in node.find_all(nodes.Getattr)}
    names |= {found.name for found in node.find_all(nodes.Name)} | {
        getattr(node, "name", ""),
        getattr(node, "attr", ""),
    }
    return not names.isdisjoint({"hidden_tag", "csrf_token"})


def expression_mark(node: nodes.Expr) -> str:
    mark = PROTECTION if protects(node) else EXPRESSION
    return mark + " ".join(printed_constants(node))


def skeleton(node: nodes.Node) -> str:
    """The literal HTML of a template in the order it is written, with a mark for each expression."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Output):
        return "".join(
            skeleton(child) if isinstance(child, nodes.TemplateData) else expression_mark(child) for child in node.nodes
        )
    return "".join(skeleton(child) for child in node.iter_child_nodes() if not isinstance(child, nodes.Expr))


class Reader(HTMLParser):
    """Reads a skeleton and collects its faults."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.unprotected_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.faults += [f"inline {name} on <{tag}>" for name in attributes if name == "style" or name.startswith("on")]
        self.faults += [
            f"{name}={value!r} is not translated"
            for name, value in attrs
            if name in PRINTED_ATTRIBUTES and has_words(value or "")
        ]
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.faults.append(f"inline <{tag}>")
        if tag == "form":
            self.unprotected_form = (attributes.get("method") or "").lower() == "post"
        self.see_protection("".join(value or "" for value in attributes.values()))

    def see_protection(self, text: str) -> None:
        if PROTECTION in text:
            self.unprotected_form = False

    def handle_data(self, data: str) -> None:
        self.see_protection(data)
        if self.cdata_elem is None and has_words(ATTRIBUTES.sub(" ", data)):
            self.faults.append(f"{' '.join(data.split())[:60]!r} is not translated")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.unprotected_form:
            self.faults.append("a form that posts has no CSRF token")
            self.unprotected_form = False


def faults_in_html(tree: nodes.Template) -> Iterator[str]:
    reader = Reader()
    reader.feed(skeleton(tree))
    reader.close()
    yield from reader.faults


def faults_in_params(tree: nodes.Template) -> Iterator[str]:
    """Words handed to a macro without translation: `{"text": "Continue"}`, or any sentence."""
    named = [(pair.key.value, pair.value) for pair in tree.find_all(nodes.Pair) if isinstance(pair.key, nodes.Const)]
    named += [(keyword.key, keyword.value) for keyword in tree.find_all(nodes.Keyword)]
    plain = {id(node): node.value for node in untranslated(tree) if SENTENCE.fullmatch(node.value)}
    for name, value in named:
        if name in PRINTED_PARAMS and isinstance(value, nodes.Const) and has_words(str(value.value)):
            plain[id(value)] = str(value.value)
    yield from (f"{text!r} is not translated" for text in plain.values())


def faults_in_escaping(tree: nodes.Template) -> Iterator[str]:
    yield from ("|safe prints what may not be safe" for node in tree.find_all(nodes.Filter) if node.name == "safe")
    yield from ("autoescape is switched" for _ in tree.find_all(nodes.ScopedEvalContextModifier))


def template_faults(source: str) -> list[str]:
    """What is wrong with a template, in words. Raises TemplateSyntaxError when it cannot be parsed."""
    tree = ENVIRONMENT.parse(source)
    return [*faults_in_html(tree), *faults_in_params(tree), *faults_in_escaping(tree)]
