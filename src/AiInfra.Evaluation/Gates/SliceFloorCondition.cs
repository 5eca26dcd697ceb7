using System.Globalization;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>A metric holds a bound on every slice with enough rows: at least the value where more is better, otherwise at most.</summary>
public sealed class SliceFloorCondition : IGateCondition
{
    private readonly IMetric _metric;
    private readonly double _value;
    private readonly ISlicer _slicer;
    private readonly int _minimumRows;

    /// <summary>Creates the condition.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">The bound, in the metric's unit.</param>
    /// <param name="slicer">The slices.</param>
    /// <param name="minimumRows">Slices with fewer rows cannot fail, and keep the gate from passing only when no slice has as many.</param>
    public SliceFloorCondition(IMetric metric, double value, ISlicer slicer, int minimumRows = 30)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(slicer);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumRows, 1);
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A bound is a finite number.");
        }

        (_metric, _value, _slicer, _minimumRows) = (metric, value, slicer, minimumRows);
        Description = string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {(metric.HigherIsBetter ? "at least" : "at most")} {value} on every slice by {slicer.By} with {minimumRows} rows or more");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Slice> slices = _slicer.Cut(context.Candidate);
        var scored = slices.Where(s => s.Rows.Count >= _minimumRows)
            .Select(s => (Slice: s, Score: context.Candidate.Score(_metric, s.Rows.ToArray())))
            .Where(s => s.Score.IsDefined)
            .OrderBy(s => _metric.HigherIsBetter ? s.Score.Value : -s.Score.Value)
            .ToList();
        int small = slices.Count - scored.Count;
        string left = small == 0 ? "" : $"; {small} of {slices.Count} slices not judged, for too few rows or no defined value";
        if (scored.Count == 0)
        {
            return new(Description, Verdict.NotEnoughEvidence, $"no slice could be judged{left}")
            {
                Required = _value,
                RowsNeeded = slices.Select(s => (long)_minimumRows - s.Rows.Count).DefaultIfEmpty(0).Min() is > 0 and var needed ? needed : null,
            };
        }

        (Slice worst, Score score) = scored[0];
        bool holds = _metric.HigherIsBetter ? score.Value >= _value : score.Value <= _value;
        string why = $"the worst is {worst.By} = {worst.Name} with {Words.Number(score.Value)} on {Words.Rows(worst.Rows.Count)}{left}";
        return new(Description, holds ? Verdict.Pass : Verdict.Fail, why)
        {
            Observed = score.Value,
            Required = _value,
            Interval = score.Interval,
            Rows = worst.Rows.Count,
        };
    }
}
