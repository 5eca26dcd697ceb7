using System.ComponentModel.DataAnnotations;

namespace AiInfra.Evaluation;

/// <summary>How an evaluation computes its intervals.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Confidence of both sides of an interval together.</summary>
    /// <value>Default 0.95.</value>
    [Range(0.5, 0.9999)]
    public double Confidence { get; set; } = 0.95;

    /// <summary>Resamples for metrics whose interval has no closed form; 0 leaves such intervals out.</summary>
    /// <value>Default 300.</value>
    [Range(0, 1_000_000)]
    public int Resamples { get; set; } = 300;

    /// <summary>Above so many rows nothing is resampled, as it would take long and the interval be narrow.</summary>
    /// <value>Default 10,000.</value>
    [Range(0, int.MaxValue)]
    public int ResampleUpToRows { get; set; } = 10_000;

    /// <summary>Seed of the resampling.</summary>
    /// <value>Default 1.</value>
    public long Seed { get; set; } = 1;
}
