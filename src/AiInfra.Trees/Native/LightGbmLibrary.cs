using System.Reflection;
using System.Runtime.InteropServices;

namespace AiInfra.Trees.Native;

/// <summary>Finds LightGBM's native library once, and says in plain words why where it is not to be had.</summary>
internal static class LightGbmLibrary
{
    /// <summary>Names a library file to load instead of the package's.</summary>
    public const string Variable = "AIINFRA_LIGHTGBM";

    private static readonly Lazy<nint> s_loaded = new(() =>
    {
        nint library = Load(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null);
        NativeLibrary.SetDllImportResolver(typeof(LightGbmLibrary).Assembly, (name, _, _) => name == LightGbm.Library ? library : 0);
        return library;
    });

    /// <summary>Loads it, where it is not loaded yet.</summary>
    /// <exception cref="TreesException">There is none for this platform, or a library that it needs is absent.</exception>
    public static void Ensure() => _ = s_loaded.Value;

    public static nint Load(string? file)
    {
        try
        {
            return file is null ? NativeLibrary.Load(LightGbm.Library, Assembly.GetExecutingAssembly(), null) : NativeLibrary.Load(Path.GetFullPath(file));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new TreesException(Reason(e.Message, file), e);
        }
    }

    private static string Reason(string message, string? file)
    {
        string named = $"or name the file of one that runs here in the environment variable {Variable}";
        if (message.Contains("libgomp", StringComparison.Ordinal) && OperatingSystem.IsLinux())
        {
            return $"LightGBM needs libgomp.so.1, which is not installed here. Install it: apt-get install libgomp1 (Debian, Ubuntu), dnf install libgomp (Fedora, RHEL). The loader says: {message}";
        }

        if (OperatingSystem.IsMacOS() && message.Contains("libomp", StringComparison.Ordinal))
        {
            return $"LightGBM needs libomp, which is not installed here. Install it: brew install libomp. The loader says: {message}";
        }

        if (file is not null)
        {
            return $"The library that {Variable} names, '{file}', cannot be loaded. Name a LightGBM library of this platform ({RuntimeInformation.RuntimeIdentifier}), or none. The loader says: {message}";
        }

        return RuntimeInformation.ProcessArchitecture != Architecture.X64
            ? $"The package LightGBM has libraries for x64 on Linux, Windows and macOS; this process is {RuntimeInformation.ProcessArchitecture} ({RuntimeInformation.RuntimeIdentifier}). Train on x64 (the exported model runs everywhere), {named}."
            : $"LightGBM's library is not beside the application ({RuntimeInformation.RuntimeIdentifier}). Publish for linux-x64, win-x64 or osx-x64, {named}. The loader says: {message}";
    }
}
