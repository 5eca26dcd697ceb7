using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Gates;

/// <summary>A metric, or a given score, is at least, or at most, a value. With a confidence the whole interval must be on the right side.</summary>
public sealed class ThresholdCondition : IGateCondition
{
    private readonly IMetric? _metric;
    private readonly string _name;
    private readonly double _value;
    private readonly bool _atLeast;
    private readonly double? _confidence;
    private readonly int _minimumRows;

    /// <summary>Creates the condition.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">The value, in the metric's unit.</param>
    /// <param name="atLeast">Whether the metric must be at least, otherwise at most, the value.</param>
    /// <param name="confidence">One-sided confidence asked for; null compares the value itself. Metrics without an analytic interval are bootstrapped.</param>
    /// <param name="minimumRows">With a confidence, fewer rows than this are never enough.</param>
    public ThresholdCondition(IMetric metric, double value, bool atLeast, double? confidence = null, int minimumRows = 30)
        : this((metric ?? throw new ArgumentNullException(nameof(metric))).Name, value, atLeast, confidence, minimumRows) => _metric = metric;

    /// <summary>Creates the condition on a score of <see cref="GateContext.Scores"/>.</summary>
    /// <param name="score">Name of the score.</param>
    /// <param name="value">The value, in the score's unit.</param>
    /// <param name="atLeast">Whether the score must be at least, otherwise at most, the value.</param>
    /// <param name="confidence">One-sided confidence asked for; null compares the value itself. A bare score must bring an interval of that confidence (both sides together: twice it less 1).</param>
    /// <param name="minimumRows">With a confidence, fewer rows (segments, queries) than this are never enough.</param>
    public ThresholdCondition(string score, double value, bool atLeast, double? confidence = null, int minimumRows = 30)
    {
        ArgumentException.ThrowIfNullOrEmpty(score);
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A threshold is a finite number.");
        }

        if (confidence is not null and not (> 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A one-sided confidence is between 0.5 and 1, both excluded.");
        }

        (_name, _value, _atLeast, _confidence, _minimumRows) = (score, value, atLeast, confidence, minimumRows);
        Description = string.Create(CultureInfo.InvariantCulture, $"{score} {(atLeast ? "at least" : "at most")} {value}{(confidence is { } c ? $" with {Words.Percent(c)} confidence" : "")}");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double both = _confidence is { } one ? (2 * one) - 1 : 0.95;
        Score score = _metric is null ? context.Score(_name, both) : context.Score(_metric, both);
        if (!score.IsDefined)
        {
            return Result(Verdict.NotEnoughEvidence, "undefined on these rows", score, null, null);
        }

        bool holds = _atLeast ? score.Value >= _value : score.Value <= _value;
        if (_confidence is not { } confidence)
        {
            return Result(holds ? Verdict.Pass : Verdict.Fail, Number(score.Value) + Trivial(context), score, score.Interval, null);
        }

        if (score.Count < _minimumRows)
        {
            return Result(Verdict.NotEnoughEvidence, $"{Number(score.Value)}, on {Words.Rows(score.Count)}; {_minimumRows} are the fewest", score, score.Interval, _minimumRows - score.Count);
        }

        ConfidenceInterval interval = score.Interval
            ?? (_metric is { CanBeResampled: true } && context.HasPredictions ? Intervals.Bootstrapped(context.Candidate, _metric, (2 * confidence) - 1) : new(double.NaN, double.NaN, confidence));
        if (double.IsNaN(interval.Low))
        {
            return Result(Verdict.NotEnoughEvidence, _metric is null
                ? string.Create(CultureInfo.InvariantCulture, $"{Number(score.Value)}, and no interval of {Words.Percent((2 * confidence) - 1)} or more came with it")
                : $"{Number(score.Value)}, but its spread cannot be told", score, null, null);
        }

        bool sure = _atLeast ? interval.Low >= _value : interval.High <= _value;
        bool refuted = _atLeast ? interval.High < _value : interval.Low > _value;
        string found = $"{Number(score.Value)}, interval {Number(interval.Low)} to {Number(interval.High)}{Trivial(context)}";
        return sure ? Result(Verdict.Pass, found, score, interval, null)
            : refuted ? Result(Verdict.Fail, found, score, interval, null)
            : Result(Verdict.NotEnoughEvidence, found, score, interval, RowsNeeded(score, interval, confidence));
    }

    // An accuracy says little where one class has most rows: what it is worth without any model stands beside it.
    private string Trivial(GateContext context) => _metric is Accuracy && context.HasPredictions && MajorityClass.Of(context.Candidate) is { Share: >= 0.8 } most
        ? $"; always answering '{context.Candidate.Classes![most.Class]}' has {Number(most.Share)}"
        : "";

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private long? RowsNeeded(Score score, ConfidenceInterval interval, double confidence)
    {
        double z = Normal.InvCDF(0, 1, confidence);
        double error = (interval.High - interval.Low) / (2 * z);
        double rows = score.Count * Math.Pow((z + Normal.InvCDF(0, 1, 0.8)) * error / (score.Value - _value), 2);
        return double.IsFinite(rows) && rows < 1e15 ? Math.Max(1, (long)Math.Ceiling(rows) - score.Count) : null;
    }

    private ConditionResult Result(Verdict verdict, string found, Score score, ConfidenceInterval? interval, long? needed) => new(Description, verdict, $"{_name} is {found}")
    {
        Observed = score.Value,
        Required = _value,
        Interval = interval,
        Rows = score.Count,
        RowsNeeded = needed,
    };
}
