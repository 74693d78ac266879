// holders  the spells of a position
MATCH (p:Person)-[r:HOLDS]->(o:Position {id: $id}) RETURN r.id AS edge, p.id AS source
// changed  announced changes in a position
MATCH (p:Person)-[r:APPOINTED|REMOVED]->(o:Position {id: $id}) RETURN label(r) AS type, r.id AS edge, p.id AS source
// successions  who followed whom in a position
MATCH (p:Person)-[r:REPLACED]->(q:Person) WHERE r.position = $id RETURN r.id AS edge, p.id AS source, q.id AS target
// positions  offices by how many held them
MATCH (o:Position)
OPTIONAL MATCH (p:Person)-[:HOLDS]->(o)
WITH o, count(DISTINCT p.id) AS holders
RETURN o.id AS position, holders
// announcements  announced changes by position
MATCH (p:Person)-[r:APPOINTED|REMOVED]->(o:Position) RETURN o.id AS position, count(r) AS number
// replacements  successions by position
MATCH (p:Person)-[r:REPLACED]->(q:Person) RETURN r.position AS position, count(r) AS number
// all_announced  every announced change
MATCH (p:Person)-[r:APPOINTED|REMOVED]->(o:Position)
RETURN label(r) AS type, r.id AS edge, p.id AS source, o.id AS target, o.id AS position, r.earliest AS first, r.latest AS last
// all_replaced  every succession
MATCH (p:Person)-[r:REPLACED]->(q:Person)
RETURN 'REPLACED' AS type, r.id AS edge, p.id AS source, q.id AS target, r.position AS position, r.notBefore AS first, r.notAfter AS last
// contradicted  two people surely in one office of one seat at once, on more than the day of a change
MATCH (p:Person)-[h:HOLDS]->(o:Position)<-[k:HOLDS]-(q:Person)
WHERE o.seats = 1 AND p.id < q.id AND h.capacity IN ['full', 'acting'] AND k.capacity IN ['full', 'acting']
  AND NOT (p.name CONTAINS q.name OR q.name CONTAINS p.name)
  AND h.startLatest <= k.endEarliest AND k.startLatest <= h.endEarliest
  AND (h.startLatest < k.endEarliest AND k.startLatest < h.endEarliest
       OR NOT ('removed' IN h.evidence OR 'removed' IN k.evidence))
RETURN o.id AS position, p.id AS person, q.id AS other, h.id AS edge, k.id AS against,
       CASE WHEN h.startLatest > k.startLatest THEN h.startLatest ELSE k.startLatest END AS since,
       CASE WHEN h.endEarliest < k.endEarliest THEN h.endEarliest ELSE k.endEarliest END AS until
// placed  the areas of offices
MATCH (o:Position)-[:IN]->(a:Area) RETURN o.id AS position, a.name AS area
