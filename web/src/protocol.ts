/**
 * What the explorer asks and what it is told: one protocol, two feeds. `ServerFeed` asks `kg view` (GET /api/NAME?…), `FileFeed` answers
 * from the data inside a mailed page. Both give the same answer to the same question; a test holds them to it.
 *
 * Dates are ISO text of the precision known (2026-04-29, 2014-03, 2014), or null. Offsets count characters (code points) from 0
 * in the text as read. Ids, labels, types and property names are those of nodes.jsonl and edges.jsonl.
 */

export type Label = "Person" | "Position" | "Organization" | "Event" | "Place" | "Area" | "Article";

/** Some rows of a longer list. `page` counts from 0. */
export interface Page<Row> {
  rows: Row[];
  total: number;
  page: number;
  size: number;
}

/** Asked of every list. `size` is 50 unless told, at most 500. */
export interface Paging {
  page?: number;
  size?: number;
}

/** A period; either end may be open. An event that can have been in it counts; one of unknown day only where both ends are open. */
export interface Period {
  since?: string;
  until?: string;
}

/** Of which papers: of an area (what they tell, and the offices of the area), of a publisher; all unless told. */
export interface Papers {
  area?: string;
  publisher?: string;
}

/** Whose days a period means: those of the events, or those of the papers that tell of them. */
export type Clock = "event" | "published";

/** What a list is restricted to. `by` is "event" unless told. */
export interface Scope extends Period, Papers {
  by?: Clock;
}

/** A node as lists show it. */
export interface Brief {
  id: string;
  label: Label;
  name: string;
}

/** A node with all its properties (nodes.jsonl). */
export interface Node extends Brief {
  [property: string]: unknown;
}

export interface EventBrief extends Brief {
  kind: string | null;
  status: string;
  date: string | null;
  /** As printed (4月29日上午). */
  dateText: string | null;
  earliest: string | null;
  latest: string | null;
  precision: string | null;
  timeOfDay: string | null;
  openList: boolean;
  /** How many people are named there. */
  people: number;
  /** Areas of the papers that tell of it. */
  areas: string[];
}

export interface ArticleBrief extends Brief {
  title: string | null;
  published: string | null;
  publisher: string | null;
  doc: string;
  order: number;
}

/** An edge without its lists of proof; `Evidence` gives those. Properties of its type (titles, roles, capacity …) stand beside. */
export interface Edge {
  id: string;
  type: string;
  source: string;
  target: string;
  basis: "asserted" | "inferred" | "derived";
  confidence: number | null;
  supportCount: number;
  firstSeen: string | null;
  lastSeen: string | null;
  [property: string]: unknown;
}

export interface Meta {
  mode: "server" | "file";
  dataset: string;
  version: string;
  nodes: Record<string, number>;
  edges: Record<string, number>;
  documents: number;
  /** First and last day of events, and of papers. */
  happened: Period;
  published: Period;
  /** Whether verdicts are written to `judgements` (a server) or collected in the page. */
  judgements: string | null;
  /** Share of the index of quotes and articles that is ready, 0 to 1; names are found from the start. */
  indexed: number;
  /** True where the texts are not at hand, so that a quote stands without its paragraph. */
  textless: boolean;
  /** Where a page holds a part of a build only: how many nodes of how many. */
  part?: { nodes: number; of: number } & Papers;
  /** What a page can be restricted to, the most told first. */
  areas: { name: string; articles: number; offices: number }[];
  publishers: { name: string; articles: number }[];
}

export interface NameHit extends Brief {
  kind: "node";
  /** What tells namesakes apart: latest office, area and years; date. */
  detail: string;
  /** How the office of `detail` was held. */
  standing: Standing | null;
  /** What was matched (敖煜新, aoyuxin, ayx) and how. */
  matched: string;
  by: "name" | "alias" | "pinyin" | "initials";
}

export interface TextHit {
  kind: "quote" | "article";
  article: ArticleBrief;
  /** Words around the match, and where in them the match stands. */
  snippet: string;
  marks: [number, number][];
  start: number;
  end: number;
}

export type Hit = NameHit | TextHit;

/** How an office was held, where not in full and to the end of what is known. */
export type Standing = "acting" | "designate" | "former" | "removed";

/** One HOLDS edge: somebody in an office, with its four bounds and how each is known (`kg timeline`). */
export interface Spell {
  edge: string;
  person: Brief;
  position: Brief;
  /** The first of `areas`. */
  area: string | null;
  areas: string[];
  organ: Brief | null;
  capacity: "full" | "acting" | "designate" | "former";
  titles: string[];
  startEarliest: string | null;
  startLatest: string | null;
  endEarliest: string | null;
  endLatest: string | null;
  startEarliestBy: Known;
  startLatestBy: Known;
  endEarliestBy: Known;
  endLatestBy: Known;
  evidence: string[];
  sightings: number;
  confidence: number | null;
  basis: string;
}
export type Known = "announced" | "sighted" | "bounded" | "unknown";

