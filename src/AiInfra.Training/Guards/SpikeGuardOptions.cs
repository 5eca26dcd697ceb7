namespace AiInfra.Training.Guards;

/// <summary>Leaves a batch out whose loss stands far above those before it: beyond their median by so many robust deviations (1.4826 x the median absolute deviation). It is counted in the result's spikes and written to the log with its rows.</summary>
public sealed class SpikeGuardOptions : ICheckedOptions
{
    /// <summary>Robust deviations above the median that are borne.</summary>
    /// <value>8, above 0.</value>
    public double Deviations { get; set; } = 8;

    /// <summary>Losses that are looked back on.</summary>
    /// <value>100, at least 10.</value>
    public int Window { get; set; } = 100;

    /// <summary>Losses before the guard begins.</summary>
    /// <value>20, at least 5.</value>
    public int WarmUp { get; set; } = 20;

    /// <summary>Batches left out in a row after which the training fails: then it is not a batch that is wrong.</summary>
    /// <value>10, at least 1.</value>
    public int MostInARow { get; set; } = 10;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Above(Deviations, 0)
        .AtLeast(Window, 10)
        .AtLeast(WarmUp, 5)
        .AtLeast(MostInARow, 1);
}
