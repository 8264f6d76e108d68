"""The model that joins directional and quantified findings.

All effects are log rate ratios of using a tool against not using it; negative = less violence.
Names in brackets are those of ``priors/scales.yaml``.

Average effects, for body of evidence a, outcome o, perpetrator type p::

    θ[a,o,p] = μ + α[a] + m[o] + γ[a,o] + δ[a,p]          δ = 0 where a finding does not tell perpetrators apart

    μ      ~ N(0, mean_sd²)
    α[a]   ~ N(0, σ_α²)             σ_α ~ N⁺(body_scale)
    m[o]   ~ N(0, σ_m[o]²)          σ_m = outcome_sd_direct, outcome_sd_indirect or outcome_sd_adverse
    γ[a,o] ~ N(0, σ_γ[o]²)          direct outcomes:   σ_γ = σ_direct              σ_direct ~ N⁺(gamma_direct_scale)
                                    indirect outcomes: σ_γ = σ_direct + σ_extra
                                                       σ_extra ~ N⁺(gamma_indirect_extra_scale)
    δ[a,p] ~ N(0, σ_δ²)             σ_δ ~ N⁺(delta_scale)
    τ      ~ N⁺(tau_scale)          spread between cases, kept in every prediction

Factors, for factor f::

    β[a,f] = b[f] + u[a,f]          negative = the tool works better with the factor
    b[f]   ~ N(μ_b, σ_b²)           μ_b ~ N(0, factor_mean_sd²)    σ_b ~ N⁺(factor_scale)
    u[a,f] ~ N(0, σ_u²)             σ_u ~ N⁺(factor_tool_scale)
    τ_f    ~ N⁺(factor_tau_scale)
    adverse ~ N(0, factor_adverse_sd²)     side effects are written about when they occur, whatever the factor
    κ      ~ N⁺(factor_indirect_scale)     what an outcome other than mass atrocities adds to the spread

Findings::

    sizes      y_i ~ StudentT(4, θ, √(s_i² + τ²))               s_i reported or stated; × √k for k sizes of one study
    directions (less, none, more) ~ DirichletMultinomial(n, φ π)
               π_less = Φ((−1.645 s_d − θ) / √(s_d² + τ²)),  π_more = Φ((θ − 1.645 s_d) / √(s_d² + τ²))
               mixed with a share ``lapse`` at random
               s_d ~ LogNormal(study_sd_median, study_sd_log_sd)   by kind of study d
    published  with null_publication = ω < 1 a finding without clear direction reaches print ω times as often as others:
               π ∝ (π_less, ω π_none, π_more), and sizes with |y_i| < 1.645 s_i likewise; ω = 1 unless asked for
    factors    likewise with β + adverse [side effects], s^f_d and √(s_d² + τ_f² + κ² [indirect]), φ_f
    tallies    likewise with β + bias and s_p, φ_p; who was interviewed and named nothing counts as "none"
    φ, φ_f, φ_p ~ LogNormal(concentration_median, concentration_log_sd)

A cell of counts is body × outcome × perpetrator × kind of study × period: findings of one cell tend to come from the
same authors, data and cases, and the Dirichlet lets them repeat one another. It is a generative account (it can be
simulated), which weighting each finding by the size of its study would not be.

Only observed (a,o), (a,p) and (a,f) pairs are parameters. Others are drawn from their population when somebody asks
(``prevent_options.posterior``), so that a tool without studies is as uncertain as the family of all tools.
"""
