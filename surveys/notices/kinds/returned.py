"""A reviewer sends what was submitted back, to be corrected by `new_deadline`."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts, Submission


@dataclass(frozen=True)
class Remark:
    """A reviewer's question: the label of what was asked, and what is to be looked at again."""

    question: str
    text: str


KIND = Kind(
    name="returned",
    label={"zh": "退回修改", "en": "sent back for correction"},
    zh="""\
【退回修改】{{ submission.assignment }}：请于 {{ new_deadline }}前重新报送
{{ to.organisation }}（{{ to.name }} 收）：

经审核，贵单位“{{ submission.assignment }}”在“{{ round.title }}”中报送的第 {{ submission.revision }} 版（回执 \
{{ submission.receipt }}）需要修改后重新报送。

重新报送截止时间：{{ new_deadline }}
{% if note %}审核意见：{{ note }}
{% endif %}{% if remarks %}
请逐项核对：
{% for remark in remarks %}  {{ forloop.counter }}. {{ remark.question }}：{{ remark.text }}
{% endfor %}{% endif %}
原报送内容已保留，在此基础上修改即可：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Sent back for correction: {{ submission.assignment }}, due {{ new_deadline }}
To {{ to.organisation }}, attention {{ to.name }}

On review, revision {{ submission.revision }} (receipt {{ submission.receipt }}) of “{{ submission.assignment }}” \
in “{{ round.title }}” needs to be corrected and submitted again.

New deadline: {{ new_deadline }}
{% if note %}The reviewer writes: {{ note }}
{% endif %}{% if remarks %}
Please look again at:
{% for remark in remarks %}  {{ forloop.counter }}. {{ remark.question }}: {{ remark.text }}
{% endfor %}{% endif %}
Your answers are kept; correct them here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(
    round: RoundFacts, to: Addressee, *, submission: Submission, remarks: Sequence[Remark], note: str, new_deadline: str
) -> Content:
    return KIND.content(to, round=round, submission=submission, remarks=remarks, note=note, new_deadline=new_deadline)
