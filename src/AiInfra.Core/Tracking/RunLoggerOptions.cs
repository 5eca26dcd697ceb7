namespace AiInfra.Core.Tracking;

/// <summary>What a run notes by itself.</summary>
public sealed class RunLoggerOptions : ICheckedOptions
{
    /// <summary>Whether the run's tags say where it runs and from which code: see <see cref="Catalog.RunTags"/>.</summary>
    /// <value>True.</value>
    public bool Environment { get; set; } = true;

    /// <summary>How often processor, memory and, where there are any, graphics processors are measured while the run lives; zero for never.</summary>
    /// <value>10 seconds; at least 0.1 seconds where not zero. The first figures come after one interval.</value>
    public TimeSpan SystemInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many metric points may wait for the store; then whoever logs waits.</summary>
    /// <value>8,192; at least 1.</value>
    public int Capacity { get; set; } = 8192;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Capacity, 1)
        .Must(SystemInterval == TimeSpan.Zero || SystemInterval >= TimeSpan.FromSeconds(0.1), $"{nameof(SystemInterval)} is zero or at least 00:00:00.1; it is {SystemInterval}.");
}
