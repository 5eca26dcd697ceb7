namespace AiInfra.Serving.Runtimes;

/// <summary>Which outputs of a model the runtime gets no memory for: they are taken as they come. Thread-safe.</summary>
/// <remarks>Those that are inputs at the same time, which the runtime does not copy into memory that is given, and those that came in another shape than the model declares.</remarks>
internal sealed class UnboundOutputs
{
    private readonly bool[] _unbound;
    private int _count;

    public UnboundOutputs(ModelSignature signature)
    {
        _unbound = [.. signature.Outputs.Select(o => signature.IndexOfInput(o.Name) >= 0)];
        _count = _unbound.Count(u => u);
    }

    /// <summary>How many there are. It only grows.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool Contains(int output) => Volatile.Read(ref _unbound[output]);

    public void Add(int output)
    {
        if (!Interlocked.Exchange(ref _unbound[output], true))
        {
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>Whether a failure may be that of an output whose memory does not fit what was computed: the runtime's text alone tells.</summary>
    public static bool MayExplain(InferenceException failure) => failure.Message.Contains("shape", StringComparison.OrdinalIgnoreCase);
}
