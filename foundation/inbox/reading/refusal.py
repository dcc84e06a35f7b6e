"""The one exception inside the reader's process; it never leaves the package."""

from foundation.inbox.problems import ImportProblem


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault of ours
    """The file cannot be used; `problem` says why."""

    def __init__(self, problem: ImportProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem
