"""Substitution: where violence goes when one tactic is pressed, and how tactics fall or rise together."""

from prevent_options.substitution.channel import Channel
from prevent_options.substitution.ruled import latent_targets
from prevent_options.substitution.spill import Spill, spill_over, spill_overs

__all__ = ["Channel", "Spill", "latent_targets", "spill_over", "spill_overs"]
