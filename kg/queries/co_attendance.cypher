// Pairs of people at the same events: counted, and weighted so that a small meeting binds more (1/(n-1) for n people).
// A tour is one event, at however many of its stops the two met; its weight is that of the smallest gathering of it, tour or
// stop, at which both are named. n counts the people named there: an open list (…等) had more.
// @param person  string = ''            name, alias or id of one of the two; empty for all pairs
// @param since   first-day = 0001-01-01 first day
// @param until   last-day = 9999-12-31  last day
// @param area    string = ''            area of the papers that tell of the event; empty for all
// @param largest integer = 1000         leave out events with more people
// @param least   integer = 1            fewest events together
// @param limit   integer = 100          rows at most
// @column person   string   one
// @column other    string   the other
// @column events   integer  events together, a tour with all its stops being one
// @column stops    integer  stops of tours at which both were
// @column weight   number   sum of 1/(n-1)
// @column first    date     the first of known day
// @column last     date     the last of known day
// @column area     string   areas of the papers that tell of these events
// @column personId string   id
// @column otherId  string   id
// @empty no two people are named at one event
// @example person=敖煜新
MATCH (p:Person)-[:ATTENDED]->(e:Event)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
WITH DISTINCT p, e
MATCH (x:Person)-[:ATTENDED]->(e)
WITH p, e, count(DISTINCT x.id) AS people
WHERE people > 1 AND people <= $largest
OPTIONAL MATCH (e)-[:PART_OF]->(t:Event)
WITH p, e, people, min(t.id) AS tour
MATCH (e)<-[:ATTENDED]-(q:Person)
WHERE ($person = '' AND p.id < q.id OR $person <> '' AND p.id <> q.id)
WITH p, q, coalesce(tour, e.id) AS outing, min(people) AS people, count(tour) AS stops, min(e.date) AS first,
     max(e.date) AS last
WITH p, q, count(outing) AS events, sum(stops) AS stops, round(sum(1.0 / (people - 1)), 9) AS weight, min(first) AS first,
     max(last) AS last
WHERE events >= $least
WITH p, q, events, stops, weight, first, last ORDER BY events DESC, weight DESC, p.id, q.id LIMIT $limit
MATCH (p)-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(q)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN p.name AS person, q.name AS other, events, stops, weight, first, last, collect(DISTINCT n.area) AS area,
       p.id AS personId, q.id AS otherId
ORDER BY events DESC, weight DESC, personId, otherId
