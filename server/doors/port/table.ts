/**
 * The doors of the port: a row each. Adding a door is its folder and a row here.
 *
 * @module
 */

import type { Tls } from "../../../net/tls.ts";
import type { DoorTable } from "../../connection.ts";
import { ControlDoor, type ControlParts } from "../control/door.ts";
import { ircDoor } from "../irc/door.ts";
import { nativeDoor } from "../native/door.ts";
import type { DoorContext } from "../context.ts";
import { plainDoor } from "../plain/door.ts";
import { TlsWrapping } from "../tls/door.ts";
import { WebDoor, type WebDoorParts } from "../web/door.ts";

/** What the doors of the port work with. */
export type PortParts = DoorContext & WebDoorParts & Pick<ControlParts, "control"> & {
  /** What encrypts. */
  readonly tls: Tls;
};

/** Makes the doors. */
export function doorTable(parts: PortParts): DoorTable {
  return {
    wrappings: [new TlsWrapping(parts, parts.tls)],
    claiming: [
      nativeDoor(parts),
      new WebDoor(parts),
      ircDoor(parts),
      new ControlDoor(parts),
    ],
    otherwise: plainDoor(parts),
  };
}
