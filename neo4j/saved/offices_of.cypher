// The offices of a person, with organ and area
WITH '敖煜新' AS person
MATCH path = (:Person {name: person})-[:HOLDS]->(o:Position)
OPTIONAL MATCH organ = (o)-[:AT]->(:Organization)
OPTIONAL MATCH area = (o)-[:IN]->(:Area)
RETURN path, organ, area;
