"""The ring around what has the keyboard's focus is seen on every ground of our pages (WCAG 2.2, 1.4.11: 3 to 1)."""

import re

import pytest

from tests.servers import root

STYLES = (root() / "surveys/static/surveys/site.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", STYLES)) | {"white": "#ffffff"}
RING = re.search(r"^:focus-visible[^{]*\{([^}]+)\}", STYLES, re.M)[1]


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["white", "surface", "attention-surface", "accent", "accent-dark", "error"])
def test_one_of_the_two_rings_stands_out(ground):
    rings = re.findall(r"solid var\(--([a-z-]+)\)|0 0 0 \d+px var\(--([a-z-]+)\)", RING)
    colours = [outline or shadow for outline, shadow in rings]

    assert len(colours) == 2
    assert max(contrast(colour, ground) for colour in colours) >= 3
