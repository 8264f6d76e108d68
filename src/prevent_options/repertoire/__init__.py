"""The repertoire: how a perpetrator's tactics answer pressure on one of them, apart from any case.

E[j,k] = S[j,k] − C[j,k]              log change of tactic k for a fall of 1 in the log rate of tactic j; + substitute
S[j,k] = O[j,k] · min(most, median · exp(log_sd · z))          O ~ Bernoulli(π[j,k]): rare, and sometimes large
π[j,k] = base + pull[j,k] (p[j,k] − base), odds × factors of the case         largest over the tool's channels
p[j,k] = (base · w0 + Σ w moves + κ Σ w moves') / (w0 + Σ w + κ Σ w')  findings naming the pair, ' others of a channel
C[j,k] = complement of the case, shared out over the other tactics (``priors/assumptions.yaml``)

j, k tactics; ``pull`` is how far the traits of the pair point along the channel (from seen to unseen, from traceable to
deniable, from what pays less to what pays more), 1 where a finding names the pair itself. What the numbers are and why
stands in ``priors/substitution/repertoire.yaml``, what studies found in ``findings.yaml`` beside it.
"""

from prevent_options.repertoire.exits import Exit, Exits, Sign, load_exits
from prevent_options.repertoire.matrix import Query, Repertoire, load_repertoire
from prevent_options.repertoire.models import Channel, TacticFinding
from prevent_options.repertoire.view import Cell

__all__ = [
    "Cell",
    "Channel",
    "Exit",
    "Exits",
    "Query",
    "Repertoire",
    "Sign",
    "TacticFinding",
    "load_exits",
    "load_repertoire",
]
