namespace AiInfra.Core.Pipelines;

/// <summary>How pipelines run.</summary>
public sealed class PipelineRunnerOptions : ICheckedOptions
{
    /// <summary>How many steps run at a time.</summary>
    /// <value>The number of processors.</value>
    public int MaxParallelSteps { get; set; } = Environment.ProcessorCount;

    /// <summary>How long a step is held without a sign of life. It is renewed every third of this while the step runs. When a worker of this machine died, others notice at once; of another machine, after this time.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look whether another worker has finished a step.</summary>
    /// <value>250 milliseconds.</value>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What happens when a step throws that has no <see cref="StepOptions.Retry"/> of its own.</summary>
    /// <value>No second try.</value>
    public StepRetry Retry { get; set; } = StepRetry.None;

    /// <summary>Seed of the jitter of retries.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MaxParallelSteps, 1)
        .AtLeast(Lease, TimeSpan.FromMilliseconds(10))
        .AtLeast(Poll, TimeSpan.FromMilliseconds(1))
        .Set(Retry)
        .Nested(Retry);
}
