"""Templates are found by name only when a page is drawn: every name that is written exists, and every file is named."""

import ast
import re

from tests.servers import root

TEMPLATES = root() / "surveys" / "templates"
NAMED_IN_TEMPLATE = re.compile(r"\{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
LOOKED_FOR_BY_OTHERS = re.compile(r"(404|500|403_csrf)\.html|account/.+|django/.+")  # by Django and by allauth
OF_OTHERS = re.compile(r"django/")


def written_in_code():
    """Patterns of names: a whole name, or one of which a part is filled in (an f-string)."""
    for path in (root() / "surveys").rglob("*.py"):
        tree = ast.parse(path.read_text())
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+" for part in node.values
                )


def written_in_templates():
    for path in TEMPLATES.rglob("*"):
        if path.is_file():
            yield from map(re.escape, NAMED_IN_TEMPLATE.findall(path.read_text()))


def existing():
    return {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file()}


def written():
    names = {name for name in (*written_in_code(), *written_in_templates()) if re.fullmatch(r"[^ ]+\\\.html", name)}
    return {name for name in names if not OF_OTHERS.match(name)}


def test_every_template_that_is_named_exists():
    files = existing()

    assert [name for name in sorted(written()) if not any(re.fullmatch(name, file) for file in files)] == []


def test_every_template_is_named_somewhere():
    names = [re.compile(name) for name in written()] + [LOOKED_FOR_BY_OTHERS]

    assert [file for file in sorted(existing()) if not any(name.fullmatch(file) for name in names)] == []
