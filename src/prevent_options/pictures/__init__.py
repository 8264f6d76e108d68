"""Pictures of evidence and priors: colour-blind-safe, readable in grey print, the same bytes for the same input."""
