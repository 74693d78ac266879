// The offices of a person in order, each with its organ and area.
// @param person string       name, alias or id
// @param area   string = ''  area of the office; empty for all
// @column office        string   the office
// @column organ         string   the organ it belongs to
// @column area          string   its area
// @column capacity      string   full, acting, designate, former
// @column startEarliest date     not before
// @column startLatest   date     in office by
// @column endEarliest   date     still in office on
// @column endLatest     date     out of office by
// @column evidence      strings  sighted, appointed, removed
// @column titles        strings  as printed
// @column quotes        strings  the sentences that prove it
// @column personId      string   id
// @column officeId      string   id
// @column edge          string   id of the spell
// @empty no office of this person is printed in what was read
// @example person=敖煜新
MATCH (p:Person)-[h:HOLDS]->(o:Position)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(x:Area) WHERE x.name = $area OR x.id = $area })
OPTIONAL MATCH (o)-[:AT]->(g:Organization)
OPTIONAL MATCH (o)-[:IN]->(z:Area)
RETURN o.name AS office, min(g.name) AS organ, min(z.name) AS area, h.capacity AS capacity,
       h.startEarliest AS startEarliest, h.startLatest AS startLatest, h.endEarliest AS endEarliest,
       h.endLatest AS endLatest, h.evidence AS evidence, h.titles AS titles, h.quotes AS quotes, p.id AS personId,
       o.id AS officeId, h.id AS edge
ORDER BY startLatest, endEarliest, officeId, edge
