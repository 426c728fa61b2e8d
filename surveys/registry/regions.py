"""Beijing and its 16 districts, codes of GB/T 2260."""

from typing import NamedTuple


class Place(NamedTuple):
    code: str
    name_zh: str
    name_en: str


BEIJING = Place("110000", "北京市", "Beijing")
DISTRICTS = (
    Place("110101", "东城区", "Dongcheng"),
    Place("110102", "西城区", "Xicheng"),
    Place("110105", "朝阳区", "Chaoyang"),
    Place("110106", "丰台区", "Fengtai"),
    Place("110107", "石景山区", "Shijingshan"),
    Place("110108", "海淀区", "Haidian"),
    Place("110109", "门头沟区", "Mentougou"),
    Place("110111", "房山区", "Fangshan"),
    Place("110112", "通州区", "Tongzhou"),
    Place("110113", "顺义区", "Shunyi"),
    Place("110114", "昌平区", "Changping"),
    Place("110115", "大兴区", "Daxing"),
    Place("110116", "怀柔区", "Huairou"),
    Place("110117", "平谷区", "Pinggu"),
    Place("110118", "密云区", "Miyun"),
    Place("110119", "延庆区", "Yanqing"),
)
