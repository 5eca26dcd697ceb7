using System.Runtime.InteropServices;

namespace AiInfra.Training.Runtime;

/// <summary>Functions of libtorch that TorchSharp does not wrap, found by their C++ names in the library that was loaded.</summary>
internal static class LibtorchExports
{
    /// <summary>The function's address.</summary>
    /// <param name="purpose">What it is for, for the error message.</param>
    /// <param name="itanium">Its name on Linux and macOS.</param>
    /// <param name="microsoft">Its name on Windows.</param>
    /// <exception cref="LibtorchException">The library has no such function.</exception>
    public static nint Find(string purpose, string itanium, string microsoft)
    {
        LibtorchInfo info = Libtorch.Load();
        string file = NativeFiles.NameOf("torch_cpu");
        string path = info.Directory is { } directory ? Path.Combine(directory, file) : file;
        string name = OperatingSystem.IsWindows() ? microsoft : itanium;

        // It is loaded already; this counts one more user of it.
        return NativeLibrary.TryLoad(path, out nint library) && NativeLibrary.TryGetExport(library, name, out nint address)
            ? address
            : throw new LibtorchException($"{path} has no function {name}, so that {purpose} can't be used with it. It is known of libtorch 2.10; use Float32 and no Deterministic, or the libtorch that TorchSharp was made for.");
    }
}
