// Edges of low confidence, the least sure first, with their quotes: where to begin checking.
// @param below number = 0.8   confidence lower than this
// @param area  string = ''   area of the papers that tell of it; empty for all
// @param limit integer = 100  rows at most
// @column confidence number   0 to 1
// @column type       string   type of the edge
// @column source     string   from
// @column target     string   to
// @column basis      string   asserted, inferred, derived
// @column rules      strings  rules that read it
// @column area       string   areas of the papers that tell of it
// @column quotes     strings  the sentences that prove it
// @column id         string   id of the edge
// @empty no edge is below that confidence; below=0.95 shows the least sure ones
// @example below=0.7
MATCH (a)-[r]->(b) WHERE r.confidence < $below
UNWIND (CASE WHEN size(r.articles) > 0 THEN r.articles ELSE [''] END) AS article
OPTIONAL MATCH (n:Article) WHERE n.id = article
WITH a, r, b, collect(DISTINCT n.area) AS area
WHERE $area = '' OR $area IN area
RETURN r.confidence AS confidence, type(r) AS type, a.name AS source, b.name AS target, r.basis AS basis, r.rules AS rules,
       area, r.quotes AS quotes, r.id AS id
ORDER BY confidence, id LIMIT $limit
