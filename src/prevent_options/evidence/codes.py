"""What a release's codes mean, taken from the catalogues, so that no code is written down twice."""

from prevent_options.catalogues import Catalogues
from prevent_options.evidence.release import ReleaseCodes, plain_tool


def release_codes(catalogues: Catalogues) -> ReleaseCodes:
    """Return the meaning of tool and factor codes of the museum's release."""
    factors = catalogues.factors.values()
    names = {name: (factor.id, False) for factor in factors for name in factor.release_names}
    opposites = {name: (factor.id, True) for factor in factors for name in factor.release_opposites}
    return ReleaseCodes(
        tools={plain_tool(b.release_tool): b.id for b in catalogues.bodies.values() if b.release_tool},
        factors={code: factor.id for factor in factors for code in factor.release_codes},
        names=names | opposites,
    )
