#!/usr/bin/env bash
# Of a cell that shows a year, openpyxl and calamine hand out the serial number of a day.
#
# In Chinese and Japanese workbooks the letter e in a number format is the year: the built-in format 27 of traditional
# Chinese is [$-404]e/m/d (ECMA-376, part 1, 18.8.30). A cell with 44314 and the format e"年" is the year of 28 April 2021.
# Excel itself was not at hand. Seen on 2026-11-29:
#
#   openpyxl 3.1.5         44314, is_date False: it looks for d, m, h, y and s in a format, and for no e
#   python-calamine 0.9.1  44314.0
#   SheetJS 0.18.5         shows 2021年 and, asked for dates, hands out a date in 2021
#
# All three agree as soon as a month stands beside it (e"年"m"月"). So a column of years of commissioning, or of periods,
# comes in as five-digit figures that no error marks. Whoever reads years from workbooks has to refuse what is no year.
#
# Needs python3, npm and node. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 >/dev/null

python/bin/python - <<'PYTHON'
import openpyxl
import python_calamine

book = openpyxl.Workbook()
for row, style in enumerate(['e"年"', 'e"年"m"月"', 'yyyy"年"'], start=1):
    cell = book.active.cell(row, 1, 44314)  # 28 April 2021
    cell.number_format = style
book.save("years.xlsx")

by_openpyxl = [cell.value for cell in openpyxl.load_workbook("years.xlsx").active["A"]]
by_calamine = [row[0] for row in python_calamine.load_workbook("years.xlsx").get_sheet_by_index(0).to_python()]
print("openpyxl:", *by_openpyxl, sep=" | ")
print("calamine:", *by_calamine, sep=" | ")
for read in (by_openpyxl, by_calamine):
    assert read[0] == 44314, "the year is no longer handed out as a number"
    assert [day.year for day in read[1:]] == [2021, 2021], "formats with y or m are no longer known as dates"
PYTHON

node - <<'JAVASCRIPT'
const assert = require("node:assert");
const xlsx = require("xlsx");
const sheet = xlsx.readFile("years.xlsx", { cellDates: true }).Sheets.Sheet;
const shown = ["A1", "A2", "A3"].map((place) => xlsx.readFile("years.xlsx").Sheets.Sheet[place].w);
console.log("SheetJS: ", shown.join(" | "), "|", sheet.A1.v);
assert.deepStrictEqual(shown, ["2021年", "2021年4月", "2021年"]);
assert.ok(sheet.A1.v instanceof Date, "SheetJS no longer knows the year for a date");
JAVASCRIPT
echo "As described."
