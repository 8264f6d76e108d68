# EVPPI of each parameter by generalised additive models (mgcv), the method of the R package voi; timed without reading files.
# Usage: Rscript evppi_mgcv.R PARAMETERS.csv UTILITIES.csv; prints the seconds, then one value a parameter.
suppressPackageStartupMessages(library(mgcv))
files <- commandArgs(trailingOnly = TRUE)
x <- as.matrix(read.csv(files[1], header = FALSE))
u <- as.matrix(read.csv(files[2], header = FALSE))
start <- proc.time()[["elapsed"]]
values <- sapply(seq_len(ncol(x)), function(j) {
  d <- data.frame(p = x[, j])
  mean(apply(sapply(seq_len(ncol(u)), function(t) fitted(gam(u[, t] ~ s(p), data = d))), 1, max)) - max(colMeans(u))
})
cat(proc.time()[["elapsed"]] - start, values, sep = "\n")
