using System.Globalization;
using AiInfra.Evaluation.Fairness;

namespace AiInfra.Evaluation.Gates;

/// <summary>Groups are no further apart than a bound, by one criterion of fairness.</summary>
public sealed class FairnessCondition : IGateCondition
{
    private readonly FairnessCriterion _criterion;
    private readonly double _difference;
    private readonly string[] _columns;
    private readonly double? _confidence;
    private readonly FairnessOptions _options;

    /// <summary>Creates the condition.</summary>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="columns">Columns of the inputs; several make intersections.</param>
    /// <param name="confidence">One-sided confidence asked for, for all pairs of groups together; null compares the difference itself.</param>
    /// <param name="options">The positive class, and what is a small group.</param>
    public FairnessCondition(FairnessCriterion criterion, double difference, IEnumerable<string> columns, double? confidence = null, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (_columns.Length == 0)
        {
            throw new ArgumentException("Fairness needs a column of groups.", nameof(columns));
        }

        if (!(difference is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(difference), difference, "A difference allowed is at least 0 and below 1.");
        }

        if (confidence is not null and not (> 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A one-sided confidence is between 0.5 and 1, both excluded.");
        }

        (_criterion, _difference, _confidence) = (criterion, difference, confidence);
        _options = options ?? new();
        if (confidence is { } c)
        {
            _options = _options with { Confidence = (2 * c) - 1 };
        }

        Description = string.Create(CultureInfo.InvariantCulture, $"{Words.Plain(criterion)} between groups by {string.Join(" and ", _columns)} within {difference}{(confidence is { } asked ? $" with {Words.Percent(asked)} confidence" : "")}");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">There is no such column, or the predictions are of numbers.</exception>
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        GroupFairness groups = GroupFairness.Of(context.Candidate, [.. _columns.Select(c => GroupColumn.From(context.Candidate, c))], _options);
        Disparity found = groups.Difference(_criterion);
        string where = found.Lowest is null ? "" : $": lowest {found.Lowest}, highest {found.Highest}";
        string notes = found.Notes.Count == 0 ? "" : $" ({string.Join("; ", found.Notes)})";
        return new(Description, Judge(found, groups.Groups.Count - found.Undefined), $"{(double.IsNaN(found.Value) ? "no two groups can be compared" : $"the groups are {Words.Number(found.Value)} apart")}{where}{notes}")
        {
            Observed = found.Value,
            Required = _difference,
            Interval = found.Interval,
            Rows = context.Candidate.Count,
        };
    }

    // A single group is at parity with itself, which says nothing of fairness.
    private Verdict Judge(Disparity found, int groups)
    {
        if (double.IsNaN(found.Value) || groups < 2)
        {
            return Verdict.NotEnoughEvidence;
        }

        if (_confidence is null)
        {
            return found.Value <= _difference ? Verdict.Pass : Verdict.Fail;
        }

        return found.Interval is not { } interval || double.IsNaN(interval.High) ? Verdict.NotEnoughEvidence
            : interval.High <= _difference ? Verdict.Pass
            : interval.Low > _difference ? Verdict.Fail
            : Verdict.NotEnoughEvidence;
    }
}
