"""Asking experts: from quantiles or a roulette of each to one statement that counts beside the evidence."""
