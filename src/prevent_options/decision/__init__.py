"""Decision: from effects on tactics to harm, ranks and what a planner may conclude from them."""
