// count_nodes  how many nodes there are of each label
MATCH (n) RETURN label(n) AS label, count(n) AS number
// count_edges  how many edges there are of each type
MATCH ()-[r]->() RETURN label(r) AS type, count(r) AS number
// happened  the first and the last day of held events of known day: the bounds of a bare year are no days
MATCH (e:Event) WHERE e.status = 'held' AND e.precision = 'day' RETURN min(e.earliest) AS first, max(e.latest) AS last
// published  the values of publication
MATCH (a:Article) RETURN min(a.publishedText) AS first, max(a.publishedText) AS last
// coverage  papers, articles and the events they tell of, by the day of publication
MATCH (a:Article) WHERE a.publishedText IS NOT NULL
OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
RETURN a.publishedText AS day, count(DISTINCT a.doc) AS issues, count(DISTINCT a.id) AS articles, count(DISTINCT e.id) AS events
ORDER BY day
// ends  where an edge begins and ends, by its id alone: all edges are gone through
MATCH (a)-[r]->(b) WHERE r.id = $edge RETURN label(r) AS type, a.id AS source, b.id AS target LIMIT 1
// types_at  how many edges of each type touch a node
MATCH (n:LABEL {id: $id})-[r]-(x) RETURN label(r) AS type, count(r) AS number
// edges_at  the edges that touch a node
MATCH (n:LABEL {id: $id})-[r]->(x) WHERE $type = '' OR label(r) = $type
RETURN label(r) AS type, true AS out, x.id AS other, r.id AS edge
UNION ALL MATCH (n:LABEL {id: $id})<-[r]-(x) WHERE $type = '' OR label(r) = $type
RETURN label(r) AS type, false AS out, x.id AS other, r.id AS edge
// ties  how many edges touch each node
MATCH (n)-[r]-(x) RETURN n.id AS id, count(r) AS number
// whole  the node into which a mention of this id was merged
MATCH (n:LABEL) WHERE $id IN n.memberIds RETURN n.id AS id LIMIT 1
// named  the nodes of a name
MATCH (n) WHERE n.name = $name RETURN n.id AS id ORDER BY id LIMIT 10
