"""What is said of a form that is read, in every language."""

# The file
FILE_UNREADABLE = {"zh": "无法打开文件 {file}", "en": "The file {file} cannot be opened"}
NO_DEFINITION = {
    "zh": "这不是 JSON 格式的调查表定义（应是一个对象，不超过 10 MiB）",
    "en": "This is no questionnaire in JSON: it should be one object of at most 10 MiB",
}
TOO_MANY_CELLS = {
    "zh": "工作簿中填写的单元格超过 {most} 个，请拆成几份调查表",
    "en": "More than {most} cells are filled. Split the form",
}
EXPRESSIONS_TOO_LONG = {
    "zh": "全部表达式合计超过 {most} 个字符，请拆成几份调查表",
    "en": "All expressions together are longer than {most} characters. Split the form",
}
TOO_MANY_CHOICES = {
    "zh": "各题的选项合计超过 {most} 个，请缩短选项表",
    "en": "The questions offer more than {most} choices together. Shorten the lists",
}

# Sheets, columns and rows
NO_SURVEY_SHEET = {
    "zh": "工作簿中没有名为 survey 的工作表。XLSForm 由 survey、choices、settings 三个工作表组成",
    "en": "There is no sheet named survey. An XLSForm has the sheets survey, choices and settings",
}
SHEET_UNKNOWN = {"zh": "不认识工作表“{sheet}”，已忽略", "en": "The sheet “{sheet}” is not known and is ignored."}
SHEET_MISSPELT = {
    "zh": "不认识工作表“{sheet}”，已忽略，是否应为 {likely}？",
    "en": "The sheet “{sheet}” is not known and is ignored. Did you mean {likely}?",
}
COLUMN_WITHOUT_HEADING = {
    "zh": "这一列没有列名，内容未读入",
    "en": "This column has no heading; what stands in it is ignored",
}
COLUMN_UNKNOWN = {"zh": "不认识“{heading}”列，已忽略", "en": "The column “{heading}” is not known and is ignored."}
COLUMN_MISSPELT = {
    "zh": "不认识“{heading}”列，已忽略，是否应为 {likely}？",
    "en": "The column “{heading}” is not known and is ignored. Did you mean {likely}?",
}
COLUMN_AS_ATTRIBUTE = {
    "zh": "不认识“{heading}”列，作为选项的属性读入；是否应为 {likely}？",
    "en": "The column “{heading}” is not known and is taken for an attribute of the choices. Did you mean {likely}?",
}
COLUMN_MEANINGLESS = {
    "zh": "“{heading}”列在本系统中没有作用，已忽略",
    "en": "The column “{heading}” has no meaning here and is ignored",
}
COLUMN_MEANINGLESS_FOR_GROUP = {
    "zh": "这一列对分组没有作用，已忽略",
    "en": "This has no meaning for a group and is ignored",
}
COLUMN_IN_ANOTHER_SPELLING = {
    "zh": "“{heading}”列与 {first} 含义相同，只读 {first}",
    "en": "The column “{heading}” means the same as the one in {first}, which is read instead",
}
COLUMN_TWICE = {
    "zh": "“{heading}”列与 {first} 重复，请删去一列",
    "en": "The column “{heading}” stands in {first} already. Delete one of them",
}
TOO_MANY_ROWS = {
    "zh": "超过 {most} 行，从这一行起没有读入，请拆成几份调查表",
    "en": "There are more than {most} rows; nothing from here on was read. Split the form",
}
ROWS_DISABLED = {"zh": "disabled 为 yes 的行没有读入", "en": "Rows whose disabled is yes are left out"}
ROW_EMPTY = {"zh": "这一行没有题型和名称，已忽略", "en": "The row has neither type nor name and is ignored"}

# Single cells
YES_OR_NO = {"zh": "请填 yes 或 no", "en": "Write yes or no"}
WHOLE_NUMBER = {"zh": "请填整数", "en": "Write a whole number"}
ONE_OF = {"zh": "应是其中之一：{allowed}", "en": "This should be one of: {allowed}"}
NO_SUCH_QUESTION = {"zh": "没有名为“{name}”的题目", "en": "There is no question named “{name}”"}

