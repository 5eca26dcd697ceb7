using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace AiInfra.Training.Runtime;

/// <summary>The steps of <see cref="Libtorch.Load"/>.</summary>
internal sealed partial class LibtorchLoader(LibtorchOptions options, ILogger logger)
{
    private const string Bridge = "LibTorchSharp";
    private const string Packages = "Add the package TorchSharp-cpu (or TorchSharp-cuda-linux, TorchSharp-cuda-windows) to the application, or name a directory that holds a libtorch in LibtorchOptions.Directory or the variable " + LibtorchOptions.DirectoryVariable + ".";
    private static readonly string[] Required = ["c10", "torch_cpu", "torch"];

    private string? _corrected;
    private string? _cudaProblem;
    private bool _cudaBuild;

    public static bool SameDirectory(string wanted, string? used) =>
        used is not null && (Same(wanted, used) || Same(Path.Combine(wanted, "lib"), used));

    public LibtorchInfo Load()
    {
        if (!Environment.Is64BitProcess)
        {
            throw new LibtorchException("libtorch needs a 64-bit process.");
        }

        string? named = options.Directory ?? Environment.GetEnvironmentVariable(LibtorchOptions.DirectoryVariable) switch { "" => null, var d => d };
        IReadOnlyList<string> probed = NativeFiles.ProbedDirectories();
        string? directory = named is null ? DirectoryOf(NativeFiles.Find(probed, "torch_cpu")) : LibtorchDirectory(named);
        if (directory is not null)
        {
            LoadLibtorch(directory);
        }
        else if (!NativeLibrary.TryLoad(NativeFiles.NameOf("torch_cpu"), out _))
        {
            throw new LibtorchException($"libtorch is not installed: {NativeFiles.NameOf("torch_cpu")} is in none of {string.Join(", ", probed)}, and the system knows none. {Packages}");
        }

        LoadBridge(probed, directory);
        if (named is not null && directory is not null)
        {
            KeepOtherLibtorchOut(directory, probed);
        }

        string version = StartTorchSharp();
        return new LibtorchInfo(version, directory, _cudaBuild, _corrected, _cudaProblem);
    }

    private static string? DirectoryOf(string? file) => file is null ? null : Path.GetDirectoryName(file);

