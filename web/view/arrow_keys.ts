/**
 * A list of buttons that is one stop for Tab: within it, arrows, Home and End lead from one to the next.
 *
 * @module
 */

/** The steps that keys make. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** What they lead through: not what stands beside something in the list. */
const BUTTONS = "button:not(.aside)";

/** Lets keys lead through the buttons of a list. */
export function followArrowKeys(list: HTMLElement): void {
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...list.querySelectorAll<HTMLButtonElement>(BUTTONS)];
    const at = buttons.findIndex((one) => one === event.target);
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
    if (next === undefined) return;
    event.preventDefault();
    setTabStop(list, next);
    next.focus();
  });
}

/**
 * Makes one button of a list the one that Tab stops at.
 *
 * @param stop The first one, when this is none of them.
 */
export function setTabStop(list: HTMLElement, stop: HTMLButtonElement | undefined): void {
  const buttons = [...list.querySelectorAll<HTMLButtonElement>(BUTTONS)];
  const chosen = buttons.find((one) => one === stop) ?? buttons[0];
  for (const one of buttons) one.tabIndex = one === chosen ? 0 : -1;
}
