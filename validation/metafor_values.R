# Reference values of tests/reference/metafor_values.json: metafor over the invented tables of examples/studies.
# Run from the repository's root: Rscript validation/metafor_values.R > tests/reference/metafor_values.json
# Debian's r-cran-metafor. Iterations run until steps are below 1e-12: at metafor's own limit (1e-5) its
# REML, ML, EB and PM stop up to 1e-5 before the root.
suppressMessages(library(metafor))
tight <- list(threshold = 1e-12, tol = 1e-12, maxiter = 10000)
num <- function(x) ifelse(is.null(x) || is.na(x), "null", formatC(x, digits = 12, format = "g"))
say <- function(name, values) {
  cells <- paste0('    "', names(values), '": ', sapply(values, num), collapse = ",\n")
  paste0('  "', name, '": {\n', cells, "\n  }")
}
fitted <- function(f) list(estimate = coef(f)[[1]], se = f$se[1], low = f$ci.lb[1], high = f$ci.ub[1],
  p = f$pval[1], tau2 = f$tau2, i2 = f$I2, h2 = f$H2, q = f$QE)
pain <- read.csv("examples/studies/pain-against-sham.csv")
events <- read.csv("examples/studies/responders-against-sham.csv")
parts <- paste0('  "made with": "', R.version.string, ", metafor ", packageVersion("metafor"), '"')
means <- function(measure, ...) escalc(measure = measure, m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i,
  sd2i = sd2i, n2i = n2i, data = pain, ...)
counts <- function(measure) escalc(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = events)
for (measure in c("MD", "SMD", "ROM"))
  parts <- c(parts, say(paste("pain", measure), fitted(rma(yi, vi, data = means(measure), control = tight))))
parts <- c(parts, say("pain SMD-exact", fitted(rma(yi, vi, data = means("SMD", vtype = "UB"), control = tight))))
for (measure in c("RR", "OR", "RD"))
  parts <- c(parts, say(paste("responders", measure), fitted(rma(yi, vi, data = counts(measure), control = tight))))
md <- means("MD")
for (method in c("REML", "ML", "DL", "PM", "EB", "HE", "HS", "HSk", "SJ", "FE"))
  parts <- c(parts, say(paste("method", method), fitted(rma(yi, vi, data = md, method = method, control = tight))))
f <- rma(yi, vi, data = md, control = tight)
k <- rma(yi, vi, data = md, test = "knha", control = tight)
between <- confint(f, digits = 12)$random["tau^2", ]
parts <- c(parts, say("knha", c(fitted(k), list(prediction_low = predict(k)$pi.lb, prediction_high = predict(k)$pi.ub))))
parts <- c(parts, say("intervals", list(tau2_low = between[["ci.lb"]], tau2_high = between[["ci.ub"]],
  tau2_se = f$se.tau2, prediction_low = predict(f)$pi.lb, prediction_high = predict(f)$pi.ub)))
m <- rma(yi, vi, mods = ~ sessions, data = md, control = tight)
parts <- c(parts, say("moderator", list(intercept = coef(m)[[1]], slope = coef(m)[[2]], slope_se = m$se[2],
  tau2 = m$tau2, tau2_se = m$se.tau2, i2 = m$I2, r2 = m$R2, q_residual = m$QE, q_moderators = m$QM)))
m <- rma(yi, vi, mods = ~ sessions + year, data = md, test = "knha", control = tight)
parts <- c(parts, say("moderators knha", list(slope = coef(m)[[2]], slope_se = m$se[2], slope_p = m$pval[2],
  f = m$QM, p = m$QMp)))
e <- regtest(f, ret.fit = TRUE); l <- regtest(f, model = "lm")
parts <- c(parts, say("egger", list(z = e$zval, p = e$pval, limit = e$est, t = l$zval, t_p = l$pval)))
for (side in c("left", "right")) for (estimator in c("L0", "R0")) {
  t <- trimfill(f, side = side, estimator = estimator)
  parts <- c(parts, say(paste("trimfill", side, estimator), list(missing = t$k0, missing_se = t$se.k0,
    estimate = coef(t)[[1]], se = t$se, tau2 = t$tau2)))
}
odds <- rma(yi, vi, data = counts("OR"), control = tight)
for (estimator in c("L0", "R0")) {
  t <- trimfill(odds, side = "left", estimator = estimator)
  parts <- c(parts, say(paste("trimfill odds left", estimator), list(missing = t$k0, missing_se = t$se.k0,
    estimate = coef(t)[[1]], se = t$se, tau2 = t$tau2)))
}
s <- selmodel(f, type = "stepfun", steps = 0.025, alternative = "less")
parts <- c(parts, say("selection", list(estimate = s$beta[1], se = s$se[1], tau2 = s$tau2, relative = s$delta[2],
  likelihood_ratio = s$LRT, p = s$LRTp)))
u <- leave1out(f); c1 <- cumul(f, order = md$year)
parts <- c(parts, say("without the first", list(estimate = u$estimate[1], se = u$se[1], tau2 = u$tau2[1])))
parts <- c(parts, say("the first five", list(estimate = c1$estimate[5], se = c1$se[5], tau2 = c1$tau2[5])))
cat("{\n", paste(parts, collapse = ",\n"), "\n}\n", sep = "")
