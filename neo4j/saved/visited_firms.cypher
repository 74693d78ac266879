// Firms visited, and who led
MATCH path = (e:Event)-[:VISITED]->(:Organization {kind: 'company'})
OPTIONAL MATCH led = (:Person)-[:LED]->(e)
RETURN path, led LIMIT 150;
