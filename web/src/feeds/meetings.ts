import type { Met, Period } from "../protocol";
import { compare, sortedBy, within } from "./order";
import { once, type Shelf, text } from "./shelf";

/** An outermost event with all its stops: whoever went on the tour has met everybody on it once. */
export interface Gathering {
  id: string;
  people: Set<string>;
  earliest: string | null;
  latest: string | null;
  /** The day it was on, where that is known. */
  date: string | null;
  /** Its date as printed, or the first day on which it can have been. */
  day: string | null;
}

/** Precision of a date → the characters it has. */
const PRINTED: Record<string, number> = { day: 10, month: 7, year: 4 };

/** Larger ones bind nobody. */
const LARGEST = 1000;

export class Meetings {
  constructor(private readonly shelf: Shelf) {}

  readonly all = once(() => {
    const found = new Map<string, Gathering>();
    for (const edge of this.shelf.packed.edges) {
      if (edge.type !== "ATTENDED") continue;
      const id = this.outermost(edge.target);
      let gathering = found.get(id);
      if (!gathering) {
        const node = this.shelf.node(id);
        const [earliest, precision] = [text(node.earliest), text(node.precision)];
        gathering = {
          id, people: new Set(), earliest, latest: text(node.latest), date: precision === "day" ? text(node.date) : null, day: earliest && earliest.slice(0, PRINTED[precision ?? ""] ?? 10),
        };
        found.set(id, gathering);
      }
      gathering.people.add(edge.source);
    }
    return sortedBy([...found.values()].filter((g) => g.people.size > 1 && g.people.size <= LARGEST), (g) => [g.id]);
  });

  readonly byPerson = once(() => {
    const found = new Map<string, Gathering[]>();
    for (const gathering of this.all()) for (const person of gathering.people) {
      const list = found.get(person);
      if (list) list.push(gathering);
      else found.set(person, [gathering]);
    }
    return found;
  });

  of(person: string, period: Period): Met[] {
    const found = new Map<string, Met>();
    for (const gathering of this.byPerson().get(person) ?? []) {
      if (!within(gathering.earliest, gathering.latest, period)) continue;
      const day = gathering.date;
      for (const other of gathering.people) {
        if (other === person) continue;
        const row = found.get(other) ?? { person: this.shelf.brief(other), events: 0, weight: 0, first: null, last: null };
        found.set(other, {
          ...row, events: row.events + 1, weight: row.weight + 1 / (gathering.people.size - 1),
          first: day && (!row.first || day < row.first) ? day : row.first, last: day && (!row.last || day > row.last) ? day : row.last,
        });
      }
    }
    const rows = [...found.values()].map((row) => ({ ...row, weight: rounded(row.weight) }));
    return sortedBy(rows, (row) => [-row.events, -row.weight, row.person.id]);
  }

  /** Event → the event it is a part of; of several the first. */
  private readonly above = once(() => {
    const found = new Map<string, string>();
    const parts = this.shelf.packed.edges.filter((e) => e.type === "PART_OF" && this.shelf.node(e.source).label === "Event");
    for (const edge of sortedBy(parts, (e) => [e.source, e.target])) if (!found.has(edge.source)) found.set(edge.source, edge.target);
    return found;
  });

  /** The event at the top of PART_OF. A circle has none: its first event stands for it. */
  private outermost(id: string): string {
    const seen = new Set([id]);
    for (let at = id; ; ) {
      const up = this.above().get(at);
      if (up === undefined) return at;
      if (seen.has(up)) return this.circle(up);
      seen.add(up);
      at = up;
    }
  }

  private circle(from: string): string {
    const found = [from];
    for (let at = this.above().get(from) as string; at !== from; at = this.above().get(at) as string) found.push(at);
    return found.sort(compare)[0] as string;
  }
}

export function rounded(weight: number): number {
  return Math.round(weight * 1e9) / 1e9;
}
