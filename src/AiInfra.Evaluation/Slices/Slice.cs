using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>A part of the rows.</summary>
/// <param name="By">What it was cut by: a column or a named predicate.</param>
/// <param name="Name">Which part: a value, a range, or "true".</param>
/// <param name="Rows">Indices of its rows, ascending.</param>
public sealed record Slice(string By, string Name, IReadOnlyList<int> Rows)
{
    /// <summary>Ids of its rows, in the order of <see cref="Rows"/>; the row numbers where the predictions have no ids.</summary>
    public IReadOnlyList<string> Ids { get; init; } = RowIds.Numbers(Rows);

    internal static Slice Of(PredictionSet predictions, string by, string name, int[] rows) => new(by, name, rows) { Ids = RowIds.Of(predictions, rows) };

    /// <inheritdoc />
    public override string ToString() => $"Slice {{ By = {By}, Name = {Name}, Rows = {Shown.List(Rows)}, Ids = {Shown.List(Ids)} }}";
}
