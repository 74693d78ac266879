import { useLayoutEffect, useState } from "preact/hooks";
import { keep, recall } from "./settings";

export type Theme = "auto" | "light" | "dark";

/** The colours chosen; `data-theme` of the page is always light or dark, so that styles need one rule for each. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const kept = recall("theme");
    return kept === "light" || kept === "dark" ? kept : "auto";
  });
  useLayoutEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => (document.documentElement.dataset.theme = theme === "auto" ? (system.matches ? "dark" : "light") : theme);
    apply();
    keep("theme", theme);
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
  return [theme, setTheme];
}