# Names
NAME_MISSING = {"zh": "缺少名称（name 列）", "en": "The name is missing (column name)"}
NAME_TAKEN = {
    "zh": "名称“{name}”已在 {first} 用过，每个名称只能用一次",
    "en": "The name “{name}” is used in {first} already; every name can be used once",
}
NAME_REWRITTEN = {
    "zh": "名称“{name}”在本系统中写作 {new}，引用它的地方一并改写",
    "en": "The name “{name}” is written {new} here, wherever it is mentioned",
}
NAME_OF_ANOTHER_GROUP = {
    "zh": "名称“{name}”已在 {first} 用过，在本系统中每个名称只能用一次，这里写作 {new}",
    "en": "The name “{name}” is used in {first} already, and can be used once here; this one is written {new}",
}
CHOICE_REWRITTEN = {
    "zh": "选项名“{name}”在本系统中写作 {new}，引用它的地方一并改写",
    "en": "The choice “{name}” is written {new} here, wherever it is mentioned",
}
UNUSABLE_NAME = {
    "zh": "名称“{name}”只能用英文字母、数字、下划线和连字符，以字母或下划线开头，最多 {most} 个字符；可改为 {better}",
    "en": "The name “{name}” may only have letters, digits, _ and -, begin with a letter or _, and be at most "
    "{most} characters long. Write {better} for example",
}

# Types
TYPE_MISSING = {"zh": "缺少题型（type 列）", "en": "The type is missing"}
TYPE_UNKNOWN = {"zh": "不认识题型“{type}”", "en": "There is no type “{type}”."}
TYPE_MISSPELT = {
    "zh": "不认识题型“{type}”；是否应为 {likely}？",
    "en": "There is no type “{type}”. Did you mean {likely}?",
}
TYPE_NOT_COLLECTED = {"zh": "网页填报不采集 {type}，已略去", "en": "{type} is not collected here and left out"}
TYPED_INSTEAD = {
    "zh": "网页填报不扫码，条码上的数字作为文字填写",
    "en": "Nothing is scanned here; what stands below the code is typed as text",
}
TYPE_AS_TEXT = {
    "zh": "题型 {type} 在网页上无法使用，作为文字题读入",
    "en": "The type {type} cannot work here and becomes text",
}
TYPE_IMPOSSIBLE = {
    "zh": "题型 {type} 在网页上无法使用。请改用其他题型，或在 settings 表加一列 unsupported_types，填 text，"
    "作为文字题读入",
    "en": "The type {type} cannot work here. Use another one, or add a column unsupported_types to settings and "
    "write text in it: then it becomes a text question",
}
TYPE_WITHOUT_ANSWER_LEFT_OUT = {
    "zh": "题型 {type} 在网页上无法使用，已略去",
    "en": "The type {type} cannot work here and is left out",
}
TYPE_WITHOUT_ANSWER_IMPOSSIBLE = {
    "zh": "题型 {type} 在网页上无法使用，请删去",
    "en": "The type {type} cannot work here. Delete it",
}

