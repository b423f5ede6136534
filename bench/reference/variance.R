# Components of variance by REML, which in balanced data are those of the analysis of variance.
# Reads rows as CSV, writes `factor,variance` lines. Called by variance.py. Needs: lme4.

suppressPackageStartupMessages(library(lme4))
rows <- read.csv(file("stdin"))
factors <- setdiff(names(rows), "y")
rows[factors] <- lapply(rows[factors], factor)
model <- reformulate(sprintf("(1 | %s)", factors), response = "y")
fit <- lmer(model, data = rows, REML = TRUE, control = lmerControl(
  optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6), calc.derivs = FALSE,
  check.conv.singular = "ignore"
))
found <- as.data.frame(VarCorr(fit))
write.table(
  data.frame(found$grp, sprintf("%.12f", found$vcov)),
  sep = ",", quote = FALSE, row.names = FALSE, col.names = FALSE
)
