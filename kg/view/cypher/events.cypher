// people_at  how many people attended each of some events
MATCH (p:Person)-[r:ATTENDED]->(e:Event) WHERE e.id IN $ids RETURN e.id AS event, count(DISTINCT p.id) AS number
// attendance  who attended an event, and who was expected there
MATCH (p:Person)-[r:ATTENDED]->(e:Event {id: $id}) RETURN 'ATTENDED' AS type, r.id AS edge, p.id AS person, r.rank AS rank
UNION ALL
MATCH (p:Person)-[r:EXPECTED_AT]->(e:Event {id: $id}) RETURN 'EXPECTED_AT' AS type, r.id AS edge, p.id AS person, CAST(null AS INT64) AS rank
// reported  the articles that tell of an event
MATCH (a:Article)-[r:REPORTS]->(e:Event {id: $id}) RETURN r.id AS edge, a.id AS article
// reports  the events that an article tells of
MATCH (a:Article {id: $id})-[r:REPORTS]->(e:Event) RETURN DISTINCT e.id AS event
// writers  who wrote an article
MATCH (p:Person)-[r:WROTE]->(a:Article {id: $id}) RETURN r.id AS edge, p.id AS person, r.as AS part
// resting_on  the edges that an article proves: all edges are gone through
MATCH (a)-[r]->(b) WHERE $id IN r.articles RETURN label(r) AS type, r.id AS edge, r.support AS support
