using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace AiInfra.Training.Runtime;

/// <summary>Loads libtorch, once a process. The trainer, the models and the devices of this package call it by themselves; call it first where TorchSharp is used before any of them.</summary>
/// <remarks>Native libraries belong to the process, so this is the one place of the package with static state.</remarks>
public static class Libtorch
{
    /// <summary>Held from seeding libtorch's generator, which the process has one of, to the end of the forward pass that draws from it: trainings at the same time stay reproducible.</summary>
    internal static readonly Lock Generator = new();
    private static readonly Lock Gate = new();
    private static LibtorchInfo? loaded;
    private static int threads;

    /// <summary>Threads of an operation where a training does not say. Not libtorch's own number: a thread that was not there before takes that of whoever set one last.</summary>
    internal static int Threads => Volatile.Read(ref threads);

    /// <summary>What was loaded; null before.</summary>
    public static LibtorchInfo? Loaded => Volatile.Read(ref loaded);

    /// <summary>Loads libtorch if that has not happened. Safe from many threads; later calls cost nothing, and set only the number of threads.</summary>
    /// <exception cref="LibtorchException">libtorch is not there, is of another version, or was loaded from another directory before.</exception>
    public static LibtorchInfo Load(LibtorchOptions? options = null, ILogger? logger = null)
    {
        if (options is null && Loaded is { } ready)
        {
            return ready;
        }

        options = (options ?? new LibtorchOptions()).Checked(nameof(options));
        lock (Gate)
        {
            LibtorchInfo info = loaded ?? new LibtorchLoader(options, logger ?? NullLogger.Instance).Load();
            if (loaded is not null && options.Directory is { } wanted && !LibtorchLoader.SameDirectory(wanted, loaded.Directory))
            {
                throw new LibtorchException($"libtorch was loaded from {loaded.Directory ?? "the system"} already; a process can't load another from {wanted}. Name the directory before the first use.");
            }

            if (loaded is null || options.Threads is not null)
            {
                SetThreads(options.Threads);
            }

            Volatile.Write(ref loaded, info);
            return info;
        }
    }

    // Methods that touch TorchSharp stay out of line, so that nothing of it is bound before the native files are there.
    // The number is set even where libtorch chose it: from the first one set on, its matrix products no longer choose a smaller one by themselves, and a training gives the same bits before and after.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetThreads(int? count)
    {
        int number = count ?? torch.get_num_threads();
        torch.set_num_threads(number);
        Volatile.Write(ref threads, number);
    }
}
