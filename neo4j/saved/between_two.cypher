// The shortest chains of shared events between two people
WITH '敖煜新' AS person, '李志龙' AS other
MATCH (a:Person {name: person}), (b:Person {name: other})
MATCH path = allShortestPaths((a)-[:ATTENDED*..8]-(b))
RETURN path LIMIT 25;
