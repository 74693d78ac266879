// Who chaired for whom: the chair of an event and those who attended it, counted.
// @param person string = ''            name, alias or id of the chair; empty for all
// @param since  first-day = 0001-01-01 first day
// @param until  last-day = 9999-12-31  last day
// @param area   string = ''            area of the papers that tell of it; empty for all
// @param least  integer = 1            fewest events
// @param limit  integer = 100          rows at most
// @column chair      string   who chaired
// @column attendee   string   who attended
// @column events     integer  how many events
// @column first      date     the first of known day
// @column last       date     the last of known day
// @column area       string   areas of the papers that tell of these events
// @column chairId    string   id
// @column attendeeId string   id
// @empty nobody is told to have chaired an event at which others are named
// @example person=敖煜新 least=2
MATCH (p:Person)-[:CHAIRED]->(e:Event)<-[:ATTENDED]-(q:Person)
WHERE p.id <> q.id AND ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
WITH p, q, count(*) AS events, min(e.date) AS first, max(e.date) AS last
WHERE events >= $least
WITH p, q, events, first, last ORDER BY events DESC, p.id, q.id LIMIT $limit
MATCH (p)-[:CHAIRED]->(e:Event)<-[:ATTENDED]-(q)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN p.name AS chair, q.name AS attendee, events, first, last, collect(DISTINCT n.area) AS area, p.id AS chairId,
       q.id AS attendeeId
ORDER BY events DESC, chairId, attendeeId
