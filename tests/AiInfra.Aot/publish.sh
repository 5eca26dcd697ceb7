#!/usr/bin/env bash
# Publishes the program of this folder and runs it: compiled ahead of time where a linker is, trimmed elsewhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
case ${TMPDIR:-} in *' '*) export TMPDIR=/tmp ;; esac # MSBuild runs no command from a path with a space
out=${1:-$(mktemp -d)}
mkdir -p "$out"
rid=$(dotnet msbuild AiInfra.Aot.csproj -getProperty:NETCoreSdkPortableRuntimeIdentifier)

# A compiler alone is not enough: it must find the C library to link with.
links() { echo 'int main(void) { return 0; }' | "$1" -x c - -o "$out/links" -ldl -lm -lpthread > /dev/null 2>&1; }
mode=(-p:Ahead=trim)
for linker in clang gcc; do
  if links "$linker"; then mode=(-p:Ahead=aot "-p:CppCompilerAndLinker=$linker" -p:StripSymbols=false); break; fi
done
if [ "${mode[0]}" = -p:Ahead=trim ]; then echo "no clang and no gcc that links: trimmed only, not compiled ahead of time"; fi

# Outputs of its own: the properties travel to the packages, whose ordinary builds must stay as they are.
dotnet publish AiInfra.Aot.csproj -c Release -r "$rid" --nologo -v q "${mode[@]}" -p:ArtifactsPath="$out/artifacts" -o "$out/app"
"$out/app/AiInfra.Aot"
