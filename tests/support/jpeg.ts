/**
 * JPEGs for tests: whole enough to be read for their size, with what cameras put into them.
 *
 * @module
 */

const text = (letters: string): number[] => Array.from(letters, (letter) => letter.charCodeAt(0));

/** Makes a segment. */
function segment(marker: number, content: readonly number[]): number[] {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
}

/** Makes an Exif segment with a place and which way up the picture is. */
function exif(orientation: number): number[] {
  const field = (tag: number, type: number, value: readonly number[]): number[] => [
    tag & 0xff,
    tag >> 8,
    type,
    0,
    1,
    0,
    0,
    0,
    ...value,
  ];
  const tiff = [
    ...text("II"),
    42,
    0,
    8,
    0,
    0,
    0,
    2,
    0,
    ...field(0x0112, 3, [orientation, 0, 0, 0]),
    ...field(0x8825, 4, [26, 0, 0, 0]),
    0,
    0,
    0,
    0,
    ...text("GPS 45.4642 9.1900 Milano"),
  ];
  return segment(0xe1, [...text("Exif\0\0"), ...tiff]);
}

/** What a camera and an editor leave in a picture, by which it can be found in bytes. */
export const TRACES = ["GPS 45.4642", "Milano", "made by ada", "photoshop:", "hidden video", "between scans"];

/** Makes a photograph, 4 pixels wide and 2 high as it lies in the file. */
export function photograph(orientation: number): Uint8Array<ArrayBuffer> {
  const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, [...text("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...exif(orientation),
    ...segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0photoshop:City=Milano")),
    ...segment(0xe2, [...text("ICC_PROFILE\0"), 1, 1, 7, 7]),
    ...segment(0xed, text("Photoshop 3.0\0Milano")),
    ...segment(0xfe, text("made by ada")),
    ...segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    ...segment(0xc2, [8, 0, 2, 0, 4, 1, 1, 0x11, 0]),
    ...scan,
    ...segment(0xfe, text("between scans")),
    ...scan,
    0xff,
    0xd9,
    ...text("hidden video"),
  ]);
}
