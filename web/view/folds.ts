/**
 * What offers to unfold a long text.
 *
 * @module
 */

/** Hides it where the text is shown whole: it needs no way to show all of it. */
export function hideUnneeded(toggles: Iterable<Element>): void {
  const unneeded = [...toggles].map((toggle) => {
    const said = toggle.parentElement?.querySelector(".text");
    return said ? [toggle, isWhole(said)] as const : undefined;
  }); // All is looked at before anything is changed.
  for (const one of unneeded) if (one?.[0] instanceof HTMLElement) one[0].hidden = one[1];
}

function isWhole(said: Element): boolean {
  return said.scrollHeight <= said.clientHeight + 1 && !said.classList.contains("whole");
}
