// Organisations visited, how often and by whom. A tour that went there counts once, with however many stops.
// @param person string = ''            name, alias or id of somebody who was there; empty for all
// @param kind   string = ''            company, school, hospital …; empty for all
// @param since  first-day = 0001-01-01 first day
// @param until  last-day = 9999-12-31  last day
// @param area   string = ''            area of the papers that tell of the visit; empty for all
// @param limit  integer = 100          rows at most
// @column organization   string   where
// @column kind           string   company, school …
// @column visits         integer  how often, a tour with all its stops being one
// @column stops          integer  stops of tours there
// @column first          date     the first of known day
// @column last           date     the last of known day
// @column people         names    who was there
// @column area           string   areas of the papers that tell of these visits
// @column organizationId string   id
// @order -visits, organizationId
// @empty no visit to an organisation of this kind is told
// @example kind=company
MATCH (e:Event)-[:VISITED]->(g:Organization)
WHERE ($kind = '' OR g.kind = $kind)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
  AND ($person = '' OR EXISTS { MATCH (p:Person)-[:ATTENDED]->(e)
       WHERE p.id = $person OR p.name = $person OR $person IN p.aliases })
OPTIONAL MATCH (e)-[:PART_OF]->(t:Event)
WITH g, e, min(t.id) AS tour
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
OPTIONAL MATCH (x:Person)-[:ATTENDED]->(e)
WITH g, count(DISTINCT coalesce(tour, e.id)) AS visits, count(DISTINCT CASE WHEN tour IS NOT NULL THEN e.id END) AS stops,
     min(e.date) AS first, max(e.date) AS last, collect(DISTINCT x.name) AS people,
     collect(DISTINCT n.area) AS area
RETURN g.name AS organization, g.kind AS kind, visits, stops, first, last, people, area, g.id AS organizationId
ORDER BY visits DESC, organizationId LIMIT $limit
