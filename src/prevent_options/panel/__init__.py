"""Country-years of four tactics: reading them, plain forecasts of them, and tests of who follows whom; no sampler.

Severity of tactic k in country c and year t is y[c,t,k]: 0 none, 1 occasional, 2 frequent. Higher is always worse here,
whatever the file says. A fall of a tactic is an improvement.
"""
