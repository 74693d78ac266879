// The place of people in printed lists over time.
// @param person string                 name, alias or id
// @param event  string = ''            part of the event's name; empty for all
// @param since  first-day = 0001-01-01 first day
// @param until  last-day = 9999-12-31  last day
// @param area   string = ''            area of the papers that tell of it; empty for all
// @column date     date     day, when it is known
// @column dateText string   the date as printed
// @column event    string   what it was
// @column rank     integer  place in the list, from 1
// @column people   integer  people named there
// @column openList boolean  the list ends in 等
// @column titles   strings  offices as printed there
// @column area     string   areas of the papers that tell of it
// @column personId string   id
// @column eventId  string   id
// @empty nobody's place in a list is known
// @example person=敖煜新
MATCH (p:Person)-[a:ATTENDED]->(e:Event)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND a.rank IS NOT NULL AND ($event = '' OR e.name CONTAINS $event)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
MATCH (e)<-[:ATTENDED]-(x:Person)
WITH p, a, e, count(DISTINCT x.id) AS people
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN e.date AS date, e.dateText AS dateText, e.name AS event, a.rank AS rank, people, e.openList AS openList,
       a.titles AS titles, collect(DISTINCT n.area) AS area, p.id AS personId, e.id AS eventId
ORDER BY date, eventId, rank, personId
