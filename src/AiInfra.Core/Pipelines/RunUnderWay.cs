namespace AiInfra.Core.Pipelines;

/// <summary>A run of a pipeline, seen by whatever its steps call: a step that runs its own pipeline would wait for itself for ever.</summary>
internal sealed class RunUnderWay : IDisposable
{
    private static readonly AsyncLocal<RunUnderWay?> s_within = new();
    private readonly IPipelineLedger _ledger;
    private readonly string _pipeline;
    private readonly RunUnderWay? _outer;
    private volatile bool _ended;

    private RunUnderWay(IPipelineLedger ledger, string pipeline, RunUnderWay? outer) => (_ledger, _pipeline, _outer) = (ledger, pipeline, outer);

    public static RunUnderWay Begin(IPipelineLedger ledger, string pipeline) => s_within.Value = new(ledger, pipeline, s_within.Value);

    /// <exception cref="InvalidOperationException">This is called by a step of that pipeline.</exception>
    public static void RequireOther(IPipelineLedger ledger, string pipeline)
    {
        for (RunUnderWay? run = s_within.Value; run is not null; run = run._outer)
        {
            if (!run._ended && run._pipeline == pipeline && ReferenceEquals(run._ledger, ledger))
            {
                throw new InvalidOperationException($"A step of pipeline '{pipeline}' runs pipeline '{pipeline}', which waits until its own run has ended: it would wait for ever. Run another pipeline, or this one when its run has ended.");
            }
        }
    }

    /// <summary>What the steps left running may run the pipeline from now on.</summary>
    public void Dispose()
    {
        _ended = true;
        s_within.Value = _outer;
    }
}
