"""Drafting: a first case file for any country from public data that the user has, every fact with source and year."""

from prevent_options.drafting.watchlist import draft_case, draft_watchlist

__all__ = ["draft_case", "draft_watchlist"]
