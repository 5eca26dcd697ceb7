using AiInfra.Core.Signals;

namespace AiInfra.Observability.Predictions;

/// <summary>How predictions and feedback are logged.</summary>
public sealed class PredictionLogOptions : ICheckedOptions
{
    /// <summary>Share of requests that is logged, 0 to 1. Chosen by a hash of the id: the same ids every time, and a request's shadow and feedback go with it.</summary>
    /// <value>1: all.</value>
    public double Share { get; set; } = 1;

    /// <summary>Signals that may wait for the store.</summary>
    /// <value>8192.</value>
    public int Capacity { get; set; } = 8192;

    /// <summary>Signals written in one transaction, at most.</summary>
    /// <value>512.</value>
    public int BatchSize { get; set; } = 512;

    /// <summary>What happens when the store cannot keep up.</summary>
    /// <value><see cref="Core.Signals.WhenFull.Drop"/>: keeping a log never costs an answer. What is dropped is counted, measured and raises the alarm <see cref="Alerts.Alarm.Log"/>.</value>
    public WhenFull WhenFull { get; set; } = WhenFull.Drop;

    /// <summary>How often a batch that the store refuses is tried, before its rows are given up, counted and logged.</summary>
    /// <value>4, with pauses of 0.1, 0.4 and 1.6 seconds between.</value>
    public int Attempts { get; set; } = 4;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Share, 0, 1)
        .AtLeast(Capacity, 1)
        .AtLeast(BatchSize, 1)
        .AtLeast(Attempts, 1);
}
