import type { NetworkAnswer, NetworkQuery, Period } from "../protocol";
import type { Meetings } from "./meetings";
import { compare, lastDay, sortedBy, within } from "./order";
import { printed, type Reach } from "./reach";
import { type PackedEdge, type Shelf, text } from "./shelf";

/** Edges that hold whatever the day. */
const ALWAYS = new Set(["AT", "IN", "PART_OF", "AFFILIATED_WITH", "MENTIONS", "SIGNED_WITH"]);
const MOST_EDGES = 50_000;

/** Pictures of a part of the graph: what is in them; where it stands was settled when the page was written. */
export class Network {
  constructor(private readonly shelf: Shelf, private readonly meetings: Meetings, private readonly reach: Reach) {}

  draw(ask: NetworkQuery): NetworkAnswer {
    const limit = Math.min(10_000, Math.max(1, Math.trunc(ask.limit ?? 300)));
    if (ask.center) this.shelf.node(ask.center);
    return ask.kind === "meetings" ? this.met(ask, limit) : this.ties(ask, limit);
  }

  private ties(ask: NetworkQuery, limit: number): NetworkAnswer {
    const { shelf, reach } = this;
    const papers = reach.open(ask) ? null : reach.chosen(ask);
    const period = reach.happened(ask);
    const counted = (edge: PackedEdge) => (papers === null || reach.told(edge, papers)) && (ALWAYS.has(edge.type) || reaches(this.days(edge), period));
    const ranked = (ids: Iterable<string>, first: (id: string) => number = () => 0) => sortedBy(ids, (id) => [-first(id), -shelf.degree(id), id]);
    let chosen: string[];
    let possible: number;
    if (ask.center) {
      const around = (id: string) => [...shelf.out(id).filter(counted).map((e) => e.target), ...shelf.into(id).filter(counted).map((e) => e.source)];
      const near = ranked(new Set(around(ask.center).filter((id) => id !== ask.center)));
      const inner = new Set([ask.center, ...near]);
      const further = new Map<string, number>();
      if (ask.steps !== 1) for (const id of near) for (const other of around(id)) if (!inner.has(other)) further.set(other, (further.get(other) ?? 0) + 1);
      const all = [ask.center, ...near, ...ranked(further.keys(), (id) => further.get(id) ?? 0)];
      possible = all.length;
      chosen = all.slice(0, limit);
    } else if (papers !== null) {
      const ties = reach.ties(ask.by === "published" ? ask : { area: ask.area, publisher: ask.publisher });
      possible = ties.size;
      chosen = sortedBy(ties.keys(), (id) => [-(ties.get(id) ?? 0), id]).slice(0, limit);
    } else {
      possible = shelf.nodes.size;
      chosen = ranked(shelf.nodes.keys()).slice(0, limit);
    }
    const inside = new Set(chosen);
    const among = chosen.flatMap((id) => shelf.out(id).filter((e) => inside.has(e.target) && counted(e)));
    const edges = sortedBy(among, (e) => [e.type, e.source, e.target, e.id]).map((e) => ({ id: e.id, source: e.source, target: e.target, type: e.type, weight: 1, days: this.days(e) }));
    return { nodes: this.placed(chosen), edges, total: { nodes: possible, edges: edges.length } };
  }

  private met(ask: NetworkQuery, limit: number): NetworkAnswer {
    const people = ask.center ? [ask.center, ...this.meetings.of(ask.center, ask).map((m) => m.person.id)] : this.meetings.gatherers(ask);
    const chosen = people.slice(0, limit);
    const pairs = Array.from(this.meetings.pairs(chosen, ask), ([id, { source, target, days }]) => ({
      id, source, target, type: "MET", weight: days.size, days: [...days.values()].filter((d): d is string => d !== null).sort(compare),
    }));
    const edges = sortedBy(pairs, (e) => [-e.weight, e.id]);
    return { nodes: this.placed(chosen), edges: edges.slice(0, MOST_EDGES), total: { nodes: people.length, edges: edges.length } };
  }

  private placed(ids: string[]): NetworkAnswer["nodes"] {
    const { packed } = this.shelf;
    return ids.map((id) => {
      const [x, y] = packed.places[id] ?? [0, 0];
      return { ...this.shelf.brief(id), x, y, degree: this.shelf.degree(id), organ: packed.organs[id] ?? null, community: packed.communities[id] ?? null, areas: this.reach.areasOf(id) };
    });
  }

  /** Days on which an edge rests, in order. */
  private days(edge: PackedEdge): string[] {
    if (ALWAYS.has(edge.type)) return [];
    if (edge.type === "HOLDS") return between(edge.startEarliest, edge.startLatest, edge.endEarliest, edge.endLatest);
    if (edge.type === "REPLACED") return between(edge.notBefore, edge.notAfter);
    if (edge.type === "APPOINTED" || edge.type === "REMOVED") return text(edge.date) ? between(edge.date) : between(edge.earliest, edge.latest);
    const [source, target] = [this.shelf.node(edge.source), this.shelf.node(edge.target)];
    if (edge.type === "REPORTS") return between(source.published);
    if (edge.type === "WROTE") return between(target.published);
    const event = target.label === "Event" ? target : source;
    // The bounds of a bare month or year are no days on which anything was.
    return event.precision === "month" || event.precision === "year" ? between(printed(event)) : between(event.earliest, event.latest);
  }
}

function between(...days: unknown[]): string[] {
  return [...new Set(days.map(text).filter((d): d is string => d !== null))].sort(compare);
}

function reaches(days: string[], period: Period): boolean {
  const last = days.at(-1);
  return within(days[0], last && lastDay(last), period);
}
