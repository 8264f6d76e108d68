"""Direct effects: what each tool does to each pair of perpetrator and tactic, draw by draw."""
