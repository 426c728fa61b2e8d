"""Beijing and its 16 districts, codes of GB/T 2260."""

from typing import NamedTuple


class District(NamedTuple):
    code: str
    name_zh: str
    name_en: str


BEIJING = District("110000", "北京市", "Beijing")
DISTRICTS = (
    District("110101", "东城区", "Dongcheng"),
    District("110102", "西城区", "Xicheng"),
    District("110105", "朝阳区", "Chaoyang"),
    District("110106", "丰台区", "Fengtai"),
    District("110107", "石景山区", "Shijingshan"),
    District("110108", "海淀区", "Haidian"),
    District("110109", "门头沟区", "Mentougou"),
    District("110111", "房山区", "Fangshan"),
    District("110112", "通州区", "Tongzhou"),
    District("110113", "顺义区", "Shunyi"),
    District("110114", "昌平区", "Changping"),
    District("110115", "大兴区", "Daxing"),
    District("110116", "怀柔区", "Huairou"),
    District("110117", "平谷区", "Pinggu"),
    District("110118", "密云区", "Miyun"),
    District("110119", "延庆区", "Yanqing"),
)
