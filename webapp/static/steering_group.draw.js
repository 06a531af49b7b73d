// Lets somebody draw their signature: a path in a field of 600 by 200, sent with the form.
const box = document.querySelector("[data-draw]");
if (box) draw(box);

function draw(box) {
  const LONGEST = 4800;
  const field = box.querySelector("[data-draw-field]");
  const path = box.querySelector("[data-draw-path]");
  const input = box.closest("form").elements.namedItem("drawing");
  const strokes = [];
  let stroke = null;

  const written = () => strokes.filter((points) => points.length > 1)
    .map((points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join(" ")).join(" ");
  const show = () => { path.setAttribute("d", written()); input.value = written(); };
  const place = (event) => {
    const frame = field.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [within(((event.clientX - frame.left) / frame.width) * 600, 600), within(((event.clientY - frame.top) / frame.height) * 200, 200)];
  };

  field.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
  });
  field.addEventListener("pointermove", (event) => {
    if (!stroke || input.value.length > LONGEST) return;
    const [x, y] = place(event);
    const [lastX, lastY] = stroke.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < 4) return;
    stroke.push([x, y]);
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) field.addEventListener(name, () => { stroke = null; });
  box.querySelector("[data-draw-clear]").addEventListener("click", () => { strokes.length = 0; show(); });
  path.setAttribute("d", input.value);
  box.hidden = false;
}
