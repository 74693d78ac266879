// Contradictions: two people surely in one office of one seat at once, on more than the day of a change. Namesakes, two offices of one name, or an error.
// Not where the one name is a part of the other (巴沙尔, 巴沙尔·阿萨德): that is one man whom nothing has joined.
// @param area string = ''  area of the office; empty for all
// @column office   string   the office
// @column person   string   one
// @column other    string   the other
// @column since    date     first day of the overlap
// @column until    date     last day of the overlap
// @column area     string   area of the office
// @column quotes   strings  sentences for the one
// @column against  strings  sentences for the other
// @column officeId string   id
// @column personId string   id
// @column otherId  string   id
// @order officeId, since, personId, otherId, until
// @empty no office of one seat has two holders at once: good
// @example
MATCH (p:Person)-[h:HOLDS]->(o:Position)<-[k:HOLDS]-(q:Person)
WHERE o.seats = 1 AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(x:Area) WHERE x.name = $area OR x.id = $area }) AND p.id < q.id AND h.capacity IN ['full', 'acting'] AND k.capacity IN ['full', 'acting']
  AND NOT (p.name CONTAINS q.name OR q.name CONTAINS p.name)
  AND h.startLatest <= k.endEarliest AND k.startLatest <= h.endEarliest
  AND (h.startLatest < k.endEarliest AND k.startLatest < h.endEarliest
       OR NOT ('removed' IN h.evidence OR 'removed' IN k.evidence))
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN o.name AS office, p.name AS person, q.name AS other,
       CASE WHEN h.startLatest > k.startLatest THEN h.startLatest ELSE k.startLatest END AS since,
       CASE WHEN h.endEarliest < k.endEarliest THEN h.endEarliest ELSE k.endEarliest END AS until,
       collect(DISTINCT y.name) AS area, h.quotes AS quotes, k.quotes AS against, o.id AS officeId, p.id AS personId, q.id AS otherId
