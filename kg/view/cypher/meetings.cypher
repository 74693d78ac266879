// stops  events that are parts of events
MATCH (e:Event)-[:PART_OF]->(x:Event) RETURN e.id AS part, x.id AS whole ORDER BY part, whole
// met  people at the same events as a person, but for events that have parts or are parts
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL)
  AND NOT EXISTS { MATCH (e)-[:PART_OF]->(:Event) } AND NOT EXISTS { MATCH (:Event)-[:PART_OF]->(e) }
WITH DISTINCT e
MATCH (x:Person)-[:ATTENDED]->(e)
WITH e, count(DISTINCT x.id) AS people WHERE people > 1 AND people <= $largest
MATCH (q:Person)-[:ATTENDED]->(e) WHERE q.id <> $id
WITH q.id AS person, count(DISTINCT e.id) AS events, round(sum(1.0 / (people - 1)), 9) AS weight, min(e.date) AS first,
     max(e.date) AS last
WHERE ($among AND person IN $others) OR (NOT $among AND NOT person IN $others)
RETURN person, events, weight, first, last ORDER BY events DESC, weight DESC, person SKIP $skip LIMIT $limit
// count_met  how many people those are
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL)
  AND NOT EXISTS { MATCH (e)-[:PART_OF]->(:Event) } AND NOT EXISTS { MATCH (:Event)-[:PART_OF]->(e) }
WITH DISTINCT e
MATCH (x:Person)-[:ATTENDED]->(e)
WITH e, count(DISTINCT x.id) AS people WHERE people > 1 AND people <= $largest
MATCH (q:Person)-[:ATTENDED]->(e) WHERE q.id <> $id AND NOT q.id IN $others
RETURN count(DISTINCT q.id) AS number
// toured  events with parts, and parts, that a person attended
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)
WHERE EXISTS { MATCH (e)-[:PART_OF]->(:Event) } OR EXISTS { MATCH (:Event)-[:PART_OF]->(e) }
RETURN DISTINCT e.id AS event
// there  who attended some events
UNWIND $events AS event
MATCH (p:Person)-[:ATTENDED]->(e:Event {id: event}) RETURN event, collect(DISTINCT p.id) AS people
// gatherings  people by the events they attended with others, but for events that have parts or are parts
MATCH (x:Person)-[:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL)
  AND NOT EXISTS { MATCH (e)-[:PART_OF]->(:Event) } AND NOT EXISTS { MATCH (:Event)-[:PART_OF]->(e) }
WITH e, count(DISTINCT x.id) AS people WHERE people > 1 AND people <= $largest
MATCH (p:Person)-[:ATTENDED]->(e)
RETURN p.id AS person, count(DISTINCT e.id) AS number
// attended_by  the events that some people attended, each with those of them who were there
MATCH (p:Person)-[:ATTENDED]->(e:Event) WHERE p.id IN $people
RETURN e.id AS event, collect(DISTINCT p.id) AS people
