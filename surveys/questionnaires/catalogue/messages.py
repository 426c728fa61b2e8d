"""What is said of how a check of the catalogue is called, in every language."""

# The entry
NO_SUCH_CHECK = {"zh": "校核目录中没有“{check}”", "en": "There is no check “{check}” in the catalogue"}
ALWAYS_DONE = {
    "zh": "校核 {check} 由系统自动执行，不必列出",
    "en": "Check {check} is always done. It need not be named",
}
UNKNOWN_FIELD = {"zh": "不认识的字段", "en": "Unknown field"}
OBJECT_HERE = {"zh": "这里应是一个对象", "en": "This should be an object"}
TEXT_IN_LANGUAGES = {"zh": '应写成 {"zh": …, "en": …}', "en": 'This should be {"zh": …, "en": …}'}

# Its parameters
UNKNOWN_PARAMETER = {
    "zh": "校核 {check} 没有参数“{name}”，只有：{known}",
    "en": "Check {check} has no parameter “{name}”, only: {known}",
}
PARAMETER_MISSING = {"zh": "校核 {check} 缺少参数“{name}”", "en": "Check {check} lacks the parameter “{name}”"}
TEXT_HERE = {"zh": "应写成文字", "en": "This should be text"}
ONLY_ONE = {"zh": "这里只能写一个", "en": "Only one can stand here"}
NO_NAME_OF_QUESTION = {"zh": "“{text}”不是题目名", "en": "“{text}” is not the name of a question"}
NOT_A_NUMBER = {"zh": "“{text}”不是数字", "en": "“{text}” is not a number"}
NO_QUOTES = {"zh": "这里不能有单引号", "en": "There can be no quote here"}
START_OR_PLANNED = {"zh": "请写明 start 或 planned", "en": "Name start or planned"}
PHONE_OR_EMAIL = {"zh": "请写明 phone 或 email", "en": "Name phone or email"}
CHANGE_OF_STATUS = {"zh": "“{text}”应写成“原状态>新状态”", "en": "“{text}” should be written as “old>new”"}
