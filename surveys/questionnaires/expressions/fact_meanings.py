"""What each fact is, for the manual and for whoever writes a questionnaire."""

from collections.abc import Mapping

Words = Mapping[str, str]

FACT_MEANINGS: Mapping[str, Words] = {
    "organisation.name": {"zh": "单位名称", "en": "name of the organisation"},
    "organisation.number": {"zh": "单位的统一社会信用代码等登记号", "en": "its unified credit code or other number"},
    "organisation.scheme": {"zh": "登记号的种类（uscc 或 other）", "en": "what kind of number that is (uscc or other)"},
    "organisation.kind": {"zh": "单位类型", "en": "kind of organisation"},
    "organisation.region": {"zh": "单位所在区（行政区划代码）", "en": "district of the organisation (code)"},
    "organisation.address": {"zh": "单位地址", "en": "address of the organisation"},
    "contact.name": {"zh": "联系人姓名", "en": "name of the contact"},
    "contact.phone": {"zh": "联系人电话", "en": "phone of the contact"},
    "contact.email": {"zh": "联系人电子邮箱", "en": "e-mail of the contact"},
    "contact.title": {"zh": "联系人职务", "en": "position of the contact"},
    "facility.name": {"zh": "数据中心名称", "en": "name of the data center"},
    "facility.address": {"zh": "数据中心地址", "en": "address of the data center"},
    "facility.code": {"zh": "数据中心编号", "en": "code of the data center"},
    "facility.kind": {"zh": "数据中心类型", "en": "kind of data center"},
    "facility.region": {"zh": "数据中心所在区（行政区划代码）", "en": "district of the data center (code)"},
    "facility.started": {"zh": "投产年月", "en": "month it began to operate"},
    "facility.racks": {"zh": "机架数", "en": "number of racks"},
    "facility.grid_kva": {"zh": "电网接入容量（kVA）", "en": "grid connection, kVA"},
    "facility.it_kw": {"zh": "IT 功率（kW）", "en": "IT power, kW"},
    "facility.operating": {"zh": "是否在运", "en": "whether it operates"},
    "facility.address_taken": {
        "zh": "同一地址是否另有单位填报数据中心",
        "en": "whether another organisation reports a data center at the same address",
    },
    "district.south": {"zh": "所在区最南纬度（度）", "en": "southernmost latitude of the district, degrees"},
    "district.north": {"zh": "所在区最北纬度（度）", "en": "northernmost latitude of the district, degrees"},
    "district.west": {"zh": "所在区最西经度（度）", "en": "westernmost longitude of the district, degrees"},
    "district.east": {"zh": "所在区最东经度（度）", "en": "easternmost longitude of the district, degrees"},
    "siblings.names": {
        "zh": "本批次中同一单位其他数据中心的名称（列）",
        "en": "names of the organisation’s other data centers in the round (a column)",
    },
    "siblings.total_kwh": {
        "zh": "本批次中同一单位其他数据中心的总用电量（kWh，列）",
        "en": "total electricity of the organisation’s other data centers in the round, kWh (a column)",
    },
    "peers.load": {
        "zh": "同类数据中心负荷率的中位数：总用电量 ÷（IT 功率 × 小时数）",
        "en": "median over comparable data centers of total electricity ÷ (IT power × hours)",
    },
    "round.period_start": {"zh": "统计期起", "en": "first day of the reference period"},
    "round.period_end": {"zh": "统计期止", "en": "last day of the reference period"},
    "round.exit_limit": {"zh": "规定的挖矿清退期限", "en": "date by which mining has to have ended"},
}
