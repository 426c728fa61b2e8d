"""A reviewer accepts what was submitted."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts, Submission

KIND = Kind(
    name="accepted",
    label={"zh": "审核通过", "en": "accepted"},
    zh="""\
【审核通过】{{ round.title }}：{{ submission.assignment }}
{{ to.organisation }}（{{ to.name }} 收）：

贵单位“{{ submission.assignment }}”在“{{ round.title }}”中报送的第 {{ submission.revision }} 版（回执 {{ submission.receipt }}）\
已审核通过。
{% if note %}
审核意见：{{ note }}
{% endif %}
查看：
{link}

感谢配合。

{{ round.authority }}
""",
    en="""\
Accepted: {{ round.title }}, {{ submission.assignment }}
To {{ to.organisation }}, attention {{ to.name }}

Revision {{ submission.revision }} (receipt {{ submission.receipt }}) of “{{ submission.assignment }}” in \
“{{ round.title }}” has been reviewed and accepted.
{% if note %}
The reviewer writes: {{ note }}
{% endif %}
See it here:
{link}

Thank you.

{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, submission: Submission, note: str = "") -> Content:
    return KIND.content(to, round=round, submission=submission, note=note)
