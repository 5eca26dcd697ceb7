namespace AiInfra.Evaluation.Fairness;

/// <summary>How metrics by group are computed.</summary>
public sealed record MetricFrameOptions
{
    /// <summary>Confidence of intervals, both sides together.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Groups with fewer rows say so.</summary>
    /// <value>Default 30.</value>
    public int SmallBelow { get; init; } = 30;

    /// <summary>Whether groups that small are left out of disparities; they are listed all the same.</summary>
    /// <value>Default false.</value>
    public bool LeaveOutSmall { get; init; }

    /// <summary>Resamples for metrics whose interval has no closed form; 0 leaves such intervals out. Rows are drawn within a group, so that none runs empty.</summary>
    /// <value>Default 200.</value>
    public int Resamples { get; init; } = 200;

    /// <summary>Groups with more rows are not resampled.</summary>
    /// <value>Default 10,000.</value>
    public int ResampleUpToRows { get; init; } = 10_000;

    /// <summary>Seed of the resampling.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;
}
