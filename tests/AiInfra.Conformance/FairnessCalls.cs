using System.Text.Json;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Conformance;

/// <summary>Fairness between groups, with the field's convention that a rate without rows is 0.</summary>
internal sealed class FairnessCalls : IMetricCalls
{
    private static readonly Dictionary<string, Func<IMetric>> s_metrics = new(StringComparer.Ordinal)
    {
        ["selectionRate"] = () => Rate(RateKind.SelectionRate),
        ["meanPrediction"] = () => Rate(RateKind.SelectionRate),
        ["truePositiveRate"] = () => Rate(RateKind.TruePositiveRate),
        ["falsePositiveRate"] = () => Rate(RateKind.FalsePositiveRate),
        ["trueNegativeRate"] = () => Rate(RateKind.TrueNegativeRate),
        ["falseNegativeRate"] = () => Rate(RateKind.FalseNegativeRate),
        ["precision"] = () => Rate(RateKind.PositivePredictiveValue),
        ["recall"] = () => Rate(RateKind.TruePositiveRate),
        ["accuracy"] = () => new Accuracy(),
        ["balancedAccuracy"] = () => new BalancedAccuracy(),
        ["f1"] = () => new FScore(Average.Positive),
        ["rocAuc"] = () => new RocAuc(),
        ["averagePrecision"] = () => new AveragePrecision(),
        ["logLoss"] = () => new LogLoss(),
        ["brier"] = () => new BrierScore(),
        ["mae"] = () => new MeanAbsoluteError(),
        ["meanAbsoluteError"] = () => new MeanAbsoluteError(),
        ["mse"] = () => new MeanSquaredError(),
        ["meanSquaredError"] = () => new MeanSquaredError(),
        ["rmse"] = () => new RootMeanSquaredError(),
        ["r2"] = () => new RSquared(),
    };

    public Dictionary<string, Func<ReferenceCase, object>> All()
    {
        var calls = new Dictionary<string, Func<ReferenceCase, object>>(StringComparer.Ordinal)
        {
            ["byGroup"] = ByGroup,
            ["demographicParityDifference"] = c => Fairness(c).Difference(FairnessCriterion.DemographicParity, Comparison(c)).Value,
            ["demographicParityRatio"] = c => Fairness(c).Ratio(FairnessCriterion.DemographicParity, Comparison(c)).Value,
            ["equalizedOddsDifference"] = c => Fairness(c).Difference(FairnessCriterion.EqualizedOdds, Comparison(c), Aggregate(c)).Value,
            ["equalizedOddsRatio"] = c => Fairness(c).Ratio(FairnessCriterion.EqualizedOdds, Comparison(c), Aggregate(c)).Value,
            ["equalOpportunityDifference"] = c => Fairness(c).Difference(FairnessCriterion.EqualOpportunity, Comparison(c)).Value,
            ["equalOpportunityRatio"] = c => Fairness(c).Ratio(FairnessCriterion.EqualOpportunity, Comparison(c)).Value,
            ["theilIndex"] = c => GeneralizedEntropy.Theil(c.Flags("yTrue", "yPred"), c.Flags("yPred", "yTrue")),
            ["generalizedEntropyIndex"] = c => GeneralizedEntropy.Of(c.Flags("yTrue", "yPred"), c.Flags("yPred", "yTrue"), c.Param("alpha") ?? 2),
            ["groupDifference"] = c => Frame(c, Asked(c)).Difference(Asked(c)().Name, Comparison(c)).Value,
            ["groupRatio"] = c => Frame(c, Asked(c)).Ratio(Asked(c)().Name, Comparison(c)).Value,
            ["groupMin"] = c => Frame(c, Asked(c)).Min(Asked(c)().Name),
            ["groupMax"] = c => Frame(c, Asked(c)).Max(Asked(c)().Name),
        };
        foreach ((string name, Func<IMetric> metric) in s_metrics)
        {
            calls[name + "Difference"] = c => Frame(c, metric).Difference(metric().Name, Comparison(c)).Value;
            calls[name + "Ratio"] = c => Frame(c, metric).Ratio(metric().Name, Comparison(c)).Value;
            calls[name + "GroupMin"] = c => Frame(c, metric).Min(metric().Name);
            calls[name + "GroupMax"] = c => Frame(c, metric).Max(metric().Name);
        }

        return calls;
    }

