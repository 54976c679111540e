# Puts chat.exe into %LOCALAPPDATA%\Programs\chat: install.ps1 [-Version 0.1.0]. Needs no administrator. Nothing is kept whose
# checksum is not in SHA256SUMS. The release stamps its own address below; $env:CHAT_BASE is another one.
param([string]$Version = "latest")
$ErrorActionPreference = "Stop"
Set-StrictMode -Version Latest

function Install-Chat {
  $file = "chat-windows-x64.exe"
  $base = if ($env:CHAT_BASE) { $env:CHAT_BASE } else { "@RELEASES@" }
  if ($base.StartsWith("@")) { throw "This file was not made by a release: say where the releases are in `$env:CHAT_BASE." }
  $from = if ($Version -eq "latest") { "$base/latest/download" } else { "$base/download/v$($Version.TrimStart('v'))" }
  $folder = if ($env:CHAT_BIN) { $env:CHAT_BIN } else { Join-Path $env:LOCALAPPDATA "Programs\chat" }
  $work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
  New-Item -ItemType Directory -Path $work | Out-Null
  try {
    foreach ($name in "SHA256SUMS", $file) {
      Invoke-WebRequest -UseBasicParsing -Uri "$from/$name" -OutFile (Join-Path $work $name)
    }
    $line = Get-Content (Join-Path $work "SHA256SUMS") | Where-Object { $_ -match "^[0-9a-f]{64} [ *]$([regex]::Escape($file))$" }
    $hash = (Get-FileHash -Algorithm SHA256 (Join-Path $work $file)).Hash.ToLowerInvariant()
    if (-not $line -or $line.Substring(0, 64) -ne $hash) { throw "$file is not what SHA256SUMS says: nothing was installed." }
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    Move-Item -Force (Join-Path $work $file) (Join-Path $folder "chat.exe")
  } finally {
    Remove-Item -Recurse -Force $work
  }
  $program = Join-Path $folder "chat.exe"
  Write-Output "$(& $program --version) is in $program."
  Write-Output "To start it from anywhere, add $folder to your PATH. To remove it: Remove-Item `"$program`""
}

Install-Chat # Nothing runs before all of this has arrived.
