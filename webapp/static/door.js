// At the door: what is noted is kept on this device first and then sent, so a lost connection or a reload loses nothing.
// Each arrival has a key: sent twice, it counts once. Without this script each form is sent as forms are.
import { sealedStorage } from "./sealed_storage.js";

const RETRY = 5000;
const DOUBLE = 700; // a second press within this many milliseconds, with nothing filled in, is a double click
const door = document.querySelector("[data-door]");
if (door) begin(door);

async function begin(door) {
  const storage = await sealedStorage(door.dataset.key);
  if (!storage) return;
  const prefix = `door:${door.dataset.door}:`;
  const arrivals = new Map();
  for (const name of storage.names(prefix)) await take(name);
  // One entry per arrival: two windows on one device do not overwrite each other's, and each sees the other's.
  addEventListener("storage", async ({ key, newValue }) => {
    if (!key?.startsWith(prefix)) return;
    if (newValue === null) arrivals.delete(key);
    else await take(key);
    dispatchEvent(new Event("door:changed"));
  });
  open(door, {
    all: () => [...arrivals.values()].sort((a, b) => a.made - b.made),
    async keep(one) { arrivals.set(prefix + one.key, one); await storage.write(prefix + one.key, one); },
    forget(one) { arrivals.delete(prefix + one.key); storage.remove(prefix + one.key); },
  });

  async function take(name) {
    const one = await storage.read(name);
    if (one) arrivals.set(name, one);
  }
}

function open(door, arrivals) {
  const told = door.querySelector("[data-door-told]");
  const waiting = door.querySelector("[data-door-waiting]");
  const problems = door.querySelector("[data-door-problems]");
  const present = document.querySelector("[data-door-present]");
  let sending = false;
  let signedOut = false;
  let timer = 0;
  let noted = 0;

  const filled = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words);
  const { keep, forget } = arrivals;

  function show() {
    const all = arrivals.all();
    const count = all.filter((one) => !one.problem).length;
    waiting.hidden = count === 0;
    waiting.textContent = filled(signedOut ? door.dataset.signIn : door.dataset.waiting, { count });
    const wrong = all.filter((one) => one.problem);
    problems.hidden = wrong.length === 0;
    problems.replaceChildren(...wrong.map(problem));
  }

  function problem(one) {
    const row = document.createElement("li");
    row.className = "rows__row";
    const text = document.createElement("span");
    text.textContent = `${one.who}: ${one.problem}`;
    row.append(text);
    const choice = (words, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = words;
      button.addEventListener("click", act);
      row.append(button);
    };
    if (one.canBeElsewhere) {
      choice(door.dataset.anyway, async () => {
        await keep({ ...one, problem: "", fields: { ...one.fields, code: "", street_id: "0", number: "" } });
        send();
      });
    }
    choice(door.dataset.forget, () => { forget(one); show(); });
    return row;
  }

  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function whom(form, fields) {
    if (form.dataset.who) return form.dataset.who;
    if (fields.code) return filled(door.dataset.code, { code: fields.code });
    if (fields.street_id === "0") return door.dataset.elsewhere;
    return `${form.elements.street_id.selectedOptions[0].text} ${fields.number}`;
  }

  async function note(form) {
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "key" && name !== "press_key"));
    const one = { key: key(), made: Date.now(), who: whom(form, fields), fields, problem: "" };
    if (form.classList.contains("door__tick")) form.hidden = true;
    else {
      for (const name of ["number", "code"]) form.elements[name].value = "";
      form.elements.people.value = "1";
      form.elements.street_id.focus();
    }
    await keep(one);
    told.textContent = filled(door.dataset.kept, { who: one.who });
    show();
    send();
  }

  // Answers: true to go on with the next one, false to wait for a better moment.
  async function sendOne(one) {
    const token = document.querySelector("[data-door-form] input[name=csrf_token]").value;
    const waited = String(Math.max(0, Math.round((Date.now() - one.made) / 1000)));
    const body = new URLSearchParams({ ...one.fields, key: one.key, waited, csrf_token: token });
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    signedOut = [400, 401, 403].includes(answer.status);
    const isTold = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isTold) return false;
    const said = await answer.json();
    told.textContent = said.sentence;
    if (answer.ok) {
      forget(one);
      present.textContent = said.present;
      return true;
    }
    await keep({ ...one, problem: said.sentence, canBeElsewhere: answer.status === 422 });
    return true;
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    let goes = true;
    try {
      for (let next; goes && (next = arrivals.all().find((one) => !one.problem));) {
        goes = await sendOne(next);
        show();
      }
    } catch {
      goes = false; // no connection: kept, and sent later
    }
    sending = false;
    show();
    if (!goes) timer = setTimeout(send, RETRY);
  }

  document.querySelectorAll("[data-door-form]").forEach((form) => form.addEventListener("submit", (event) => {
    const people = Number(form.elements.people.value);
    const number = form.elements.number.value.trim();
    const code = form.elements.code ? form.elements.code.value.trim() : "";
    if (!number && !code && Date.now() - noted < DOUBLE) { event.preventDefault(); return; }
    const isWhole = number || code || form.elements.street_id.value === "0";
    if (!(people >= 1 && people <= 20) || !isWhole) return; // the page itself says what is wrong
    event.preventDefault();
    noted = Date.now();
    note(form);
  }));
  addEventListener("online", send);
  addEventListener("door:changed", () => { show(); send(); });
  scanning();
  show();
  send();
}

// A QR code of an invitation ends in its code. Where the browser can't read one, the camera of the phone opens the address.
function scanning() {
  const button = document.querySelector("[data-door-scan]");
  const camera = document.querySelector("[data-door-camera]");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      button.hidden = true; // no camera, or not allowed: type the code
      return;
    }
    camera.srcObject = stream;
    camera.hidden = false;
    await camera.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const look = async () => {
      const found = await detector.detect(camera).catch(() => []);
      if (!found.length) { setTimeout(look, 200); return; }
      stream.getTracks().forEach((track) => track.stop());
      camera.hidden = true;
      const code = document.getElementById("code");
      code.value = found[0].rawValue.split("/").pop();
      document.getElementById("people").focus();
    };
    look();
  });
}
