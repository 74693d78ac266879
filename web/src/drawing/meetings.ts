import type { EventBrief, Feed, Part, Period } from "../protocol";

/** One gathering that two people attended: one event, or stops of one tour. */
export interface Gathering {
  /** What they had in common: the event, or the tour whose stops these are. */
  event: EventBrief | null;
  tour: string | null;
  a: Part;
  b: Part;
}

/** Events asked for their tours at most. */
const TOURS = 60;

/** The gatherings that both attended in a period, the latest first: events of both, then stops of one tour. */
export async function gatherings(feed: Feed, a: string, b: string, period: Period): Promise<Gathering[]> {
  const [mine, theirs] = await Promise.all([attended(feed, a, period), attended(feed, b, period)]);
  const their = new Map(theirs.map((p) => [p.event.id, p]));
  const found: Gathering[] = [];
  for (const part of mine) {
    const other = their.get(part.event.id);
    if (other) found.push({ event: part.event, tour: null, a: part, b: other });
  }
  const met = new Set(found.map((g) => g.event!.id));
  // Two on one tour need not have been at one stop: events of one day that are parts of one whole.
  const days = new Set(theirs.filter((p) => !met.has(p.event.id)).map((p) => p.event.latest));
  const left = mine.filter((p) => !met.has(p.event.id) && p.event.latest !== null && days.has(p.event.latest)).slice(0, TOURS);
  const tops = new Map<string, Promise<string[]>>();
  const top = (id: string) => tops.get(id) ?? (tops.set(id, chain(feed, id)), tops.get(id)!);
  const whole = new Set(await Promise.all([...met].slice(0, TOURS).map(async (id) => (left.length ? (await top(id)).at(-1)! : id))));
  for (const part of left) {
    for (const other of theirs.filter((p) => p.event.latest === part.event.latest && p.event.id !== part.event.id)) {
      const [p, q] = await Promise.all([top(part.event.id), top(other.event.id)]);
      const tour = p.at(-1)!;
      if (tour === q.at(-1) && !whole.has(tour)) {
        whole.add(tour);
        found.push({ event: null, tour, a: part, b: other });
      }
    }
  }
  const day = (g: Gathering) => g.a.event.latest ?? "";
  return found.sort((p, q) => (day(q) > day(p) ? 1 : day(q) < day(p) ? -1 : 0));
}

async function attended(feed: Feed, id: string, { since, until }: Period): Promise<Part[]> {
  const rows: Part[] = [];
  for (let page = 0; ; page++) {
    const found = await feed.parts({ id, ...(since && { since }), ...(until && { until }), page, size: 500 });
    rows.push(...found.rows.filter((p) => p.type === "ATTENDED"));
    if ((page + 1) * 500 >= found.total || !found.rows.length) return rows;
  }
}

/** An event and what it is part of, up to the outermost. */
async function chain(feed: Feed, id: string): Promise<string[]> {
  const found = [id];
  for (let at = id; found.length < 6; ) {
    const { others } = await feed.event({ id: at });
    const up = others.filter((o) => o.out && o.edge.type === "PART_OF" && o.node.label === "Event").map((o) => o.node.id).sort()[0];
    if (up === undefined || found.includes(up)) break;
    found.push((at = up));
  }
  return found;
}
