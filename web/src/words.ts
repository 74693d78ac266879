import look from "../../kg/exports/assets/look.json";
import { network } from "./words-network";
import { scope } from "./words-scope";
import { shell } from "./words-shell";
import { verdicts } from "./words-verdicts";
import { views } from "./words-views";

/** Every word of the page in both languages, side by side, so that neither can lack one. */
export type Words = Record<string, readonly [zh: string, en: string]>;
export type Language = "zh" | "en";

export const WORDS: Words = { ...shell, ...views, ...network, ...scope, ...verdicts };

/** Words of the graph itself (labels, types, properties, values): Chinese as graph.html has them, English as the contract writes them. */
const GRAPH: Record<string, (key: string) => string | undefined> = {
  label: (key) => (look.labels as Record<string, { caption: string }>)[key]?.caption,
  type: (key) => (look.edges as Record<string, { caption: string }>)[key]?.caption,
  field: (key) => (look.fields as Record<string, string>)[key],
  value: (key) => (look.values as Record<string, string>)[key],
};

export function translator(language: Language): (key: string) => string {
  return (key) => {
    const words = WORDS[key];
    if (words) return words[language === "zh" ? 0 : 1];
    const dot = key.indexOf(".");
    const families = dot < 0 ? ["label", "type"] : [key.slice(0, dot)];
    const name = key.slice(dot + 1);
    if (!families.every((f) => f in GRAPH)) return key;
    const chinese = families.map((f) => GRAPH[f]?.(name)).find((word) => word !== undefined);
    if (language === "zh" && chinese !== undefined) return chinese;
    return chinese === undefined ? name : plain(name);
  };
}

/** SPOKE_AT → spoke at, startEarliest → start earliest. */
function plain(name: string): string {
  return /^[A-Z_]+$/.test(name) ? name.toLowerCase().replaceAll("_", " ") : name.replace(/(?<=[a-z])[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
}
