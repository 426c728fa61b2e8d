"""A round is issued. `assignments` are the names of the data centers (or of the organisation) that must answer."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="issued",
    label={"zh": "下达通知", "en": "round issued"},
    zh="""\
【请填报】{{ round.title }}：请于 {{ round.deadline }}前报送
{{ to.organisation }}（{{ to.name }} 收）：

{% if named_by %}{{ named_by }}称本项工作由您负责，现将通知转送给您，请接手办理。

{% endif %}{% if not_reached %}发给{{ not_reached }}的通知未能送达，现将通知发送给您，请接手办理。

{% endif %}{{ round.authority }}现组织开展“{{ round.title }}”，请贵单位按时、如实填报。有关事项通知如下。

填报依据：{{ round.legal_basis }}
填报内容：{{ round.title }}，共 {{ assignments|length }} 项任务：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}统计期间：{{ round.period }}
截止时间：{{ round.deadline }}
填报用时：{{ round.burden }}
{% if nil %}零报告：不涉及相关业务的单位也须报送，在系统中办理零报告即可{% if nil == "quick" %}（三次点击即可完成）{% endif %}，不得漏报。
{% endif %}{% if round.instructions %}填报要求：{{ round.instructions }}
{% endif %}{% if round.enquiries %}咨询电话：{{ round.enquiries }}
{% endif %}
填报入口（请勿转发给无关人员）：
{link}

请先确认收到，无需登录；如不由您负责，可在同一页面告知由谁负责：
{acknowledge}

报送成功后，系统即时出具带编号的回执；截止时间之前发现有误的，在审核通过前可修改后重新报送。

{{ round.authority }}
""",
    en="""\
Please report: {{ round.title }}, due {{ round.deadline }}
To {{ to.organisation }}, attention {{ to.name }}

{% if named_by %}{{ named_by }} says that you are the person responsible for this, so it is passed on to you.

{% endif %}{% if not_reached %}The letter to {{ not_reached }} could not be delivered, so it is passed on to you.

{% endif %}{{ round.authority }} is conducting “{{ round.title }}” and asks you to answer truthfully and on time.

Legal basis: {{ round.legal_basis }}
What is asked: {{ round.title }}, for {{ assignments|length }} reporting unit{{ assignments|length|pluralize }}:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}Reference period: {{ round.period }}
Deadline: {{ round.deadline }}
Time it takes: {{ round.burden }}
{% if nil %}Nil return: answer even if this does not concern you.{% if nil == "quick" %} A nil return takes three clicks.{% endif %}
{% endif %}{% if round.instructions %}Instructions: {{ round.instructions }}
{% endif %}{% if round.enquiries %}Questions: {{ round.enquiries }}
{% endif %}
Answer here (please pass this link on only to those who need it):
{link}

Please confirm first that this has reached the right person, without logging in; if it has not, say there who is:
{acknowledge}

You receive a numbered receipt as soon as you submit. Until the deadline \
you may correct your answers and submit again, as long as they are not accepted.

{{ round.authority }}
""",
)


def content(
    round: RoundFacts,
    to: Addressee,
    *,
    assignments: Sequence[str],
    nil: str = "quick",
    named_by: str = "",
    not_reached: str = "",
) -> Content:
    """`nil`: "" where there is no nil return to promise, "quick" where one asks nothing else. `named_by`: who was written to
    before and named the reader; `not_reached`: to whom it could not be delivered."""
    return KIND.content(to, round=round, assignments=assignments, nil=nil, named_by=named_by, not_reached=not_reached)
