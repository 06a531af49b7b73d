// Suggests streets while somebody types in a street box (ARIA combobox). Without it one types the whole name.
// The box stands in an element with data-streets: the address that gives suggestions, with its own words in it.
const WAIT = 200;
const SHORTEST = 2;

document.querySelectorAll("input[data-street-box]").forEach((input, index) => {
  const place = input.closest("[data-streets]");
  if (place) enhance(input, place.dataset.streets, index);
});

function enhance(input, address, index) {
  const box = document.createElement("div");
  box.className = "street-box";
  input.before(box);
  box.append(input);
  const list = document.createElement("ul");
  list.className = "street-box__list";
  list.id = `street-options-${index}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Straten");
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let streets = [];
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const number = () => (input.value.match(/\s+\d.*$/) || [""])[0];

  const take = (street) => {
    input.value = street.name + number();
    const places = input.form.querySelector("select[name=gemeente]");
    if (places && !address.includes("gemeente=")) places.value = street.slug;
    status.textContent = "";
    close();
    input.focus();
  };

  const mark = (position) => {
    chosen = position;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  const show = (found) => {
    streets = found;
    list.replaceChildren(...found.map((street, at) => {
      const option = document.createElement("li");
      option.className = "street-box__option";
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const where = document.createElement("span");
      where.className = "street-box__place";
      where.textContent = ` ${street.postcode} ${street.municipality}${street.former ? ` (vroeger: ${street.former})` : ""}`;
      option.append(street.name, where);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(street); });
      return option;
    }));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
    status.textContent = found.length === 1 ? "1 straat gevonden" : `${found.length} straten gevonden`;
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < SHORTEST) { close(); return; }
    const turn = ++asked;
    const url = new URL(address, location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url);
      if (answer.ok && turn === asked && document.activeElement === input) show(await answer.json());
    } catch {
      close(); // typing the whole name still works
    }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark((chosen + 1) % streets.length); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen <= 0 ? streets.length - 1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(streets[chosen]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
}
