"""What was submitted has arrived."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts, Submission

KIND = Kind(
    name="receipt",
    label={"zh": "回执", "en": "receipt"},
    is_awaited=True,
    zh="""\
【回执】{{ submission.receipt }}：{{ round.title }}（{{ submission.assignment }}）
{{ to.organisation }}（{{ to.name }} 收）：

贵单位“{{ submission.assignment }}”的回报已收到。

回执编号：{{ submission.receipt }}
批次：{{ round.title }}
报送版本：第 {{ submission.revision }} 版{% if submission.is_nil %}（零报告）{% endif %}
收到时间：{{ submission.submitted_at }}
截止时间：{{ round.deadline }}
是否按时：{% if submission.is_late %}逾期{% else %}按时{% endif %}
{% if submission.sha256 %}内容摘要（SHA-256）：{{ submission.sha256 }}
{% endif %}
查看回执和所报内容：
{link}

随信附有主管部门签名的回执（JSON 和 PDF）；没有附件的，可在上述页面下载。请妥善保存。批次关闭之前发现有误的，可修改后重新报送，以最后一版为准。

{{ round.authority }}
""",
    en="""\
Receipt {{ submission.receipt }}: {{ round.title }} ({{ submission.assignment }})
To {{ to.organisation }}, attention {{ to.name }}

We have received the response of “{{ submission.assignment }}”.

Receipt: {{ submission.receipt }}
Round: {{ round.title }}
Revision: {{ submission.revision }}{% if submission.is_nil %} (nil return){% endif %}
Received: {{ submission.submitted_at }}
Deadline: {{ round.deadline }}
On time: {% if submission.is_late %}no, late{% else %}yes{% endif %}
{% if submission.sha256 %}Digest of the answers (SHA-256): {{ submission.sha256 }}
{% endif %}
See the receipt and what you submitted:
{link}

The receipt signed by the authority is enclosed (JSON and PDF); if it is not, download it from that page. Please keep it. While the round is open you may correct your answers and submit again; the last revision \
counts.

{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, submission: Submission) -> Content:
    return KIND.content(to, round=round, submission=submission)
