import type { Met, Period } from "../protocol";
import { sortedBy, within } from "./order";
import { once, type Shelf, text } from "./shelf";

/** An outermost event with all its stops: whoever went on the tour has met everybody on it once. */
export interface Gathering {
  id: string;
  people: Set<string>;
  earliest: string | null;
  latest: string | null;
  date: string | null;
}

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
        gathering = { id, people: new Set(), earliest: text(node.earliest), latest: text(node.latest), date: text(node.date) };
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
      const day = gathering.date?.length === 10 ? gathering.date : null;
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

  private readonly tops = new Map<string, string>();

  /** The event at the top of PART_OF; of several the smallest; a circle ends where it began. */
  private outermost(id: string): string {
    const known = this.tops.get(id);
    if (known !== undefined) return known;
    const seen = new Set([id]);
    let at = id;
    for (;;) {
      const up = this.shelf.out(at, "PART_OF").map((e) => e.target).filter((t) => this.shelf.nodes.get(t)?.label === "Event").sort()[0];
      if (up === undefined || seen.has(up)) break;
      seen.add(up);
      at = up;
    }
    this.tops.set(id, at);
    return at;
  }
}

export function rounded(weight: number): number {
  return Math.round(weight * 1e9) / 1e9;
}
