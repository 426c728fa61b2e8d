"""The bureau answers a request for more time, or to be opened again: granted where there is an `until`, else refused.
`round.deadline` is the deadline that is in force now."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="request_answered",
    label={"zh": "申请答复", "en": "answer to a request"},
    zh="""\
【申请答复】{{ round.title }}：{% if until %}{% if is_reopening %}已重新开放{% else %}同意延期{% endif %}至 {{ until }}\
{% else %}未予同意{% endif %}
{{ to.organisation }}（{{ to.name }} 收）：

贵单位就“{{ round.title }}”中下列 {{ assignments|length }} 项任务提出的\
{% if is_reopening %}重新开放{% else %}延期{% endif %}申请，现答复如下：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}
{% if until %}同意。截止时间为 {{ until }}，在此之前可以填写并报送。
{% else %}未予同意。截止时间仍为 {{ round.deadline }}。
{% endif %}{% if word %}
答复意见：{{ word }}
{% endif %}
填报入口：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
{% if until %}{% if is_reopening %}Opened again{% else %}More time granted{% endif %}: {{ round.title }}, due {{ until }}\
{% else %}Request refused: {{ round.title }}{% endif %}
To {{ to.organisation }}, attention {{ to.name }}

You asked {% if is_reopening %}that answers be opened again{% else %}for more time{% endif %} in “{{ round.title }}” \
for {{ assignments|length }} of your reporting units:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}
{% if until %}This is granted: you can answer and submit until {{ until }}.
{% else %}This is refused; the deadline remains {{ round.deadline }}.
{% endif %}{% if word %}
The authority writes: {{ word }}
{% endif %}
Go on here:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(
    round: RoundFacts, to: Addressee, *, assignments: Sequence[str], is_reopening: bool, until: str, word: str
) -> Content:
    return KIND.content(to, round=round, assignments=assignments, is_reopening=is_reopening, until=until, word=word)
