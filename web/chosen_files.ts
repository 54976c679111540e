/**
 * The ways in which files come to the page: chosen, pasted, or dropped anywhere on it.
 *
 * @module
 */

import { byId, elementById } from "./view.ts";

/** Listens for files. @param add Called with those that came together: one at least. */
export function listenForFiles(add: (files: readonly File[]) => void): void {
  const take = (list: FileList | undefined | null): boolean => {
    const files = [...list ?? []]; // It is emptied with what it came from.
    if (files.length > 0) add(files);
    return files.length > 0;
  };
  const chosen = elementById("files", HTMLInputElement);
  byId("attach").addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", () => {
    take(chosen.files);
    chosen.value = "";
  });
  addEventListener("paste", (event) => take(event.clipboardData?.files) && event.preventDefault());
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => take(event.dataTransfer?.files) && event.preventDefault());
}
