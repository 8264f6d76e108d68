# Reference values of EVPPI by the method of the R package voi (Strong, Oakley, Brennan 2014): a generalised additive model
# of each option's utility on the parameter (mgcv), then mean of the maximum less maximum of the means.
# Draws come from Halton sequences, so that Python makes the same ones. Usage: Rscript voi_mgcv.R DRAWS > voi_mgcv.json
suppressPackageStartupMessages(library(mgcv))
args <- commandArgs(trailingOnly = TRUE)
n <- as.integer(args[1])
halton <- function(n, base) vapply(seq_len(n), function(i) { f <- 1; r <- 0; while (i > 0) { f <- f / base; r <- r + f * (i %% base); i <- i %/% base }; r }, 0)
primes <- c(2, 3, 5, 7, 11, 13, 17)
z <- sapply(primes, function(b) qnorm(halton(n, b)))
x <- z[, 1:4]
u <- cbind(0 * z[, 1],
           0.02 + 0.10 * x[, 1] + 0.05 * x[, 2] + 0.10 * z[, 5],
           0.01 + 0.08 * (exp(0.5 * x[, 2]) - exp(0.125)) + 0.10 * z[, 6],
           -0.01 + 0.06 * (x[, 1]^2 - 1) - 0.07 * x[, 3] + 0.10 * z[, 7])
value <- function(f) mean(apply(f, 1, max)) - max(colMeans(u))
single <- sapply(1:4, function(j) { d <- data.frame(p = x[, j]); value(sapply(1:4, function(t) fitted(gam(u[, t] ~ s(p), data = d)))) })
d <- data.frame(p = x[, 1], q = x[, 2])
pair <- value(sapply(1:4, function(t) fitted(gam(u[, t] ~ te(p, q), data = d))))
cat(sprintf('{"source": "mgcv %s, R %s.%s, voi_mgcv.R %d", "draws": %d, "single": [%s], "pair": %.8f}\n', packageVersion("mgcv"),
            R.version$major, R.version$minor, n, n, paste(sprintf("%.8f", single), collapse = ", "), pair))
