// Firms visited, and who led; a stop is tied to its tour
MATCH path = (e:Event)-[:VISITED]->(:Organization {kind: 'company'})
OPTIONAL MATCH led = (:Person)-[:LED]->(e)
OPTIONAL MATCH tour = (e)-[:PART_OF]->(:Event)
RETURN path, led, tour LIMIT 150;
