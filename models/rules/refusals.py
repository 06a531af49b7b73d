"""What the system answers when something may not, can not, or can no longer be done."""


class Refused(Exception):
    """An action was refused. `code` is for programs, `sentence` (Dutch) for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class NotAllowed(Refused):
    """This person may not do this (role, authority, four eyes)."""


class GateNotMet(Refused):
    """The procedure does not allow this now: wrong stage, or a condition is not met."""


class Stale(Refused):
    """Somebody else acted meanwhile: what the person saw is no longer so."""


class KeyUnavailable(Refused):
    """What is encrypted can't be read or written now: a key of the installation is missing, or it is another one."""


class Invalid(Refused):
    """What was filled in can't be right. `field` names the field, empty when it is the whole."""

    def __init__(self, code: str, sentence: str, field: str = "") -> None:
        super().__init__(code, sentence)
        self.field = field
