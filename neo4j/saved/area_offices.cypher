// The offices of an area and who was seen in them
:param area => '拱墅区';
MATCH path = (:Area {name: $area})<-[:IN]-(o:Position)<-[:HOLDS]-(:Person)
RETURN path LIMIT 200;
