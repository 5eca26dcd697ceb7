using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Fairness;

/// <summary>How fairness between groups is judged.</summary>
public sealed record FairnessOptions
{
    /// <summary>The positive class, the one that is good to get, as an index into the label set.</summary>
    /// <value>Default 1.</value>
    public int Positive { get; init; } = 1;

    /// <summary>Confidence of intervals, both sides together.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Groups with fewer rows say so.</summary>
    /// <value>Default 30.</value>
    public int SmallBelow { get; init; } = 30;

    /// <summary>Groups with fewer positive (negative) rows say so: their true (false) positive rate is uncertain.</summary>
    /// <value>Default 10.</value>
    public int FewBelow { get; init; } = 10;

    /// <summary>Whether groups with too few rows are left out of disparities; they are listed all the same.</summary>
    /// <value>Default false.</value>
    public bool LeaveOutSmall { get; init; }

    /// <summary>What a rate is in a group that has no row for it.</summary>
    /// <value>Default <see cref="ZeroDivision.Undefined"/>: NaN, and the group is left out of that comparison. Fairlearn takes 0.</value>
    public ZeroDivision ZeroDivision { get; init; } = ZeroDivision.Undefined;

    /// <summary>Least ratio of selection rates to the highest one.</summary>
    /// <value>Default 0.8, the four-fifths rule (29 CFR 1607.4 D).</value>
    public double LeastImpactRatio { get; init; } = 0.8;

    /// <summary>Level of the test beside that rule.</summary>
    /// <value>Default 0.05.</value>
    public double Level { get; init; } = 0.05;

    /// <summary>Bins of the calibration error and curve.</summary>
    /// <value>Default 10.</value>
    public int CalibrationBins { get; init; } = 10;

    internal MetricFrameOptions Frame => new() { Confidence = Confidence, SmallBelow = SmallBelow, LeaveOutSmall = LeaveOutSmall, Resamples = 0 };
}
