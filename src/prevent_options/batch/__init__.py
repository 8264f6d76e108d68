"""Batch: all cases of a folder in one go, each on its own, a broken one reported and never dropped."""

from prevent_options.batch.run import BatchReport, CaseOutcome, run_batch

__all__ = ["BatchReport", "CaseOutcome", "run_batch"]
