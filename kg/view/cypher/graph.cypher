// count_nodes  how many nodes there are of each label
MATCH (n) RETURN label(n) AS label, count(n) AS number
// count_edges  how many edges there are of each type
MATCH ()-[r]->() RETURN label(r) AS type, count(r) AS number
// paper_articles  every article with its paper
MATCH (a:Article) RETURN a.id AS id, a.publishedText AS published, a.area AS area, a.publisher AS publisher, a.doc AS doc
// paper_events  the events that articles tell of
MATCH (a:Article)-[:REPORTS]->(e:Event) RETURN a.id AS article, e.id AS event
// event_days  when events were
MATCH (e:Event) RETURN e.id AS id, e.earliest AS earliest, e.latest AS latest, e.precision AS precision, e.status AS status
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
