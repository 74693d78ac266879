// Edges of low confidence, the least sure first, with their quotes: where to begin checking.
// @param below number = 0.8   confidence lower than this
// @param limit integer = 100  rows at most
// @column confidence number   0 to 1
// @column type       string   type of the edge
// @column source     string   from
// @column target     string   to
// @column basis      string   asserted, inferred, derived
// @column rules      strings  rules that read it
// @column quotes     strings  the sentences that prove it
// @column id         string   id of the edge
// @empty no edge is below that confidence; below=0.95 shows the least sure ones
// @example below=0.7
MATCH (a)-[r]->(b) WHERE r.confidence < $below
RETURN r.confidence AS confidence, type(r) AS type, a.name AS source, b.name AS target, r.basis AS basis, r.rules AS rules,
       r.quotes AS quotes, r.id AS id
ORDER BY confidence, id LIMIT $limit
