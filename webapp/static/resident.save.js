// Keeps what somebody types, a moment after they stop, and shows what it means for the area. Without it every button saves.
const PAUSE = 1200;
const form = document.querySelector("form[data-save]");
if (form) keep(form);

function keep(form) {
  const told = form.querySelector("[data-saved]");
  let timer = 0;
  let running = null;

  const show = (answer) => {
    told.textContent = `${told.dataset.saved} ${answer.saved}`;
    told.hidden = false;
    if (!answer.area) return;
    form.querySelectorAll("[data-row-count]").forEach((note, number) => { note.textContent = answer.area.rows[number] || ""; });
    const total = form.querySelector("[data-total]");
    if (total && total.textContent !== answer.area.total) {
      total.textContent = answer.area.total;
      document.dispatchEvent(new Event("shapes:changed"));
    }
  };

  const save = async () => {
    if (running) running.abort();
    running = new AbortController();
    const body = new FormData(form);
    body.delete("press_key"); // the key of the button, which is pressed once; what is kept while one types comes often
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body, signal: running.signal, redirect: "manual" });
      if (answer.ok) show(await answer.json());
    } catch {
      // The next pause, or the button, tries again.
    }
  };

  const soon = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => { clearTimeout(timer); if (running) running.abort(); });
}
