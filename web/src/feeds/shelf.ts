import type { Packed } from "../packed";
import type { ArticleBrief, Brief, Change, Edge, EventBrief, Label, Node, Spell, Trouble } from "../protocol";
import { compare, grouped, sortedBy } from "./order";
import { Points } from "./points";

export type PackedEdge = Packed["edges"][number];
export type PackedStatement = Packed["statements"][number];

const NONE: never[] = [];

/** What a mailed page carries, found by id. Whatever is asked for seldom is put in order when it is first asked for. */
export class Shelf {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, PackedEdge>();
  private readonly from: Map<string, PackedEdge[]>;
  private readonly to: Map<string, PackedEdge[]>;
  private readonly points = new Map<string, Points | null>();

  constructor(readonly packed: Packed) {
    for (const node of packed.nodes) this.nodes.set(node.id, node);
    for (const edge of packed.edges) this.edges.set(edge.id, edge);
    this.from = grouped(packed.edges, (e) => e.source);
    this.to = grouped(packed.edges, (e) => e.target);
  }

  node(id: string, ...labels: Label[]): Node {
    const node = this.nodes.get(id);
    if (!node || (labels.length && !labels.includes(node.label))) throw { where: id, what: "no such node", todo: "search for it" } satisfies Trouble;
    return node;
  }

  brief(id: string): Brief {
    const { label, name } = this.node(id);
    return { id, label, name };
  }

  out(id: string, ...types: string[]): PackedEdge[] {
    return ofTypes(this.from.get(id), types);
  }

  into(id: string, ...types: string[]): PackedEdge[] {
    return ofTypes(this.to.get(id), types);
  }

  degree(id: string): number {
    return (this.from.get(id)?.length ?? 0) + (this.to.get(id)?.length ?? 0);
  }

  event(id: string): EventBrief {
    const node = this.node(id);
    const people = new Set(this.into(id, "ATTENDED").map((e) => e.source)).size;
    return {
      id, label: node.label, name: node.name, kind: text(node.kind), status: text(node.status) ?? "", date: text(node.date), dateText: text(node.dateText),
      earliest: text(node.earliest), latest: text(node.latest), precision: text(node.precision), timeOfDay: text(node.timeOfDay), openList: Boolean(node.openList), people,
      areas: [...new Set(this.into(id, "REPORTS").flatMap((e) => text(this.node(e.source).area) ?? []))].sort(compare),
    };
  }

  article(id: string): ArticleBrief {
    const node = this.node(id);
    return {
      id, label: node.label, name: node.name, title: text(node.title), published: text(node.published), publisher: text(node.publisher),
      doc: text(node.doc) ?? "", order: Number(node.order ?? 0),
    };
  }

  spell(edge: PackedEdge): Spell {
    const [area, organ] = [this.least(edge.target, "IN"), this.least(edge.target, "AT")];
    const known = this.packed.known[edge.id] ?? ["unknown", "unknown", "unknown", "unknown"];
    return {
      edge: edge.id, person: this.brief(edge.source), position: this.brief(edge.target), area: area?.name ?? null, areas: this.areas(edge.target), organ,
      capacity: edge.capacity as Spell["capacity"], titles: (edge.titles as string[] | null) ?? [],
      startEarliest: text(edge.startEarliest), startLatest: text(edge.startLatest), endEarliest: text(edge.endEarliest), endLatest: text(edge.endLatest),
      startEarliestBy: known[0], startLatestBy: known[1], endEarliestBy: known[2], endLatestBy: known[3],
      evidence: (edge.evidence as string[] | null) ?? [], sightings: Number(edge.sightings ?? 0), confidence: edge.confidence, basis: edge.basis,
    };
  }

  /** Spells the earliest first, as `kg timeline` has them. */
  spells(edges: PackedEdge[]): Spell[] {
    return sortedBy(edges.map((e) => this.spell(e)), (s) => [
      s.startLatest || s.startEarliest || s.endEarliest || s.endLatest || "", s.endEarliest ?? "", s.capacity, s.person.id, s.position.id,
    ]);
  }

  changes(of: (change: Change) => boolean): Change[] {
    return this.packed.changes.filter(of);
  }

  /** Of several areas or organs of a position the first by name. */
  least(id: string, type: string): Brief | null {
    return sortedBy(this.out(id, type).map((e) => this.brief(e.target)), (b) => [b.name, b.id])[0] ?? null;
  }

  /** Names of the areas that a node is of by an edge IN. */
  areas(id: string): string[] {
    return [...new Set(this.out(id, "IN").map((e) => this.node(e.target).name))].sort(compare);
  }

  text(doc: string): Points | null {
    let points = this.points.get(doc);
    if (points === undefined) {
      const found = this.packed.texts[doc];
      points = found === undefined ? null : new Points(found);
      this.points.set(doc, points);
    }
    return points;
  }

  quote(statement: PackedStatement): string {
    return statement.quote ?? this.text(statement.doc)?.slice(statement.start, statement.end) ?? "";
  }

  readonly statements = once(() => new Map(this.packed.statements.map((s) => [s.id, s])));
  readonly statementsOf = once(() => grouped(this.packed.statements.filter((s) => s.article !== null), (s) => s.article as string));
  /** Edges that rest on a statement. */
  readonly restOn = once(() => {
    const found = new Map<string, string[]>();
    for (const edge of this.packed.edges) for (const id of edge.support) found.set(id, [...(found.get(id) ?? NONE), edge.id]);
    return found;
  });
}

/** Lists of proof have an answer of their own. */
const PROOF = new Set(["support", "articles", "docs", "quotes", "rules"]);

export function bare(edge: PackedEdge): Edge {
  return Object.fromEntries(Object.entries(edge).filter(([key]) => !PROOF.has(key))) as Edge;
}

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function ofTypes(edges: PackedEdge[] | undefined, types: string[]): PackedEdge[] {
  if (!edges) return NONE;
  return types.length ? edges.filter((e) => types.includes(e.type)) : edges;
}
