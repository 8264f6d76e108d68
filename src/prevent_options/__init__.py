"""Options for preventing mass atrocities, ranked with their uncertainty."""

__version__ = "0.1.0"
