"""The Chinese of the run time's error sentences, as far as they are known."""


def translate_sentence(sentence: str) -> str:
    """Return `sentence` in Chinese, or as it is where its pattern is not known."""
    return sentence
