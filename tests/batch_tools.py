"""Workers that misbehave; here, because the processes of a pool must be able to import them."""

import os
import signal
from pathlib import Path

from prevent_options.batch import Done, Settings
from prevent_options.batch.jobs import Job
from prevent_options.batch.work import Worker


class DyingWorker(Worker):
    """Kills its own process on one case."""

    def __init__(self, output: Path, settings: Settings, deadly: str) -> None:
        super().__init__(output, settings)
        self.deadly = deadly

    def __call__(self, job: Job) -> Done:
        """Do the job, or die."""
        if self.deadly in job.entry.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(job)
