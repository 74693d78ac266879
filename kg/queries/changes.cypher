// Changes of office in an area and a period: successions worked out, and appointments and removals announced.
// @param area  string = ''            name or id of the area; empty for all
// @param since first-day = 0001-01-01 first day
// @param until last-day = 9999-12-31  last day
// @column change    string   replaced, appointed or removed
// @column notBefore date     the change was not before
// @column notAfter  date     the change was not after
// @column office    string   the office
// @column person    string   who came, or went
// @column other     string   who was replaced
// @column kind      string   elected, resigned …
// @column area      string   area of the office
// @column articles  strings  ids of the articles
// @column quotes    strings  the sentences it rests on
// @column officeId  string   id
// @column id        string   id of the edge
// @order notAfter, notBefore, officeId, change, id
// @empty nobody was announced, and no office of one seat changed hands in what was read
// @example area=拱墅区 since=2025
MATCH (p:Person)-[r:REPLACED]->(q:Person)
WHERE coalesce(r.notAfter, date('9999-12-31')) >= date($since)
  AND coalesce(r.notBefore, r.notAfter, date('9999-12-31')) <= date($until)
MATCH (o:Position) WHERE o.id = r.position
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN 'replaced' AS change, r.notBefore AS notBefore, r.notAfter AS notAfter, o.name AS office, p.name AS person,
       q.name AS other, '' AS kind, collect(DISTINCT y.name) AS area,
       r.articles AS articles, r.quotes AS quotes, o.id AS officeId, r.id AS id
UNION ALL
MATCH (p:Person)-[r:APPOINTED]->(o:Position)
WHERE coalesce(r.latest, date('9999-12-31')) >= date($since)
  AND coalesce(r.earliest, r.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN 'appointed' AS change, r.earliest AS notBefore, r.latest AS notAfter, o.name AS office, p.name AS person,
       '' AS other, coalesce(r.kind, '') AS kind, collect(DISTINCT y.name) AS area,
       r.articles AS articles, r.quotes AS quotes, o.id AS officeId, r.id AS id
UNION ALL
MATCH (p:Person)-[r:REMOVED]->(o:Position)
WHERE coalesce(r.latest, date('9999-12-31')) >= date($since)
  AND coalesce(r.earliest, r.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN 'removed' AS change, r.earliest AS notBefore, r.latest AS notAfter, o.name AS office, p.name AS person,
       '' AS other, coalesce(r.kind, '') AS kind, collect(DISTINCT y.name) AS area,
       r.articles AS articles, r.quotes AS quotes, o.id AS officeId, r.id AS id
