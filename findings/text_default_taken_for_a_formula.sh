#!/usr/bin/env bash
# A default of a text question in an XLSForm becomes a formula when it merely looks like one, without a warning.
#
# pyxform 4.5.0, of questions of the type text, seen on 2026-11-29:
#
#   2021 - 2022     calculated: an ODK client starts with -1 in the box
#   北京 - 上海     calculated: names of two elements that are not there, so NaN
#   UPS*2, 甲(乙)   calculated: a product, a function that nobody knows
#   A/B, kWh/m²     kept as text, and so are A or B, 1-2 and 甲（乙） with full-width brackets
#   '2021 - 2022'   kept as text, the quotation marks with it: quoting is no way out
#   concat('2021 - 2022', '')
#                   calculated, and this is how the text itself can be had
#
# So whoever writes an XLSForm from texts that people entered has to know these rules, and whoever reads one cannot tell
# a text from a formula by the type of its question.
#
# Needs python3. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet pyxform==4.5.0 lxml==6.0.2

"$folder/python/bin/python" - <<'PYTHON'
import math
import re
from xml.etree import ElementTree

from lxml import etree
from pyxform.xls2xform import convert

CALCULATED = ["2021 - 2022", "北京 - 上海", "UPS*2", "甲(乙)", "concat('2021 - 2022', '')"]
KEPT = ["A/B", "kWh/m²", "A or B", "1-2", "甲（乙）", "'2021 - 2022'"]
questions = [
    {"type": "text", "name": f"q{number}", "label": "?", "default": default}
    for number, default in enumerate(CALCULATED + KEPT)
]
made = convert({"survey": questions, "settings": [{"form_id": "form"}]})
assert made.warnings == [], made.warnings

model = ElementTree.fromstring(made.xform)
calculated = {one.get("ref").rpartition("/")[2]: one.get("value") for one in model.iter() if one.tag.endswith("setvalue")}
kept = {one.tag.rpartition("}")[2]: one.text for one in model.iter() if re.fullmatch(r".*\}q\d+", one.tag) and one.text}
for question in questions:
    print(f"{question['default']:28} {'calculated' if question['name'] in calculated else 'kept'}")
assert list(calculated.values()) == CALCULATED, calculated
assert list(kept.values()) == KEPT, kept


first, second, last = (etree.Element("form").xpath(CALCULATED[number]) for number in (0, 1, 4))
print("libxml2 makes of the first two and the last calculated one:", first, second, last, sep=" | ")
assert (first, last) == (-1, "2021 - 2022") and math.isnan(second)
PYTHON
echo "As described."
