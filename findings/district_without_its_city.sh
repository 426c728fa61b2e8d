#!/usr/bin/env bash
# Libraries that find the district of a Chinese address choose one of several of the same name, and do not say so.
#
# Chaoyang is a district of Beijing and of Changchun, a thousand kilometres apart. Seen on 2026-11-29:
#
#   cpca 0.5.5, "朝阳区酒仙桥路10号"   吉林省 长春市 朝阳区 220104, no mark of doubt; the street is in Beijing
#   cpca 0.5.5, "南京西路1号"           江苏省 南京市 320100: a road in Shanghai, named after a city
#   cpca 0.5.5, "北京市密云县"         北京市 110000 and no district: the county became 密云区 110118 in 2015
#   gb2260 0.4.1, 110118              not a valid division code; it still knows 110228 密云县
#
# Written in full (北京市朝阳区…) the first comes out right. So a register that takes addresses as companies write them
# has to ask for the district as a code, by a list of its own with the dates of each code, and not derive it.
#
# Needs python3. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet cpca==0.5.5 pandas==2.3.3 gb2260==0.4.1

"$folder/python/bin/python" -W ignore - <<'PYTHON'
import cpca
import gb2260

FOUND = {
    "朝阳区酒仙桥路10号": "220104",
    "北京市朝阳区酒仙桥路10号": "110105",
    "南京西路1号": "320100",
    "北京市密云县": "110000",
    "北京市密云区": "110118",
}
codes = cpca.transform(list(FOUND))["adcode"]
for address, code in zip(FOUND, codes, strict=True):
    print(address, code)
assert list(codes) == list(FOUND.values()), list(codes)

print("110228", gb2260.get("110228").name)
assert gb2260.get("110228").name == "密云县"
try:
    gb2260.get("110118")
    raise AssertionError("110118 is known now")
except ValueError as error:
    print(error)
PYTHON
echo "As described."