/** REPLACED, APPOINTED or REMOVED (`kg query changes`). */
export interface Change {
  edge: string;
  change: "replaced" | "appointed" | "removed";
  notBefore: string | null;
  notAfter: string | null;
  /** The longest time between the two days that no paper of the area covers, where it is long: who was in office then is not known. */
  silence: { since: string; until: string; days: number } | null;
  position: Brief;
  /** Areas of the office. */
  areas: string[];
  /** Who came, or went, and in which capacity. */
  person: Brief;
  standing: Standing | null;
  /** Who was replaced. */
  other: Brief | null;
  otherStanding: Standing | null;
  kind: string | null;
  by: string | null;
}

/** Two people surely in one office of one seat at once (`kg query contradictions`). */
export interface Contradiction {
  position: Brief;
  person: Brief;
  other: Brief;
  since: string;
  until: string;
  /** Areas of the office. */
  areas: string[];
  /** The two HOLDS edges. */
  edges: [string, string];
}

export interface PersonAnswer {
  node: Node;
  offices: Spell[];
  changes: Change[];
  affiliations: { edge: Edge; node: Brief }[];
  counts: { events: number; articles: number };
}

/** Somebody's part in an event (ATTENDED, or EXPECTED_AT). */
export interface Part {
  edge: string;
  type: "ATTENDED" | "EXPECTED_AT";
  event: EventBrief;
  person: Brief;
  titles: string[];
  roles: string[];
  positions: Brief[];
  rank: number | null;
  group: string | null;
  manner: string | null;
  confidence: number | null;
}

/** Two people at the same events: those of `kg query co_attendance`. */
export interface Met {
  person: Brief;
  /** A tour with all its stops is one. */
  events: number;
  /** Events together that are stops of tours. */
  stops: number;
  weight: number;
  first: string | null;
  last: string | null;
  /** Areas of the papers that tell of these events. */
  areas: string[];
}

export interface PositionAnswer {
  node: Node;
  area: Brief | null;
  organ: Brief | null;
  holders: Spell[];
  changes: Change[];
  contradictions: Contradiction[];
}

export interface EventAnswer {
  node: Node;
  brief: EventBrief;
  /** All edges but ATTENDED and REPORTS: places, organs, convenors, what it is part of and its stops. */
  others: { edge: Edge; node: Brief; out: boolean }[];
  articles: { edge: string; article: ArticleBrief; quotes: string[] }[];
}

/** A node of any label with what touches it. */
export interface NodeAnswer {
  node: Node;
  types: Record<string, number>;
  edges: Page<{ edge: Edge; node: Brief; out: boolean }>;
}

/** One proof of an edge. */
export interface Proof {
  statement: string;
  doc: string;
  article: ArticleBrief | null;
  start: number;
  end: number;
  quote: string;
  rule: string;
  confidence: number;
  basis: string;
  /** The paragraph as read; null where the text is not at hand, and then `quote` stands alone. */
  paragraph: string | null;
  /** Where the quote stands in the paragraph. */
  at: [number, number] | null;
}

export interface EvidenceAnswer {
  edge: Edge;
  source: Brief;
  target: Brief;
  /** A derived edge (REPLACED) has the proofs of its premises. */
  proofs: Page<Proof>;
}

export interface ArticleAnswer {
  article: ArticleBrief;
  /** Null where it is not at hand. */
  text: string | null;
  /** Where the text begins in its document: a mark at 0 stands there. */
  start: number;
  /** Where in `text` the statements stand, and the edges that rest on them. */
  marks: { start: number; end: number; edges: string[] }[];
  events: EventBrief[];
  writers: { edge: string; person: Brief; as: string | null }[];
}

export interface NetworkQuery extends Scope {
  /** Node in the middle; without one, the people who meet most in the whole graph. */
  center?: string;
  /** `ties`: nodes and edges as they are. `meetings`: people, joined by the events that both attended. */
  kind: "ties" | "meetings";
  /** Steps around the center, for ties; 2 unless told. */
  steps?: 1 | 2;
  /** Nodes at most, the most tied first; 300 unless told, 10,000 at most. */
  limit?: number;
}

/** Positions are settled for the whole answer: a filter in the page hides, it never moves. */
export interface NetworkAnswer {
  nodes: (Brief & { x: number; y: number; degree: number; organ: string | null; community: number | null; areas: string[] })[];
  edges: {
    id: string;
    source: string;
    target: string;
    /** An edge type, or MET. */
    type: string;
    weight: number;
    /** Days (of events) or bounds on which it rests, in order; empty where undated. The slider filters by these. */
    days: string[];
  }[];
  total: { nodes: number; edges: number };
}

