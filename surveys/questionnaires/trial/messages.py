"""What is said of answers that a rule or a questionnaire is tried out on, in every language."""

# A rule
OBJECT_WANTED = {"zh": "“{what}”应是一个对象", "en": "“{what}” should be an object"}
TEXT_WANTED = {"zh": "“{what}”应是文字", "en": "“{what}” should be text"}
MOMENT_WANTED = {"zh": "“now”应写成 2021-04-28T04:00:00Z", "en": "“now” should be written like 2021-04-28T04:00:00Z"}
NO_SUCH_QUESTION = {"zh": "没有名为“{name}”的题目", "en": "There is no question named “{name}”"}
ANSWER_AS_TEXT = {"zh": "“{name}”的回答应是文字", "en": "The answer to “{name}” should be text"}
YES_OR_NO = {"zh": "“{text}”应是 yes 或 no", "en": "“{text}” should be yes or no"}

# A questionnaire
ANSWERS_AS_OBJECT = {
    "zh": "回答应是一个对象：{题目名: 回答}",
    "en": "The answers should be an object: {question: answer}",
}
ANSWER_UNREADABLE = {
    "zh": "“{name}”的回答应是文字、数字，或含 typed、unit、method、unavailable 的对象",
    "en": "The answer to “{name}” should be text, a number, or an object with typed, unit, method, unavailable",
}
ROWS_WANTED = {"zh": "表格“{table}”应是各行的列表", "en": "The table “{table}” should be a list of rows"}
NO_SUCH_COLUMN = {"zh": "表格“{table}”没有“{column}”列", "en": "The table “{table}” has no column “{column}”"}
