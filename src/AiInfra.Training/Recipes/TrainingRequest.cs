using AiInfra.Core.Rows;
using AiInfra.Training.Loop;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Recipes;

/// <summary>What a recipe is asked to train, by the learning loop, a training on a dataset or a step of a pipeline.</summary>
public sealed record TrainingRequest
{
    /// <summary>Rows by column, with the target among the columns, the newest last. As a list they are rows, for a recipe that wants those.</summary>
    public required RowBatch Rows { get; init; }

    /// <summary>Column to learn.</summary>
    public required string Target { get; init; }

    /// <summary>What is learned.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>Columns not to learn from, for example a row's name; a name that the rows have not is passed over.</summary>
    /// <value>None.</value>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Weight of each row; null weighs all alike.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Whether the order of the rows is that of time, so that no row may be judged by what knows later ones. A recipe that takes the newest rows to judge by does so whatever stands here.</summary>
    /// <value><see cref="RowOrder.None"/>; a learning loop asks for <see cref="RowOrder.Time"/>.</value>
    public RowOrder Order { get; init; }

    /// <summary>The candidate to train by, for <see cref="BestOfRecipe"/>: one that was found to be the best for such rows already. Others pass it over.</summary>
    /// <value>Null: the best is found anew.</value>
    public string? Candidate { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The run in the catalog that metrics belong to; whoever asks starts and ends it.</summary>
    public required string RunId { get; init; }

    /// <summary>Hears of the progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The columns to learn from: all but the target and <see cref="Without"/>.</summary>
    public RowSchema Features()
    {
        var left = Without.Append(Target).ToHashSet(StringComparer.Ordinal);
        return new RowSchema(Rows.Schema.Columns.Where(c => !left.Contains(c.Name)));
    }

    /// <inheritdoc />
    public override string ToString() => $"TrainingRequest {{ Rows = {Rows.Count}, Target = {Target}, Task = {Task}, Without = {Shown.List(Without)}, Weights = {Shown.List(Weights)}, Order = {Order}, Candidate = {Candidate}, Seed = {Seed}, RunId = {RunId}, Progress = {Progress} }}";
}
