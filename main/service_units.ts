/**
 * What makes a server a service of its system: a unit of systemd, a property list of launchd, a task of Windows. Pure.
 *
 * @module
 */

/** The programs that start services. */
export const SERVICE_MANAGERS = ["systemd", "launchd", "windows"] as const;

/** One of {@linkcode SERVICE_MANAGERS}. */
export type ServiceManager = (typeof SERVICE_MANAGERS)[number];

/** What the service starts. */
export interface ServiceFacts {
  /** The path of the program. */
  readonly program: string;
  /** The path of the file that the rooms are kept in. */
  readonly data: string;
}

/** Where a service's file lies where nobody says otherwise. */
export const SERVICE_DATA: { readonly [Manager in ServiceManager]: string } = {
  systemd: "/var/lib/chat/chat.db",
  launchd: "/usr/local/var/chat/chat.db",
  windows: "C:\\ProgramData\\chat\\chat.db",
};

/** Makes the text of the unit; ends with a newline. */
export function serviceUnit(manager: ServiceManager, facts: ServiceFacts): string {
  switch (manager) {
    case "systemd":
      return systemdUnit(facts);
    case "launchd":
      return launchdList(facts);
    case "windows":
      return windowsTask(facts);
  }
}

/**
 * As little as a room needs: a user of its own that is there only while it runs, one folder to write to, no device, no other
 * process. MemoryDenyWriteExecute is not there, as V8 compiles; AF_NETLINK is for asking which addresses the machine has.
 */
const CONFINED = `DynamicUser=yes
StateDirectory=chat
StateDirectoryMode=0700
UMask=0077
LimitNOFILE=65536
MemoryHigh=768M
MemoryMax=1G
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
CapabilityBoundingSet=
AmbientCapabilities=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM`;

/** `systemd.service(5)`, `systemd.exec(5)`. */
function systemdUnit({ program, data }: ServiceFacts): string {
  const word = (text: string): string =>
    /^[\w./:@-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll("%", "%%")}"`;
  return `[Unit]
Description=chat room
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
ExecStart=${word(program)} server --data ${word(data)} --log json --restart 10s
ExecReload=${word(program)} reload --data ${word(data)}
Restart=on-failure
RestartSec=2s
TimeoutStopSec=10s
${CONFINED}

[Install]
WantedBy=multi-user.target
`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** `launchd.plist(5)`. */
function launchdList({ program, data }: ServiceFacts): string {
  const words = [program, "server", "--data", data, "--log", "json", "--restart", "10s"];
  const folder = data.replace(/\/[^/]*$/, "");
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>chat.server</string>
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    <string>${escapeXml(word)}</string>`).join("\n")}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>Umask</key>
  <integer>63</integer>
  <key>StandardErrorPath</key>
  <string>${escapeXml(`${folder}/chat.log`)}</string>
</dict>
</plist>
`;
}

/** A task of Windows' scheduler (Task Scheduler schema 1.2), as a console program is no service; it has no time limit of three days. */
function windowsTask({ program, data }: ServiceFacts): string {
  return `<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>chat room</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger />
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>S-1-5-19</UserId>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(program)}</Command>
      <Arguments>server --data "${escapeXml(data)}" --quiet --restart 10s</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}
