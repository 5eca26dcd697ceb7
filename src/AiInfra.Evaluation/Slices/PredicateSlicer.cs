using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>The rows for which a predicate holds, as one slice.</summary>
/// <param name="name">What it is called.</param>
/// <param name="predicate">Which rows belong to it.</param>
public sealed class PredicateSlicer(string name, Func<Row, bool> predicate) : ISlicer
{
    private readonly Func<Row, bool> _predicate = predicate ?? throw new ArgumentNullException(nameof(predicate));

    /// <inheritdoc />
    public string By { get; } = string.IsNullOrEmpty(name) ? throw new ArgumentException("A slice needs a name.", nameof(name)) : name;

    /// <inheritdoc />
    public IReadOnlyList<Slice> Cut(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int[] rows = [.. Enumerable.Range(0, predictions.Count).Where(i => _predicate(predictions.Input(i)))];
        return rows.Length == 0 ? [] : [Slice.Of(predictions, By, "true", rows)];
    }
}
