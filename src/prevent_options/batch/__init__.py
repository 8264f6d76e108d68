"""Batch: all cases of a watchlist in one go, each on its own, a broken one reported and never dropped."""

from prevent_options.batch.run import BatchReport, Interrupted, OutputFailedError, Plan, run_batch
from prevent_options.batch.settings import Running, Settings
from prevent_options.batch.sweep_check import check_sweeps
from prevent_options.batch.sweeps import Scenario, Sweep, load_sweeps, parse_sweep, read_sweep, scenarios
from prevent_options.batch.table_file import is_table
from prevent_options.batch.watchlist import left_out, read_watchlist
from prevent_options.batch.work import Done

__all__ = [
    "BatchReport",
    "Done",
    "Interrupted",
    "OutputFailedError",
    "Plan",
    "Running",
    "Scenario",
    "Settings",
    "Sweep",
    "check_sweeps",
    "is_table",
    "left_out",
    "load_sweeps",
    "parse_sweep",
    "read_sweep",
    "read_watchlist",
    "run_batch",
    "scenarios",
]
