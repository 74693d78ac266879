// Everybody who held an office, and who replaced whom
:param office => '拱墅区委书记';
MATCH path = (p:Person)-[h:HOLDS]->(o:Position {name: $office})
OPTIONAL MATCH change = (p)-[r:REPLACED]->(:Person) WHERE r.position = o.id
RETURN path, change;
