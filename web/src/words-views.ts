import type { Words } from "./words";

/** Words of the views. */
export const views: Words = {};
