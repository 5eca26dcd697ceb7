namespace AiInfra.Training.Tuning.Samplers;

/// <summary>How <see cref="GaussianProcessSampler"/> searches.</summary>
public sealed class GaussianOptions : ICheckedOptions
{
    /// <summary>Trials spread evenly before anything is learned.</summary>
    /// <value>10.</value>
    public int StartupTrials { get; set; } = 10;

    /// <summary>Most trials that are learned from: the best and the newest. A proposal costs their third power.</summary>
    /// <value>150.</value>
    public int MostTrials { get; set; } = 150;

    /// <summary>Points looked at for every trial before the best are refined.</summary>
    /// <value>512.</value>
    public int Candidates { get; set; } = 512;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(StartupTrials, 2)
        .Between(MostTrials, 10, 1000)
        .Between(Candidates, 16, 100_000);
}
