"""What of the machine this process may use."""

import os


def usable_cores() -> int:
    """Return how many cores this process may run on: those it is pinned to, where the system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
