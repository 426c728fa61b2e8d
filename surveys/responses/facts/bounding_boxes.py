"""In which boxes districts lie, so that a site's coordinates can be doubted (check E07). Degrees, as text."""

from collections.abc import Mapping

Box = Mapping[str, str]

# [D] Approximate: the commonly published extent of Beijing as a whole, 39.4 to 41.1 N and 115.4 to 117.6 E, stands for each
# of its districts. It finds swapped and foreign coordinates; for more, add a box under a longer code.
BOXES: Mapping[str, Box] = {
    "1101": {"south": "39.4", "north": "41.1", "west": "115.4", "east": "117.6"},
}
"""By how the codes of the regions in the box begin; the longest that fits holds."""


def box_of(region: str) -> Box:
    fitting = [code for code in BOXES if region.startswith(code)]
    return BOXES[max(fitting, key=len)] if fitting else {}
