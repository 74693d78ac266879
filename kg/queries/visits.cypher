// Organisations visited, how often and by whom.
// @param person string = ''            name, alias or id of somebody who was there; empty for all
// @param kind   string = ''            company, school, hospital …; empty for all
// @param since  first-day = 0001-01-01 first day
// @param until  last-day = 9999-12-31  last day
// @param limit  integer = 100          rows at most
// @column organization   string   where
// @column kind           string   company, school …
// @column visits         integer  how often
// @column first          date     the first of known day
// @column last           date     the last of known day
// @column people         strings  who was there
// @column organizationId string   id
// @order -visits, organizationId
// @example kind=company
MATCH (e:Event)-[:VISITED]->(g:Organization)
WHERE ($kind = '' OR g.kind = $kind)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($person = '' OR EXISTS { MATCH (p:Person)-[:ATTENDED]->(e)
       WHERE p.id = $person OR p.name = $person OR $person IN p.aliases })
OPTIONAL MATCH (x:Person)-[:ATTENDED]->(e)
WITH g, count(DISTINCT e.id) AS visits, min(e.date) AS first, max(e.date) AS last, collect(DISTINCT x.name) AS people
RETURN g.name AS organization, g.kind AS kind, visits, first, last, people, g.id AS organizationId
ORDER BY visits DESC, organizationId LIMIT $limit
