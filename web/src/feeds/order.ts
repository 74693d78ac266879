import type { Page, Paging, Period } from "../protocol";

type Key = (string | number | null | undefined)[];

/** Texts in the order of their code points, as Python sorts them. */
export function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return fixed(x) - fixed(y);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for characters past U+FFFF: after U+E000 … U+FFFF. */
function fixed(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Rows sorted by a key of several parts, each worked out once; null comes last. */
export function sortedBy<T>(rows: Iterable<T>, key: (row: T) => Key): T[] {
  return Array.from(rows, (row) => ({ row, key: key(row) })).sort((a, b) => compareKeys(a.key, b.key)).map((r) => r.row);
}

function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? null;
    const y = b[i] ?? null;
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    const order = typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
    if (order) return order;
  }
  return 0;
}

export function paged<T>(rows: T[], { page = 0, size = 50 }: Paging): Page<T> {
  const [at, by] = [Math.max(0, Math.trunc(page)), Math.min(500, Math.max(1, Math.trunc(size)))];
  return { rows: rows.slice(at * by, (at + 1) * by), total: rows.length, page: at, size: by };
}

export const FOREVER = "9999-12-31";

/** Whether something that happened between two days can have been in a period; of unknown day only where both ends are open. */
export function within(earliest: string | null | undefined, latest: string | null | undefined, { since, until }: Period): boolean {
  if (!earliest && !latest) return !since && !until;
  return (latest ?? FOREVER) >= (since ?? "") && (earliest ?? latest ?? FOREVER) <= lastDay(until ?? FOREVER);
}

/** 2026 → 2026-12-31, 2026-04 → 2026-04-31: no day of it comes after. */
export function lastDay(day: string): string {
  return day.length === 4 ? `${day}-12-31` : day.length === 7 ? `${day}-31` : day;
}

/** A map that makes what is not there. */
export function grouped<T>(rows: Iterable<T>, by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = by(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