# Groups and tables
GROUP_UNTITLED = {
    "zh": "分组没有标题（label 列），以调查表名称代替",
    "en": "The group has no label; the form's title takes its place",
}
NOTHING_TO_END = {"zh": "没有对应的 begin_{kind}", "en": "There is no begin_{kind} that this could end"}
ANOTHER_STILL_OPEN = {
    "zh": "这里应是 end_{kind}：{beginning} 的 begin_{kind} 还没有结束",
    "en": "This should be end_{kind}: the begin_{kind} in {beginning} is still open",
}
NEVER_ENDED = {
    "zh": "begin_{kind} 直到最后一行（{last}）都没有 end_{kind}",
    "en": "This begin_{kind} has no end_{kind} up to the last row ({last})",
}
TABLE_IN_TABLE = {
    "zh": "表格（{outer} 的 begin_repeat）里不能再放表格，请把它移到外面",
    "en": "A table (the begin_repeat in {outer}) cannot hold another table. Move it out",
}
TABLE_DISSOLVED = {
    "zh": "表格里不能再放表格：其中的题目作为外层表格的列读入，每行只答一次",
    "en": "A table cannot hold another table: its questions become columns of the outer one, answered once a row",
}
TABLE_WITHOUT_QUESTIONS = {"zh": "表格里没有题目，已略去", "en": "The table holds no question and is left out"}
FILE_IN_TABLE_AS_TEXT = {
    "zh": "附件不能放在表格里，作为文字题读入",
    "en": "A file cannot stand in a table; this becomes text",
}
NOTE_MOVED_ABOVE_TABLE = {
    "zh": "表格里不能放说明，已移到表格上方",
    "en": "A table cannot hold a note; it stands above the table instead",
}
NOTE_LEFT_OUT = {
    "zh": "表格里不能放说明；这一说明用到表格的列，无法移到表格上方，已略去",
    "en": "A table cannot hold a note; this one speaks of the table's columns and is left out",
}

# Questions
LABEL_MISSING = {"zh": "缺少题目文字（label 列）", "en": "The label is missing"}
LABEL_IS_PICTURE = {
    "zh": "题目文字是图片或声音，网页填报不显示，以名称代替；请填写文字",
    "en": "The label is a picture or a sound, which is not shown here; the name takes its place. Write words",
}
HINT_AS_LABEL = {"zh": "缺少题目文字（label 列），以 hint 代替", "en": "The label is missing; the hint takes its place"}
HEAD_OF_GRID_AS_NOTE = {
    "zh": "label 这种外观只是网格的表头，不能作答，作为说明读入",
    "en": "The appearance label only heads a grid and takes no answer; this becomes a note",
}
RULE_LEFT_OUT = {
    "zh": "这一规则要用其他文件、随机数或设备上的数据，网页填报无法计算，已略去",
    "en": "This wants another file, a random number or what is on a device, cannot be worked out here and is left out",
}
POSITION_IS_ONE = {
    "zh": "这里不在表格中，position(..) 读作 1",
    "en": "This stands in no table, where position(..) is 1",
}
DEFAULT_LEFT_OUT = {
    "zh": "默认值不能作为答案，已略去：{why}",
    "en": "The default is no possible answer and is left out: {why}",
}
CALCULATION_MISSING = {"zh": "缺少算式（calculation 列）", "en": "The calculation is missing (column calculation)"}
ANSWER_CALCULATED = {
    "zh": "有算式的题目作为计算题读入，填报人不能修改",
    "en": "A question with a calculation becomes a calculated one that nobody can type into",
}
REQUIRED_IGNORED = {
    "zh": "说明和计算题不能必填，已忽略",
    "en": "A note or a calculation cannot be required; this is ignored",
}
DECIMALS_IGNORED = {"zh": "整数没有小数位，已忽略", "en": "A whole number has no decimals; this is ignored"}
PARAMETERS_IGNORED = {"zh": "parameters 在这里没有作用，已忽略", "en": "The parameters have no meaning here"}
OTHER_PARAMETERS_IGNORED = {
    "zh": "只读 start、end、step，其余参数已忽略",
    "en": "Only start, end and step are read; the other parameters are ignored",
}
RANGE_UNREADABLE = {
    "zh": "请写成 start=0 end=10 step=1：三个数字，step 不能是 0",
    "en": "Write start=0 end=10 step=1: three numbers, of which step is not 0",
}
OUT_OF_RANGE = {"zh": "应在 {first} 到 {last} 之间", "en": "This should lie between {first} and {last}"}
OUT_OF_STEPPED_RANGE = {
    "zh": "应在 {first} 到 {last} 之间，步长 {step}",
    "en": "This should lie between {first} and {last}, in steps of {step}",
}

