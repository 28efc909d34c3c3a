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
