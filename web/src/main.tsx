import { render } from "preact";

render(<main>kg</main>, document.body);
