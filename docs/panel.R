# The table of docs/notebook.ipynb in R, from the same exports; nothing but base R is needed:
#
#   kg build seeds && kg export --to panel && kg export --to csv
#   Rscript docs/panel.R out-panel out-csv > table.csv

folders <- commandArgs(trailingOnly = TRUE)
if (length(folders) != 2) stop("give two folders: the exports panel and csv (Rscript docs/panel.R out-panel out-csv)")
read <- function(folder, file) {
  # The files begin with a byte order mark.
  read.csv(file.path(folder, file), fileEncoding = "UTF-8-BOM", encoding = "UTF-8", stringsAsFactors = FALSE, na.strings = "")
}

persons <- read(folders[1], "persons.csv")
month <- as.integer(substr(persons$month, 6, 7))
persons$quarter <- paste0(substr(persons$month, 1, 4), "Q", (month + 2) %/% 3)
counts <- c("attended", "chaired", "spoke_at", "issues", "articles")
quarters <- aggregate(persons[counts], persons[c("personId", "person", "quarter")], sum)
quarters <- quarters[quarters$articles > 0, ]

offices <- merge(read(folders[1], "positions.csv"), read(folders[2], "nodes_Position.csv")[c("id", "branch")],
                 by.x = "positionId", by.y = "id")
holds <- function(branches) as.integer(quarters$personId %in% offices$holderId[offices$branch %in% branches])
quarters$party <- holds("party")
quarters$government <- holds("government")

model <- glm(attended ~ party + government, family = poisson, data = quarters, offset = log(articles),
             control = glm.control(epsilon = 1e-12))

# Standard errors clustered by person, with the usual correction for few clusters; the package sandwich gives the same.
x <- model.matrix(model)
scores <- rowsum(x * (quarters$attended - fitted(model)), quarters$personId)
bread <- solve(crossprod(x * sqrt(fitted(model))))
groups <- nrow(scores)
correction <- groups / (groups - 1) * (nrow(x) - 1) / (nrow(x) - ncol(x))
errors <- sqrt(diag(correction * bread %*% crossprod(scores) %*% bread))

table <- data.frame(term = sub("(Intercept)", "Intercept", names(coef(model)), fixed = TRUE), estimate = coef(model),
                    std_error = errors, ratio = exp(coef(model)))
write.csv(format(table, digits = 12), row.names = FALSE, quote = FALSE)
message(nrow(quarters), " person-quarters, ", groups, " people, deviance ", round(deviance(model), 4))
