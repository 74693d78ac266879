import type { NetworkAnswer, Period } from "../protocol";

export type Dot = NetworkAnswer["nodes"][number];
export type Tie = NetworkAnswer["edges"][number];

/** What is shown of an answer. Nothing here moves a node. */
export interface Sieve extends Period {
  /** Meetings at least (edges MET). */
  least: number;
  /** Neighbours on screen at least. */
  degree: number;
  /** Labels and edge types that the legend has switched off. */
  off: ReadonlySet<string>;
  /** Stays on screen whatever the sieve says. */
  keep: ReadonlySet<string>;
}

/** All that joins two nodes and is shown: one line of the picture. */
export interface Bond {
  id: string;
  a: string;
  b: string;
  ties: Tie[];
  /** The type that the line is drawn as: the most telling one. */
  type: string;
  /** Meetings in the period; 0 where the line is none of meetings. */
  met: number;
}

export interface Shown {
  nodes: Set<string>;
  bonds: Map<string, Bond>;
  degree: Map<string, number>;
  ties: number;
}

/** Types without a time of their own: shown where something else shows both ends. */
const TIMELESS = new Set(["AT", "IN", "PART_OF", "AFFILIATED_WITH", "MENTIONS", "SIGNED_WITH"]);
/** The first of these that joins two nodes gives the line its colour. */
const TELLING = ["MET", "CHAIRED", "LED", "SPOKE_AT", "REPLACED", "REMOVED", "APPOINTED", "HOLDS", "ATTENDED"];

export function pair(a: string, b: string): string {
  return a < b ? `${a}\u001f${b}` : `${b}\u001f${a}`;
}

/** Whether a day of any precision (2026-04-29, 2026-04, 2026) can be in the period. */
export function within(day: string, { since, until }: Period): boolean {
  return (!since || day.padEnd(10, "~") >= since) && (!until || day <= `${until}~`);
}

/** How often a tie shows in the period: meetings of MET, else 1 or 0. */
export function times(tie: Tie, period: Period): number {
  const open = !period.since && !period.until;
  if (tie.type === "MET") return open ? Math.max(tie.days.length, Math.round(tie.weight)) : tie.days.filter((d) => within(d, period)).length;
  if (open) return 1;
  const first = tie.days[0];
  if (first === undefined) return 0;
  // Of all others the days are bounds: what can have been in the period counts.
  const last = tie.days[tie.days.length - 1]!;
  return within(first, { until: period.until }) && within(last, { since: period.since }) ? 1 : 0;
}

function add(bonds: Map<string, Bond>, tie: Tie, met: number): void {
  const id = pair(tie.source, tie.target);
  const bond = bonds.get(id);
  if (!bond) {
    bonds.set(id, { id, a: tie.source, b: tie.target, ties: [tie], type: tie.type, met });
    return;
  }
  bond.ties.push(tie);
  bond.met += met;
  const rank = (t: string) => (TELLING.indexOf(t) + 99) % 99;
  if (rank(tie.type) < rank(bond.type)) {
    bond.type = tie.type;
    bond.a = tie.source;
    bond.b = tie.target;
  }
}

/** What passes a sieve. A node whose ties are all hidden goes with them. */
export function sift(answer: NetworkAnswer, sieve: Sieve): Shown {
  const open = !sieve.since && !sieve.until;
  const label = new Map(answer.nodes.map((n) => [n.id, n.label]));
  const on = (id: string) => label.has(id) && (!sieve.off.has(label.get(id)!) || sieve.keep.has(id));
  const bonds = new Map<string, Bond>();
  const later: Tie[] = [];
  for (const tie of answer.edges) {
    if (sieve.off.has(tie.type) || tie.source === tie.target || !on(tie.source) || !on(tie.target)) continue;
    if (!open && !tie.days.length && TIMELESS.has(tie.type)) {
      later.push(tie);
      continue;
    }
    const found = times(tie, sieve);
    if (found && (tie.type !== "MET" || found >= sieve.least)) add(bonds, tie, tie.type === "MET" ? found : 0);
  }
  if (later.length) {
    const there = new Set([...bonds.values()].flatMap((b) => [b.a, b.b]));
    for (const tie of later) if (there.has(tie.source) && there.has(tie.target)) add(bonds, tie, 0);
  }
  let degree = degrees(bonds);
  if (sieve.degree > 1) {
    const enough = (id: string) => (degree.get(id) ?? 0) >= sieve.degree || sieve.keep.has(id);
    for (const [id, bond] of bonds) if (!enough(bond.a) || !enough(bond.b)) bonds.delete(id);
    degree = degrees(bonds);
  }
  const nodes = new Set(degree.keys());
  for (const n of answer.nodes) if (sieve.keep.has(n.id)) nodes.add(n.id);
  let ties = 0;
  for (const bond of bonds.values()) ties += bond.ties.length;
  return { nodes, bonds, degree, ties };
}

function degrees(bonds: Map<string, Bond>): Map<string, number> {
  const found = new Map<string, number>();
  for (const { a, b } of bonds.values()) {
    found.set(a, (found.get(a) ?? 0) + 1);
    found.set(b, (found.get(b) ?? 0) + 1);
  }
  return found;
}

/** The answer with the neighbours of one of its nodes added: those already there keep their places, the new ones fan out around it. */
export function grow(answer: NetworkAnswer, around: string, more: NetworkAnswer): NetworkAnswer {
  const known = new Map(answer.nodes.map((n) => [n.id, n]));
  const middle = known.get(around);
  const fresh = more.nodes.filter((n) => !known.has(n.id));
  const edges = new Set(answer.edges.map((e) => e.id));
  const xs = answer.nodes.map((n) => n.x);
  const ys = answer.nodes.map((n) => n.y);
  const size = Math.max(spread(xs), spread(ys)) || 1;
  const centre = { x: mean(xs), y: mean(ys) };
  const outward = middle && (middle.x !== centre.x || middle.y !== centre.y) ? Math.atan2(middle.y - centre.y, middle.x - centre.x) : 0;
  const placed = fresh.map((n, i) => {
    // A fan that opens away from the middle of the picture, ring after ring.
    const ring = Math.floor((Math.sqrt(1 + (8 * i) / 5) - 1) / 2);
    const before = (5 * ring * (ring + 1)) / 2;
    const share = (i - before + 0.5) / (5 * (ring + 1));
    const angle = outward + (share - 0.5) * Math.PI * 1.3;
    const far = size * (0.05 + 0.03 * ring);
    return { ...n, x: (middle?.x ?? centre.x) + far * Math.cos(angle), y: (middle?.y ?? centre.y) + far * Math.sin(angle) };
  });
  return {
    nodes: [...answer.nodes, ...placed],
    edges: [...answer.edges, ...more.edges.filter((e) => !edges.has(e.id))],
    total: { nodes: Math.max(answer.total.nodes, answer.nodes.length + placed.length), edges: Math.max(answer.total.edges, edges.size) },
  };
}

const spread = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / (values.length || 1);
