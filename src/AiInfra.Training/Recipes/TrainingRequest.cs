using AiInfra.Core.Rows;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;

namespace AiInfra.Training.Recipes;

/// <summary>What a recipe is asked to train, by the learning loop, a training on a dataset or a step of a pipeline.</summary>
public sealed record TrainingRequest
{
    /// <summary>Rows with the target among their columns, the newest last.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>Column to learn.</summary>
    public required string Target { get; init; }

    /// <summary>What is learned.</summary>
    public required TabularTask Task { get; init; }

    /// <summary>Columns not to learn from, for example a row's name; a name that the rows have not is passed over.</summary>
    /// <value>None.</value>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Weight of each row; null weighs all alike.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The run in the catalog that metrics belong to; whoever asks starts and ends it.</summary>
    public required string RunId { get; init; }

    /// <summary>Hears of the progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TrainingRequest {{ Rows = {Rows.Count}, Target = {Target}, Task = {Task}, Without = {Shown.List(Without)}, Weights = {Shown.List(Weights)}, Seed = {Seed}, RunId = {RunId}, Progress = {Progress} }}";
}
