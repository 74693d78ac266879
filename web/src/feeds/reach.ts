import type { ArticleBrief, Clock, Coverage, Extent, Label, Node, Papers, Period, Scope } from "../protocol";
import { lastOfMonth } from "../drawing/days";
import { compare, grouped } from "./order";
import { once, type PackedEdge, type Shelf, text } from "./shelf";

/** Labels whose nodes are of an area of their own. */
const PLACED = new Set<string>(["Position", "Organization", "Place"]);
/** Precision of a date → the characters it has. */
const PRINTED: Record<string, number> = { day: 10, month: 7, year: 4 };

/** An event's date as printed (2026-04-29, 2014-03, 2014); null where no day, month or year is. */
export function printed(event: Node): string | null {
  const size = PRINTED[String(event.precision)];
  return size ? (text(event.earliest)?.slice(0, size) ?? null) : null;
}

/** Whether a date lies in a period with all its days: 2026-04 in April and in 2026, not in a week of it. */
export function inside(day: string | null, { since, until }: Period): boolean {
  if (!since && !until) return true;
  if (!day) return false;
  const [first, last] = bounds(day);
  return (!since || bounds(since)[0] <= first) && (!until || last <= bounds(until)[1]);
}

/** First and last day: 2026-04 → 2026-04-01, 2026-04-30. */
function bounds(day: string): [string, string] {
  if (day.length >= 10) return [day, day];
  const month = day.length === 7 ? day : `${day}-12`;
  return [day.length === 7 ? `${day}-01` : `${day}-01-01`, lastOfMonth(month)];
}

/** Which papers tell of what (kg/view/papers.py, reach.py, listing.py). */
export class Reach {
  constructor(private readonly shelf: Shelf) {}

  /** Whether papers of every kind count. */
  open({ area, publisher, since, until, by }: Scope): boolean {
    return !area && !publisher && (by !== "published" || (!since && !until));
  }

  /** The period of events; open where the period is one of papers. */
  happened({ since, until, by }: Scope): Period {
    return by === "published" ? {} : { since, until };
  }

  chosen(scope: Scope): Set<string> {
    const { area, publisher, by } = scope;
    const counts = (a: Node) => (!area || a.area === area) && (!publisher || a.publisher === publisher) && (by !== "published" || inside(text(a.published), scope));
    return new Set(this.articles().filter(counts).map((a) => a.id));
  }

  /** The events that the papers tell of, whenever they were. */
  events(scope: Scope): Set<string> {
    if (this.open(scope)) return new Set(this.of("Event").map((e) => e.id));
    return new Set([...this.chosen(scope)].flatMap((a) => this.shelf.out(a, "REPORTS").map((e) => e.target)));
  }

  /** The events of a scope whose printed dates lie in its period. */
  eventsIn(scope: Scope): string[] {
    return [...this.events(scope)].filter((id) => scope.by === "published" || inside(printed(this.shelf.node(id)), scope));
  }

  articlesIn(scope: Scope): string[] {
    const chosen = this.chosen(scope);
    if (scope.by === "published" || (!scope.since && !scope.until)) return [...chosen];
    const telling = new Set(this.eventsIn(scope).flatMap((id) => this.shelf.into(id, "REPORTS").map((e) => e.source)));
    return [...chosen].filter((a) => telling.has(a));
  }

  /** The articles that prove an edge. */
  proving(edge: PackedEdge): string[] {
    const found = this.proofs().get(edge.id) ?? edge.support.flatMap((s) => this.shelf.statements().get(s)?.article ?? []);
    this.proofs().set(edge.id, found);
    return found;
  }

  /** Whether one of some articles proves an edge. */
  told(edge: PackedEdge, chosen: Set<string>): boolean {
    return this.proving(edge).some((a) => chosen.has(a));
  }

  /** How many edges of which the papers tell touch each node. */
  ties(scope: Scope): Map<string, number> {
    const found = new Map<string, number>();
    if (this.open(scope)) {
      for (const id of this.shelf.nodes.keys()) found.set(id, this.shelf.degree(id));
      return found;
    }
    const chosen = this.chosen(scope);
    for (const edge of this.shelf.packed.edges) {
      if (edge.basis === "derived" || !this.told(edge, chosen)) continue;
      for (const end of new Set([edge.source, edge.target])) found.set(end, (found.get(end) ?? 0) + 1);
    }
    return found;
  }