# Choices
LIST_NAME_MISSING = {"zh": "缺少选项表的名称（list_name 列）", "en": "The name of the list is missing"}
CHOICE_WITHOUT_LIST = {"zh": "这一行没有选项表的名称，已忽略", "en": "The row names no list and is ignored"}
LIST_NAME_WITH_SPACES = {"zh": "选项表的名称不能含空格", "en": "The name of a list must not contain spaces"}
LIST_NOT_NAMED = {
    "zh": "缺少选项表的名称，例如 select_one fuels",
    "en": "The name of the list is missing, as in select_one fuels",
}
CHOICE_NAME_MISSING = {"zh": "缺少选项名（name 列）", "en": "The name of the choice is missing"}
CHOICE_NAME_TAKEN = {
    "zh": "同一选项表中选项名“{name}”与 {first} 重复",
    "en": "The choice “{name}” stands in {first} already. Names within a list must differ",
}
CHOICE_OF_ANOTHER_PARENT = {
    "zh": "选项名“{name}”已在 {first} 用过，文字不同，这里写作 {new}；规则中的 {name} 指前者",
    "en": "The choice “{name}” stands in {first} already with other words; this one is written {new}, and rules that "
    "say {name} mean the first",
}
CHOICE_REPEATED = {
    "zh": "选项与 {first} 重复，只保留第一个",
    "en": "The choice stands in {first} already; only the first one is kept",
}
CHOICE_LABEL_MISSING = {
    "zh": "缺少选项文字（label 列），将显示选项名“{name}”",
    "en": "The label of the choice is missing; its name “{name}” will be shown",
}
OTHER_LABEL = {"zh": "其他", "en": "Other"}
SPECIFY_LABEL = {"zh": "其他，请注明", "en": "Specify other"}
OTHER_CANNOT_BE_FILTERED = {
    "zh": "or_other 加上的“其他”没有属性，筛选后不会出现。请在选项表中写上“其他”，题型去掉 or_other",
    "en": "The choice that or_other adds has no attributes to be filtered by. Write it into the list and leave "
    "or_other out",
}

# Settings and checks
SETTINGS_ROW_IGNORED = {
    "zh": "settings 表只读第一行，这里的内容已忽略",
    "en": "Only the first row of settings is read; this is ignored",
}
NIL_IS_ONE_ANSWER = {
    "zh": "只写一个题目和它的答案，例如 has_mining=no",
    "en": "Write one question and its answer, as in has_mining=no",
}
PAIRS_UNREADABLE = {"zh": "请写成 a=b; c=d", "en": "Write pairs separated by semicolons, as in a=b; c=d"}
PARAMETERS_UNREADABLE = {"zh": "参数请写成 名称=值; 名称=值", "en": "Write the parameters as name=value; name=value"}
NO_CHECK_IN_ROW = {"zh": "这一行没有校核，已忽略", "en": "There is no check in this row; it is ignored"}

# Translations
CHINESE = {"zh": "中文", "en": "Chinese"}
ENGLISH = {"zh": "英文", "en": "English"}
TRANSLATION_MISSING = {
    "zh": "缺少{language}（{heading} 列）",
    "en": "The words in {language} are missing, column {heading}",
}
TRANSLATIONS_MISSING_IN_COLUMN = {
    "zh": "缺少{language}（{heading} 列）（共 {count} 处）",
    "en": "The words in {language} are missing, column {heading} (in {count} cells)",
}
TRANSLATIONS_MISSING = {
    "zh": "缺少{language}（共 {count} 处）",
    "en": "The words in {language} are missing ({count} in all)",
}
TEXT_SHADOWED = {
    "zh": "这一列视为{language}，而 {cell} 另有{language}文字，这里的文字未读入；如是其他语言，请在列名中写明，"
    "例如 label::français (fr)",
    "en": "This column is taken for {language}, and {cell} holds other words in {language}; those here are "
    "ignored. If they are in another language, name it in the heading, as in label::français (fr)",
}