/** A day (or month, year) of the papers, or of the events: then issues and articles are those that tell of its events. */
export interface Coverage {
  /** Empty for what has no date. */
  day: string;
  issues: number;
  articles: number;
  events: number;
}

export interface Active {
  person: Brief;
  detail: string;
  standing: Standing | null;
  areas: string[];
  events: number;
  led: number;
  first: string | null;
  last: string | null;
}

/** A node of a list: an EventBrief or an ArticleBrief where it is one. */
export interface Listed {
  node: Brief;
  detail: string;
  standing: Standing | null;
  areas: string[];
  /** Edges that touch it, of which the papers tell; 0 for events and articles. */
  ties: number;
}

/** What papers hold: how many nodes of each label (as many as `listed` and `positions` have), and from when to when. */
export interface Extent {
  documents: number;
  nodes: Record<string, number>;
  happened: Period;
  published: Period;
}

export interface PositionRow {
  position: Brief;
  area: string | null;
  areas: string[];
  holders: number;
  changes: number;
  /** Who was seen in it last, and how it was held. */
  latest: { person: Brief; standing: Standing | null } | null;
}

export interface Verdict {
  kind: "accept" | "reject" | "same" | "different";
  /** A statement, or a node (or a member of one). */
  a: string;
  /** The other node; empty for accept and reject. */
  b: string;
  why: string;
  /** Who gave it, and when; null where the line does not say. */
  by?: string | null;
  when?: string | null;
  /** Whether another verdict says the opposite of the same. */
  against?: boolean;
  /** What a verdict on a statement is about. */
  fact?: Fact | null;
  /** What a verdict on two nodes is about. */
  ends?: End[] | null;
  /** Put it in the place of an older one that says the opposite. */
  replace?: "yes";
}

/** A node, or a member of one (`known` is false), with what tells it apart. */
export interface End extends Brief {
  detail: string;
  known: boolean;
}

export interface Fact {
  /** As the line of the file tells it. */
  told: string | null;
  schema: string | null;
  source: End | null;
  target: End | null;
  quote: string | null;
  article: ArticleBrief | null;
  start: number;
  end: number;
}

/** Every question. The name of a method is the name of its path: GET /api/person?id=… */
export interface Feed {
  meta(): Promise<Meta>;
  search(ask: { q: string; kind?: "all" | Label | "quote" | "article" } & Paging): Promise<Page<Hit>>;
  person(ask: { id: string }): Promise<PersonAnswer>;
  /** Events of a person, the earliest first; undated ones last. */
  parts(ask: { id: string } & Scope & Paging): Promise<Page<Part>>;
  met(ask: { id: string } & Scope & Paging): Promise<Page<Met>>;
  wrote(ask: { id: string } & Paging): Promise<Page<{ edge: string; article: ArticleBrief; as: string | null }>>;
  position(ask: { id: string }): Promise<PositionAnswer>;
  event(ask: { id: string }): Promise<EventAnswer>;
  /** Who came, in printed order; those expected after them. */
  attendance(ask: { id: string } & Paging): Promise<Page<Part>>;
  node(ask: { id: string; type?: string } & Paging): Promise<NodeAnswer>;
  /** In the order of `support`; those of a `day` come first, of "bounds" those that set the bounds of the edge (HOLDS, REPLACED). */
  evidence(ask: { edge: string; day?: string } & Paging): Promise<EvidenceAnswer>;
  article(ask: { id: string }): Promise<ArticleAnswer>;
  network(ask: NetworkQuery): Promise<NetworkAnswer>;
  /** By day; or by month or year, in which an event that two papers tell of counts once. */
  coverage(ask: Papers & { by?: Clock; per?: "day" | "month" | "year" }): Promise<Coverage[]>;
  /** Nodes of a label: events and articles by day, those that lie in the period with all their days; others by their ties. */
  listed(ask: { label: Label } & Scope & Paging): Promise<Page<Listed>>;
  extent(ask: Papers): Promise<Extent>;
  active(ask: Scope & Paging): Promise<Page<Active>>;
  /** Positions and their holders: the list a visitor begins with. */
  positions(ask: Papers & Paging): Promise<Page<PositionRow>>;
  changes(ask: Scope & Paging): Promise<Page<Change>>;
  contradictions(ask: Papers & Paging): Promise<Page<Contradiction>>;
  /** Verdicts given so far. POST /api/verdicts adds one. */
  verdicts(): Promise<Verdict[]>;
  judge(verdict: Verdict): Promise<Verdict[]>;
  /** Take one back; in a mailed page one that was given in it. */
  undo(verdict: Verdict): Promise<Verdict[]>;
}

/** An error as the server tells it, and as a feed throws it: where, what, what to do. */
export interface Trouble {
  where: string;
  what: string;
  todo: string;
}
