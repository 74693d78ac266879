import type { App } from "../view";

/** The button of a row that shows its proof. */
export function Proves({ edge, day, app, text }: { edge: string; day?: string; app: App; text?: string }) {
  return <button type="button" class="proves" data-proves={edge} title={app.t("prove")} onClick={() => app.prove(edge, day)}>{text ?? app.t("prove.short")}</button>;
}

/** A row that proves itself wherever one clicks on it, but for its links and buttons. */
export function provesOn(edge: string, app: App) {
  return {
    onClick: (event: MouseEvent) => {
      const on = event.target instanceof Element ? event.target.closest("a, button, input, summary, g") : null;
      if (!on && !getSelection()?.toString()) app.prove(edge);
    },
  };
}
