"""Reading the positions on the globe that people type, copy from maps and take from their devices."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from surveys.lib.numbers import canonical, in_plain_forms, round_half_up
from surveys.lib.unreadable import Unreadable

DECIMALS = 7
"""Of a degree: about a centimetre."""
_AXES = {
    "latitude": ("N", "S", "北纬", "南纬", "纬度", "latitude", "lat"),
    "longitude": ("E", "W", "东经", "西经", "经度", "longitude", "long", "lng", "lon"),
}
_AXIS_OF = {word.casefold(): axis for axis, words in _AXES.items() for word in words}
_SOUTH_OR_WEST = ("s", "w", "南纬", "西经")
_NAME = "|".join(sorted((re.escape(word) for words in _AXES.values() for word in words), key=len, reverse=True))
_NUMBER = r"\d{1,4}(?:\.\d{1,20})?"
_COORDINATE = re.compile(
    rf"(?P<before>{_NAME})?\s*[:=]?\s*(?P<sign>[+-]?)(?P<degrees>{_NUMBER})\s*"
    rf"(?:[°º度]\s*(?:(?P<minutes>{_NUMBER})\s*['′’分]\s*(?:(?P<seconds>{_NUMBER})\s*(?:\"|″|”|''|秒)\s*)?)?)?"
    rf"(?P<after>{_NAME})?(?![\w°])",
    re.I | re.ASCII,
)
_BETWEEN = re.compile(r"[\s,;、/()\[\]]*")


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east; metres above the sea, and by how many metres the device may be wrong, where it said so."""

    latitude: Decimal
    longitude: Decimal
    altitude: Decimal | None = None
    accuracy: Decimal | None = None

    def __str__(self) -> str:
        """As ODK writes it: 39.9042 116.4074 43.5 12."""
        metres = () if self.altitude is None and self.accuracy is None else (self.altitude, self.accuracy)
        return " ".join(canonical(number or Decimal()) for number in (self.latitude, self.longitude, *metres))

    def told(self, language: str) -> str:
        north, east = canonical(abs(self.latitude)), canonical(abs(self.longitude))
        accuracy = canonical(self.accuracy) if self.accuracy else ""
        if language == "zh":
            half, side = "南纬" if self.latitude < 0 else "北纬", "西经" if self.longitude < 0 else "东经"
            return f"{half}{north}°，{side}{east}°" + (f"（±{accuracy} 米）" if accuracy else "")
        half, side = "S" if self.latitude < 0 else "N", "W" if self.longitude < 0 else "E"
        return f"{north}° {half}, {east}° {side}" + (f" (±{accuracy} m)" if accuracy else "")


def read_position(typed: str) -> Position | None:
    """39.9042, 116.4074 or 北纬39°54′15″ 东经116°24′27″, also the other way round where that can be seen; None for nothing;
    raises Unreadable. Behind the two there may be the altitude and the accuracy in metres, as devices tell them."""
    text = in_plain_forms(typed).strip()
    if not text:
        return None
    found = list(_COORDINATE.finditer(text))
    if len(found) not in (2, 3, 4) or not _BETWEEN.fullmatch(_COORDINATE.sub("", text)):
        raise Unreadable("position", typed=typed)
    latitude, longitude = _in_order(found[0], found[1], typed)
    between = {text[one.end() : other.start()].strip() for one, other in pairwise(found)}
    if len(found) > 2 and len(between) > 1:
        # 39,9 116,4 has commas for decimals.
        raise Unreadable("position", typed=typed)
    metres = [_metres(match, typed) for match in found[2:]]
    position = Position(_degrees(latitude, typed), _degrees(longitude, typed), *metres)
    if abs(position.latitude) > 90 or abs(position.longitude) > 180 or (position.accuracy or 0) < 0:
        raise Unreadable("position", typed=typed)
    return position


def _in_order(first: re.Match[str], second: re.Match[str], typed: str) -> tuple[re.Match[str], re.Match[str]]:
    """Latitude first, unless they say otherwise or the first is no latitude."""
    axes = [_axis(first, typed), _axis(second, typed)]
    if axes[0] and axes[0] == axes[1]:
        raise Unreadable("position", typed=typed)
    is_turned = axes[0] == "longitude" or axes[1] == "latitude"
    if not any(axes):
        is_turned = Decimal(first["degrees"]) > 90 >= Decimal(second["degrees"])
    return (second, first) if is_turned else (first, second)


def _axis(match: re.Match[str], typed: str) -> str:
    named = {_AXIS_OF[word.casefold()] for word in (match["before"], match["after"]) if word}
    if len(named) > 1:
        raise Unreadable("position", typed=typed)
    return "".join(named)


def _degrees(match: re.Match[str], typed: str) -> Decimal:
    minutes, seconds = Fraction(match["minutes"] or 0), Fraction(match["seconds"] or 0)
    words = [word.casefold() for word in (match["before"], match["after"]) if word]
    is_negative = any(word in _SOUTH_OR_WEST for word in words)
    if max(minutes, seconds) >= 60 or (match["sign"] and is_negative):
        raise Unreadable("position", typed=typed)
    exact = Fraction(match["degrees"]) + minutes / 60 + seconds / 3600
    degrees = round_half_up(Decimal(exact.numerator) / exact.denominator, DECIMALS)
    return -degrees if is_negative or match["sign"] == "-" else degrees


def _metres(match: re.Match[str], typed: str) -> Decimal:
    if match["before"] or match["after"] or match["minutes"]:
        raise Unreadable("position", typed=typed)
    return Decimal(match["sign"] + match["degrees"])
