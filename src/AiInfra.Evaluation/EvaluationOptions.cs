namespace AiInfra.Evaluation;

/// <summary>How an evaluation computes its intervals.</summary>
public sealed class EvaluationOptions : ICheckedOptions
{
    /// <summary>Confidence of both sides of an interval together.</summary>
    /// <value>Default 0.95; 0.5 to 0.9999.</value>
    public double Confidence { get; set; } = 0.95;

    /// <summary>Resamples for metrics whose interval has no closed form; 0 leaves such intervals out.</summary>
    /// <value>Default 300; at most 1,000,000.</value>
    public int Resamples { get; set; } = 300;

    /// <summary>Above so many rows nothing is resampled, as it would take long and the interval be narrow.</summary>
    /// <value>Default 10,000.</value>
    public int ResampleUpToRows { get; set; } = 10_000;

    /// <summary>Seed of the resampling.</summary>
    /// <value>Default 1.</value>
    public long Seed { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Confidence, 0.5, 0.9999)
        .Between(Resamples, 0, 1_000_000)
        .AtLeast(ResampleUpToRows, 0);
}
