using AiInfra.Evaluation.Agreement;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Conformance;

/// <summary>Agreement of raters, fairness between groups, and pass@k.</summary>
internal static class PeopleCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["fleissKappa"] = c => FleissKappa.Of(c.Matrix("ratings")),
        ["krippendorffAlphaNominal"] = c => KrippendorffAlpha.Nominal(c.TextMatrix("annotations").Where(a => a[2] is not null).Select(a => (a[0]!, a[1]!, a[2]!))),
        ["byGroup"] = c => Fairness(c).Groups.ToDictionary(g => g.Group, g => (object)new Dictionary<string, object>
        {
            ["selectionRate"] = g.SelectionRate,
            ["truePositiveRate"] = g.TruePositiveRate,
            ["falsePositiveRate"] = g.FalsePositiveRate,
            ["accuracy"] = g.Accuracy,
            ["count"] = g.Count,
        }),
        ["demographicParityDifference"] = c => Fairness(c).DemographicParityDifference,
        ["demographicParityRatio"] = c => Fairness(c).DemographicParityRatio,
        ["equalizedOddsDifference"] = c => Fairness(c).EqualizedOddsDifference,
        ["equalizedOddsRatio"] = c => Fairness(c).EqualizedOddsRatio,
        ["passAtK"] = c => PassAtK.Of((int)c.Number("samples"), (int)c.Number("correct"), (int)(c.Param("k") ?? 1)),
    };

    private static GroupFairness Fairness(ReferenceCase c) => GroupFairness.Of(c.Flags("yTrue"), c.Flags("yPred"), c.Texts("group"));
}
