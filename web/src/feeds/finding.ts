import type { ArticleBrief, Feed, Hit, NameHit, Node, Page, TextHit } from "../protocol";
import { compare, paged, sortedBy } from "./order";
import { Points } from "./points";
import { once, type Shelf, text } from "./shelf";

type Ask = Parameters<Feed["search"]>[0];
type By = NameHit["by"];

const BY: By[] = ["name", "alias", "pinyin", "initials"];
const BLANKS = /[\s\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;

/** Form of a name as it is compared, how a match of it is told, and where its syllables begin. */
interface Form {
  folded: string;
  shown: string;
  by: By;
}
interface Named {
  node: Node;
  forms: Form[];
  /** Pinyin by syllables: ao, yu, xin. */
  syllables: string[];
}
interface Text {
  folded: string;
  raw: () => string;
  start: number;
  article: string;
}

/** Search by name, alias, pinyin and its initials, and in the words of quotes and articles. */
export class Finder {
  constructor(private readonly shelf: Shelf) {}

  search({ q, kind = "all", ...paging }: Ask): Page<Hit> {
    const names = kind === "quote" || kind === "article" ? [] : this.names(q, kind);
    const quotes = kind === "all" || kind === "quote" ? holding(this.quotes(), q) : [];
    const articles = kind === "all" || kind === "article" ? holding(this.articles(), q) : [];
    const found: (() => Hit)[] = [
      ...names.map((hit) => () => hit), ...quotes.map((t) => () => this.hit("quote", t, q)), ...articles.map((t) => () => this.hit("article", t, q)),
    ];
    const page = paged(found, paging);
    return { ...page, rows: page.rows.map((make) => make()) };
  }

  private names(q: string, kind: string): NameHit[] {
    const wanted = foldName(q);
    if (!wanted) return [];
    const latin = /^[a-z]+$/.test(wanted);
    const found: { hit: NameHit; key: (string | number)[] }[] = [];
    for (const named of this.named()) {
      if (kind !== "all" && named.node.label !== kind) continue;
      const best = match(named, wanted, latin);
      if (!best) continue;
      const { id, label, name } = named.node;
      const hit: NameHit = { id, label, name, kind: "node", detail: this.shelf.packed.details[id] ?? "", standing: this.shelf.packed.standings[id] ?? null, matched: best.form.shown, by: best.form.by };
      found.push({ hit, key: [best.how, BY.indexOf(best.form.by), -this.shelf.degree(id), id] });
    }
    return sortedBy(found, (f) => f.key).map((f) => f.hit);
  }

  private readonly named = once(() => this.shelf.packed.nodes.map((node): Named => {
    const title = node.label === "Position" && node.title !== node.name ? text(node.title) : null;
    const aliases = [...(title ? [title] : []), ...strings(node.aliases)];
    const forms: Form[] = [form(node.name, "name"), ...aliases.map((a) => form(a, "alias"))];
    return { node, forms, syllables: (text(node.pinyin) ?? "").toLowerCase().split(" ").filter(Boolean) };
  }));

  private readonly quotes = once(() => {
    const found = new Map<string, { id: string; text: Text }>();
    for (const s of this.shelf.packed.statements) {
      if (s.article === null || !this.shelf.nodes.has(s.article)) continue;
      const key = JSON.stringify([s.doc, s.start, s.end]);
      const old = found.get(key);
      if (old && compare(old.id, s.id) < 0) continue;
      const raw = () => this.shelf.quote(s);
      found.set(key, { id: s.id, text: { folded: old?.text.folded ?? foldText(raw()), raw, start: s.start, article: s.article } });
    }
    return sortedBy(found.values(), (f) => [this.shelf.node(f.text.article).doc as string, f.text.start]).map((f) => f.text);
  });

  private readonly articles = once(() => {
    const found: Text[] = [];
    for (const [id, [start, end]] of Object.entries(this.shelf.packed.spans)) {
      const whole = this.shelf.nodes.has(id) ? this.shelf.text(this.shelf.article(id).doc) : null;
      if (!whole) continue;
      const raw = () => whole.slice(start, end);
      found.push({ folded: foldText(raw()), raw, start, article: id });
    }
    return sortedBy(found, ({ article }) => { const { doc, order } = this.shelf.article(article); return [doc, order]; });
  });

  private hit(kind: TextHit["kind"], { raw, start, article }: Text, q: string): TextHit {
    const found: ArticleBrief = this.shelf.article(article);
    const points = new Points(raw());
    const matches = matchesIn(points, foldText(q));
    const [first = [0, 0]] = matches;
    const [from, until] = [Math.max(0, first[0] - BEFORE), Math.min(points.length, first[1] + AFTER)];
    const marks = matches.filter(([a, b]) => a >= from && b <= until).map(([a, b]): [number, number] => [a - from, b - from]);
    const at: [number, number] = kind === "quote" ? [start, start + points.length] : [start + first[0], start + first[1]];
    const shown = untagged(points, marks, from, until);
    return { kind, article: found, ...shown, start: at[0], end: at[1] };
  }
}

/** Tags that reach us in the text of an article taken from a web page. */
const TAG = /<\/?(?:p|br|div|span|h[1-6]|li|[uo]l|t[dr]|table|tbody|strong|em|b|i|a|font|section|center)\b[^<>]*>/gi;
/** Characters of a tag at most that lie outside of what is shown. */
const TAGGED = 200;

/** A part of a text without the tags in it, and the marks in what is left. */
function untagged(points: Points, marks: [number, number][], from: number, until: number): { snippet: string; marks: [number, number][] } {
  const begin = Math.max(0, from - TAGGED);
  const gone = new Set<number>();
  const around = points.slice(begin, Math.min(points.length, until + TAGGED));
  for (const tag of around.matchAll(TAG)) {
    const first = begin + [...around.slice(0, tag.index)].length;
    const length = [...tag[0]].length;
    for (let i = first; i < first + length; i++) if (i >= from && i < until) gone.add(i);
  }
  if (gone.size === 0) return { snippet: points.slice(from, until), marks };
  const left = Array.from({ length: until - from }, (_, i) => from + i).filter((i) => !gone.has(i));
  const at = new Map(left.map((i, n) => [i, n]));
  const kept = marks.flatMap(([first, last]): [number, number][] => {
    const inside = left.filter((i) => i >= from + first && i < from + last).map((i) => at.get(i)!);
    return inside.length ? [[inside[0]!, inside[inside.length - 1]! + 1]] : [];
  });
  return { snippet: left.map((i) => points.slice(i, i + 1)).join(""), marks: kept };
}

/** Characters shown before and after the first match. */
const BEFORE = 20;
const AFTER = 60;

const [EXACT, PREFIX, WITHIN] = [0, 1, 2];

/** The best way in which a node answers to what was typed. */
function match({ forms, syllables }: Named, wanted: string, latin: boolean): { form: Form; how: number } | null {
  let best: { form: Form; how: number } | null = null;
  const offer = (form: Form, how: number) => {
    if (!best || how < best.how || (how === best.how && BY.indexOf(form.by) < BY.indexOf(best.form.by))) best = { form, how };
  };
  for (const form of forms) {
    const at = form.folded.indexOf(wanted);
    if (at >= 0) offer(form, form.folded === wanted ? EXACT : at === 0 ? PREFIX : WITHIN);
  }
  if (latin && syllables.length) {
    const whole = syllables.join("");
    const pinyin: Form = { folded: whole, shown: whole, by: "pinyin" };
    if (whole === wanted) offer(pinyin, EXACT);
    else if (whole.startsWith(wanted)) offer(pinyin, PREFIX);
    else if (syllables.some((_, n) => n > 0 && syllables.slice(n).join("").startsWith(wanted))) offer(pinyin, WITHIN);
    const letters = syllables.map((s) => s.charAt(0)).join("");
    const initials: Form = { folded: letters, shown: letters, by: "initials" };
    if (wanted.length > 1 && letters.startsWith(wanted)) offer(initials, letters === wanted ? EXACT : PREFIX);
  }
  return best;
}

function form(shown: string, by: By): Form {
  return { folded: foldName(shown), shown, by };
}

/** Width folded, small letters, no blanks. */
export function foldName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(BLANKS, "");
}

/** Text is compared without blanks, since names are broken over lines, and with small letters. */
export function foldText(words: string): string {
  return words.replace(BLANKS, "").replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function holding(texts: Text[], q: string): Text[] {
  const wanted = foldText(q);
  return wanted ? texts.filter((t) => t.folded.includes(wanted)) : [];
}

/** Where the words stand in the text as printed, blanks between them included. */
function matchesIn(text: Points, wanted: string): [number, number][] {
  const places: number[] = [];
  let folded = "";
  for (let i = 0; i < text.length; i++) {
    const char = foldText(text.at(i));
    folded += char;
    for (let unit = 0; unit < char.length; unit++) places.push(i);
  }
  const found: [number, number][] = [];
  for (let at = folded.indexOf(wanted); at >= 0 && wanted; at = folded.indexOf(wanted, at + wanted.length)) {
    found.push([places[at] as number, (places[at + wanted.length - 1] as number) + 1]);
  }
  return found;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : [];
}
