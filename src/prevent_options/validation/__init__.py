"""Proof that the priors predict studies they have not seen, and that they are computed right."""
