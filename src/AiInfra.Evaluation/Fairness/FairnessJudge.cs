using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Computes <see cref="GroupFairness"/> from a frame of rates.</summary>
internal sealed class FairnessJudge
{
    private static readonly (FairnessCriterion Criterion, string Metric)[] s_criteria =
    [
        (FairnessCriterion.DemographicParity, OutcomeRate.NameOf(RateKind.SelectionRate)),
        (FairnessCriterion.EqualOpportunity, OutcomeRate.NameOf(RateKind.TruePositiveRate)),
        (FairnessCriterion.PredictiveEquality, OutcomeRate.NameOf(RateKind.FalsePositiveRate)),
        (FairnessCriterion.PredictiveParity, OutcomeRate.NameOf(RateKind.PositivePredictiveValue)),
        (FairnessCriterion.AccuracyParity, "accuracy"),
        (FairnessCriterion.Calibration, "calibrationGap"),
    ];

    private readonly PredictionSet _predictions;
    private readonly FairnessOptions _options;
    private readonly MetricFrame _frame;

    public FairnessJudge(PredictionSet predictions, IReadOnlyList<GroupColumn> groups, FairnessOptions options)
    {
        (_predictions, _options) = (predictions, options);
        List<IMetric> metrics = [.. new[] { RateKind.SelectionRate, RateKind.TruePositiveRate, RateKind.FalsePositiveRate, RateKind.PositivePredictiveValue, RateKind.BaseRate }
            .Select(kind => new OutcomeRate(kind, options.Positive, options.ZeroDivision)), new Accuracy()];
        if (predictions.HasProbabilities)
        {
            metrics.Add(new CalibrationGap(options.Positive));
        }

        _frame = MetricFrame.Of(predictions, metrics, groups, null, options.Frame);
    }

    public GroupFairness Judge(string positive)
    {
        var groups = _frame.ByGroup.Select(Rates).ToList();
        return new()
        {
            Columns = _frame.GroupColumns,
            Positive = positive,
            Overall = Rates(_frame.OverallByControl[0]),
            Groups = groups,
            Disparities = [.. Enum.GetValues<GroupComparison>().SelectMany(c => Enum.GetValues<DisparityMeasure>().SelectMany(m => Disparities(m, c)))],
            Impact = AdverseImpact.Of(
                [.. _frame.ByGroup.Select(c => (c.Name, c.Count, Counts(c).Successes, Counts(c).Trials, c["selectionRate"].Interval))],
                _options),
        };
    }

    private IEnumerable<CriterionDisparity> Disparities(DisparityMeasure measure, GroupComparison comparison)
    {
        foreach ((FairnessCriterion criterion, string metric) in s_criteria)
        {
            if (_frame.Metrics.Contains(metric) && (criterion != FairnessCriterion.Calibration || measure == DisparityMeasure.Difference))
            {
                yield return new(criterion, OddsAggregate.Worst, _frame.Gap(metric, measure, comparison, 1) with { Of = Words(criterion) });
            }
        }

        Disparity hits = _frame.Gap("truePositiveRate", measure, comparison, 2), alarms = _frame.Gap("falsePositiveRate", measure, comparison, 2);
        yield return new(FairnessCriterion.EqualizedOdds, OddsAggregate.Worst, Odds(hits, alarms, OddsAggregate.Worst));
        yield return new(FairnessCriterion.EqualizedOdds, OddsAggregate.Mean, Odds(hits, alarms, OddsAggregate.Mean));
    }

