import re

from surveys.help import rendering


def rendered(markdown):
    tokens = rendering.parse(markdown)
    return rendering.to_html(tokens, rendering.headings(tokens), lambda name: f"/help/{name}/")


def test_links_between_files_become_links_between_pages():
    html = rendered("# T\n\n[a](settings.md#mail), [b](../en/start.md), [c](https://example.org/x.md)")

    assert re.findall('href="([^"]+)"', html) == ["/help/settings/#mail", "/help/start/", "https://example.org/x.md"]


def test_nothing_that_runs_gets_through():
    html = rendered("# T\n\n<script>x</script> [a](javascript:x) <img src=x onerror=x>\n\n<b onclick=x>")

    assert "<script" not in html
    assert "href" not in html
    assert "<img" not in html
    assert "<b " not in html


def test_equal_headings_get_different_ids():
    found = rendering.headings(rendering.parse("# A b\n\n## A b\n\n## 中文（一）"))

    assert [heading.id for heading in found] == ["a-b", "a-b-2", "中文-一"]


def test_a_table_is_named_after_its_heading_and_can_be_scrolled_by_keyboard():
    html = rendered('# T\n\n## A & "b"\n\n| x |\n|---|\n| 1 |\n')

    assert '<div class="manual-table" role="region" tabindex="0" aria-label="A &amp; &quot;b&quot;">' in html
    assert '<caption class="visually-hidden">A &amp; "b"</caption>' in html
    assert '<th scope="col">x</th>' in html
