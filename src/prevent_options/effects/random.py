"""Random numbers by name, so that what one tool draws never depends on which other tools exist.

Common random numbers follow: the same tool, rule or pair gets the same noise in two variants of a case, so a
difference between the variants is a difference of facts.
"""

from prevent_options.posterior.keyed import keyed_generator, keyed_normals

__all__ = ["keyed", "normals"]

keyed = keyed_generator
normals = keyed_normals
