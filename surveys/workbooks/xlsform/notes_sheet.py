"""What the last sheet of an exported form tells its author about our own columns."""

from surveys.workbooks.xlsform.columns import CHECKS, CHOICES, SETTINGS, SURVEY

TITLE = (
    "本工作簿是 XLSForm，可在 Excel、WPS、LibreOffice 中修改后重新导入",
    "This workbook is an XLSForm. Change it in a spreadsheet and import it again",
)
OWN_COLUMNS: tuple[tuple[str, str, str, str], ...] = (
    (SURVEY, "number", "题目在表中的编号，例如 B14", "The number printed beside the question, such as B14"),
    (SURVEY, "kind", "XLSForm 没有的题型：percent、yes_no 等；为空时以 type 为准", "A type that XLSForm lacks, such as percent or yes_no; where it is blank, type decides"),
    (SURVEY, "scope", "分组由谁填报：unit 每个填报单位一次，organisation 每个单位一次", "Who answers a group: unit, each reporting unit, or organisation, once for all of them"),
    (SURVEY, "unit", "计量单位；可填多个，用逗号分开，第一个为默认", "The unit of measurement; several with commas between them, the first one is offered first"),
    (SURVEY, "units", "默认单位不是第一个时，在这里列出全部可选单位", "All units to choose from, where the default is not the first of them"),
    (SURVEY, "decimals", "小数位数", "How many decimals"),
    (SURVEY, "max_length", "最多字符数", "How many characters at most"),
    (SURVEY, "may_be_unavailable", "yes：可以填“无法提供”并说明原因", "yes: may be answered as not available, with a reason"),
    (SURVEY, "method", "数据来源的选项表名称", "The list of ways in which the figure may have been obtained"),
    (SURVEY, "prefill", "预填来源，例如 facility.grid_kva", "The fact that answers it beforehand, such as facility.grid_kva"),
    (SURVEY, "aggregate", "汇总方式：不写或 sum 的数字列在表格下有合计，count、min、max、none 的没有", "How it is added up: number columns with sum or nothing have a total under their table, with count, min, max or none not"),
    (SURVEY, "proves", "附件题：所证明的数字题的名称，用空格分开", "Of a file: the names of the figures it proves, with spaces between them"),
    (SURVEY, "extended", "yes：应急版中省略", "yes: left out of the short form"),
    (SURVEY, "min_rows, max_rows", "表格最少、最多行数（写在 begin_repeat 行）", "The fewest and the most rows of a table, on its begin_repeat row"),
    (SURVEY, "initial", "首次打开时计算的初始值", "Worked out when the form is first opened"),
    (SURVEY, "check, check_severity, check_message", "校核：必须成立的表达式，或目录编号加参数；hard、soft 或 info；提示文字", "A check: an expression that must hold, or an id of the catalogue with parameters; hard, soft or info; its message"),
    (CHOICES, "…", "其他各列是选项的属性，可用于 choice_filter 和 attribute()", "Every other column is an attribute of the choices, for choice_filter and attribute()"),
    (SETTINGS, "titles", "调查表名称的译文", "The form's title in other languages"),
    (SETTINGS, "unit", "填报单位：facility 数据中心，organisation 单位", "Who reports: facility or organisation"),
    (SETTINGS, "zone", "时区，例如 Asia/Shanghai", "The time zone, such as Asia/Shanghai"),
    (SETTINGS, "languages", "所用语言：zh、en，不填为两种", "The languages it is written in: zh, en; both when left blank"),
    (SETTINGS, "introduction, notes", "填表说明；给同事的备注，一行一条", "What operators read first; notes for colleagues, one a row"),
    (SETTINGS, "core, roles", "关键题目；报告按用途找题目：用途=题目", "Core questions; what reports look for: role=question"),
    (SETTINGS, "nil, nil_requires", "零报告：题目=答案，以及此时仍须填写的题目", "The nil return: question=answer, and what must be answered all the same"),
    (SETTINGS, "other_periods", "统计期与批次不同的回报：mark 注明，annualise 另列按天折算的数值，apart 不计入合计", "Returns about another period than the round's: mark names them, annualise also shows them scaled to it, apart leaves them out of sums"),
    (SETTINGS, "extended", "no：应急版，省略标有 extended 的题目", "no: the short form, without what is marked extended"),
    (SETTINGS, "unsupported_types", "text：网页上无法使用的题型作为文字题读入", "text: types that cannot work on the web become text"),
    (CHECKS, "id, check, parameters", "编号；或目录中的校核及其参数：名称=值; 名称=值", "Its id; or a check of the catalogue and its parameters: name=value; name=value"),
    (CHECKS, "relevant, rule, severity, message", "适用条件；必须成立的表达式；hard、soft 或 info；提示文字", "When it applies; the expression that must hold; hard, soft or info; what is said"),
    (CHECKS, "questions, table", "涉及的题目，疑点显示在第一题；按行校核的表格", "What it is about, the finding stands at the first; the table whose rows are checked"),
    (CHECKS, "value, calculate, unit, like, decimals", "提示中 {value} 的算法和格式；更多的写在下面各行", "How {value} in the message is worked out and shown; further ones in the rows below"),
)  # fmt: skip
