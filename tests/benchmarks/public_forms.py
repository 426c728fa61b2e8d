"""How many forms of other people are taken: python -m tests.benchmarks.public_forms FOLDER … [--refusals]

Looks at every .xls, .xlsx and form in Markdown within Python sources below the folders that pyxform takes, each content
once. Where to get some: the source packages of pyxform up to 1.6.0 carry its examples, the wheel osm-fieldwork 0.16.0
the forms of a mapping project:

    pip download --no-deps --no-binary :all: pyxform==1.6.0 && pip download --no-deps osm-fieldwork==0.16.0

A program, not a test: it prints, and judges nothing.
"""

import argparse
import ast
import io
import logging
import os
import re
import sys
from collections import Counter
from pathlib import Path

import django
import python_calamine
from openpyxl import Workbook
from pyxform.xls2xform import convert

EMPTY = re.compile(r"\s*")


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.public_forms", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--refusals", action="store_true", help="name what is refused, by file and cell")
    arguments = parser.parse_args()
    logging.disable()
    found = {str(sheets): (name, sheets) for name, sheets in forms_below(arguments.folders)}
    forms = {name: workbook(sheets) for name, sheets in found.values()}
    taken_there = {name: content for name, content in forms.items() if is_taken_by_pyxform(content)}
    print(f"forms: {len(forms)}, of which pyxform takes {len(taken_there)}")
    for words, options in (("as they are", {}), ("with as text", {"unsupported_as_text": True})):
        tell(words, {name: errors(content, options) for name, content in taken_there.items()}, arguments.refusals)


def tell(words, refusals, in_full):
    taken = sum(not told for told in refusals.values())
    print(f"taken {words}: {taken} ({taken / len(refusals):.1%})")
    if in_full:
        reasons = Counter(reason for told in refusals.values() for reason in {kind_of(one) for one in told})
        for name, told in refusals.items():
            for one in told:
                print(f"  {name} {one}")
        for reason, count in reasons.most_common():
            print(f"  {count:4} {reason}")


def kind_of(told):
    return re.sub(r"“[^”]*”|\d+", "…", told.partition(": ")[2])


def errors(content, options):
    # Models can be imported once Django stands.
    from surveys.workbooks.xlsform.reading import read_form  # noqa: PLC0415

    form = read_form(content, name="form.xlsx", **options)
    return [f"{flaw.location}: {flaw.message['en']}" for flaw in form.problems if flaw.severity == "error"]


def is_taken_by_pyxform(content):
    try:
        convert(content, validate=False, file_type=".xlsx")
    except Exception:  # whatever it raises, it does not take the form
        return False
    return True


def forms_below(folders):
    """Name, and the rows of each sheet."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".xls", ".xlsx") and not path.name.startswith("~"):
                yield from in_workbook(path)
            elif path.suffix == ".py":
                yield from in_source(path)


def shown(path):
    return "/".join(path.parts[-3:])


def in_workbook(path):
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except python_calamine.CalamineError:
        return
    yield shown(path), sheets


def in_source(path):
    constants = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    for constant in constants:
        if isinstance(constant.value, str) and re.search(r"^\s*\|\s*survey\s*\|", constant.value, re.M):
            yield f"{shown(path)}:{constant.lineno}", sheets_of(constant.value)


def sheets_of(markdown):
    sheets, rows = {}, []
    for line in markdown.splitlines():
        if not line.strip().startswith("|"):
            continue
        name, *cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:])]
        if name:
            rows = sheets.setdefault(name, [])
        if any(cells) and not all(re.fullmatch(r"[-: ]*", cell) for cell in cells):
            rows.append(cells)
    return sheets


def workbook(sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    if not book.sheetnames:
        book.create_sheet("empty")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
