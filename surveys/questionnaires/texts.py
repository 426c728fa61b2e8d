"""Texts of a questionnaire: the same words in every language it is published in."""

Text = dict[str, str]

LANGUAGES = ("zh", "en")


def in_language(text: Text, language: str) -> str:
    """Chinese where a language is missing; languages may carry a region (zh-hans, en-GB)."""
    return text.get(language[:2]) or text.get("zh", "")
