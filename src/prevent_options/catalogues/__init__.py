"""Catalogues: the tree of tactics, the tools and their families, the factors, the bodies of evidence."""

from prevent_options.catalogues.catalogue import Catalogues
from prevent_options.catalogues.loading import catalogue_dir, load_catalogues
from prevent_options.catalogues.models import Body, BodyLink, Factor, Families, Family, Source, Tactic, Tool
from prevent_options.catalogues.vocabulary import Vocabulary, load_vocabulary

__all__ = [
    "Body",
    "BodyLink",
    "Catalogues",
    "Factor",
    "Families",
    "Family",
    "Source",
    "Tactic",
    "Tool",
    "Vocabulary",
    "catalogue_dir",
    "load_catalogues",
    "load_vocabulary",
]
