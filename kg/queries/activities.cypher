// Everything a person did between two dates: events, announced events, changes of office, articles written.
// @param person string                 name, alias or id
// @param since  first-day = 0001-01-01 first day
// @param until  last-day = 9999-12-31  last day
// @param area   string = ''            area of the office, or of the papers that tell of the event; empty for all
// @column date     date     day, when it is known
// @column dateText string   the date as printed
// @column did      string   attended, expected, appointed, removed, wrote
// @column what     string   the event, office or article
// @column detail   strings  roles or kind
// @column area     string   area of the office, or those of the papers that tell of it
// @column quotes   strings  the sentences that prove it
// @column id       string   id of the edge
// @order date, did, what, id
// @empty no event, office or article of this person is in the graph; kg show NAME tells what is
// @example person=敖煜新 since=2026-04 until=2026-04
MATCH (p:Person)-[r:ATTENDED]->(e:Event)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN e.date AS date, e.dateText AS dateText, 'attended' AS did, e.name AS what, r.roles AS detail,
       collect(DISTINCT n.area) AS area, r.quotes AS quotes, r.id AS id
UNION ALL
MATCH (p:Person)-[r:EXPECTED_AT]->(e:Event)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN e.date AS date, e.dateText AS dateText, 'expected' AS did, e.name AS what, r.roles AS detail,
       collect(DISTINCT n.area) AS area, r.quotes AS quotes, r.id AS id
UNION ALL
MATCH (p:Person)-[r:APPOINTED]->(o:Position)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(r.latest, date('9999-12-31')) >= date($since)
  AND coalesce(r.earliest, r.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN r.date AS date, r.dateText AS dateText, 'appointed' AS did, o.name AS what, [coalesce(r.kind, '')] AS detail,
       collect(DISTINCT y.name) AS area, r.quotes AS quotes, r.id AS id
UNION ALL
MATCH (p:Person)-[r:REMOVED]->(o:Position)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(r.latest, date('9999-12-31')) >= date($since)
  AND coalesce(r.earliest, r.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN r.date AS date, r.dateText AS dateText, 'removed' AS did, o.name AS what, [coalesce(r.kind, '')] AS detail,
       collect(DISTINCT y.name) AS area, r.quotes AS quotes, r.id AS id
UNION ALL
MATCH (p:Person)-[r:WROTE]->(n:Article)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(n.published, date('9999-12-31')) >= date($since)
  AND coalesce(n.published, date('9999-12-31')) <= date($until)
  AND ($area = '' OR n.area = $area)
RETURN n.published AS date, n.publishedText AS dateText, 'wrote' AS did, n.name AS what, [coalesce(r.as, '')] AS detail,
       collect(DISTINCT n.area) AS area, r.quotes AS quotes, r.id AS id
