"""An operator asks a tenant for what only the tenant knows. `to.organisation` is the tenant; `questions` in words."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="asks_tenant",
    label={"zh": "请租户填报", "en": "tenant asked"},
    is_awaited=True,
    zh="""\
【请协助填报】{{ operator }}请贵方于 {{ round.deadline }}前提供“{{ assignment }}”的有关数据
{{ to.organisation }}：

{{ operator }}正在就“{{ assignment }}”填报{{ round.authority }}组织的“{{ round.title }}”，其中下列内容只有贵方掌握，请贵方直接填写：
{% for question in questions %}  {{ forloop.counter }}. {{ question }}
{% endfor %}
统计期间：{{ round.period }}
填报依据：{{ round.legal_basis }}
请于何时前填写：{{ round.deadline }}
{% if word %}
{{ asked_by }}附言：{{ word }}
{% endif %}
填写入口（无需登录，只能提交一次，请勿转发）：
{link}

贵方所填内容交给{{ operator }}。写入其报送内容的，注明“租户申报”，{{ round.authority }}的审核人员能看到贵方名称、\
数值和取得方式；汇总结果中不出现贵方名称。贵方看不到{{ operator }}所填的内容。

本邮件由{{ operator }}的{{ asked_by }}通过填报系统发出。如与贵方无关，请忽略本邮件。
""",
    en="""\
Please answer by {{ round.deadline }}: {{ operator }} needs your figures for “{{ assignment }}”
To {{ to.organisation }}

{{ operator }} is answering “{{ round.title }}” of {{ round.authority }} for “{{ assignment }}”. Only you know the \
following, so please give it yourself:
{% for question in questions %}  {{ forloop.counter }}. {{ question }}
{% endfor %}
Reference period: {{ round.period }}
Legal basis: {{ round.legal_basis }}
Please answer by: {{ round.deadline }}
{% if word %}
{{ asked_by }} adds: {{ word }}
{% endif %}
Answer here, without logging in (the link takes one answer; please do not pass it on):
{link}

What you answer goes to {{ operator }}. What is taken into its return is marked “declared by tenant”, and reviewers of \
{{ round.authority }} see your name, the figure and how it was obtained; published totals do not name you. You see nothing \
of what {{ operator }} answers.

This mail was sent by {{ asked_by }} of {{ operator }} through the survey system. If it does not concern you, please ignore \
it.
""",
)


def content(
    round: RoundFacts,
    to: Addressee,
    *,
    operator: str,
    assignment: str,
    questions: Sequence[str],
    asked_by: str,
    word: str,
) -> Content:
    """The deadline in `round` is the one the tenant is given; `word` is the operator's own."""
    return KIND.content(
        to,
        round=round,
        operator=operator,
        assignment=assignment,
        questions=questions,
        asked_by=asked_by,
        word=word,
    )
