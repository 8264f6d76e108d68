"""Substitution: where violence goes when one tactic is pressed, and how tactics fall or rise together."""

from prevent_options.substitution.spill import Channel, Spill, latent_targets, spill_over

__all__ = ["Channel", "Spill", "latent_targets", "spill_over"]
