"""A round was closed before its deadline, which is `round.deadline`; to those who had time left."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="closed_early",
    label={"zh": "提前截止通知", "en": "closed early"},
    zh="""\
【提前截止】{{ round.title }}：已于 {{ closed_at }}停止受理
{{ to.organisation }}（{{ to.name }} 收）：

“{{ round.title }}”原定 {{ round.deadline }}截止，现已于 {{ closed_at }}提前截止，不再受理报送。

原因：{{ reason }}

涉及贵单位 {{ assignments|length }} 项任务：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}
已报送的继续有效，无需再作处理；已填写未报送的内容予以保留。确需补报的，请与我们联系。

查看：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Closed early: {{ round.title }}, closed at {{ closed_at }}
To {{ to.organisation }}, attention {{ to.name }}

“{{ round.title }}” was due {{ round.deadline }}. It was closed before that, at {{ closed_at }}, and takes no more answers.

Reason: {{ reason }}

It concerns {{ assignments|length }} of your reporting units:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}
What you have submitted stays valid, and there is nothing more to do. What you have filled in and not submitted is \
kept; if you still have to report, please call us.

See it here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, assignments: Sequence[str], closed_at: str, reason: str) -> Content:
    return KIND.content(to, round=round, assignments=assignments, closed_at=closed_at, reason=reason)
