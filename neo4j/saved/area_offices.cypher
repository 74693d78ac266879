// The offices of an area and who was seen in them
WITH '拱墅区' AS area
MATCH path = (:Area {name: area})<-[:IN]-(:Position)<-[:HOLDS]-(:Person)
RETURN path LIMIT 200;
