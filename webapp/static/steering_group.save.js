// Keeps what somebody types in a section, a moment after they stop; until the server has it, this browser keeps it.
// Who else writes here is told, and what they wrote comes into the fields that one doesn't write in.
import { sealedStorage } from "./sealed_storage.js";

const PAUSE = 1200;
const HERE_EVERY = 15000;
const form = document.querySelector("form[data-autosave]");
if (form) keep(form);

async function keep(form) {
  const storage = await sealedStorage(form.dataset.key);
  const told = form.querySelector("[data-saved]");
  const others = document.querySelector("[data-others]");
  const offer = form.querySelector("[data-offer]");
  const place = `charter:${form.dataset.person}:${form.dataset.autosave}`;
  let timer = 0;
  let running = null;
  let again = false;
  let stopped = false;

  const say = (words) => { told.textContent = words; told.hidden = !words; };
  const typed = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "seen" && name !== "press_key");
  let stored = Promise.resolve(); // in the order in which it was typed
  const then = (act) => { if (storage) stored = stored.then(act).catch(() => { /* full: the server keeps it */ }); };
  const store = () => { const now = typed(); then(() => storage.write(place, now)); };
  const forget = () => then(() => storage.remove(place));
  const controls = (name) => [...form.elements].filter((one) => one.name === name && one.type !== "hidden");

  const put = (name, value) => {
    for (const one of controls(name)) {
      if (one.type === "checkbox") one.checked = value.includes(one.value);
      else if (one.type === "radio") one.checked = one.value === value;
      else one.value = value;
    }
  };

  // Values per control, to see which of them were typed in since they were sent.
  const values = (pairs) => pairs.reduce((found, [name, value]) => ({ ...found, [name]: [...(found[name] || []), value] }), {});
  const same = (one, other) => JSON.stringify(one || []) === JSON.stringify(other || []);

  const takeIn = (answer, sent) => {
    const names = Object.keys(answer.changed);
    const now = values(typed());
    form.elements.revision.value = answer.sent_revision;
    if (names.some((name) => !controls(name).length)) {
      say(told.dataset.rows);
      stopped = true;
    } else if (names.every((name) => same(now[name], sent[name]))) {
      names.forEach((name) => put(name, answer.changed[name]));
      form.elements.revision.value = answer.revision;
    } else {
      again = true; // typed on in the same field: the next save merges from what was sent
    }
  };

  const lackItem = ({ words, place }) => {
    const item = document.createElement("li");
    if (place) item.append(Object.assign(document.createElement("a"), { className: "govuk-link", href: `#${place}`, textContent: words }));
    else item.textContent = words;
    return item;
  };
  const panel = document.querySelector("[data-lacks]");
  const tellLacks = (lacks) => {
    const list = panel.querySelector("ul");
    const shown = (item) => ({ words: item.textContent.trim(), place: item.querySelector("a")?.hash.slice(1) ?? "" });
    if (same([...list.children].map(shown), lacks)) return;
    const focused = list.contains(document.activeElement) ? document.activeElement.hash : "";
    list.replaceChildren(...lacks.map(lackItem));
    if (focused) ([...list.querySelectorAll("a")].find((link) => link.hash === focused) ?? form.elements.namedItem(focused.slice(1)))?.focus?.();
    panel.hidden = !lacks.length;
  };

  const show = (answer, sent) => {
    if (answer.others !== undefined) others.textContent = answer.others;
    say(answer.said);
    if (answer.state === "saved") { takeIn(answer, sent); draw(); tellLacks(answer.lacks); }
    else if (answer.state !== "kept") stopped = true;
    const now = values(typed());
    if (Object.keys(now).every((name) => name === "revision" || same(now[name], sent[name]) || answer.changed?.[name])) forget();
    else again = true;
  };

  const save = async () => {
    if (stopped) return;
    if (running) { again = true; return; }
    const sent = values(typed());
    const body = new FormData(form);
    body.delete("press_key"); // the key of the button, which is pressed once; what is kept while one types comes often
    running = fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    try {
      const answer = await running;
      if (answer.ok) show(await answer.json(), sent);
      else say(told.dataset.refused);
    } catch {
      say(storage ? told.dataset.offline : told.dataset.refused);
      again = true;
    } finally {
      running = null;
    }
    if (again) { again = false; soon(); }
  };

  const soon = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  const changed = () => { store(); soon(); };

  const tellHere = async () => {
    if (document.hidden) return;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    try {
      const answer = await fetch(form.dataset.here, { method: "POST", body, redirect: "manual" });
      if (answer.ok) others.textContent = (await answer.json()).others;
    } catch { /* the next time */ }
  };

  // The printed page, while one looks at it: the new picture takes the place of the old one once it is there.
  const preview = document.querySelector("[data-preview]");
  const shown_page = preview?.querySelector("img");
  let drawing = false;
  let drawAgain = false;
  const draw = () => {
    if (!preview?.open) return;
    if (drawing) { drawAgain = true; return; }
    drawing = true;
    const next = new Image();
    const done = () => { drawing = false; if (drawAgain) { drawAgain = false; draw(); } };
    next.addEventListener("load", () => { shown_page.src = next.src; shown_page.hidden = false; done(); });
    next.addEventListener("error", done);
    next.src = `${shown_page.dataset.source}?nu=${form.elements.revision.value}-${Date.now()}`;
  };
  preview?.addEventListener("toggle", draw);

  const left = storage ? await storage.read(place) : null;
  const shown = JSON.stringify(typed().filter(([name]) => name !== "revision"));
  if (left && JSON.stringify(left.filter(([name]) => name !== "revision")) !== shown && left.every(([name]) => name === "revision" || controls(name).length)) {
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      const values = {};
      for (const [name, value] of left) (values[name] ??= []).push(value);
      for (const [name, all] of Object.entries(values)) if (name !== "revision") put(name, controls(name)[0].type === "checkbox" ? all : all[0]);
      form.elements.revision.value = (values.revision || ["0"])[0];
      offer.hidden = true;
      changed();
    });
    offer.querySelector("[data-drop]").addEventListener("click", () => { offer.hidden = true; forget(); });
  } else {
    forget();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
  window.addEventListener("online", soon);
  tellHere();
  setInterval(tellHere, HERE_EVERY);
}
