"""Early in the window, to those of whose organisation nobody has shown that the letter of issue arrived."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="unacknowledged",
    label={"zh": "请确认收到", "en": "please acknowledge"},
    zh="""\
【请确认收到】{{ round.title }}：{{ round.deadline }}截止
{{ to.organisation }}（{{ to.name }} 收）：

{{ round.authority }}已下达“{{ round.title }}”，截至 {{ as_of }}贵单位尚未确认收到。
请打开下面的页面告知：由您负责，由他人负责（写明姓名和邮箱），已不归贵单位，或者需要协助。无需登录：
{acknowledge}

也可以直接填报，填报即视为确认：
{link}

逾期未确认的，我们将电话联系。
{% if round.enquiries %}咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
Has this reached you? {{ round.title }}, due {{ round.deadline }}
To {{ to.organisation }}, attention {{ to.name }}

{{ round.authority }} has issued “{{ round.title }}”. As of {{ as_of }} nobody of your organisation has confirmed it.
Please open this page and say whether you are the right person, somebody else is, the site is no longer yours, or you \
need help. No login is needed:
{acknowledge}

Or answer right away, which confirms it, too:
{link}

If we hear nothing, we shall call you.
{% if round.enquiries %}Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, as_of: str) -> Content:
    return KIND.content(to, round=round, as_of=as_of)
