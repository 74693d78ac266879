// Pairs of people at the same events: counted, and weighted so that a small meeting binds more (1/(n-1) for n people).
// n counts the people named there: an open list (…等) had more.
// @param person  string = ''            name, alias or id of one of the two; empty for all pairs
// @param since   first-day = 0001-01-01 first day
// @param until   last-day = 9999-12-31  last day
// @param largest integer = 1000         leave out events with more people
// @param least   integer = 1            fewest events together
// @param limit   integer = 100          rows at most
// @column person   string   one
// @column other    string   the other
// @column events   integer  events together
// @column weight   number   sum of 1/(n-1)
// @column first    date     the first of known day
// @column last     date     the last of known day
// @column personId string   id
// @column otherId  string   id
// @example person=敖煜新
MATCH (x:Person)-[:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
WITH e, count(DISTINCT x.id) AS people
WHERE people > 1 AND people <= $largest
MATCH (p:Person)-[:ATTENDED]->(e)<-[:ATTENDED]-(q:Person)
WHERE ($person = '' AND p.id < q.id
   OR $person <> '' AND p.id <> q.id AND (p.id = $person OR p.name = $person OR $person IN p.aliases))
WITH p, q, count(e.id) AS events, sum(1.0 / (people - 1)) AS weight, min(e.date) AS first, max(e.date) AS last
WHERE events >= $least
RETURN p.name AS person, q.name AS other, events, weight, first, last, p.id AS personId, q.id AS otherId
ORDER BY events DESC, weight DESC, personId, otherId LIMIT $limit
