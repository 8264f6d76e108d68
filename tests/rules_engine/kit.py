"""Names of the functions that the fixtures of these tests return."""

from collections.abc import Callable
from pathlib import Path

from prevent_options.profile import CaseProfile
from prevent_options.rules import Findings, RuleBook

type Profile = Callable[..., CaseProfile]
"""Makes a profile from facts written as in the cases of rules."""

type Write = Callable[..., Path]
"""Writes a rule with a condition and changed fields; returns the folder of rules."""

type Judge = Callable[[Path, CaseProfile], Findings]
"""Evaluates a folder of rules on a profile, for all tools."""

type Load = Callable[[Path], RuleBook]
"""Loads a folder of rules."""
