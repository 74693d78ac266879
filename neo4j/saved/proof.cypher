// The sentences behind one person's offices (a table)
WITH '敖煜新' AS person
MATCH (:Person {name: person})-[h:HOLDS]->(o:Position)
UNWIND range(0, size(h.quotes) - 1) AS i
RETURN o.name AS office, h.capacity AS capacity, h.quotes[i] AS quote, h.support[i] AS statement
ORDER BY office, capacity, i;
