# Makes golden.json beside it. Run by hand: Rscript reference.R
# Debian: r-base-core r-cran-clubsandwich r-cran-sandwich r-cran-plm r-cran-jsonlite
suppressMessages({library(clubSandwich); library(sandwich); library(plm); library(jsonlite)})

panel <- read.csv("panel.csv")
terms <- c("x1", "x2", "x3")
samples <- list(balanced = panel, unbalanced = panel[panel$present == 1, ])

std_errors <- function(v, terms) unname(sqrt(diag(v))[terms])

clustered <- function(model, cluster, kinds, terms) {
  out <- list()
  for (kind in kinds) {
    v <- vcovCR(model, cluster = cluster, type = kind)
    out[[tolower(kind)]] <- list(std_error = std_errors(v, terms))
    if (kind %in% c("CR2", "CR3")) {
      t <- coef_test(model, vcov = v, test = "Satterthwaite")
      out[[tolower(kind)]]$df <- t[match(terms, rownames(t)), "df_Satt"]
    }
    if (kind == "CR2") {
      w <- Wald_test(model, constrain_zero(terms[1:2]), vcov = v, test = "HTZ")
      out$joint <- list(statistic = w$Fstat, df = w$df_denom, p = w$p_val)
    }
  }
  out
}

dummies <- list(
  none = "", person = "+ factor(child)", wave = "+ factor(wave)",
  person_wave = "+ factor(child) + factor(wave)",
  person_schoolwave = "+ factor(child) + factor(school):factor(wave)"
)

case <- function(sample, effects, cluster, weights = FALSE, kinds = c("CR0", "CR1", "CR2")) {
  d <- samples[[sample]]
  f <- as.formula(paste("y ~ x1 + x2 + x3", dummies[[effects]]), env = environment())
  m <- if (weights) lm(f, d, weights = weight) else lm(f, d)
  out <- list(
    sample = sample, effects = effects, cluster = cluster, weights = weights,
    rank = m$rank, coefficients = unname(coef(m)[terms]),
    classical = list(std_error = std_errors(vcov(m), terms)), terms = terms
  )
  for (kind in c("HC0", "HC1", "HC2", "HC3")) {
    # a child seen once has leverage 1; sandwich then divides 0 by 0
    v <- suppressWarnings(vcovHC(m, type = kind))
    if (all(is.finite(diag(v)[terms])) && !any(abs(hatvalues(m) - 1) < 1e-8))
      out[[tolower(kind)]] <- list(std_error = std_errors(v, terms))
  }
  c(out, clustered(m, d[[cluster]], kinds, terms))
}

all_kinds <- c("CR0", "CR1", "CR2", "CR3")
cases <- list(
  case("unbalanced", "none", "family", kinds = all_kinds),
  case("unbalanced", "wave", "family", kinds = all_kinds),
  case("balanced", "person", "family"),
  case("unbalanced", "person", "family"),
  case("balanced", "person_wave", "family"),
  case("unbalanced", "person_wave", "family"),
  case("balanced", "person_wave", "household"),
  case("unbalanced", "person_wave", "household"),
  case("unbalanced", "person_wave", "school"),
  case("balanced", "person_schoolwave", "family"),
  case("unbalanced", "person_schoolwave", "household"),
  case("unbalanced", "none", "family", weights = TRUE, kinds = all_kinds),
  case("unbalanced", "wave", "family", weights = TRUE, kinds = all_kinds),
  case("unbalanced", "person_wave", "family", weights = TRUE),
  case("unbalanced", "person_wave", "household", weights = TRUE)
)

# plm: the child's effect taken out, waves as regressors, so that CR3 exists
within <- lapply(names(samples), function(sample) {
  d <- samples[[sample]]
  m <- plm(y ~ x1 + x2 + x3 + factor(wave), d, index = c("child", "wave"), model = "within")
  c(list(sample = sample, coefficients = unname(coef(m)[terms])),
    clustered(m, d$family, all_kinds, terms))
})

castle <- read.csv("castle_controls.csv")
castle_terms <- c("post", "unemployrt", "poverty")
m <- plm(l_homicide ~ post + unemployrt + poverty, castle, index = c("sid", "year"),
         model = "within", effect = "twoways")
by_plm <- c(list(coefficients = unname(coef(m))),
            clustered(m, castle$sid, c("CR0", "CR1", "CR2"), castle_terms))
m <- lm(l_homicide ~ post + unemployrt + poverty + factor(sid) + factor(year), castle)
by_lm <- clustered(m, castle$sid, c("CR1", "CR2"), castle_terms)

versions <- sapply(c("clubSandwich", "sandwich", "plm"), function(p) as.character(packageVersion(p)))
write_json(
  list(made_by = c(list(R = R.version.string), as.list(versions)), cases = cases, within = within,
       castle_plm = by_plm, castle_lm = by_lm),
  "golden.json", digits = NA, auto_unbox = TRUE, pretty = TRUE
)
