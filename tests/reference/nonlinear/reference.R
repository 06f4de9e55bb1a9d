# Makes golden.json beside it. Run by hand: Rscript reference.R
# Debian: r-base-core r-cran-survival r-cran-sandwich r-cran-gee r-cran-geepack r-cran-lme4 r-cran-jsonlite
suppressMessages({library(survival); library(sandwich); library(gee); library(geepack)
                  library(lme4); library(jsonlite)})
d <- read.csv("panel.csv")
d$w <- factor(d$wave)
terms <- c("treated", "x")
out <- function(b, v) list(coefficients = unname(b[terms]), std_error = unname(sqrt(diag(v))[terms]))

# --- conditional logit -----------------------------------------------------------------------
# clogit's own clusters would be added to its strata; the robust variance is made from dfbetas
logit <- clogit(yes ~ treated + x + w + strata(child), d, method = "exact")
by <- function(cluster, m = logit) {
  # score of each stratum, by numerical differentiation of each child's own exact likelihood
  ll <- function(b) sapply(split(d, d$child), function(g) {
    X <- cbind(g$treated, g$x, g$wave == 2, g$wave == 3, g$wave == 4)
    e <- exp(X %*% b); k <- sum(g$yes); n <- nrow(g)
    if (k == 0 || k == n) return(0)
    ways <- combn(n, k, function(s) prod(e[s]))
    sum((X %*% b)[g$yes == 1]) - log(sum(ways))
  })
  b <- coef(m); h <- 1e-5
  S <- sapply(seq_along(b), function(j) { u <- b; l <- b; u[j] <- u[j] + h; l[j] <- l[j] - h
                                          (ll(u) - ll(l)) / (2 * h) })
  of <- tapply(d[[cluster]], d$child, function(v) v[1])
  G <- rowsum(S, of)
  V <- vcov(m) %*% crossprod(G) %*% vcov(m)
  dimnames(V) <- dimnames(vcov(m))
  V
}
fe_logit <- list(classical = out(coef(logit), vcov(logit)),
                 cr0_child = out(coef(logit), by("child")),
                 cr0_household = out(coef(logit), by("household")),
                 log_likelihood = logit$loglik[2])

# --- Poisson with dummies of children (the same slopes as conditional) -------------------------
some <- d[ave(d$count, d$child, FUN = sum) > 0, ]
pois <- glm(count ~ treated + x + w + factor(child), poisson, some,
            control = glm.control(epsilon = 1e-14, maxit = 100))
offs <- glm(count ~ treated + x + w + factor(child) + offset(log_exposure), poisson, some,
            control = glm.control(epsilon = 1e-14, maxit = 100))
cl <- function(m, v, ...) vcovCL(m, cluster = some[[v]], ...)
fe_poisson <- list(
  classical = out(coef(pois), vcov(pois)),
  cr0_child = out(coef(pois), cl(pois, "child", type = "HC0", cadjust = FALSE)),
  cr0_household = out(coef(pois), cl(pois, "household", type = "HC0", cadjust = FALSE)),
  no_k_household = out(coef(pois), cl(pois, "household", type = "HC0", cadjust = TRUE)),
  offset = out(coef(offs), cl(offs, "household", type = "HC0", cadjust = FALSE)))

# --- GEE ------------------------------------------------------------------------------------
d <- d[order(d$child, d$wave), ]
gee_one <- function(f, family, corstr, id) {
  d$id <- d[[id]]
  d <- d[order(d$id, d$child, d$wave), ]
  m <- suppressMessages(gee(f, id = id, data = d, family = family, corstr = corstr, Mv = 1,
                            tol = 1e-12, maxiter = 200, silent = TRUE))
  list(coefficients = unname(coef(m)[terms]), alpha = m$working.correlation[1, 2],
       naive = unname(sqrt(diag(m$naive.variance))[terms]),
       robust = unname(sqrt(diag(m$robust.variance))[terms]), scale = m$scale)
}
invisible(capture.output({
gees <- list(
  gaussian_exchangeable_household = gee_one(y ~ treated + x + w, gaussian, "exchangeable", "household"),
  gaussian_independence_school = gee_one(y ~ treated + x + w, gaussian, "independence", "school"),
  binomial_exchangeable_child = gee_one(yes ~ treated + x + w, binomial, "exchangeable", "child"),
  binomial_independence_child = gee_one(yes ~ treated + x + w, binomial, "independence", "child"),
  poisson_exchangeable_child = gee_one(count ~ treated + x + w, poisson, "exchangeable", "child"))
}))
# AR(1) on children seen at every wave, where neighbours are one wave apart
full <- d[ave(d$wave, d$child, FUN = length) == 4, ]
invisible(capture.output({
m <- suppressMessages(gee(y ~ treated + x + w, id = child, data = full, corstr = "AR-M", Mv = 1,
                          tol = 1e-12, maxiter = 200, silent = TRUE))
}))
gees$gaussian_ar1_child <- list(
  coefficients = unname(coef(m)[terms]), alpha = m$working.correlation[1, 2],
  naive = unname(sqrt(diag(m$naive.variance))[terms]),
  robust = unname(sqrt(diag(m$robust.variance))[terms]), scale = m$scale)

# --- mixed ----------------------------------------------------------------------------------
mixed_one <- function(f, REML) {
  m <- lmer(f, d, REML = REML, control = lmerControl(optimizer = "bobyqa",
            optCtrl = list(rhoend = 1e-12, maxfun = 1e6), calc.derivs = FALSE))
  v <- as.data.frame(VarCorr(m))
  c(out(fixef(m), as.matrix(vcov(m))),
    list(variances = as.list(setNames(v$vcov, v$grp)), log_likelihood = as.numeric(logLik(m))))
}
three <- y ~ treated + x + w + (1 | school / household / child)
one <- y ~ treated + x + w + (1 | child)
mixed <- list(three_reml = mixed_one(three, TRUE), three_ml = mixed_one(three, FALSE),
              one_reml = mixed_one(one, TRUE), one_ml = mixed_one(one, FALSE))

packages <- c("survival", "sandwich", "gee", "geepack", "lme4")
write_json(list(made_by = c(list(R = R.version.string),
                            as.list(sapply(packages, function(p) as.character(packageVersion(p))))),
                fe_logit = fe_logit, fe_poisson = fe_poisson, gee = gees, mixed = mixed),
           "golden.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
