// Everybody who held an office, and who replaced whom
WITH '拱墅区委书记' AS office
MATCH path = (p:Person)-[:HOLDS]->(o:Position {name: office})
OPTIONAL MATCH change = (p)-[r:REPLACED]->(:Person) WHERE r.position = o.id
RETURN path, change;
