"""Errors that are shown to the user, the base of all of them first."""


class DocumentaryError(Exception):
    """Base of every error of this project; its message says what is wrong, where, and what to do."""


class TextError(DocumentaryError):
    """A text could not be read: missing, empty, of an unknown kind, or malformed."""


class LimitError(TextError):
    """A text is beyond a limit; ``setting``, such as ``pages=9000``, is the one that would let it be read."""

    def __init__(self, message: str, setting: str) -> None:
        super().__init__(message)
        self.setting = setting
