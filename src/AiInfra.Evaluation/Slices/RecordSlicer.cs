using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>Cuts by a typed expression over the host's own records, one a prediction, in the same order: one slice a value of the expression, missing values apart. A boolean gives the slices "true" and "false".</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordSlicer<T> : ISlicer
{
    private readonly IReadOnlyList<T> _records;
    private readonly Func<T, Value> _part;

    /// <summary>Creates a slicer: <c>new RecordSlicer&lt;Customer&gt;("senior", customers, c => c.Age >= 60)</c>.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="records">The records of the predictions, in their order.</param>
    /// <param name="part">The part a record belongs to: a boolean, a text, a number, a time.</param>
    public RecordSlicer(string name, IReadOnlyList<T> records, Func<T, Value> part)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(part);
        (By, _records, _part) = (name, records, part);
    }

    /// <inheritdoc />
    public string By { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">There are not as many predictions as records.</exception>
    public IReadOnlyList<Slice> Cut(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != _records.Count)
        {
            throw new ArgumentException($"'{By}' cuts {_records.Count} records, but there are {predictions.Count} predictions; both must be of the same rows in the same order.", nameof(predictions));
        }

        return [.. Enumerable.Range(0, predictions.Count)
            .GroupBy(i => _part(_records[i]))
            .OrderBy(g => g.Key.IsMissing)
            .ThenBy(g => g.Key.Kind == ValueKind.Number ? g.Key.AsNumber() : 0)
            .ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
            .Select(g => Slice.Of(predictions, By, g.Key.IsMissing ? ColumnSlicer.Missing : g.Key.ToString(), [.. g]))];
    }
}
