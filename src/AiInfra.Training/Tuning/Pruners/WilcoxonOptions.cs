namespace AiInfra.Training.Tuning.Pruners;

/// <summary>When <see cref="WilcoxonPruner"/> is sure.</summary>
public sealed class WilcoxonOptions : ICheckedOptions
{
    /// <summary>A trial ends when so small a chance is left that it is no worse than the best one. The question is put again at every step, so more trials than this are ended in error.</summary>
    /// <value>0.1.</value>
    public double PValue { get; set; } = 0.1;

    /// <summary>So many steps must be common to both, at least 2.</summary>
    /// <value>2.</value>
    public int StartupSteps { get; set; } = 2;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(PValue, 0, 1)
        .AtLeast(StartupSteps, 2);
}
