# Reference values of tests/reference/test_headache_trial.py: the headache trial by lm, sandwich, nlme and lme4.
# Run: Rscript validation/trial_values.R FOLDER/vickers2004_headache_ipd/acupuncture_14col.csv
# Debian's r-base, r-cran-nlme, r-cran-lme4 and r-cran-sandwich.
suppressMessages({library(nlme); library(sandwich); library(lme4)})
d <- read.csv(commandArgs(trailingOnly = TRUE)[1], fileEncoding = "UTF-8-BOM")
say <- function(name, ...) cat(sprintf("%-28s", name), formatC(c(...), digits = 10, format = "g"), "\n")
cat(R.version.string, "nlme", format(packageVersion("nlme")), "lme4", format(packageVersion("lme4")),
  "sandwich", format(packageVersion("sandwich")), "\n")
m <- lm(pk5 ~ group + pk1 + age + sex + migraine + chronicity, d)
kept <- d[!is.na(d$pk5), ]
say("adjusted", coef(m)["group"], sqrt(vcov(m)["group", "group"]), confint(m)["group", ])
say("hc3 se", sqrt(vcovHC(m, "HC3")["group", "group"]))
say("cluster se", sqrt(vcovCL(m, kept$acupuncturist, type = "HC1")["group", "group"]))
l <- lmer(pk5 ~ group + pk1 + age + sex + migraine + chronicity + (1 | acupuncturist), kept,
  control = lmerControl(optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-12)))
say("random intercept", fixef(l)["group"], sqrt(vcov(l)["group", "group"]), unlist(VarCorr(l)), sigma(l)^2)
i <- lm(pk5 ~ group * I(pk1 - mean(pk1)) + age + sex + migraine + chronicity, kept)
say("interaction", coef(summary(i))[7 + 1, ])
long <- function(times, names) {
  out <- reshape(d, direction = "long", varying = names, v.names = "y", timevar = "t", times = times, idvar = "id")
  out <- out[!is.na(out$y), ]; out <- out[order(out$id, out$t), ]
  out$tf <- factor(out$t); out$ti <- out$t + 1
  for (k in 1:2) out[[paste0("g", k)]] <- out$group * (out$t == k)
  out
}
tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500)
fit <- function(name, formula, data, method) {
  g <- gls(formula, data, correlation = corSymm(form = ~ti | id), weights = varIdent(form = ~ 1 | tf),
    method = method, control = tight)
  s <- summary(g)$tTable
  say(name, s["g1", 1:2], s["g2", 1:2], logLik(g))
}
a <- long(0:2, c("pk1", "pk2", "pk5"))
fit("clda raw REML", y ~ tf + g1 + g2, a, "REML")
fit("clda raw ML", y ~ tf + g1 + g2, a, "ML")
fit("clda sqrt REML", sqrt(y) ~ tf + g1 + g2, a, "REML")
fit("clda sqrt ML", sqrt(y) ~ tf + g1 + g2, a, "ML")
fit("clda adjusted REML", y ~ tf * (age + sex + migraine + chronicity) + g1 + g2, a, "REML")
b <- long(1:2, c("pk2", "pk5")); b$ti <- b$t
fit("mmrm adjusted REML", y ~ tf * (pk1 + age + sex + migraine + chronicity) + g1 + g2, b, "REML")
