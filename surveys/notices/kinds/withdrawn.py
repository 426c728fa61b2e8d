"""A round is withdrawn after its issue: nothing is asked any more."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="withdrawn",
    label={"zh": "撤回通知", "en": "round withdrawn"},
    zh="""\
【撤回】{{ round.title }}：不必再报
{{ to.organisation }}（{{ to.name }} 收）：

此前下达的“{{ round.title }}”现予撤回，贵单位不必再报。已报送的内容不作使用。

撤回原因：{{ reason }}

涉及贵单位 {{ assignments|length }} 项任务：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}
查看：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Withdrawn: {{ round.title }}, nothing to report any more
To {{ to.organisation }}, attention {{ to.name }}

“{{ round.title }}”, which was issued to you, is withdrawn. You need not report any more; what was submitted is not used.

Reason: {{ reason }}

It concerned {{ assignments|length }} of your reporting units:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}
See it here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, assignments: Sequence[str], reason: str) -> Content:
    return KIND.content(to, round=round, assignments=assignments, reason=reason)
