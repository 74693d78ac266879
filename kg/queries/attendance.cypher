// Who attended what, in which position and role.
// Only events that were held; one that can have been in the period counts, one of unknown day only without a period.
// @param person string = ''          name, alias or id; empty for everybody
// @param event  string = ''          name, alias or id of an event; empty for all
// @param since  first-day = 0001-01-01  first day
// @param until  last-day = 9999-12-31   last day
// @param area   string = ''          area of the papers that tell of it; empty for all
// @column date     date     day, when it is known
// @column dateText string   the date as printed
// @column event    string   what it was
// @column person   string   who came
// @column titles   strings  offices as printed there
// @column roles    strings  chaired, spoke, led
// @column rank     integer  place in the printed list
// @column manner   string   present, remote, nonvoting
// @column area     string   areas of the papers that tell of it
// @column quotes   strings  the sentences that prove it
// @column personId string   id
// @column eventId  string   id
// @empty nobody is told to have attended it; kg show NAME tells what is in the graph
// @example person=敖煜新
MATCH (p:Person)-[a:ATTENDED]->(e:Event)
WHERE ($person = '' OR p.id = $person OR p.name = $person OR $person IN p.aliases)
  AND ($event = '' OR e.id = $event OR e.name = $event OR $event IN e.aliases)
  AND coalesce(e.latest, date('9999-12-31')) >= date($since)
  AND coalesce(e.earliest, e.latest, date('9999-12-31')) <= date($until)
  AND ($area = '' OR EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE m.area = $area })
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e)
RETURN e.date AS date, e.dateText AS dateText, e.name AS event, p.name AS person, a.titles AS titles, a.roles AS roles,
       a.rank AS rank, a.manner AS manner, collect(DISTINCT n.area) AS area, a.quotes AS quotes, p.id AS personId, e.id AS eventId
ORDER BY date, eventId, rank, personId
