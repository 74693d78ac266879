// The offices of a person, with organ and area
:param person => '敖煜新';
MATCH path = (:Person {name: $person})-[:HOLDS]->(o:Position)
OPTIONAL MATCH organ = (o)-[:AT]->(:Organization)
OPTIONAL MATCH area = (o)-[:IN]->(:Area)
RETURN path, organ, area;