    private static bool Same(string a, string b) => string.Equals(
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(b)), StringComparison.Ordinal);

    private static string LibtorchDirectory(string named)
    {
        string[] candidates = [Path.GetFullPath(named), Path.GetFullPath(Path.Combine(named, "lib"))];
        foreach (string candidate in candidates)
        {
            if (Required.All(r => File.Exists(Path.Combine(candidate, NativeFiles.NameOf(r)))))
            {
                return candidate;
            }
        }

        string missing = string.Join(", ", Required.Select(NativeFiles.NameOf).Where(f => !candidates.Any(c => File.Exists(Path.Combine(c, f)))));
        throw new LibtorchException(Directory.Exists(named)
            ? $"'{named}' holds no libtorch: {(missing.Length > 0 ? missing : "its files")} not found there or in its 'lib' folder."
            : $"The directory '{named}' that should hold libtorch does not exist. Looked for {string.Join(", ", Required.Select(NativeFiles.NameOf))} there and in its 'lib' folder.");
    }

    private void LoadLibtorch(string directory)
    {
        LoadFile(Path.Combine(directory, NativeFiles.NameOf("c10")), optional: true);
        LoadFile(Path.Combine(directory, NativeFiles.NameOf("torch_cpu")), optional: false);
        _cudaBuild = File.Exists(Path.Combine(directory, NativeFiles.NameOf("torch_cuda")));
        if (_cudaBuild)
        {
            try
            {
                NativeLibrary.Load(Path.Combine(directory, NativeFiles.NameOf("c10_cuda")));
                NativeLibrary.Load(Path.Combine(directory, NativeFiles.NameOf("torch_cuda")));
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                _cudaProblem = e.Message;
            }
        }

        LoadFile(Path.Combine(directory, NativeFiles.NameOf("torch")), optional: true);
    }

    private static void LoadFile(string path, bool optional)
    {
        if (optional && !File.Exists(path))
        {
            return;
        }

        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LibtorchException($"{path} is there but can't be loaded: {e.Message}", e);
        }
    }

    private void LoadBridge(IReadOnlyList<string> probed, string? directory)
    {
        string? bridge = NativeFiles.Find(probed, Bridge) ?? (directory is null ? null : NativeFiles.Find([directory], Bridge));
        if (bridge is null)
        {
            // A single-file application or an exotic layout: the runtime may still find it by name.
            if (!NativeLibrary.TryLoad(Bridge, typeof(torch).Assembly, null, out _))
            {
                throw new LibtorchException($"{NativeFiles.NameOf(Bridge)} is in none of {string.Join(", ", probed)}. It comes with the package TorchSharp; see that the application's native files are published.");
            }

            return;
        }

        nint handle;
        try
        {
            handle = NativeLibrary.Load(bridge);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            handle = LoadCorrected(bridge, e);
        }

        Answer(handle);
    }

    private nint LoadCorrected(string bridge, Exception failure)
    {
        Match missing = MissingVersion().Match(failure.Message);
        if (!OperatingSystem.IsLinux() || !missing.Success)
        {
            throw new LibtorchException($"{bridge} can't be loaded: {failure.Message} The libtorch loaded before it must be of version {TorchVersionText()}.", failure);
        }

        try
        {
            _corrected = CorrectedLibrary.Of(bridge, missing.Groups[1].Value, options.CacheDirectory);
            nint handle = NativeLibrary.Load(_corrected);
            LogCorrected(logger, missing.Groups[1].Value, _corrected);
            return handle;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or DllNotFoundException)
        {
            throw new LibtorchException($"{bridge} needs {missing.Groups[1].Value}, which this system's C++ library lacks, and a copy that does without was not possible: {e.Message}", e);
        }
    }

    /// <summary>Lets TorchSharp's own imports find what was loaded here, whatever the runtime would probe.</summary>
    private void Answer(nint handle)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == Bridge ? handle : 0);
        }
        catch (InvalidOperationException)
        {
            // The host set a resolver of its own; what is loaded already is then found by its name.
            LogOtherResolver(logger);
        }
    }

    /// <summary>TorchSharp's static constructor looks for "torch_cpu" itself and would load the package's beside the one that was named; two in one process abort it. It asks for the plain name <c>torch_cpu.so</c> first, so a small library of that name answers: a copy of libtorch.so, which is empty.</summary>
    private void KeepOtherLibtorchOut(string directory, IReadOnlyList<string> probed)
    {
        if (NativeFiles.Find(probed, "torch_cpu") is not { } other || Same(Path.GetDirectoryName(other)!, directory))
        {
            return;
        }

        try
        {
            if (!OperatingSystem.IsLinux())
            {
                throw new InvalidDataException("This is known for Linux only.");
            }

            NativeLibrary.Load(CorrectedLibrary.Renamed(Path.Combine(directory, NativeFiles.NameOf("torch")), "torch_cpu.so", options.CacheDirectory));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or DllNotFoundException)
        {
            throw new LibtorchException($"libtorch was named in {directory}, but the application brings another one, {other}, which TorchSharp would load too, and that can't be kept out here: {e.Message} Leave the package that brings it out of the application.", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string StartTorchSharp()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
            torch.InitializeDeviceType(DeviceType.CPU);
            return torch.__version__;
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw new LibtorchException($"TorchSharp could not start on the libtorch that was loaded: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static string TorchVersionText() =>
        typeof(torch).GetField("libtorchPackageVersion", BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue() as string ?? "that TorchSharp was built for";

    [GeneratedRegex("version `([A-Za-z0-9_.]+)' not found")]
    private static partial Regex MissingVersion();

    [LoggerMessage(5002, LogLevel.Debug, "The host resolves TorchSharp's imports itself")]
    private static partial void LogOtherResolver(ILogger logger);

    [LoggerMessage(5001, LogLevel.Information, "TorchSharp's native library asks for {Version}, which this system's C++ library lacks and nothing in it uses; a copy that does without is loaded from {Path}")]
    private static partial void LogCorrected(ILogger logger, string version, string path);
}
