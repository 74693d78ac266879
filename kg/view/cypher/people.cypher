// parts  what a person took part in or was expected at
MATCH (p:Person {id: $id})-[r:ATTENDED|EXPECTED_AT]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD
RETURN label(r) AS type, r.id AS edge, e.id AS event
ORDER BY coalesce(e.earliest, e.latest, date('9999-12-31')), coalesce(e.latest, date('9999-12-31')), event, type, edge
SKIP $skip LIMIT $limit
// count_parts  how many there are
MATCH (p:Person {id: $id})-[r:ATTENDED|EXPECTED_AT]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD
RETURN count(r) AS number
// count_articles  how many articles a person wrote
MATCH (p:Person {id: $id})-[r:WROTE]->(a:Article) RETURN count(r) AS number
// wrote  the articles a person wrote
MATCH (p:Person {id: $id})-[r:WROTE]->(a:Article)
RETURN r.id AS edge, a.id AS article, r.as AS part
ORDER BY coalesce(a.publishedText, '9999'), article, edge SKIP $skip LIMIT $limit
// replaced_by  those who came after a person
MATCH (x:Person)-[r:REPLACED]->(p:Person {id: $id}) RETURN r.id AS edge, x.id AS source
// active  people by the events they attended
MATCH (p:Person)-[r:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD
RETURN p.id AS person, count(r) AS events,
       CAST(sum(CASE WHEN list_contains(r.roles, 'led') OR list_contains(r.roles, 'chaired') THEN 1 ELSE 0 END) AS INT64) AS led,
       min(CASE WHEN e.precision = 'day' THEN e.earliest END) AS first, max(CASE WHEN e.precision = 'day' THEN e.latest END) AS last
ORDER BY events DESC, led DESC, person SKIP $skip LIMIT $limit
// count_active  how many people there are
MATCH (p:Person)-[r:ATTENDED]->(e:Event)
WHERE coalesce(e.latest, date('9999-12-31')) >= date($since) AND coalesce(e.earliest, e.latest, date('0001-01-01')) <= date($until)
  AND ($always OR e.earliest IS NOT NULL OR e.latest IS NOT NULL) AND TOLD
RETURN count(DISTINCT p.id) AS number
