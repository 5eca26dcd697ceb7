namespace AiInfra.Serving.Runtimes;

/// <summary>How ONNX Runtime runs a model.</summary>
public sealed class OnnxRuntimeOptions : ICheckedOptions
{
    /// <summary>Threads inside one call.</summary>
    /// <value>Default 1: concurrent calls and batches use the cores better than one call that is spread over them. 0 takes all physical cores.</value>
    public int Threads { get; set; } = 1;

    /// <summary>Whether idle threads inside a call spin, which answers sooner and burns a core.</summary>
    /// <value>Default false.</value>
    public bool Spin { get; set; }

    /// <summary>Whether memory between the layers comes from an arena that is kept.</summary>
    /// <value>Default true. False gives memory back after each call and is slower.</value>
    public bool MemoryArena { get; set; } = true;

    /// <summary>Execution providers by name in order of preference, for example "CUDA"; the CPU follows by itself.</summary>
    /// <value>Default none: CPU.</value>
    public IList<string> Providers { get; } = [];

    /// <summary>Largest model file that is loaded, in bytes.</summary>
    /// <value>Default 2 GiB, the most a protobuf file can hold.</value>
    public long MaxFileBytes { get; set; } = 2L << 30;

    /// <summary>Whether a model may keep data in other files beside it. Such a model is given to the runtime by its path, unchecked.</summary>
    /// <value>Default false: a model from elsewhere must not read this machine's files.</value>
    public bool AllowExternalData { get; set; }

    /// <summary>Whether each request is a call of its own and its outputs are answered whole, whatever their first dimension. For models that do not give one row of output for each row of input, such as object detectors, and for those whose rows see each other, such as a softmax over the batch: they are asked with tensors, not with rows, and are neither batched nor shadowed.</summary>
    /// <value>Default false: where the first dimension of all inputs and outputs is open, it counts the rows.</value>
    public bool WholeRequests { get; set; }

    /// <summary>Whether ONNX Runtime may send usage events where its build does so. It is a switch of the whole process: one model that allows it allows it for all.</summary>
    /// <value>Default false.</value>
    public bool Telemetry { get; set; }

    /// <summary>Additional session configuration entries, by ONNX Runtime's own keys.</summary>
    public IDictionary<string, string> SessionConfig { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Threads, 0)
        .AtLeast(MaxFileBytes, 1);
}
