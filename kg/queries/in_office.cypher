// Who held an office on a day: surely (seen before and after it), or possibly (nothing speaks against it).
// Without an office: who held which office of an area, or of all.
// @param office string = ''  full name, title, alias or id; empty for all
// @param day    day          the day
// @param area   string = ''  area of a bare title, or of all offices; empty for all
// @column certainty     string  surely or possibly
// @column person        string  who
// @column capacity      string  full or acting
// @column startEarliest date    not before
// @column startLatest   date    in office by
// @column endEarliest   date    still in office on
// @column endLatest     date    out of office by
// @column office        string  the office
// @column area          string  its area
// @column quotes        strings the sentences that prove it
// @column personId      string  id
// @column officeId      string  id
// @column edge          string  id of the spell
// @empty nobody is known to have held it then; kg query holders tells who is known at all
// @example office=区委书记 area=拱墅区 day=2026-04-29
MATCH (p:Person)-[h:HOLDS]->(o:Position)
WHERE ($office = '' OR o.id = $office OR o.name = $office OR o.title = $office OR $office IN o.aliases)
  AND ($area = '' OR EXISTS { MATCH (o)-[:IN]->(z:Area) WHERE z.name = $area OR z.id = $area })
  AND h.capacity IN ['full', 'acting']
  AND coalesce(h.startEarliest, date('0001-01-01')) <= date($day) AND coalesce(h.endLatest, date('9999-12-31')) >= date($day)
OPTIONAL MATCH (o)-[:IN]->(y:Area)
RETURN CASE WHEN h.startLatest <= date($day) AND h.endEarliest >= date($day) THEN 'surely' ELSE 'possibly' END AS certainty,
       p.name AS person, h.capacity AS capacity, h.startEarliest AS startEarliest, h.startLatest AS startLatest,
       h.endEarliest AS endEarliest, h.endLatest AS endLatest, o.name AS office, collect(DISTINCT y.name) AS area, h.quotes AS quotes, p.id AS personId,
       o.id AS officeId, h.id AS edge
ORDER BY certainty DESC, startLatest, personId, edge
