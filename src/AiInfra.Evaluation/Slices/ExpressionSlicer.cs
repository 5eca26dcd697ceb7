using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>The rows for which a condition written as text holds, as one slice: <c>age >= 60 and sex = "Female"</c>. For slices named in configuration.</summary>
public sealed class ExpressionSlicer : ISlicer
{
    private readonly RowCondition _condition;

    /// <summary>Creates a slicer.</summary>
    /// <param name="condition">The condition, see <see cref="RowCondition"/>.</param>
    /// <param name="name">What the slice is called; null: the condition itself.</param>
    /// <exception cref="RowConditionException">The text is not a condition.</exception>
    public ExpressionSlicer(string condition, string? name = null)
    {
        _condition = RowCondition.Parse(condition);
        By = name ?? _condition.Text;
    }

    /// <inheritdoc />
    public string By { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A column is not there; the message lists those there are.</exception>
    public IReadOnlyList<Slice> Cut(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        IReadOnlyList<Row> inputs = predictions.InputsWith(_condition.Columns);
        int[] rows = [.. Enumerable.Range(0, predictions.Count).Where(i => _condition.Matches(inputs[i]))];
        return rows.Length == 0 ? [] : [Slice.Of(predictions, By, "true", rows)];
    }
}
