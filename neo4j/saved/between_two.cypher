// The shortest chains between two people
:param person => '敖煜新';
:param other => '李志龙';
MATCH (a:Person {name: $person}), (b:Person {name: $other})
MATCH path = allShortestPaths((a)-[:ATTENDED*..8]-(b))
RETURN path LIMIT 25;
