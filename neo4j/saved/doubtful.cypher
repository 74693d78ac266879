// The least sure edges, to check first (a table)
MATCH (a)-[r]->(b) WHERE r.confidence < 0.8
RETURN r.confidence AS confidence, type(r) AS type, a.name AS source, b.name AS target, r.quotes[0] AS quote
ORDER BY confidence, r.id LIMIT 100;
