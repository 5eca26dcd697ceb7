using AiInfra.Core.Rows;
using AiInfra.Training.Loop;

namespace AiInfra.Learning;

/// <summary>What the loop asks a recipe to train.</summary>
public sealed record TrainingRequest
{
    /// <summary>Rows by column, with the target among the columns, the newest last. As a list they are rows, for a recipe that wants those.</summary>
    public required RowBatch Rows { get; init; }

    /// <summary>Column to learn.</summary>
    public required string Target { get; init; }

    /// <summary>What is learned.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>Weight of each row; null weighs all alike.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The run in the catalog that metrics belong to; the loop starts and ends it.</summary>
    public required string RunId { get; init; }

    /// <summary>Hears of the progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TrainingRequest {{ Rows = {Rows.Count}, Target = {Target}, Task = {Task}, Weights = {Shown.List(Weights)}, Seed = {Seed}, RunId = {RunId}, Progress = {Progress} }}";
}
