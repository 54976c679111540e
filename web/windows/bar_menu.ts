/**
 * The menu of the bar, on a screen that is too narrow for its buttons.
 *
 * @module
 */

import { byId } from "../view.ts";
import type { Menu } from "./menu.ts";

/** Opens it: it has the buttons that there is no place for. @param label What it is called. */
export function openBarMenu(menu: Pick<Menu, "open">, label: string): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("header .buttons button")];
  const items = buttons.filter((one) => !one.hidden && one.offsetParent === null).map((one) => ({
    label: one.ariaLabel ?? one.textContent ?? "",
    act: () => one.click(),
  }));
  menu.open(byId("menu-button"), label, [items]);
}
