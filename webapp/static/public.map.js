// Draws networks and streets on a map from our own data. The page says the same in words. Tiles lie below where a tile
// address was set (BINSTART_MAP_TILES).
/* global L */
const place = document.querySelector("[data-shapes]");
if (place && window.L) draw(place);

async function draw(element) {
  const one = element.dataset.only;
  let map = null;
  let layers = null;

  const refresh = async () => {
    const answer = await fetch(element.dataset.shapes).catch(() => null);
    const { features } = answer?.ok ? await answer.json() : { features: [] };
    if (!map) reserve(features.length > 0);
    if (features.length === 0) return;
    if (!map) map = begin(element);
    if (layers) layers.remove();
    layers = L.layerGroup().addTo(map);
    show(features);
  };

  // Until here the page kept the room of the map free, so that what stands below it does not jump.
  const reserve = (isThere) => {
    [element, ...document.querySelectorAll(".map-legend")].forEach((part) => {
      part.hidden = !isThere;
      part.dataset.known = "";
    });
  };

  const show = (features) => {
    const of = (what) => features.filter((shape) => shape.properties.what === what);
    L.geoJSON(of("street"), { interactive: false, style: { color: "#9fb0ad", weight: 2 } }).addTo(layers);
    const chosen = L.geoJSON(of("chosen"), {
      interactive: false,
      style: { color: "#a63d1e", weight: 6, opacity: 0.85, lineCap: "round" },
    }).addTo(layers);
    const networks = L.geoJSON(of("network").filter((shape) => !one || shape.properties.slug === one), {
      style: look,
      pointToLayer: (shape, place) => L.circleMarker(place, { radius: 7 }),
      onEachFeature: (shape, layer) => {
        layer.bindTooltip(shape.properties.name, { sticky: true });
        if (!one && !chosen.getLayers().length) layer.on("click", () => { location.href = shape.properties.href; });
      },
    }).addTo(layers);
    of("place").forEach(name);
    const bounds = [chosen, networks, L.geoJSON(features)].map((layer) => layer.getBounds()).find((found) => found.isValid());
    map.fitBounds(bounds, { padding: [20, 20], maxZoom: 16 });
    if (!one && !chosen.getLayers().length) networks.eachLayer(workByKeyboard);
  };

  const name = (shape) => {
    const [longitude, latitude] = shape.geometry.coordinates;
    L.tooltip([latitude, longitude], { permanent: true, direction: "center", className: "map__place" })
      .setContent(shape.properties.name).addTo(layers);
  };

  document.addEventListener("shapes:changed", refresh);
  await refresh();
}

function begin(element) {
  const { tiles, attribution } = element.dataset;
  const map = L.map(element, { attributionControl: Boolean(tiles), zoomSnap: 0.25, scrollWheelZoom: false });
  map.zoomControl.remove();
  L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(map);
  if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
  return map;
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
  path.addEventListener("focus", () => layer.openTooltip(layer.getLatLng ? layer.getLatLng() : layer.getBounds().getCenter()));
  path.addEventListener("blur", () => layer.closeTooltip());
}
