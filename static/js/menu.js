// The groups of the menu close with Esc, which gives the focus back, and with a press anywhere else.

import { alLlegar } from "./llegada.js";

export function plegar(menu, signal) {
  const abiertos = () => [...menu.querySelectorAll("details[open]")];
  document.addEventListener("click", ({ target }) => {
    for (const uno of abiertos()) if (!uno.contains(target)) uno.open = false;
  }, { signal });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const uno of abiertos()) {
      uno.open = false;
      uno.querySelector("summary").focus();
    }
  });
}

alLlegar("nav.menu", plegar);
