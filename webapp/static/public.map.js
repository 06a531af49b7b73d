// Draws the networks on a map from our own data, without tiles. The list on the page says the same in words.
/* global L */
const place = document.querySelector("[data-shapes]");
if (place && window.L) draw(place);

async function draw(element) {
  const answer = await fetch(element.dataset.shapes);
  if (!answer.ok) return;
  const shapes = await answer.json();
  const one = element.dataset.only;
  const isShown = (shape) => shape.properties.what === "street" || !one || shape.properties.slug === one;
  element.hidden = false;
  document.querySelectorAll(".map-legend").forEach((legend) => { legend.hidden = false; });
  const map = L.map(element, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  map.zoomControl.remove();
  L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(map);
  L.geoJSON(shapes.features.filter((shape) => shape.properties.what === "street"), {
    interactive: false,
    style: { color: "#9fb0ad", weight: 2 },
  }).addTo(map);
  const networks = L.geoJSON(shapes.features.filter((shape) => shape.properties.what === "network" && isShown(shape)), {
    style: look,
    onEachFeature: (shape, layer) => {
      layer.bindTooltip(shape.properties.name, { sticky: true });
      if (!one) layer.on("click", () => { location.href = shape.properties.href; });
    },
  }).addTo(map);
  shapes.features.filter((shape) => shape.properties.what === "place").forEach(name);
  const bounds = networks.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [20, 20], maxZoom: 16 });
  else map.fitBounds(L.geoJSON(shapes).getBounds());
  if (!one) networks.eachLayer(workByKeyboard);

  function name(shape) {
    const [longitude, latitude] = shape.geometry.coordinates;
    L.tooltip([latitude, longitude], { permanent: true, direction: "center", className: "map__place" })
      .setContent(shape.properties.name).addTo(map);
  }
}

function look(shape) {
  const colour = shape.properties.kind === "bin" ? "#0e4b4f" : "#a63d1e";
  const isActive = shape.properties.is_active;
  return { color: colour, weight: 2, fillColor: colour, fillOpacity: isActive ? 0.22 : 0.04, dashArray: isActive ? null : "6 5" };
}

function workByKeyboard(layer) {
  const path = layer.getElement();
  const { name, href } = layer.feature.properties;
  path.setAttribute("tabindex", "0");
  path.setAttribute("role", "link");
  path.setAttribute("aria-label", name);
  path.addEventListener("keydown", (event) => { if (event.key === "Enter") location.href = href; });
  path.addEventListener("focus", () => layer.openTooltip(layer.getBounds().getCenter()));
  path.addEventListener("blur", () => layer.closeTooltip());
}