    private static IMetric Rate(RateKind kind) => new OutcomeRate(kind, zeroDivision: ZeroDivision.Zero);

    // Either the one metric that params name, or all that the expected groups hold.
    private static object ByGroup(ReferenceCase c)
    {
        if (c.Text("metric") is not null)
        {
            string name = Asked(c)().Name;
            return Frame(c, Asked(c)).ByGroup.ToDictionary(g => g.Name, g => (object)g[name].Value);
        }

        string[] names = [.. c.Expected.EnumerateObject().SelectMany(g => g.Value.EnumerateObject()).Select(m => m.Name).Distinct().Where(n => n != "count")];
        return names.Select(n => s_metrics.TryGetValue(n, out Func<IMetric>? metric) ? (Name: n, Metric: metric) : throw new FormatException($"the metric '{n}' by group is not known"))
            .SelectMany(m => Frame(c, m.Metric).ByGroup.Select(g => (Group: g.Name, m.Name, Value: (object)g[m.Metric().Name].Value, g.Count)))
            .GroupBy(v => v.Group)
            .ToDictionary(g => g.Key, g => (object)g.Select(v => (v.Name, v.Value)).Append(("count", g.First().Count)).ToDictionary(v => v.Item1, v => v.Item2));
    }

    private static Func<IMetric> Asked(ReferenceCase c) => c.Text("metric") is { } name && s_metrics.TryGetValue(name, out Func<IMetric>? metric)
        ? metric
        : throw new FormatException($"params name the metric '{c.Text("metric")}', which is not known by group");

    private static GroupFairness Fairness(ReferenceCase c) => GroupFairness.Of(Labels(c), Groups(c), new() { ZeroDivision = ZeroDivision.Zero });

    private static MetricFrame Frame(ReferenceCase c, Func<IMetric> metric) => MetricFrame.Of(
        metric().Input switch
        {
            MetricInput.Labels => Labels(c),
            MetricInput.Probabilities => PredictionSet.OfScores(ClassLabels.Binary, Indices(c.Flags("yTrue")), c.Numbers(c.Inputs.TryGetProperty("score", out _) ? "score" : "yPred"), c.Weights()),
            _ => PredictionSet.OfValues(c.Numbers("yTrue"), c.Numbers("yPred"), c.Weights()),
        },
        [metric()],
        Groups(c));

    private static PredictionSet Labels(ReferenceCase c) => PredictionSet.OfLabels(ClassLabels.Binary, Indices(c.Flags("yTrue", "yPred")), Indices(c.Flags("yPred", "yTrue")), c.Weights());

    private static int[] Indices(bool[] flags) => Array.ConvertAll(flags, f => f ? 1 : 0);

    // A group is one level, or a list of levels of several columns.
    private static GroupColumn[] Groups(ReferenceCase c)
    {
        JsonElement[] rows = [.. c.Inputs.GetProperty("group").EnumerateArray()];
        int columns = rows.Length > 0 && rows[0].ValueKind == JsonValueKind.Array ? rows[0].GetArrayLength() : 1;
        return [.. Enumerable.Range(0, columns).Select(k => new GroupColumn(columns == 1 ? "group" : $"group{k}", rows.Select(r => (r.ValueKind == JsonValueKind.Array ? r[k] : r).ToString())))];
    }

    private static GroupComparison Comparison(ReferenceCase c) => c.Text("method") switch
    {
        null or "between_groups" or "betweenGroups" => GroupComparison.Between,
        "to_overall" or "toOverall" => GroupComparison.ToOverall,
        string other => throw new FormatException($"the method '{other}' is not known"),
    };

    private static OddsAggregate Aggregate(ReferenceCase c) => (c.Text("agg") ?? c.Text("aggregate")) switch
    {
        null or "worst_case" or "worstCase" => OddsAggregate.Worst,
        "mean" => OddsAggregate.Mean,
        string other => throw new FormatException($"the aggregate '{other}' is not known"),
    };
}
