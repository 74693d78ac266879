// degrees  how many edges touch each of some nodes
MATCH (n:LABEL)-[r]-(x) WHERE n.id IN $ids RETURN n.id AS id, count(r) AS number
// most_tied  the nodes that most edges touch
MATCH (n) OPTIONAL MATCH (n)-[r]-(x)
WITH n.id AS id, count(r) AS number RETURN id, number ORDER BY number DESC, id LIMIT $limit
// around  the neighbours of some nodes, with the number of edges to them
MATCH (n:LABEL)-[r]-(x) WHERE n.id IN $ids RETURN x.id AS id, count(r) AS number
// ends_around  the edges at some nodes
MATCH (n:LABEL)-[r]->(x) WHERE n.id IN $ids RETURN label(r) AS type, true AS out, n.id AS source, x.id AS target, r.id AS edge
UNION ALL MATCH (n:LABEL)<-[r]-(x) WHERE n.id IN $ids RETURN label(r) AS type, false AS out, x.id AS source, n.id AS target, r.id AS edge
// among  the edges among some nodes
MATCH (a:LABEL)-[r]->(b) WHERE a.id IN $ids AND b.id IN $others
RETURN label(r) AS type, a.id AS source, b.id AS target, r.id AS edge
