// One event whole: who came, chaired, spoke, where, told by which articles
WITH '区委常委会扩大会议' AS event
MATCH path = (:Event {name: event})--()
RETURN path LIMIT 200;
