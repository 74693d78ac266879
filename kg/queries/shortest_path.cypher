// The shortest chain of shared events between two people, or one of several as short, with the sentence that proves each step.
// @param person string  name, alias or id
// @param other  string  name, alias or id
// @column steps  integer  edges of the chain, two for a shared event
// @column names  strings  people and events in turn
// @column ids    strings  their ids
// @column area   string   areas of the papers that tell of its events
// @column quotes strings  for each step, the first sentence that proves it
// @order steps, ids
// @table names, quotes
// @empty no chain of at most four shared events joins two people of these names
// @example person=敖煜新 other=李志龙
// @for neo4j
MATCH (p:Person) WHERE p.id = $person OR p.name = $person OR $person IN p.aliases
MATCH (q:Person) WHERE (q.id = $other OR q.name = $other OR $other IN q.aliases) AND q.id <> p.id
MATCH chain = shortestPath((p)-[:ATTENDED*..8]-(q))
WITH length(chain) AS steps, [n IN nodes(chain) | n.name] AS names, [n IN nodes(chain) | n.id] AS ids,
     [r IN relationships(chain) | r.quotes[0]] AS quotes
UNWIND ids AS id
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e:Event) WHERE e.id = id
RETURN steps, names, ids, collect(DISTINCT n.area) AS area, quotes
// @for ladybug
MATCH chain = (p:Person)-[:ATTENDED* SHORTEST 1..8]-(q:Person)
WHERE (p.id = $person OR p.name = $person OR $person IN p.aliases) AND (q.id = $other OR q.name = $other OR $other IN q.aliases)
  AND q.id <> p.id
WITH length(chain) AS steps, properties(nodes(chain), 'name') AS names, properties(nodes(chain), 'id') AS ids,
     list_transform(properties(rels(chain), 'quotes'), x -> x[1]) AS quotes
UNWIND ids AS id
OPTIONAL MATCH (n:Article)-[:REPORTS]->(e:Event) WHERE e.id = id
RETURN steps, names, ids, collect(DISTINCT n.area) AS area, quotes
