using AiInfra.Core.Statistics;

namespace AiInfra.Conformance;

internal static class DriftCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["kolmogorovSmirnov"] = c => Result(TwoSample.KolmogorovSmirnov(c.Numbers("reference"), c.Numbers("current"), MethodOf(c))),
        ["mannWhitneyU"] = c => Result(TwoSample.MannWhitneyU(c.Numbers("reference"), c.Numbers("current"))),
        ["welchT"] = c => Result(TwoSample.WelchT(c.Numbers("reference"), c.Numbers("current"))),
        ["chiSquareTwoSample"] = c => Result(TwoSample.ChiSquare(c.Numbers("referenceCounts"), c.Numbers("currentCounts"))),
        ["wasserstein"] = c => Divergence.Wasserstein(c.Numbers("reference"), c.Numbers("current")),
        ["energyDistance"] = c => Divergence.EnergyDistance(c.Numbers("reference"), c.Numbers("current")),
        ["jensenShannonDistance"] = c => Divergence.JensenShannonDistance(c.Numbers("p"), c.Numbers("q"), c.Text("base") == "e" ? Math.E : c.Param("base") ?? Math.E),
        ["klDivergence"] = c => Divergence.KlDivergence(c.Numbers("p"), c.Numbers("q")) / (c.Text("base") is null or "e" ? 1 : Math.Log(c.Param("base")!.Value)),
    };

    private static Dictionary<string, object> Result(TwoSampleResult result) => new()
    {
        ["statistic"] = result.Statistic,
        ["pValue"] = result.PValue,
        ["degreesOfFreedom"] = result.DegreesOfFreedom,
    };

    private static KolmogorovMethod MethodOf(ReferenceCase c) => c.Text("method") switch
    {
        "asymptotic" or "asymp" => KolmogorovMethod.Asymptotic,
        "exact" => KolmogorovMethod.Exact,
        _ => KolmogorovMethod.Auto,
    };
}
