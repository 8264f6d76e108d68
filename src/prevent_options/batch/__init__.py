"""Batch: all cases of a folder in one go, each on its own, a broken one reported and never dropped."""

from prevent_options.batch.run import BatchReport, CaseOutcome, Settings, case_files, check_output, run_batch

__all__ = ["BatchReport", "CaseOutcome", "Settings", "case_files", "check_output", "run_batch"]
