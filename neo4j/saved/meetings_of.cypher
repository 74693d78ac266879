// The events of a person, newest first, with where they were and what was visited
WITH '敖煜新' AS person
MATCH path = (:Person {name: person})-[:ATTENDED]->(e:Event)
OPTIONAL MATCH place = (e)-[:HELD_AT|VISITED]->()
RETURN path, place ORDER BY e.latest DESC LIMIT 100;
