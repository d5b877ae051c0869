# Reference values of tests/reference/test_n_of_1.py: one person's alternating periods by nlme::gls.
# Run: Rscript validation/n_of_1_values.R examples/n-of-1.csv
# Debian's r-base and r-cran-nlme. The scores are invented; the figures check arithmetic, nothing else.
suppressMessages(library(nlme))
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, ...) cat(sprintf("%-12s", name), formatC(c(...), digits = 10, format = "g"), "\n")
cat(R.version.string, "nlme", format(packageVersion("nlme")), "\n")
d$day <- as.integer(as.Date(d$date) - as.Date(d$date[1]))
d <- d[d$condition != "washout", ]
d$into <- d$day - ave(d$day, d$period, FUN = min)
d$other <- as.integer(d$condition == "needles")
tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500)
fit <- function(name, formula, data, method = "REML") {
  g <- gls(formula, data[!is.na(data$pain), ], correlation = corAR1(form = ~day), method = method, control = tight)
  rho <- coef(g$modelStruct$corStruct, unconstrained = FALSE)
  say(name, summary(g)$tTable["other", 1:2], coef(g)[1], rho, sigma(g), logLik(g), coef(g)["day"])
}
fit("plain", pain ~ other, d)
fit("trend", pain ~ other + day, d)
fit("dropped", pain ~ other, d[d$into >= 2, ])
