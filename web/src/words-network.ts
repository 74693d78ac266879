import type { Words } from "./words";

export const network: Words = {};
