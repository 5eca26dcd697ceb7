namespace AiInfra.Training.Runtime;

/// <summary>How libtorch is loaded. Everything has a default that suits a host that references TorchSharp-cpu or TorchSharp-cuda.</summary>
public sealed class LibtorchOptions : ICheckedOptions
{
    /// <summary>The environment variable that names a directory with a libtorch, used where <see cref="Directory"/> is not set.</summary>
    public const string DirectoryVariable = "AIINFRA_LIBTORCH";

    /// <summary>A directory that holds a libtorch (or its <c>lib</c> folder), for example a CUDA build that is there already. It must be of the version that TorchSharp was built for.</summary>
    /// <value>Null: the variable <see cref="DirectoryVariable"/>, then the native files of the NuGet packages.</value>
    public string? Directory { get; set; }

    /// <summary>Threads that one operation on the CPU may use. Sums of floats depend on it in the last bit.</summary>
    /// <value>Null: libtorch decides (the number of physical cores).</value>
    public int? Threads { get; set; }

    /// <summary>Where a corrected copy of TorchSharp's native library is kept, on systems whose C++ library is too old for the original.</summary>
    /// <value>Null: <c>$XDG_CACHE_HOME/aiinfra</c> or <c>~/.cache/aiinfra</c>; the temporary folder where that can't be written.</value>
    public string? CacheDirectory { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults().AtLeast(Threads, 1);
}
