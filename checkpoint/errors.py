"""The root of the errors that are shown to a user.

It lies here because this is the lowest package; `vtoonify_rt.errors` has the whole tree.
"""


class AppError(Exception):
    """What went wrong, and what the user can do about it.

    `message` names the thing and its value; `hint` is the way on. Both are plain sentences
    without a final full stop; `str(error)` joins them into the text to show.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}. {hint}." if hint else f"{message}.")
        self.message = message
        self.hint = hint


class ModelError(AppError):
    """A model folder or a style is missing, damaged, or not one of ours."""


class UsageError(AppError):
    """An argument that cannot be meant; the command line exits with 2."""


class FetchError(AppError):
    """A file cannot be fetched: no network, refused, or not what was promised."""


class LicenceError(AppError):
    """A licence that has to be accepted first has not been."""


class Stopped(Exception):  # an end that was asked for is no error
    """Work ended early because whoever wanted it said so; never shown to a user."""
