/** What a spreadsheet takes for a formula (kg/exports/cells.py). */
const FORMULA = /^['=+\-@\t\r]/;
/** Ends of lines, of which programs make new rows, and the pictures that stand for them; a picture that is printed has a ␛ before it. */
const PICTURES: Record<string, string> = { "\n": "␊", "\r": "␍", "\x0b": "␋", "\x0c": "␌" };
const BROKEN = /[\n\r\x0b\x0c␊␍␋␌␛]/g;

/** Rows as CSV: UTF-8 with a byte order mark, text that a spreadsheet would take for a formula guarded by an apostrophe. */
export function toCsv(columns: string[], rows: unknown[][]): string {
  const lines = [columns, ...rows.map((row) => row.map(cell))].map((row) => row.map(quoted).join(","));
  return `\ufeff${lines.join("\n")}\n`;
}

/** A value as `kg query --format csv` writes it: lists joined by a semicolon, null empty. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value) ? value.join("; ") : String(value);
  const flat = text.replace(BROKEN, (end) => PICTURES[end] ?? `␛${end}`);
  return FORMULA.test(text) ? `'${flat}` : flat;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the browser. */
export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
