"""`assignments` are those that have not answered yet, `returned` those that were sent back and not corrected yet, `changed`
those whose answers were changed after they were submitted;
`time_left` from `lib.clock.show_span`, as of that moment."""

from collections.abc import Sequence

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="reminder",
    label={"zh": "催报通知", "en": "reminder"},
    zh="""\
【催报】{{ round.title }}：{{ round.deadline }}截止
{{ to.organisation }}（{{ to.name }} 收）：

“{{ round.title }}”将于 {{ round.deadline }}截止，截至 {{ as_of }}尚余 {{ time_left }}。
{% if assignments %}
贵单位尚有 {{ assignments|length }} 项任务未报送：
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  其余见系统“我的任务”。
{% endif %}\
{% endif %}{% if returned %}
贵单位有 {{ returned|length }} 项任务已退回，须更正后重新报送：
{% for assignment in returned|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if returned|length > 20 %}  其余见系统“我的任务”。
{% endif %}\
{% endif %}{% if changed %}
贵单位有 {{ changed|length }} 项任务报送后又有修改，修改后的内容尚未重新报送，重新报送后方才有效：
{% for assignment in changed|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if changed|length > 20 %}  其余见系统“我的任务”。
{% endif %}\
{% endif %}
{% if assignments %}请尽快报送{% if offers_nil %}；不涉及相关业务的，请办理零报告{% endif %}：{% else %}请核对并重新报送：{% endif %}
{link}

如不由您负责，请告知由谁负责（无需登录）：
{acknowledge}

已填写的内容均已保存，可接着填写。如已报送，请忽略本通知。
{% if round.enquiries %}咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Reminder: {{ round.title }}, due {{ round.deadline }}
To {{ to.organisation }}, attention {{ to.name }}

“{{ round.title }}” is due {{ round.deadline }} (as of {{ as_of }}: {{ time_left }} left).
{% if assignments %}
{{ assignments|length }} of your reporting units {{ assignments|length|pluralize:"has,have" }} not answered yet:
{% for assignment in assignments|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if assignments|length > 20 %}  The others are listed on your page of assignments.
{% endif %}\
{% endif %}{% if returned %}
{{ returned|length }} of your reporting units {{ returned|length|pluralize:"was,were" }} sent back, to be corrected and \
submitted again:
{% for assignment in returned|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if returned|length > 20 %}  The others are listed on your page of assignments.
{% endif %}\
{% endif %}{% if changed %}
The answers of {{ changed|length }} of your reporting units were changed after they were submitted. The changes have not \
been submitted, and count only when they are:
{% for assignment in changed|slice:":20" %}  {{ forloop.counter }}. {{ assignment }}
{% endfor %}{% if changed|length > 20 %}  The others are listed on your page of assignments.
{% endif %}\
{% endif %}
{% if assignments %}Please answer{% if offers_nil %}, or make a nil return if this does not concern you{% endif %}:\
{% else %}Please check and submit again:{% endif %}
{link}

Not the right person for this? Say who is, without logging in:
{acknowledge}

What you have filled in is saved. If you have submitted in the meantime, please ignore this message.
{% if round.enquiries %}Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(
    round: RoundFacts,
    to: Addressee,
    *,
    assignments: Sequence[str],
    returned: Sequence[str] = (),
    changed: Sequence[str] = (),
    time_left: str,
    as_of: str,
    offers_nil: bool = True,
) -> Content:
    return KIND.content(
        to,
        round=round,
        assignments=assignments,
        returned=returned,
        changed=changed,
        time_left=time_left,
        as_of=as_of,
        offers_nil=offers_nil,
    )
