import { keep, recall } from "../parts/settings";
import type { Verdict } from "../protocol";
import type { Shelf } from "./shelf";

/** Verdicts given in a mailed page: kept by the browser until they are downloaded, as lines that `kg build --judgements` reads. */
export class Pending {
  private given: Verdict[];
  private readonly key: string;

  constructor(dataset: string, private readonly shelf: Shelf) {
    this.key = `verdicts.${dataset}.${location.pathname}`;
    this.given = read(recall(this.key));
  }

  list(): Verdict[] {
    return this.given;
  }

  /** The same judgement of the same things replaces the one before. */
  add(verdict: Verdict): void {
    const now = new Date();
    const when = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    this.given = [...this.given.filter((v) => about(v) !== about(verdict)), { ...verdict, when }];
    this.write();
  }

  remove(verdict: Verdict): void {
    this.given = this.given.filter((v) => about(v) !== about(verdict));
    this.write();
  }

  /** One JSON object a line (kg/judgement.py). */
  lines(): string {
    return this.given.map((v) => `${JSON.stringify(this.line(v))}\n`).join("");
  }

  private line({ kind, a, b, why, by, when }: Verdict): Record<string, unknown> {
    const reason = { ...(why && { why }), ...(by && { by }), ...(when && { when }) };
    if (kind === "same" || kind === "different") return { judge: kind, a, b, ...reason };
    const statement = this.shelf.statements().get(a);
    const of = statement?.of && { schema: statement.of[0], source: statement.of[1], target: statement.of[2], doc: statement.doc, start: statement.start, end: statement.end };
    return { judge: kind, statement: a, ...(of ? { of } : {}), ...reason };
  }

  private write(): void {
    keep(this.key, JSON.stringify(this.given.map(({ kind, a, b, why, by, when }) => ({ kind, a, b, why, by, when }))));
  }
}

function about({ kind, a, b }: Verdict): string {
  return JSON.stringify(kind === "same" || kind === "different" ? ["identity", ...[a, b].sort()] : ["fact", a]);
}

function read(kept: string | null): Verdict[] {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.filter((v) => typeof v?.kind === "string" && typeof v.a === "string" && typeof v.b === "string" && typeof v.why === "string") : [];
  } catch {
    return [];
  }
}
