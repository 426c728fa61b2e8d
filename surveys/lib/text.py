"""Texts of a questionnaire: the same words in every language somebody wrote them in."""

Text = dict[str, str]

# What every text should be in; others an imported form brings along are kept.
LANGUAGES = ("zh", "en")


def known_language(language: str) -> str:
    """The one of LANGUAGES that comes nearest; languages may carry a region (zh-hans)."""
    return language[:2] if language[:2] in LANGUAGES else LANGUAGES[0]


def in_language(text: Text, language: str) -> str:
    """Chinese where a language is missing, else English, else whatever there is; languages may carry a region (zh-hans)."""
    wanted = (language[:2], *LANGUAGES, *text)
    return next((words for code in wanted if (words := text.get(code))), "")
