// The holders of an office in order, with all four bounds of each spell, the gap in which the change fell, and the articles.
// @param office string       full name, title, alias or id (拱墅区委书记, 区委书记)
// @param area   string = ''  area of a bare title
// @column person        string   who held it
// @column capacity      string   full, acting, designate, former
// @column startEarliest date     not before
// @column startLatest   date     in office by
// @column endEarliest   date     still in office on
// @column endLatest     date     out of office by
// @column evidence      strings  sighted, appointed, removed
// @column sightings     integer  statements that saw the person in office
// @column predecessor   string   who went before, where one seat makes that sure
// @column changeAfter   date     the change was not before
// @column changeBefore  date     the change was not after
// @column articles      strings  ids of the articles
// @column office        string   the office
// @column area          string   its area
// @column personId      string   id
// @column officeId      string   id
// @column edge          string   id of the spell
// @empty the office is in the graph, but nobody is seen in it
// @example office=区委书记 area=拱墅区
MATCH (p:Person)-[h:HOLDS]->(o:Position)
WHERE (o.id = $office OR o.name = $office OR o.title = $office OR $office IN o.aliases)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
OPTIONAL MATCH (o)-[:IN]->(y:Area)
WITH p, h, o, collect(DISTINCT y.name) AS area
OPTIONAL MATCH (p)-[r:REPLACED]->(q:Person)
WHERE r.position = o.id AND r.notAfter <= h.startLatest AND r.notAfter >= coalesce(h.startEarliest, r.notAfter)
RETURN p.name AS person, h.capacity AS capacity, h.startEarliest AS startEarliest, h.startLatest AS startLatest,
       h.endEarliest AS endEarliest, h.endLatest AS endLatest, h.evidence AS evidence, h.sightings AS sightings,
       q.name AS predecessor, r.notBefore AS changeAfter, r.notAfter AS changeBefore, h.articles AS articles,
       o.name AS office, area, p.id AS personId, o.id AS officeId, h.id AS edge
ORDER BY startLatest, endEarliest, personId, edge, changeBefore
