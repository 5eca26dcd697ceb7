using AiInfra.Evaluation.Agreement;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Conformance;

/// <summary>Agreement of raters, fairness between groups, and pass@k.</summary>
internal static class PeopleCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(FairnessCalls.All(), StringComparer.Ordinal)
    {
        ["fleissKappa"] = c => FleissKappa.Of(c.Matrix("ratings")),
        ["krippendorffAlphaNominal"] = c => KrippendorffAlpha.Nominal(c.TextMatrix("annotations").Where(a => a[2] is not null).Select(a => (a[0]!, a[1]!, a[2]!))),
        ["passAtK"] = c => PassAtK.Of((int)c.Number("samples"), (int)c.Number("correct"), (int)(c.Param("k") ?? 1)),
    };
}
