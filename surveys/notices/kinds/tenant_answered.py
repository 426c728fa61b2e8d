"""To who asked: a tenant has answered. What was answered stands behind the link alone."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="tenant_answered",
    label={"zh": "租户已填报", "en": "tenant answered"},
    zh="""\
【租户已填报】{{ tenant }}：{{ assignment }}
{{ to.organisation }}（{{ to.name }} 收）：

{{ tenant }}已就“{{ round.title }}”中的“{{ assignment }}”填报您所询问的内容，请登录系统查看并写入报送内容：
{link}

截止时间：{{ round.deadline }}。租户申报的内容不会自动写入报送内容。
""",
    en="""\
A tenant has answered: {{ tenant }}, {{ assignment }}
To {{ to.organisation }}, attention {{ to.name }}

{{ tenant }} has answered what you asked about “{{ assignment }}” in “{{ round.title }}”. Log in to read it and to take it \
over:
{link}

Deadline: {{ round.deadline }}. Nothing a tenant declares goes into the return by itself.
""",
)


def content(round: RoundFacts, to: Addressee, *, tenant: str, assignment: str) -> Content:
    return KIND.content(to, round=round, tenant=tenant, assignment=assignment)
