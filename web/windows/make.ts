/**
 * Elements that are made when they are first needed: how the windows of the page are written down.
 *
 * @module
 */

/** Makes an element with attributes and what is in it. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/**
 * Makes a window, which is not open yet, in the document.
 *
 * @param id Its id, with which those of its parts begin.
 * @param title Its heading, with an id of its own.
 * @param closing What the button says that closes it.
 */
export function makeWindow(
  id: string,
  title: HTMLElement,
  closing: string,
  ...inside: readonly Node[]
): HTMLDialogElement {
  const close = make("button", { type: "button", "data-close": "" }, closing);
  const top = make("div", { class: "top" }, title, close);
  const made = make("dialog", { id, class: "window", "aria-labelledby": title.id }, top, ...inside);
  close.addEventListener("click", () => made.close());
  document.body.append(made);
  return made;
}

/** Makes a row of a form: what a field is for, and the field. */
export function row(label: string, field: HTMLElement): HTMLElement {
  return make("p", {}, make("label", { for: field.id }, label), field);
}
