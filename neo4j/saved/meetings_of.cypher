// The events of a person, newest first, with where and what they were about
:param person => '敖煜新';
MATCH path = (:Person {name: $person})-[:ATTENDED]->(e:Event)
OPTIONAL MATCH place = (e)-[:HELD_AT|VISITED]->()
RETURN path, place ORDER BY e.latest DESC LIMIT 100;
