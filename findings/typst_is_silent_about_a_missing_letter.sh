#!/usr/bin/env bash
# A letter that the font lacks is a box on paper and nothing in the text of the file, and typst says nothing of it.
#
# Noto Sans SC as the wheel pylopdf-fonts-zh-cn brings it has 30,890 characters, and neither 𠮷 (U+20BB7), which stands in
# names of companies, nor 𬎆 (U+2C386), which stands in names of people. Seen on 2026-11-29 with typst 0.15.2:
#
#   compile_with_warnings   no warning
#   the page                a crossed box
#   pypdfium2 5.15.2        hands out the text without the letter
#
# So whoever prints names has to look up what the font has (its table cmap), and say what it has not.
#
# Needs python3. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet typst==0.15.2 pylopdf-fonts-zh-cn==0.1.1 pypdfium2==5.15.2

python/bin/python - <<'PYTHON'
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import typst

FOLDER = str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)


def read_back(name: str, fonts: list[str]) -> str:
    source = f'#set text(font: "Noto Sans SC")\n{name}'.encode()
    made, warnings = typst.compile_with_warnings(source, font_paths=fonts, ignore_system_fonts=True)
    told = [str(one) for one in warnings if "unknown font" not in str(one)]
    assert not told, f"typst says something: {told}"
    return pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded().strip()


whole, rare, strange = (read_back(name, [FOLDER]) for name in ("吉林公司", "𠮷林公司", "𬎆公司"))
print("read back:", *map(ascii, (whole, rare, strange)), sep=" | ")
assert whole == "吉林公司", "ordinary Chinese is no longer read back"
assert "𠮷" not in rare and "𬎆" not in strange, "the letter is there now: glyphs.py may be simplified"
PYTHON
echo "As described."
