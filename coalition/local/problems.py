"""What may go wrong while starting, said in one sentence."""

from pathlib import Path


class CannotStart(Exception):
    """Something cannot be started. The text says what is wrong and what to do; `log` is where more stands."""

    def __init__(self, sentence: str, *, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.log = log

    def __str__(self) -> str:
        sentence = super().__str__()
        return f"{sentence} More is in {self.log}." if self.log else sentence


class Stopped(BaseException):
    """A signal asked to stop. Not an `Exception`, so that nothing on the way takes it for a failure."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number
