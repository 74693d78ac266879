// Who met whom at small meetings
:param person => '敖煜新';
MATCH path = (:Person {name: $person})-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(:Person)
WHERE COUNT { (e)<-[:ATTENDED]-() } <= 12
RETURN path LIMIT 150;
