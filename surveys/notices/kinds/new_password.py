"""To whoever asked for a new password; `to.organisation` is not said, since an account may belong to several."""

from surveys.notices.wording import Addressee, Content, Kind

KIND = Kind(
    name="new_password",
    label={"zh": "重设密码", "en": "new password"},
    is_awaited=True,
    zh="""\
【重设密码】数据中心用电调查系统
{{ to.name }}：

有人（应为您本人）申请重设您的登录密码。请打开下面的链接设置新密码：
{link}

链接自本邮件发出起 {{ minutes }} 分钟内有效，仅能使用一次，请勿转发。如非您本人操作，无需处理，原密码不变。

数据中心用电调查系统
""",
    en="""\
Set a new password – Data center electricity surveys
Dear {{ to.name }},

somebody, probably you, asked for a new password. Set it here:
{link}

The link works once, for {{ minutes }} minutes from when this mail was sent. Please do not pass it on. If it was not \
you, do nothing: your password stays as it is.

Data center electricity surveys
""",
)


def content(to: Addressee, *, minutes: int) -> Content:
    return KIND.content(to, minutes=minutes)
