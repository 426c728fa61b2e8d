#!/usr/bin/env bash
# pint reads the units in which miners and chillers are rated, and takes each for another quantity without a word.
#
# pint 0.25.3, with the registry it brings, seen on 2026-11-29:
#
#   110 TH/s   terahenry per second: an inductance per time, 1.1E14 kg m² A⁻² s⁻³
#   110 Th/s   tera-hours per second, as makers of mining machines write it: the pure number 3.96E17
#   34.5 J/TH  joule per terahenry
#   500 RT     ronnatesla, where a chiller is rated in refrigeration tons (1 RT is 3.517 kW; pint knows refrigeration_ton)
#   500 TR     tera-"molar gas constants", the same ton as it is written in India and the Gulf
#   42 U       enzyme units, where the height of a rack is meant
#
# 110 TH/s × 34.5 J/TH comes to 3,795 W all the same, since the wrong quantity cancels. With a hash rate in Th/s beside an
# efficiency in J/TH it does not, and a pure number passes every test of dimensions that expects a number. What pint does
# not know (tce, kvar, kwh) is refused with an error; the dangerous ones are those that it knows as something else.
#
# Needs python3. Prints what is seen; ends with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet pint==0.25.3

"$folder/python/bin/python" - <<'PYTHON'
import math

import pint

units = pint.UnitRegistry()
TAKEN_FOR = {
    "110 TH/s": "terahenry / second",
    "110 Th/s": "terahour / second",
    "34.5 J/TH": "joule / terahenry",
    "500 RT": "ronnatesla",
    "500 TR": "teramolar_gas_constant",
    "42 U": "enzyme_unit",
}
for written, unit in TAKEN_FOR.items():
    read = units(written)
    print(f"{written:10} {read.units}")
    assert str(read.units) == unit, read.units

number = units("110 Th/s").to_base_units()
assert number.dimensionless and math.isclose(number.magnitude, 3.96e17), number
power = (units("110 TH/s") * units("34.5 J/TH")).to("W")
assert math.isclose(power.magnitude, 3795), power
try:
    (units("110 Th/s") * units("34.5 J/TH")).to("W")
    raise AssertionError("Th/s and J/TH go together now")
except pint.DimensionalityError as error:
    print("110 Th/s × 34.5 J/TH:", error)
assert math.isclose(units("1 refrigeration_ton").to("kW").magnitude, 3.517, rel_tol=1e-3)
for unknown in ("1 tce", "1 kvar", "1 kwh"):
    try:
        units(unknown)
        raise AssertionError(f"{unknown} is known now")
    except pint.UndefinedUnitError:
        pass
PYTHON
echo "As described."
