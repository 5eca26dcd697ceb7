using AiInfra.Core.Studies;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tuning;

/// <summary>How a <see cref="Study"/> searches, when it stops, and who works on it.</summary>
public sealed class StudyOptions : ICheckedOptions
{
    /// <summary>Which way each objective is better; one for each.</summary>
    /// <value>One objective, to be minimised.</value>
    public IReadOnlyList<StudyDirection> Directions { get; set; } = [StudyDirection.Minimize];

    /// <summary>Chooses the parameters.</summary>
    /// <value>Null: a <see cref="TpeSampler"/>.</value>
    public ISampler? Sampler { get; set; }

    /// <summary>Ends trials that are not worth going on with.</summary>
    /// <value>Null: none is ended.</value>
    public IPruner? Pruner { get; set; }

    /// <summary>Seed of everything that is drawn. With one worker the same seed gives the same trials; with several that holds for random, grid and Sobol search, whose choices follow from a trial's number, and not for those that learn from what has ended before.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <summary>Trials that run at once in this process.</summary>
    /// <value>1.</value>
    public int Workers { get; set; } = 1;

    /// <summary>Trials of the study in all, those of other processes and of earlier runs among them, but not those whose worker died; null for no bound.</summary>
    /// <value>100.</value>
    public int? MaxTrials { get; set; } = 100;

    /// <summary>No trial begins when this process has worked on the study for so long; those that run go on to their end.</summary>
    /// <value>Null: no bound.</value>
    public TimeSpan? MaxTime { get; set; }

    /// <summary>Stops when a trial that violates nothing reaches this value or a better one. With one objective only.</summary>
    /// <value>Null: no value is good enough.</value>
    public double? Target { get; set; }

    /// <summary>Stops when so many trials in a row, by the order in which they ended, were no better than the best before. With one objective only.</summary>
    /// <value>Null: it goes on.</value>
    public int? NoBetterFor { get; set; }

    /// <summary>So many trials of this process in a row may fail; then the study ends with the last one's error. A trial fails when its objective throws or gives a value that is not a number.</summary>
    /// <value>5.</value>
    public int MostFailures { get; set; } = 5;

    /// <summary>How long a worker may give no sign before its trial is given up. It gives one three times as often.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a trial whose worker died is repeated with the same parameters.</summary>
    /// <value>1.</value>
    public int Retries { get; set; } = 1;

    /// <summary>Whether such a repetition begins with the values that the dead trial reported, as an objective needs that resumes from a checkpoint of its own. Otherwise they stay with the dead one, which no pruner counts.</summary>
    /// <value>False.</value>
    public bool RetryKeepsReports { get; set; }

    /// <summary>Tags of the study, where it is new.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>The run in the catalog that it belongs to, where it is new.</summary>
    /// <value>Null: none.</value>
    public string? RunId { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Directions)
        .Must(Directions is { Count: > 0 }, "Directions has one direction for each objective, at least one; it has none.")
        .Must(Pruner is null || Directions is not { Count: > 1 }, $"Pruner prunes by one objective; Directions has {Directions?.Count}. Leave Pruner out.")
        .Must((Target is null && NoBetterFor is null) || Directions is not { Count: > 1 }, $"Target and NoBetterFor are of one objective; Directions has {Directions?.Count}. Leave them out.")
        .Must(Target is not double.NaN, "Target is a number; it is NaN.")
        .Between(Workers, 1, 1024)
        .AtLeast(MaxTrials, 1)
        .Above(MaxTime, TimeSpan.Zero)
        .AtLeast(NoBetterFor, 1)
        .AtLeast(MostFailures, 1)
        .AtLeast(Lease, TimeSpan.FromMilliseconds(100))
        .AtLeast(Retries, 0)
        .Set(Tags);
}
