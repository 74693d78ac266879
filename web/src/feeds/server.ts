import type { Feed, Trouble, Verdict } from "../protocol";

/** Asks `kg view`: GET /api/NAME?…, and POST /api/verdicts. Each method of the protocol is a path of the same name. */
export function serverFeed(token: string): Feed {
  const headers = { "X-Kg-Token": token };

  async function ask<T>(name: string, params: object = {}): Promise<T> {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== "") query.set(key, String(value));
    return answered<T>(name, fetch(`/api/${name}?${query}`, { headers, credentials: "same-origin" }));
  }
  const post = (body: Record<string, string>) => answered<Verdict[]>("verdicts", fetch("/api/verdicts", {
    method: "POST", credentials: "same-origin", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body),
  }));
  const get = <T>(name: string) => (params?: object) => ask<T>(name, params);

  return {
    meta: get("meta"), search: get("search"), person: get("person"), parts: get("parts"), met: get("met"), wrote: get("wrote"),
    position: get("position"), event: get("event"), attendance: get("attendance"), node: get("node"), evidence: get("evidence"),
    article: get("article"), network: get("network"), coverage: get("coverage"), listed: get("listed"), extent: get("extent"), active: get("active"), positions: get("positions"),
    changes: get("changes"), contradictions: get("contradictions"), verdicts: get("verdicts"),
    judge: ({ kind, a, b, why, by, replace }: Verdict) => post({ kind, a, b, why, ...(by && { by }), ...(replace && { replace }) }),
    undo: ({ kind, a, b }: Verdict) => post({ kind: "undo", undone: kind, a, b }),
  };
}

async function answered<T>(name: string, sent: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await sent;
  } catch {
    throw { where: "kg view", what: "no answer", todo: "start it again: kg view" } satisfies Trouble;
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  throw isTrouble(body) ? body : ({ where: name, what: `HTTP ${response.status}`, todo: "start it again: kg view" } satisfies Trouble);
}

export function isTrouble(value: unknown): value is Trouble {
  return typeof value === "object" && value !== null && "where" in value && "what" in value && "todo" in value;
}
