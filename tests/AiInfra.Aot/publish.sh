#!/usr/bin/env bash
# Publishes the program of this folder and runs it: compiled ahead of time where a linker is, trimmed elsewhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=${1:-$(mktemp -d)}
rid=$(dotnet --info | sed -nE 's/^ *RID: +//p' | head -n 1)
if linker=$(command -v clang || command -v gcc); then
  mode=(-p:Ahead=aot "-p:CppCompilerAndLinker=$linker")
else
  echo "no clang and no gcc: trimmed only, not compiled ahead of time"
  mode=(-p:Ahead=trim)
fi

# Outputs of its own: the properties travel to the packages, whose ordinary builds must stay as they are.
dotnet publish AiInfra.Aot.csproj -c Release -r "$rid" --nologo -v q "${mode[@]}" -p:ArtifactsPath="$out/artifacts" -o "$out/app"
"$out/app/AiInfra.Aot"
