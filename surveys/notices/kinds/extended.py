"""The deadline of some assignments has moved; `round.deadline` is the deadline as it was before."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="extended",
    label={"zh": "延期通知", "en": "deadline extended"},
    zh="""\
【延期】{{ round.title }}：截止时间延至 {{ new_deadline }}
{{ to.organisation }}（{{ to.name }} 收）：

“{{ round.title }}”中贵单位下列 {{ assignments|length }} 项任务的截止时间，由 {{ round.deadline }}延至 {{ new_deadline }}：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}
延期原因：{{ reason }}

填报入口：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Deadline extended: {{ round.title }}, now due {{ new_deadline }}
To {{ to.organisation }}, attention {{ to.name }}

The deadline of “{{ round.title }}” for {{ assignments|length }} of your reporting units has moved from \
{{ round.deadline }} to {{ new_deadline }}:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}
Reason: {{ reason }}

Answer here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, assignments: Sequence[str], new_deadline: str, reason: str) -> Content:
    return KIND.content(to, round=round, assignments=assignments, new_deadline=new_deadline, reason=reason)
