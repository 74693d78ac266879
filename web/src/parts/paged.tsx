import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Page, Paging } from "../protocol";
import type { App } from "../view";
import { useAnswer } from "./answer";
import { Awaited, fill } from "./told";

interface Props<Row> {
  app: App;
  ask: (paging: Paging) => Promise<Page<Row>>;
  /** What the question depends on; the list begins anew when it changes. */
  by: unknown[];
  size?: number;
  /** What stands in place of an empty list: why it is empty. */
  empty: ComponentChildren;
  children: (rows: Row[], page: Page<Row>) => ComponentChildren;
}

/** A list in pages, with its total. */
export function Paged<Row>({ app, ask, by, size = 50, empty, children }: Props<Row>) {
  const [page, setPage] = useState(0);
  useEffect(() => setPage(0), by);
  const answer = useAnswer(() => ask({ page, size }), [...by, page, size]);
  return (
    <Awaited answer={answer} app={app}>
      {(found) =>
        found.total === 0 ? <p class="empty">{empty}</p> : (
          <div class={answer.waiting ? "waiting" : undefined}>
            {children(found.rows, found)}
            <Pager app={app} page={found} turn={setPage} />
          </div>
        )}
    </Awaited>
  );
}

/** A list that is at hand, some rows at a time. */
export function Pages<Row>({ app, rows, size = 30, children }: { app: App; rows: Row[]; size?: number; children: (shown: Row[]) => ComponentChildren }) {
  const [page, turn] = useState(0);
  const at = page * size < rows.length ? page : 0;
  const shown = rows.slice(at * size, (at + 1) * size);
  return (
    <>
      {children(shown)}
      {rows.length > size && <Pager app={app} page={{ rows: shown, total: rows.length, page: at, size }} turn={turn} />}
    </>
  );
}

export function Pager({ app, page, turn }: { app: App; page: Page<unknown>; turn: (page: number) => void }) {
  const from = page.page * page.size + 1;
  const until = Math.min(page.total, from + page.size - 1);
  return (
    <nav class="pager" aria-label={app.t("pages")}>
      <span>{fill(app.t("page"), { from, to: until, total: page.total })}</span>
      {page.total > page.size && (
        <>
          <button type="button" disabled={page.page === 0} onClick={() => turn(page.page - 1)}>{app.t("page.back")}</button>
          <button type="button" disabled={until >= page.total} onClick={() => turn(page.page + 1)}>{app.t("page.next")}</button>
        </>
      )}
    </nav>
  );
}

/** Every row of a paged answer. */
export async function all<Row>(ask: (paging: Paging) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 0; ; page++) {
    const found = await ask({ page, size: 500 });
    rows.push(...found.rows);
    if (rows.length >= found.total || found.rows.length === 0) return rows;
  }
}