    // Where nobody is selected wrongly in any group the ratio of false positive rates says nothing, and the other one decides; without a ratio of true positive rates there is none.
    private static Disparity Odds(Disparity hits, Disparity alarms, OddsAggregate aggregate)
    {
        double h = hits.Value, a = alarms.Value;
        bool difference = hits.Measure == DisparityMeasure.Difference, mean = aggregate == OddsAggregate.Mean;
        double value = double.IsNaN(a) ? h
            : double.IsNaN(h) ? (mean || difference ? a : double.NaN)
            : mean ? (h + a) / 2
            : difference ? Math.Max(h, a) : Math.Min(h, a);
        ConfidenceInterval? interval = hits.Interval is not { } first || alarms.Interval is not { } second ? null
            : mean ? new((first.Low + second.Low) / 2, (first.High + second.High) / 2, first.Confidence)
            : difference ? new(Math.Max(first.Low, second.Low), Math.Max(first.High, second.High), first.Confidence)
            : new(Math.Min(first.Low, second.Low), Math.Min(first.High, second.High), first.Confidence);
        Disparity decides = !double.IsNaN(h) && (double.IsNaN(a) || (difference ? h >= a : h <= a)) ? hits : alarms;
        return decides with
        {
            Of = Words(FairnessCriterion.EqualizedOdds),
            Value = value,
            Interval = interval,
            PValue = hits.PValue is { } p && alarms.PValue is { } q ? Math.Min(p, q) : null,
            Undefined = Math.Max(hits.Undefined, alarms.Undefined),
            Notes = [$"decided by the {(decides == hits ? "true" : "false")} positive rate", .. hits.Notes.Union(alarms.Notes)],
        };
    }

    private static string Words(FairnessCriterion criterion) => char.ToLowerInvariant(criterion.ToString()[0]) + criterion.ToString()[1..];

    private (double Successes, double Trials) Counts(GroupCell cell) => ((OutcomeRate)_predictions.Fill(new OutcomeRate(RateKind.SelectionRate, _options.Positive), [.. cell.Rows])).Counts();

    private GroupRates Rates(GroupCell cell)
    {
        int positives = 0, selected = 0;
        foreach (int row in cell.Rows)
        {
            positives += _predictions.Labels[row] == _options.Positive ? 1 : 0;
            selected += _predictions.Predicted[row] == _options.Positive ? 1 : 0;
        }

        return new()
        {
            Group = cell.Name,
            Count = cell.Count,
            Positives = positives,
            Selected = selected,
            SelectionRate = cell["selectionRate"],
            TruePositiveRate = cell["truePositiveRate"],
            FalsePositiveRate = cell["falsePositiveRate"],
            PositivePredictiveValue = cell["positivePredictiveValue"],
            Accuracy = cell["accuracy"],
            BaseRate = cell["baseRate"],
            Calibration = _predictions.HasProbabilities && cell.Rows.Any(r => _predictions[r].Weight > 0) ? Calibration(cell) : null,
            Notes = [.. cell.Notes, .. Few(cell.Count, positives, "positive"), .. Few(cell.Count, cell.Count - positives, "negative")],
            Rows = cell.Rows,
            Ids = cell.Ids,
        };
    }

    private IEnumerable<string> Few(int rows, int some, string which)
    {
        if (rows > 0 && some < _options.FewBelow)
        {
            yield return $"{(some == 0 ? "no" : some)} {which} {(some is 0 or 1 ? "row" : "rows")}{(some == 0 ? "" : $", fewer than {_options.FewBelow}")}";
        }
    }

    private GroupCalibration Calibration(GroupCell cell)
    {
        int k = _predictions.Classes!.Count;
        bool[] truth = [.. cell.Rows.Select(r => _predictions.Labels[r] == _options.Positive)];
        double[] scores = [.. cell.Rows.Select(r => _predictions.Probabilities[(r * k) + _options.Positive])];
        double[] weights = _predictions.IsWeighted ? [.. cell.Rows.Select(r => _predictions[r].Weight)] : [];
        var predicted = new RunningMean();
        predicted.Add(scores, weights);
        IReadOnlyList<ReliabilityBin> curve = ReliabilityCurve.Of(truth, scores, _options.CalibrationBins, weights: weights);
        double error = ExpectedCalibrationError.Of(truth, scores, _options.CalibrationBins, weights, CalibrationTarget.Positive).Value;
        return new(predicted.Mean, cell["calibrationGap"], error, curve);
    }
}
