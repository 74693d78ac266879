import type { Met, Scope } from "../protocol";
import { compare, grouped, sortedBy, within } from "./order";
import type { Reach } from "./reach";
import { once, type Shelf, text } from "./shelf";

/** An event and all who were there. */
export interface Gathering {
  event: string;
  /** What counts once: the tour that the event is a stop of, or the event itself. */
  outing: string;
  stop: boolean;
  people: Set<string>;
  earliest: string | null;
  latest: string | null;
  /** The day it was on, where that is known. */
  date: string | null;
  /** Its date as printed, or a day after or before which it was. */
  day: string | null;
}

/** In larger ones nobody meets anybody. */
const LARGEST = 1000;
/** Precision of a date → the characters it has. */
const PRINTED: Record<string, number> = { day: 10, month: 7, year: 4 };

/** Who met whom: two people who went on one tour together have met once, at however many of its stops. */
export class Meetings {
  constructor(private readonly shelf: Shelf, private readonly reach: Reach) {}

  readonly all = once((): Gathering[] => {
    const attended = grouped(this.shelf.packed.edges.filter((e) => e.type === "ATTENDED"), (e) => e.target);
    const found: Gathering[] = [];
    for (const [event, edges] of attended) {
      const people = new Set(edges.map((e) => e.source));
      if (people.size < 2 || people.size > LARGEST) continue;
      const { date, precision, ...node } = this.shelf.node(event);
      const [earliest, latest, tour] = [text(node.earliest), text(node.latest), this.tours().get(event)];
      found.push({
        event, outing: tour ?? event, stop: tour !== undefined, people, earliest, latest, date: precision === "day" ? text(date) : null,
        day: (earliest ?? latest)?.slice(0, PRINTED[String(precision)]) ?? null,
      });
    }
    return found;
  });

  private readonly byPerson = once(() => {
    const found = new Map<string, Gathering[]>();
    for (const gathering of this.all()) for (const person of gathering.people) {
      const list = found.get(person);
      if (list) list.push(gathering);
      else found.set(person, [gathering]);
    }
    return found;
  });

  /** Whether a gathering was in the period, and papers of the scope tell of it. */
  private counts(scope: Scope): (gathering: Gathering) => boolean {
    const [told, period] = [this.reach.events(scope), this.reach.happened(scope)];
    return (g) => told.has(g.event) && within(g.earliest, g.latest, period);
  }

  of(person: string, scope: Scope): Met[] {
    const counts = this.counts(scope);
    const shared = new Map<string, Map<string, Gathering[]>>();
    for (const gathering of this.byPerson().get(person) ?? []) {
      if (!counts(gathering)) continue;
      for (const other of gathering.people) {
        if (other === person) continue;
        const outings = shared.get(other) ?? new Map<string, Gathering[]>();
        outings.set(gathering.outing, [...(outings.get(gathering.outing) ?? []), gathering]);
        shared.set(other, outings);
      }
    }
    const rows = Array.from(shared, ([other, outings]): Met => {
      const met = [...outings.values()];
      const days = met.flat().flatMap((g) => g.date ?? []).sort(compare);
      const weight = met.reduce((sum, on) => sum + 1 / (Math.min(...on.map((g) => g.people.size)) - 1), 0);
      return {
        person: this.shelf.brief(other), events: outings.size, stops: met.flat().filter((g) => g.stop).length, weight: rounded(weight),
        first: days[0] ?? null, last: days.at(-1) ?? null,
        areas: [...new Set(met.flat().flatMap((g) => this.shelf.event(g.event).areas))].sort(compare),
      };
    });
    return sortedBy(rows, (row) => [-row.events, -row.weight, row.person.id]);
  }

  /** People by the number of outings on which they were with others. */
  gatherers(scope: Scope): string[] {
    const counts = this.counts(scope);
    const outings = new Map<string, Set<string>>();
    for (const gathering of this.all()) {
      if (!counts(gathering)) continue;
      for (const person of gathering.people) outings.set(person, (outings.get(person) ?? new Set()).add(gathering.outing));
    }
    return sortedBy(outings.keys(), (id) => [-(outings.get(id)?.size ?? 0), id]);
  }

  /** Pairs among some people who met, the smaller id first → for each outing its first day, or null. */
  pairs(people: Iterable<string>, scope: Scope): Map<string, { source: string; target: string; days: Map<string, string | null> }> {
    const [chosen, counts] = [new Set(people), this.counts(scope)];
    const found = new Map<string, { source: string; target: string; days: Map<string, string | null> }>();
    for (const gathering of this.all()) {
      if (!counts(gathering)) continue;
      const { people: there, day, outing } = gathering;
      const here = [...there].filter((p) => chosen.has(p)).sort(compare);
      for (const [n, source] of here.entries()) for (const target of here.slice(n + 1)) {
        const key = `MET:${source}|${target}`;
        const pair = found.get(key) ?? { source, target, days: new Map<string, string | null>() };
        const known = pair.days.get(outing);
        pair.days.set(outing, known && day ? (known < day ? known : day) : (known ?? day));
        found.set(key, pair);
      }
    }
    return found;
  }

  /** Stop → the tour it is a part of; of several the first. */
  private readonly tours = once(() => {
    const found = new Map<string, string>();
    const parts = this.shelf.packed.edges.filter((e) => e.type === "PART_OF" && this.shelf.node(e.source).label === "Event");
    for (const edge of sortedBy(parts, (e) => [e.source, e.target])) if (!found.has(edge.source)) found.set(edge.source, edge.target);
    return found;
  });
}

function rounded(weight: number): number {
  return Math.round(weight * 1e9) / 1e9;
}
