// stops  events that are parts of events
MATCH (e:Event)-[:PART_OF]->(x:Event) RETURN e.id AS part, x.id AS whole ORDER BY part, whole
// toured  which of some events a person attended
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event) WHERE e.id IN $events RETURN DISTINCT e.id AS event
// met  people at the same events as a person, but for some events
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(q:Person)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD AND NOT e.id IN $toured
WITH e, collect(DISTINCT q.id) AS there
WITH there, size(there) AS people, e.date AS day WHERE people > 1 AND people <= $largest
UNWIND there AS person
WITH person, people, day WHERE person <> $id AND (person IN $others) = $among
RETURN person, count(people) AS events, round(sum(1.0 / (people - 1)), 9) AS weight, min(day) AS first, max(day) AS last
ORDER BY events DESC, weight DESC, person SKIP $skip LIMIT $limit
// count_met  how many people those are
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(q:Person)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD AND NOT e.id IN $toured
WITH e, collect(DISTINCT q.id) AS there
WITH there, size(there) AS people WHERE people > 1 AND people <= $largest
UNWIND there AS person
WITH person WHERE person <> $id AND NOT person IN $others
RETURN count(DISTINCT person) AS number
// there  who attended some events
MATCH (p:Person)-[:ATTENDED]->(e:Event) WHERE e.id IN $events RETURN e.id AS event, collect(DISTINCT p.id) AS people
// gatherings  every event of two people and more, with all of them
MATCH (p:Person)-[:ATTENDED]->(e:Event)
WITH e, collect(DISTINCT p.id) AS people WHERE size(people) > 1 AND size(people) <= $largest
RETURN e.id AS event, e.earliest AS earliest, e.latest AS latest, e.precision AS precision, people
// met_in  the areas of the papers that tell of the events at which a person met some others
MATCH (p:Person {id: $id})-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(q:Person)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD AND q.id IN $others
MATCH (n:Article)-[:REPORTS]->(e) WHERE n.area IS NOT NULL
RETURN q.id AS person, collect(DISTINCT n.area) AS area
