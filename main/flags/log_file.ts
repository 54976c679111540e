/**
 * The flags of the commands that go to the file that rooms are kept in.
 *
 * @module
 */

import * as kinds from "../flag_values.ts";
import { data, flag, help, lang, toggle, version } from "./row.ts";

const EXPORT_FORMATS = ["text", "jsonl"] as const;

/** The flags of `chat export`, in the order of its help. */
export const EXPORT_FLAGS = {
  data,
  room: flag("room", kinds.room, undefined, { help: "exportRoom" }),
  from: flag("from", kinds.name, undefined),
  since: flag("since", kinds.since, undefined),
  format: flag("format", kinds.oneOf(EXPORT_FORMATS), "text" as const),
  lang,
  help,
  version,
};

/** The flags of `chat erase`, in the order of its help. */
export const ERASE_FLAGS = {
  data,
  yes: { name: "yes", kind: "switch", help: "eraseYes" } as const,
  lang,
  help,
  version,
};

/** The flags of `chat backup`, in the order of its help. */
export const BACKUP_FLAGS = {
  data,
  verify: toggle("verify"),
  lang,
  help,
  version,
};

/** The flags of `chat verify`, in the order of its help. */
export const VERIFY_FLAGS = {
  data,
  lang,
  help,
  version,
};

/** The flags of `chat restore`, in the order of its help. */
export const RESTORE_FLAGS = {
  data,
  lang,
  help,
  version,
};

/** The flags of `chat audit`, in the order of its help. */
export const AUDIT_FLAGS = {
  since: flag("since", kinds.since, undefined),
  json: { name: "json", kind: "switch", help: "auditJson" } as const,
  data,
  lang,
  help,
  version,
};
