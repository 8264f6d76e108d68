"""Evidence: counts of published findings, studies with an effect size, and the checks that keep each counted once."""
