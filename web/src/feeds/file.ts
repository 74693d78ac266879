import type { Packed } from "../packed";
import type {
  Active, ArticleAnswer, Brief, Change, Contradiction, End, EventAnswer, EvidenceAnswer, Feed, Label, Listed, Meta, NetworkAnswer, NetworkQuery, NodeAnswer, Page, Paging,
  Papers, Part, PersonAnswer, PositionAnswer, PositionRow, Proof, Scope, Spell, Standing, Trouble, Verdict,
} from "../protocol";
import { Finder } from "./finding";
import { Meetings } from "./meetings";
import { Network } from "./network";
import { paged, sortedBy, within } from "./order";
import { Pending } from "./pending";
import { paragraph } from "./points";
import { printed, Reach } from "./reach";
import { bare, type PackedEdge, Shelf, text } from "./shelf";

type Asked = { id: string };

/** Properties of an edge that its statements set; of a succession the day on which the new holder was seen comes first. */
const BOUNDS: Record<string, string[]> = { HOLDS: ["startLatest", "endEarliest"], REPLACED: ["notAfter", "notBefore"] };

/** Answers from the data inside a mailed page, as the server would. */
export class FileFeed implements Feed {
  readonly pending: Pending;
  private readonly shelf: Shelf;
  private readonly finder: Finder;
  private readonly meetings: Meetings;
  private readonly pictures: Network;
  private readonly reach: Reach;

  constructor(private readonly packed: Packed) {
    this.shelf = new Shelf(packed);
    this.finder = new Finder(this.shelf);
    this.reach = new Reach(this.shelf);
    this.meetings = new Meetings(this.shelf, this.reach);
    this.pictures = new Network(this.shelf, this.meetings, this.reach);
    this.pending = new Pending(packed.meta.dataset, this.shelf);
  }

  async meta(): Promise<Meta> {
    return this.packed.meta;
  }

  async search(ask: Parameters<Feed["search"]>[0]): ReturnType<Feed["search"]> {
    return this.finder.search(ask);
  }

  async person({ id }: Asked): Promise<PersonAnswer> {
    const { shelf } = this;
    const node = shelf.node(id, "Person");
    const affiliations = sortedBy(shelf.out(id, "AFFILIATED_WITH").map((e) => ({ edge: bare(e), node: shelf.brief(e.target) })), (a) => [a.node.id, a.edge.id]);
    return {
      node, affiliations, offices: shelf.spells(shelf.out(id, "HOLDS")), changes: shelf.changes((c) => c.person.id === id || c.other?.id === id),
      counts: { events: this.partsOf(id).length, articles: shelf.out(id, "WROTE").length },
    };
  }

  async parts({ id, ...ask }: Asked & Scope & Paging): Promise<Page<Part>> {
    this.shelf.node(id, "Person");
    const [told, period] = [this.reach.events(ask), this.reach.happened(ask)];
    return paged(this.partsOf(id).filter((p) => told.has(p.event.id) && within(p.event.earliest, p.event.latest, period)), ask);
  }

  async met({ id, ...ask }: Asked & Scope & Paging): ReturnType<Feed["met"]> {
    this.shelf.node(id, "Person");
    return paged(this.meetings.of(id, ask), ask);
  }

  async wrote({ id, ...paging }: Asked & Paging): ReturnType<Feed["wrote"]> {
    this.shelf.node(id, "Person");
    const rows = this.shelf.out(id, "WROTE").map((e) => ({ edge: e.id, article: this.shelf.article(e.target), as: text(e.as) }));
    return paged(sortedBy(rows, (r) => [r.article.published, r.article.id]), paging);
  }

  async position({ id }: Asked): Promise<PositionAnswer> {
    const { shelf } = this;
    return {
      node: shelf.node(id, "Position"), area: shelf.least(id, "IN"), organ: shelf.least(id, "AT"), holders: shelf.spells(shelf.into(id, "HOLDS")),
      changes: shelf.changes((c) => c.position.id === id), contradictions: this.packed.contradictions.filter((c) => c.position.id === id),
    };
  }

  async event({ id }: Asked): Promise<EventAnswer> {
    const { shelf } = this;
    const others = this.around(id, (e) => !ATTENDANCE.has(e.type) && e.type !== "REPORTS" && !(e.type === "EXPECTED_AT" && shelf.node(e.source).label === "Person"));
    const articles = shelf.into(id, "REPORTS").map((e) => ({ edge: e.id, article: shelf.article(e.source), quotes: this.quotes(e) }));
    return { node: shelf.node(id, "Event"), brief: shelf.event(id), others, articles: sortedBy(articles, (a) => [a.article.published, a.article.id]) };
  }

