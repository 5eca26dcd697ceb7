using System.Runtime.InteropServices;
using TorchSharp;

namespace AiInfra.Training.Runtime;

/// <summary>Names of libtorch's files on this platform, and the directories where NuGet puts them.</summary>
internal static class NativeFiles
{
    public static string NameOf(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" :
        OperatingSystem.IsMacOS() ? "lib" + library + ".dylib" :
        "lib" + library + ".so";

    /// <summary>The directories the runtime probes for native libraries of this application, those that exist, each once.</summary>
    public static IReadOnlyList<string> ProbedDirectories()
    {
        var found = new List<string>();
        string[] probing = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string portable = Path.Combine("runtimes", PortableIdentifier(), "native");
        string? assembly = Path.GetDirectoryName(typeof(torch).Assembly.Location);
        string[] bases = string.IsNullOrEmpty(assembly) ? [AppContext.BaseDirectory] : [AppContext.BaseDirectory, assembly, Path.Combine(assembly, "..", "..")];
        foreach (string directory in probing.Concat(bases.SelectMany(b => new[] { b, Path.Combine(b, native), Path.Combine(b, portable) })))
        {
            string full = Path.GetFullPath(directory);
            if (Directory.Exists(full) && !found.Contains(full))
            {
                found.Add(full);
            }
        }

        return found;
    }

    public static string? Find(IEnumerable<string> directories, string library)
    {
        string name = NameOf(library);
        return directories.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);
    }

    private static string PortableIdentifier()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
