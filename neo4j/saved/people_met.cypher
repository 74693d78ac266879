// Who met whom at small meetings
WITH '敖煜新' AS person
MATCH path = (:Person {name: person})-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(:Person)
WHERE COUNT { (e)<-[:ATTENDED]-() } <= 12
RETURN path LIMIT 150;
