# Makes golden.json beside it. Run by hand: Rscript reference.R
# Debian: r-base-core r-cran-plm r-cran-jsonlite
suppressMessages({library(plm); library(jsonlite)})

panel <- read.csv("panel.csv")
samples <- list(balanced = panel, unbalanced = panel[panel$present == 1, ])
form <- y ~ x1 + x2 + girl

told <- function(m) {
  s <- summary(m)$coefficients
  list(terms = rownames(s), estimate = unname(s[, 1]), std_error = unname(s[, 2]))
}
test <- function(h) list(statistic = unname(h$statistic), df = unname(h$parameter), p = unname(h$p.value))

case <- function(d) {
  p <- pdata.frame(d, index = c("child", "wave"))
  re <- plm(form, p, model = "random", random.method = "swar")
  fe <- plm(form, p, model = "within")
  list(
    random = c(told(re), list(sigma2 = unname(ercomp(re)$sigma2), theta = range(ercomp(re)$theta))),
    within = told(fe),
    between = told(plm(form, p, model = "between")),
    hausman = test(phtest(fe, re))
  )
}
out <- lapply(samples, case)
# without girl: with a regressor that never changes phtest picks the wrong coefficients; and only
# on the balanced panel, as it does not take theta out of the constant
out$balanced$auxiliary <- test(phtest(
  y ~ x1 + x2, data = pdata.frame(panel, index = c("child", "wave")), method = "aux"))
# differences of neighbouring waves only: on the balanced panel and, waves 1 to 3, on the other
fd <- function(d) {
  p <- pdata.frame(d, index = c("child", "wave"))
  told(plm(y ~ x1 + x2, p, model = "fd"))
}
out$balanced$first_difference <- fd(panel)
# with gaps: plm's diff with shift = "time" gives NA across a gap
p <- pdata.frame(samples$unbalanced, index = c("child", "wave"))
g <- data.frame(y = as.numeric(diff(p$y, shift = "time")), x1 = as.numeric(diff(p$x1, shift = "time")),
                x2 = as.numeric(diff(p$x2, shift = "time")))
m <- lm(y ~ x1 + x2, g)
s <- summary(m)$coefficients
out$unbalanced$first_difference <- list(terms = rownames(s), estimate = unname(s[, 1]),
                                        std_error = unname(s[, 2]), n = nobs(m))
data(Grunfeld, package = "plm")
G <- pdata.frame(Grunfeld, index = c("firm", "year"))
gf <- inv ~ value + capital
out$grunfeld <- list(first_difference = told(plm(gf, G, model = "fd")))
out$versions <- list(R = R.version.string, plm = as.character(packageVersion("plm")))
write_json(out, "golden.json", digits = 15, auto_unbox = TRUE, pretty = TRUE)
