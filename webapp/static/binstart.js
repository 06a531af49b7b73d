// What scripts add to every page: menus that fold, passwords that show, buttons that can't be pressed twice.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

initAll();

// An error must be the first thing that a screen reader tells.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.scrollIntoView({ block: "start" });
}

// Two minutes before the session ends for being left alone, ask whether somebody is still there.
const warning = document.querySelector(".session-warning");
if (warning) {
  const wait = (Number(warning.dataset.idleSeconds) - 120) * 1000;
  const ask = () => {
    warning.hidden = false;
    warning.querySelector("button").focus();
  };
  let timer = setTimeout(ask, wait);
  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(warning.dataset.stay, { redirect: "manual" });
    if (answer.status === 204) {
      warning.hidden = true;
      clearTimeout(timer);
      timer = setTimeout(ask, wait);
    } else {
      location.reload();
    }
  });
}
