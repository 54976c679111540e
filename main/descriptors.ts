/**
 * How many file descriptors a server takes, and room for them before they are needed.
 *
 * @module
 */

/** The descriptors that a server takes besides its connections: its files, threads, and one in reserve. */
export const OTHER_DESCRIPTORS = 64;

/** The most that are opened for a larger table: it has room for 4,096 then, and grows once each time that twice as many come. */
const MOST_OPENED = 2048;

/**
 * Has Linux make the table of this process's descriptors large enough for so many; it never makes it smaller again. Where it grows as
 * somebody is accepted, at 64, 128, 256 and so on, the kernel stops that thread for 5 to 30 ms, until all cores have passed by. So half
 * as many files are opened, by Deno's own threads, and closed: the table's size is a power of two. There is nothing to do elsewhere.
 *
 * @param open Opens what takes one descriptor.
 */
export async function growDescriptorTable(
  wanted: number,
  open: () => Promise<Disposable> = () => Deno.open("/dev/null"),
): Promise<void> {
  if (Deno.build.os !== "linux") return;
  const count = Math.min(MOST_OPENED, 2 ** Math.ceil(Math.log2(wanted)) / 2);
  using opened = new DisposableStack();
  try {
    for (let nth = 0; nth < count; nth++) opened.use(await open());
  } catch {
    // There are not so many, or no such file: the table grows as people come.
  }
}
