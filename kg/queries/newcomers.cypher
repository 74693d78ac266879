// People new in the lists of an event, and people no longer listed, before and since a day.
// Lists that end in 等 are left out: absence from them says nothing. With few lists on one side it says little.
// @param event string                 part of the event's name (区委常委会, 政协)
// @param day   day                    the day that parts before and since
// @param since first-day = 0001-01-01 first day of all
// @param until last-day = 9999-12-31  last day of all
// @param area  string = ''            area of the papers that tell of it; empty for all: lists of one name are then those of all areas
// @column change      string   new, or no longer listed
// @column person      string   who
// @column first       date     first listed
// @column last        date     last listed
// @column listed      integer  times listed
// @column listsBefore integer  complete lists before the day
// @column listsSince  integer  complete lists on the day and later
// @column area        string   areas of the papers that tell of these lists
// @column personId    string   id
// @empty nobody came or went, or one side of the day has no complete list: lists that end in 等 do not count
// @example event=区委常委会 day=2026-01-01
MATCH (x:Person)-[:ATTENDED]->(e:Event)
WHERE e.name CONTAINS $event AND e.openList = false AND e.earliest >= date($since) AND e.latest <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
WITH count(DISTINCT CASE WHEN e.latest < date($day) THEN e.id END) AS listsBefore,
     count(DISTINCT CASE WHEN e.earliest >= date($day) THEN e.id END) AS listsSince
MATCH (p:Person)-[:ATTENDED]->(e:Event)
WHERE e.name CONTAINS $event AND e.openList = false AND e.earliest >= date($since) AND e.latest <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
WITH listsBefore, listsSince, p.id AS personId, p.name AS person, min(e.earliest) AS first, max(e.latest) AS last,
     count(DISTINCT e.id) AS listed, collect(DISTINCT n.area) AS area
WHERE listsBefore > 0 AND listsSince > 0 AND (first >= date($day) OR last < date($day))
RETURN CASE WHEN first >= date($day) THEN 'new' ELSE 'no longer listed' END AS change, person, first, last, listed,
       listsBefore, listsSince, area, personId
ORDER BY change, first, personId
