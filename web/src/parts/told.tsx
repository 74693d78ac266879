import { useState } from "preact/hooks";
import type { ArticleBrief, Brief, EventBrief, Trouble } from "../protocol";
import type { App } from "../view";
import type { Language } from "../words";
import { inLanguage } from "../words-errors";
import type { Answer } from "./answer";
import type { ComponentChildren } from "preact";

const VIEW_OF: Record<string, string> = { Person: "person", Position: "position", Event: "event", Article: "article" };

export function viewOf(label: string): string {
  return VIEW_OF[label] ?? "node";
}

/** A node's name as a link to its page. Names are data: they stand in an isolated text node, whatever is in them. */
export function Name({ of, app, text }: { of: Brief; app: App; text?: string }) {
  return (
    <a class={`name ${of.label}`} href={app.link(viewOf(of.label), { id: of.id })} title={app.t(`label.${of.label}`)}>
      <bdi>{text ?? titleOf(of)}</bdi>
    </a>
  );
}

/** What to call a node on screen: an article by its headline. */
export function titleOf(node: Brief): string {
  const title = node.label === "Article" ? (node as unknown as ArticleBrief).title : null;
  return title || node.name || node.id;
}

/** The number of characters after which a text is cut on screen; the rest is a button away. */
const SHOWN = 1200;

/** A text, cut when it is very long; nothing is lost, a button shows the rest. */
export function Cut({ text, app, shown = SHOWN, mark = false }: { text: string; app: App; shown?: number; mark?: boolean }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > shown + 50;
  const part = cut ? text.slice(0, safe(text, shown)) : text;
  return (
    <>
      {mark ? <mark>{part}</mark> : <bdi>{part}</bdi>}
      {(cut || whole) && (
        <button type="button" class="rest" onClick={() => setWhole(!whole)}>
          {whole ? app.t("less") : fill(app.t("rest"), { n: text.length - part.length })}
        </button>
      )}
    </>
  );
}

/** Not between the halves of a surrogate pair. */
function safe(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at + 1 : at;
}

/** {n} stands for a value, {n:holder|holders} for the word that goes with it: the first with 1, else the second. */
export function fill(template: string, values: Record<string, string | number | undefined>): string {
  const counted = template.replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (_, key: string, one: string, many: string) => (Number(values[key]) === 1 ? one : many));
  return counted.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}

/** An event's day as far as it is known: 2026-04-29, 2026-04, 不晚于 2026-04-30. */
export function When({ event, app }: { event: EventBrief; app: App }) {
  const time = event.timeOfDay ? ` ${app.t(`value.${event.timeOfDay}`)}` : "";
  if (event.date) return <time dateTime={event.date} title={event.dateText ?? undefined}>{event.date + time}</time>;
  if (event.latest) return <time title={event.dateText ?? undefined}>{fill(app.t(event.earliest ? "when.between" : "when.by"), { since: event.earliest ?? "", until: event.latest }) + time}</time>;
  return <time class="faint" title={event.dateText ?? undefined}>{app.t("when.unknown")}</time>;
}

/** Words of the graph (roles, kinds) in the language chosen. */
export function values(app: App, keys: (string | null)[]): string {
  return keys.filter((k) => k).map((k) => app.t(`value.${k}`)).join(app.t("comma"));
}

export function Failed({ trouble: given, language }: { trouble: Trouble; language: Language }) {
  const trouble = inLanguage(given, language);
  return (
    <p class="trouble" role="alert">
      <b><bdi>{trouble.where}</bdi></b> <bdi>{trouble.what}</bdi>{trouble.todo && <> — <bdi>{trouble.todo}</bdi></>}
    </p>
  );
}

/** What is shown until the answer is here, or where it went wrong. */
export function Awaited<T>({ answer, app, children }: { answer: Answer<T>; app: App; children: (value: T) => ComponentChildren }) {
  if (answer.trouble) return <Failed trouble={answer.trouble} language={app.language} />;
  if (answer.value === undefined) return <p class="faint" aria-busy="true">{app.t("loading")}</p>;
  return <>{children(answer.value)}</>;
}
