"""The one kind of error that is the user's to mend."""


class InputError(ValueError):
    """Something that was given cannot be used. The message is a sentence that says what and why."""
