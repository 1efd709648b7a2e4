"""Text that may leave Python."""

__all__ = ["sendable"]


def sendable(text: str) -> str:
    """Returns `text` with each lone surrogate written as its escape, since Java's strings refuse them."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text
