"""Adding a study in a second: reweight the draws that ship, or fit again where that would mislead; say what moved."""
