"""The questionnaire was changed while the round ran; `assignments` should be looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts


@dataclass(frozen=True)
class ToCheck:
    """A reporting unit whose submitted answers a changed questionnaire doubts, the labels of the questions, and the
    deadline in force for it, with its zone."""

    name: str
    questions: Sequence[str]
    is_accepted: bool
    deadline: str


KIND = Kind(
    name="amended",
    label={"zh": "调查表变更", "en": "questionnaire changed"},
    zh="""\
【请核对】{{ round.title }}：调查表已调整
{{ to.organisation }}（{{ to.name }} 收）：

“{{ round.title }}”的调查表已于 {{ amended_at }}调整。
调整原因：{{ reason }}

按调整后的要求，贵单位下列 {{ assignments|length }} 项任务已报送的内容需要核对：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment.name }}：\
{{ assignment.questions|slice:":5"|join:"、" }}{% if assignment.questions|length > 5 %}等{% endif %}\
{% if assignment.is_accepted %}（已审核通过，确需更正的请与我们联系）{% else %}；截止时间 {{ assignment.deadline }}{% endif %}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}
请登录系统核对，更正或说明后重新报送；重新报送之前，原报送内容仍然有效：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Please check: the questionnaire of “{{ round.title }}” was changed
To {{ to.organisation }}, attention {{ to.name }}

The questionnaire of “{{ round.title }}” was changed at {{ amended_at }}.
Reason: {{ reason }}

Under the changed questionnaire, what you submitted for {{ assignments|length }} of your reporting units needs \
another look:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment.name }}: \
{{ assignment.questions|slice:":5"|join:", " }}{% if assignment.questions|length > 5 %} and more{% endif %}\
{% if assignment.is_accepted %} (accepted already; call us if something must be corrected)\
{% else %}; due {{ assignment.deadline }}{% endif %}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}
Please look at your answers, correct or explain them and submit again. Until then what you submitted remains valid:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(
    round: RoundFacts, to: Addressee, *, assignments: Sequence[ToCheck], amended_at: str, reason: str
) -> Content:
    return KIND.content(to, round=round, assignments=assignments, amended_at=amended_at, reason=reason)
