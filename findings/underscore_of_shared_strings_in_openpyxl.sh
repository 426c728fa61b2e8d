#!/usr/bin/env bash
# openpyxl cuts x005F_ out of texts that hold it, and leaves the escape of an underscore in where it was one.
#
# Texts of a workbook write a character by its code as _xHHHH_, and an underscore that would begin such a code itself as
# _x005F_ (ECMA-376, part 1, 22.9.2.19, ST_Xstring), wherever the text stands. Seen on 2026-11-29, of valid workbooks by
# XlsxWriter 3.3.1, with the texts in the table of shared strings, as Excel writes them, and in the cells themselves:
#
#   typed          openpyxl 3.1.5, shared   openpyxl 3.1.5, in the cell   python-calamine 0.9.1
#   _x0041_        _x0041_                  _x005F_x0041_                 _x0041_
#   max005F_id     maid                     max005F_id                    max005F_id
#
# Its reader of shared strings replaces "x005F_" by nothing, whatever stands before it; its reader of cells, and that of
# the results of formulas, replace nothing. So a code such as max005F_id loses six characters without an error, and one
# text compares unequal with itself by where the writing program put it. Whoever reads codes by openpyxl has to read the
# parts of the package, or to read by something else.
#
# Needs python3. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.3.1

python/bin/python - <<'PYTHON'
import openpyxl
import python_calamine
import xlsxwriter

TYPED = ["_x0041_", "max005F_id"]


def written(name, **options):
    with xlsxwriter.Workbook(name, options) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(TYPED):
            sheet.write_string(row, 0, text)
    return name


def by_openpyxl(name):
    return [cell.value for cell in openpyxl.load_workbook(name).active["A"]]


def by_calamine(name):
    return [row[0] for row in python_calamine.load_workbook(name).get_sheet_by_index(0).to_python()]


shared, inside = written("shared.xlsx"), written("inside.xlsx", constant_memory=True)
for read in (by_openpyxl, by_calamine):
    print(f"{read.__name__:12}", "shared:", *read(shared), "| in the cell:", *read(inside))

assert by_calamine(shared) == by_calamine(inside) == TYPED, "calamine no longer reads what was typed"
assert by_openpyxl(shared) == ["_x0041_", "maid"], "shared strings are read otherwise now"
assert by_openpyxl(inside) == ["_x005F_x0041_", "max005F_id"], "texts in cells are read otherwise now"
PYTHON
echo "As described."
