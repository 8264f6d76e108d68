"""The names of the levels that the parameters of the model run over."""

from prevent_options.model.data import ModelData


def level_names(data: ModelData) -> dict[str, list[str]]:
    """Return the names of all levels that evidence decides, by dimension; cells as ``body/other``."""
    return {
        "body": list(data.bodies),
        "outcome": list(data.outcomes),
        "factor": list(data.factors),
        "gamma_cell": ["/".join(cell) for cell in data.gamma_cells],
        "delta_cell": ["/".join(cell) for cell in data.delta_cells],
        "beta_cell": ["/".join(cell) for cell in data.beta_cells],
    }
