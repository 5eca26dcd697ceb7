using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Retention;

/// <summary>How much a store keeps, and how often what is too much goes. Null keeps everything.</summary>
public sealed class RetentionOptions : ICheckedOptions
{
    /// <summary>Logged predictions, with their feedback.</summary>
    /// <value>30 days, and 4 GiB at most.</value>
    public Keep? Predictions { get; set; } = new() { Age = TimeSpan.FromDays(30), Bytes = 4L << 30 };

    /// <summary>Events: judgements, alarms, promotions.</summary>
    /// <value>Null: all.</value>
    public Keep? Events { get; set; }

    /// <summary>Metric points of runs that ended; the last point of every metric stays with its run. By age only.</summary>
    /// <value>Null: all.</value>
    public Keep? Metrics { get; set; }

    /// <summary>Runs that ended and that no version, no commit and no other run came from.</summary>
    /// <value>Null: all.</value>
    public Keep? Runs { get; set; }

    /// <summary>Model versions that no alias and no deployment needs.</summary>
    /// <value>Null: all.</value>
    public Keep? Versions { get; set; }

    /// <summary>Dataset commits that are no branch's head and that no version was trained on.</summary>
    /// <value>Null: all.</value>
    public Keep? Commits { get; set; }

    /// <summary>What pipelines remember: steps that were done, failed or given back; by age only. A done step stays as long as another step of its pipeline and partition is unfinished, for a resume needs it. One that went runs again when it is asked for.</summary>
    /// <value>Null: all.</value>
    public Keep? Pipelines { get; set; }

    /// <summary>Rows of modules that the host registered, by the name of their store (<see cref="Storage.IPrunable.Name"/>), such as "alarms".</summary>
    /// <value>Empty: all.</value>
    public IDictionary<string, Keep> Modules { get; } = new Dictionary<string, Keep>(StringComparer.Ordinal);

    /// <summary>How artifacts go that nothing refers to any more; <see cref="ArtifactCollectorOptions.DryRun"/> is this <see cref="DryRun"/>.</summary>
    /// <value>Null: they stay.</value>
    public ArtifactCollectorOptions? Artifacts { get; set; }

    /// <summary>How often a host looks; the first time a minute after its start.</summary>
    /// <value>One hour.</value>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Only tells what would go.</summary>
    /// <value>False.</value>
    public bool DryRun { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .All(Predictions?.Faults(nameof(Predictions), bytes: true))
        .All(Events?.Faults(nameof(Events), bytes: true))
        .All(Metrics?.Faults(nameof(Metrics), rows: false))
        .All(Runs?.Faults(nameof(Runs)))
        .All(Versions?.Faults(nameof(Versions)))
        .All(Commits?.Faults(nameof(Commits)))
        .All(Pipelines?.Faults(nameof(Pipelines), rows: false))
        .All(Modules.SelectMany(m => m.Value.Faults($"{nameof(Modules)}[{m.Key}]", bytes: true)))
        .AtLeast(Every, TimeSpan.FromSeconds(1))
        .AtLeast(Artifacts?.Grace, TimeSpan.Zero, $"{nameof(Artifacts)}.{nameof(ArtifactCollectorOptions.Grace)}");
}
