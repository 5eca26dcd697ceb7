namespace AiInfra.Training.Precision;

/// <summary>How the loss is scaled with <see cref="TrainingPrecision.Float16"/>, so that small gradients are not rounded to zero. The defaults are those of PyTorch's GradScaler (Micikevicius et al. 2018).</summary>
public sealed class LossScaleOptions : ICheckedOptions
{
    /// <summary>Factor on the loss at the start.</summary>
    /// <value>65,536 (2^16), at least 1.</value>
    public double Initial { get; set; } = 65536;

    /// <summary>What the factor is multiplied by after <see cref="GrowthInterval"/> steps without overflow.</summary>
    /// <value>2, at least 1.</value>
    public double Growth { get; set; } = 2;

    /// <summary>What the factor is multiplied by when a gradient overflowed; that step is left out.</summary>
    /// <value>0.5, between 0 and 1.</value>
    public double Backoff { get; set; } = 0.5;

    /// <summary>Steps in a row without overflow after which the factor grows.</summary>
    /// <value>2,000, at least 1.</value>
    public int GrowthInterval { get; set; } = 2000;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Initial, 1)
        .AtLeast(Growth, 1)
        .Inside(Backoff, 0, 1)
        .AtLeast(GrowthInterval, 1);
}
