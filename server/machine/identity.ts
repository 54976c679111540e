/**
 * Who this server is: its key, and the certificate that shows it.
 *
 * Owns: the file of the key, the certificates made of it, and those that the operator brings; when they are made or read anew.
 * Must not know: TLS, connections, or who asks for the key.
 * Called by: the wiring (which gives the certificate to the port), `main` (`chat identity`), a cluster (whose servers have one key).
 * On close: nothing is looked at any more.
 *
 * @module
 */

export { CannotIdentify } from "./identity/errors.ts";
export { hasKeyFile, keyFileOf, readFingerprint, replaceKeyFile } from "./identity/key_file.ts";
export { certificateFingerprint, type CredentialFiles, type Credentials } from "./identity/credentials.ts";
export { OwnKey } from "./identity/own_key.ts";
export { Identity, type IdentityOptions } from "./identity/identity.ts";