  /** Areas of offices, organisations and places their own, else of the papers that tell of a node. */
  areasOf(id: string): string[] {
    const node = this.shelf.node(id);
    if (node.label === "Article") return text(node.area) === null ? [] : [node.area as string];
    const own = PLACED.has(node.label) ? this.shelf.areas(id) : [];
    return own.length ? own : [...(this.tellers().get(id) ?? [])].sort(compare);
  }

  coverage({ area, publisher, by, per = "day" }: Papers & { by?: Clock; per?: string }): Coverage[] {
    const digits = PRINTED[per] ?? 10;
    const found = new Map<string, { issues: number; articles: number; docs: Set<string>; from: Set<string>; events: Set<string> }>();
    const at = (whole: string) => {
      const day = whole.slice(0, digits);
      const row = found.get(day) ?? { issues: 0, articles: 0, docs: new Set<string>(), from: new Set<string>(), events: new Set<string>() };
      found.set(day, row);
      return row;
    };
    const printing = by === "published";
    if (printing) for (const row of this.shelf.packed.coverage) {
      if ((area && row.area !== area) || (publisher && row.publisher !== publisher)) continue;
      at(row.day).issues += row.issues;
      at(row.day).articles += row.articles;
    }
    for (const id of this.chosen({ area, publisher })) {
      const article = this.shelf.article(id);
      for (const { target } of this.shelf.out(id, "REPORTS")) {
        const day = printing ? article.published : (printed(this.shelf.node(target)) ?? "");
        if (day === null) continue;
        const row = at(day);
        row.events.add(target);
        row.docs.add(article.doc);
        row.from.add(id);
      }
    }
    const days = [...found.keys()].sort(compare);
    return days.map((day) => {
      const { issues, articles, docs, from, events } = at(day);
      return { day, issues: printing ? issues : docs.size, articles: printing ? articles : from.size, events: events.size };
    });
  }

  extent(papers: Papers, positions: number): Extent {
    const [chosen, events] = [this.chosen(papers), this.events(papers)];
    const number: Record<string, number> = {};
    for (const id of this.ties(papers).keys()) {
      const { label } = this.shelf.node(id);
      number[label] = (number[label] ?? 0) + 1;
    }
    Object.assign(number, { Event: events.size, Article: chosen.size, Position: positions });
    const held = [...events].map((id) => this.shelf.node(id)).filter((e) => e.status === "held" && e.precision === "day");
    const issued = [...chosen].map((id) => this.shelf.article(id)).filter((a) => a.published !== null);
    return {
      documents: new Set([...chosen].map((id) => this.shelf.article(id).doc)).size,
      nodes: Object.fromEntries(Object.entries(number).filter(([, n]) => n > 0).sort(([a], [b]) => compare(a, b))),
      happened: { since: least(held.map((e) => text(e.earliest))), until: most(held.map((e) => text(e.latest))) },
      published: { since: least(issued.map((a: ArticleBrief) => a.published)), until: most(issued.map((a: ArticleBrief) => a.published)) },
    } as Extent;
  }

  of(label: Label): Node[] {
    return this.byLabel().get(label) ?? [];
  }

  private readonly byLabel = once(() => grouped(this.shelf.packed.nodes, (n) => n.label));
  private readonly articles = () => this.of("Article");
  private readonly proofs = once(() => new Map<string, string[]>());
  private readonly tellers = once(() => {
    const found = new Map<string, Set<string>>();
    for (const edge of this.shelf.packed.edges) {
      if (edge.basis === "derived") continue;
      const there = this.proving(edge).flatMap((a) => (this.shelf.nodes.has(a) ? (text(this.shelf.node(a).area) ?? []) : []));
      for (const end of [edge.source, edge.target]) {
        const areas = found.get(end) ?? new Set<string>();
        for (const area of there) areas.add(area);
        found.set(end, areas);
      }
    }
    return found;
  });
}

function least(days: (string | null)[]): string | null {
  return days.filter((d): d is string => d !== null).sort(compare)[0] ?? null;
}

function most(days: (string | null)[]): string | null {
  return days.filter((d): d is string => d !== null).sort(compare).at(-1) ?? null;
}
