/**
 * The window in which a name is made one's own by a password.
 *
 * @module
 */

/** The elements that it works with. */
export interface ClaimElements {
  readonly dialog: HTMLDialogElement;
  readonly form: HTMLFormElement;
  readonly name: HTMLInputElement;
  readonly password: HTMLInputElement;
}

/** Asks for a password. */
export class ClaimDialog {
  readonly #elements: ClaimElements;

  /** @param onPassword Called with the password. */
  constructor(elements: ClaimElements, onPassword: (password: string) => void) {
    this.#elements = elements;
    const { dialog, form, password } = elements;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = password.value;
      password.value = "";
      dialog.close();
      onPassword(given);
    });
    dialog.addEventListener("close", () => password.value = "");
  }

  /** Opens it. @param name The name, with which a browser keeps the password if its owner wants that. */
  open(name: string): void {
    const { dialog, name: field, password } = this.#elements;
    field.value = name;
    dialog.showModal();
    password.focus();
  }
}
