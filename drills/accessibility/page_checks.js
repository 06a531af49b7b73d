// What a page is asked besides axe: is there one heading and a title, does all fit, and is each place that the keyboard
// reaches in sight with a mark that shows it. Returns sentences, each with the tag that it is about.
() => {
  const said = [];
  const tag = (element) => element.cloneNode(false).outerHTML.slice(0, 140);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) said.push(`wider than the window: ${wide} px`);
  if (!document.title.trim()) said.push("no title");
  const headings = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
  if (headings.length !== 1) said.push(`headings of the first level: ${headings.length}`);

  const look = (element) => {
    const seen = [element, element.labels?.[0], element.closest(".govuk-radios__item, .govuk-checkboxes__item")?.querySelector("label")];
    return seen.filter(Boolean).flatMap((one) => ["", "::before"].map((part) => {
      const style = getComputedStyle(one, part || null);
      return [style.outline, style.boxShadow, style.backgroundColor, style.border, style.stroke, style.strokeWidth].join();
    })).join("|");
  };
  const isIn = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return Boolean(hit) && (element.contains(hit) || hit.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(hit)));
  };
  const places = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }),
  );
  for (const place of places) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const before = look(place);
    place.focus();
    if (document.activeElement !== place) continue; // a radio of a group that the group answers for
    if (look(place) === before) said.push(`focus does not show: ${tag(place)}`);
    if (place instanceof SVGElement) { // of a map: its box is not its shape
      const [shape, map] = [place.getBoundingClientRect(), place.closest("svg").parentElement.parentElement.parentElement.getBoundingClientRect()];
      if (shape.right < map.left || shape.left > map.right || shape.bottom < 0 || shape.top > innerHeight) said.push(`focus is out of sight: ${tag(place)}`);
      continue;
    }
    const box = place.getClientRects()[0] ?? place.getBoundingClientRect();
    const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    for (const x of [0.1, 0.5]) for (const y of [4, box.height - 4]) points.push([box.left + box.width * x, box.top + y]); // of a tall field an edge is enough
    const inWindow = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    if (!inWindow.some(([x, y]) => isIn(place, x, y))) said.push(`focus is out of sight: ${tag(place)}`);
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return said;
}