  async attendance({ id, ...paging }: Asked & Paging): Promise<Page<Part>> {
    this.shelf.node(id, "Event");
    const parts = this.shelf.into(id, "ATTENDED", "EXPECTED_AT").filter((e) => this.shelf.node(e.source).label === "Person").map((e) => this.part(e));
    return paged(sortedBy(parts, (p) => [p.type, p.rank, p.person.id, p.edge]), paging);
  }

  async node({ id, type, ...paging }: Asked & { type?: string } & Paging): Promise<NodeAnswer> {
    const node = this.shelf.node(id);
    const edges = this.around(id, () => true);
    const types: Record<string, number> = {};
    for (const { edge } of edges) types[edge.type] = (types[edge.type] ?? 0) + 1;
    return { node, types, edges: paged(type ? edges.filter((e) => e.edge.type === type) : edges, paging) };
  }

  async evidence({ edge: id, day, ...paging }: { edge: string; day?: string } & Paging): Promise<EvidenceAnswer> {
    const edge = this.shelf.edges.get(id);
    if (!edge) throw { where: id, what: "no such edge", todo: "search for it" } satisfies Trouble;
    const days = day === "bounds" ? (BOUNDS[edge.type] ?? []).map((bound) => edge[bound]) : [day];
    const place = (statement: string) => {
      const told = this.shelf.statements().get(statement)?.days;
      const at = days.findIndex((d) => d && told?.includes(d as string));
      return at < 0 ? days.length : at;
    };
    const page = paged(edge.support.map((s, n) => [place(s), n, s] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , s]) => s), paging);
    return { edge: bare(edge), source: this.shelf.brief(edge.source), target: this.shelf.brief(edge.target), proofs: { ...page, rows: page.rows.map((s) => this.proof(s)) } };
  }

  async article({ id }: Asked): Promise<ArticleAnswer> {
    const { shelf } = this;
    const article = shelf.article(shelf.node(id, "Article").id);
    const [start, end] = this.packed.spans[id] ?? [0, 0];
    const whole = this.packed.spans[id] ? shelf.text(article.doc) : null;
    const marks = new Map<string, { start: number; end: number; edges: Set<string> }>();
    for (const s of whole ? (shelf.statementsOf().get(id) ?? []) : []) {
      const edges = shelf.restOn().get(s.id) ?? [];
      if (s.start < start || s.end > end || !edges.length) continue;
      const mark = marks.get(`${s.start}-${s.end}`) ?? { start: s.start - start, end: s.end - start, edges: new Set<string>() };
      for (const edge of edges) mark.edges.add(edge);
      marks.set(`${s.start}-${s.end}`, mark);
    }
    return {
      article, start, text: whole?.slice(start, end) ?? null,
      marks: sortedBy([...marks.values()].map((m) => ({ ...m, edges: [...m.edges].sort() })), (m) => [m.start, m.end]),
      events: sortedBy(new Set(shelf.out(id, "REPORTS").map((e) => e.target)), (e) => [e]).map((e) => shelf.event(e)),
      writers: sortedBy(shelf.into(id, "WROTE").map((e) => ({ edge: e.id, person: shelf.brief(e.source), as: text(e.as) })), (w) => [w.person.id, w.edge]),
    };
  }

  async network(ask: NetworkQuery): Promise<NetworkAnswer> {
    return this.pictures.draw(ask);
  }

  async coverage(ask: Parameters<Feed["coverage"]>[0]): ReturnType<Feed["coverage"]> {
    return this.reach.coverage(ask);
  }

  async listed({ label, ...ask }: { label: Label } & Scope & Paging): ReturnType<Feed["listed"]> {
    const { shelf, reach } = this;
    const row = (node: Brief, ties: number): Listed => ({
      node, detail: this.packed.details[node.id] ?? "", standing: this.packed.standings[node.id] ?? null, areas: reach.areasOf(node.id), ties,
    });
    const list = (ids: string[], make: (id: string) => Listed) => {
      const page = paged(ids, ask);
      return { ...page, rows: page.rows.map(make) };
    };
    if (label === "Event") return list(sortedBy(reach.eventsIn(ask), (id) => [printed(shelf.node(id)) ?? "9999", id]), (id) => row(shelf.event(id), 0));
    if (label === "Article") return list(sortedBy(reach.articlesIn(ask), (id) => [shelf.article(id).published ?? "9999", id]), (id) => row(shelf.article(id), 0));
    const ties = reach.ties(ask.by === "published" ? ask : { area: ask.area, publisher: ask.publisher });
    const ids = [...ties.keys()].filter((id) => shelf.node(id).label === label);
    return list(sortedBy(ids, (id) => [-(ties.get(id) ?? 0), id]), (id) => row(shelf.brief(id), ties.get(id) ?? 0));
  }

  async extent({ area, publisher }: Papers): ReturnType<Feed["extent"]> {
    return this.reach.extent({ area, publisher }, this.seats({ area, publisher }).length);
  }

  async active(ask: Scope & Paging): Promise<Page<Active>> {
    const [told, period] = [this.reach.events(ask), this.reach.happened(ask)];
    const found = new Map<string, Active>();
    for (const edge of this.packed.edges) {
      if (edge.type !== "ATTENDED") continue;
      const event = this.shelf.node(edge.target);
      const [earliest, latest] = [text(event.earliest), text(event.latest)];
      if (!told.has(edge.target) || !within(earliest, latest, period)) continue;
      const row = found.get(edge.source) ?? {
        person: this.shelf.brief(edge.source), detail: this.packed.details[edge.source] ?? "", standing: this.packed.standings[edge.source] ?? null,
        areas: this.reach.areasOf(edge.source), events: 0, led: 0, first: null, last: null,
      };
      const [from, to] = event.precision === "day" ? [earliest, latest] : [null, null];
      const led = ((edge.roles as string[] | null) ?? []).some((r) => r === "led" || r === "chaired");
      found.set(edge.source, {
        ...row, events: row.events + 1, led: row.led + (led ? 1 : 0),
        first: from && (!row.first || from < row.first) ? from : row.first, last: to && (!row.last || to > row.last) ? to : row.last,
      });
    }
    return paged(sortedBy(found.values(), (a) => [-a.events, -a.led, a.person.id]), ask);
  }

  async positions({ area, publisher, ...paging }: Papers & Paging): ReturnType<Feed["positions"]> {
    return paged(this.seats({ area, publisher }), paging);
  }

  /** Offices of an area; of a publisher those of which it tells, with the holders and changes that it tells of. */
  private seats({ area, publisher }: Papers): PositionRow[] {
    const { shelf, reach } = this;
    const chosen = publisher ? reach.chosen({ publisher }) : null;
    const told = (id: string) => chosen === null || reach.told(shelf.edges.get(id) as PackedEdge, chosen);
    const changes = new Map<string, number>();
    for (const change of this.packed.changes) if (told(change.edge)) changes.set(change.position.id, (changes.get(change.position.id) ?? 0) + 1);
    const rows = this.packed.nodes.filter((n) => n.label === "Position").map((n): PositionRow => {
      const held = shelf.into(n.id, "HOLDS");
      const areas = shelf.areas(n.id);
      const now = shelf.spells(held).filter((s) => s.capacity !== "former").at(-1);
      return {
        position: shelf.brief(n.id), area: shelf.least(n.id, "IN")?.name ?? null, areas, holders: new Set(held.filter((e) => told(e.id)).map((e) => e.source)).size,
        changes: changes.get(n.id) ?? 0, latest: now ? { person: now.person, standing: standing(now) } : null,
      };
    });
    const counted = rows.filter((r) => (!area || r.areas.includes(area)) && (chosen === null || r.holders > 0 || r.changes > 0));
    return sortedBy(counted, (r) => [-r.holders, -r.changes, r.position.id]);
  }

  async changes(ask: Scope & Paging): Promise<Page<Change>> {
    const papers = { ...ask, area: undefined };
    const [chosen, period] = [this.reach.open(papers) ? null : this.reach.chosen(papers), this.reach.happened(ask)];
    const told = (c: Change) => chosen === null || this.reach.told(this.shelf.edges.get(c.edge) as PackedEdge, chosen);
    return paged(this.packed.changes.filter((c) => within(c.notBefore, c.notAfter, period) && (!ask.area || c.areas.includes(ask.area)) && told(c)), ask);
  }

  async contradictions({ area, publisher, ...paging }: Papers & Paging): ReturnType<Feed["contradictions"]> {
    const chosen = publisher ? this.reach.chosen({ publisher }) : null;
    const told = (c: Contradiction) => chosen === null || c.edges.every((id) => this.reach.told(this.shelf.edges.get(id) as PackedEdge, chosen));
    return paged(this.packed.contradictions.filter((c) => (!area || c.areas.includes(area)) && told(c)), paging);
  }

  async verdicts(): Promise<Verdict[]> {
    return [...this.packed.verdicts, ...this.pending.list().map((v) => Object.assign(v, this.about(v)))];
  }

  async undo(verdict: Verdict): Promise<Verdict[]> {
    this.pending.remove(verdict);
    return this.verdicts();
  }

  /** What a verdict is about. */
  private about({ kind, a, b }: Verdict): Pick<Verdict, "fact" | "ends"> {
    const end = (id: string): End => {
      const node = this.shelf.nodes.get(id);
      const [label = "", key = ""] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
      return node ? { ...this.shelf.brief(id), detail: this.packed.details[id] ?? "", known: true } : { id, label: label as Label, name: key.split("@")[0] || id, detail: key.split("@")[1] ?? "", known: false };
    };
    if (kind === "same" || kind === "different") return { fact: null, ends: [end(a), end(b)] };
    const s = this.shelf.statements().get(a);
    if (!s) return { fact: null, ends: null };
    const edge = this.shelf.edges.get((this.shelf.restOn().get(a) ?? [])[0] ?? "");
    const [schema, source, target] = s.of ?? [edge?.type ?? null, edge?.source ?? "", edge?.target ?? ""];
    return {
      ends: null,
      fact: {
        told: null, schema, source: source ? end(source) : null, target: target ? end(target) : null, quote: this.shelf.quote(s) || null,
        article: s.article && this.shelf.nodes.has(s.article) ? this.shelf.article(s.article) : null, start: s.start, end: s.end,
      },
    };
  }

  async judge(verdict: Verdict): Promise<Verdict[]> {
    this.pending.add(verdict);
    return this.verdicts();
  }

  private part(edge: PackedEdge): Part {
    const positions = ((edge.positions as string[] | null) ?? []).filter((p) => this.shelf.nodes.has(p)).map((p) => this.shelf.brief(p));
    return {
      edge: edge.id, type: edge.type as Part["type"], event: this.shelf.event(edge.target), person: this.shelf.brief(edge.source),
      titles: (edge.titles as string[] | null) ?? [], roles: (edge.roles as string[] | null) ?? [], positions, rank: (edge.rank as number | null) ?? null,
      group: text(edge.group), manner: text(edge.manner), confidence: edge.confidence,
    };
  }

  private partsOf(id: string): Part[] {
    const parts = this.shelf.out(id, "ATTENDED", "EXPECTED_AT").map((e) => this.part(e));
    return sortedBy(parts, (p) => [p.event.earliest ?? p.event.latest ?? "9999-12-31", p.event.latest ?? "9999-12-31", p.event.id, p.type, p.edge]);
  }

  private around(id: string, wanted: (edge: PackedEdge) => boolean): { edge: ReturnType<typeof bare>; node: ReturnType<Shelf["brief"]>; out: boolean }[] {
    const rows = [
      ...this.shelf.out(id).filter(wanted).map((e) => ({ edge: bare(e), node: this.shelf.brief(e.target), out: true })),
      ...this.shelf.into(id).filter((e) => wanted(e) && e.source !== e.target).map((e) => ({ edge: bare(e), node: this.shelf.brief(e.source), out: false })),
    ];
    return sortedBy(rows, (r) => [r.edge.type, r.out ? 0 : 1, r.node.id, r.edge.id]);
  }

  private quotes(edge: PackedEdge): string[] {
    return edge.support.flatMap((id) => this.shelf.statements().get(id) ?? []).map((s) => this.shelf.quote(s));
  }

  private proof(id: string): Proof {
    const s = this.shelf.statements().get(id);
    if (!s) throw { where: id, what: "no such statement", todo: "write the page again: kg view --to" } satisfies Trouble;
    const whole = this.shelf.text(s.doc);
    const quote = this.shelf.quote(s);
    const [from, until] = whole ? paragraph(whole, s.start, s.end) : [0, 0];
    return {
      statement: id, doc: s.doc, article: s.article && this.shelf.nodes.has(s.article) ? this.shelf.article(s.article) : null, start: s.start, end: s.end, quote,
      rule: s.rule, confidence: s.confidence, basis: s.basis, paragraph: whole?.slice(from, until) ?? null, at: whole ? [s.start - from, s.end - from] : null,
    };
  }
}

const ATTENDANCE = new Set(["ATTENDED", "CHAIRED", "SPOKE_AT", "LED"]);

function standing({ evidence, capacity }: Spell): Standing | null {
  return evidence.includes("removed") ? "removed" : capacity === "full" ? null : capacity;
}
