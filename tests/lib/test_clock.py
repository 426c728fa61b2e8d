from datetime import UTC, datetime

import pytest
from django.utils import translation

from surveys.lib.clock import show, show_to_the_second

LATE = datetime(2021, 4, 28, 4, 0, 1, 999, UTC)


@pytest.mark.parametrize(
    ("shown", "language", "zone", "text"),
    [
        (show, "zh-hans", "Asia/Shanghai", "2021-04-28 12:00（北京时间）"),
        (show, "en", "Europe/Berlin", "2021-04-28 06:00 (Europe/Berlin)"),
        (show_to_the_second, "zh-hans", "Asia/Shanghai", "2021-04-28 12:00:01（北京时间）"),
        (show_to_the_second, "en", "Europe/Berlin", "2021-04-28 06:00:01 (Europe/Berlin)"),
    ],
)
def test_a_moment_is_shown_with_its_zone(shown, language, zone, text):
    with translation.override(language):
        assert shown(LATE, zone) == text
