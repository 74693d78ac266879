import type { Feed, Part, Scope } from "../protocol";

/** An event that two people attended, with the part of either. */
export interface Gathering {
  a: Part;
  b: Part;
}

/** The events of a period that both attended, the latest first. */
export async function gatherings(feed: Feed, a: string, b: string, period: Scope): Promise<Gathering[]> {
  const [mine, theirs] = await Promise.all([attended(feed, a, period), attended(feed, b, period)]);
  const their = new Map(theirs.map((p) => [p.event.id, p]));
  const found = mine.flatMap((part) => {
    const other = their.get(part.event.id);
    return other ? [{ a: part, b: other }] : [];
  });
  const day = ({ a: { event } }: Gathering) => event.earliest ?? event.latest ?? "";
  return found.sort((p, q) => (day(q) > day(p) ? 1 : day(q) < day(p) ? -1 : 0));
}

async function attended(feed: Feed, id: string, { since, until, area, publisher }: Scope): Promise<Part[]> {
  const rows: Part[] = [];
  for (let page = 0; ; page++) {
    const found = await feed.parts({ id, ...(since && { since }), ...(until && { until }), ...(area && { area }), ...(publisher && { publisher }), page, size: 500 });
    rows.push(...found.rows.filter((p) => p.type === "ATTENDED"));
    if ((page + 1) * 500 >= found.total || !found.rows.length) return rows;
  }
}
