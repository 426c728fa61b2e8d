"""A reviewer takes back that a return was sent back: it stands as it was submitted. `is_accepted`: as it was before."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts, Submission

KIND = Kind(
    name="recalled",
    label={"zh": "撤销退回", "en": "sending back taken back"},
    zh="""\
【撤销退回】{{ submission.assignment }}：无需修改
{{ to.organisation }}（{{ to.name }} 收）：

贵单位“{{ submission.assignment }}”在“{{ round.title }}”中报送的第 {{ submission.revision }} 版（回执 {{ submission.receipt }}）\
此前退回修改，现撤销退回。该版按原报送内容{% if is_accepted %}继续视为审核通过{% else %}恢复待审核{% endif %}，无需重新报送。
{% if note %}
说明：{{ note }}
{% endif %}
查看：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Nothing to correct: {{ submission.assignment }}
To {{ to.organisation }}, attention {{ to.name }}

Revision {{ submission.revision }} (receipt {{ submission.receipt }}) of “{{ submission.assignment }}” in \
“{{ round.title }}” had been sent back to you. That is taken back: the revision stands as you submitted it and \
{% if is_accepted %}is accepted as before{% else %}waits for review again{% endif %}. You need not submit again.
{% if note %}
The reviewer writes: {{ note }}
{% endif %}
See it here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, submission: Submission, is_accepted: bool, note: str = "") -> Content:
    return KIND.content(to, round=round, submission=submission, is_accepted=is_accepted, note=note)
