import type { View } from "./view";
import { Article } from "./views/article";
import { Event } from "./views/event";
import { NodeView } from "./views/node";
import { Person } from "./views/person";
import { Position } from "./views/position";
import { Positions } from "./views/positions";
import { Search } from "./views/search";
import { Start } from "./views/start";
import { Verdicts } from "./views/verdicts";

/** Every view by the name it has in links. `start` is the first page. */
export const VIEWS: Record<string, View> = {
  start: Start,
  search: Search,
  person: Person,
  position: Position,
  positions: Positions,
  event: Event,
  article: Article,
  node: NodeView,
  verdicts: Verdicts,
};
