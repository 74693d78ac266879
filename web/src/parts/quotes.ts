import type { App } from "../view";

/** As many proofs as an edge's list of quotes holds. */
const MOST = 20;

/** The sentences that prove each of these edges, as the columns `quotes` of kg query have them. */
export async function quotesOf(edges: string[], app: App): Promise<string[][]> {
  const found: string[][] = new Array(edges.length);
  let next = 0;
  // A few at a time: a server answers them side by side, and is not flooded.
  const work = async () => {
    for (let n = next++; n < edges.length; n = next++) {
      const { proofs } = await app.feed.evidence({ edge: edges[n] as string, size: MOST });
      found[n] = proofs.rows.map((p) => p.quote);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return found;
}
