using AiInfra.Metrics.Statistics;
using MathNet.Numerics;

namespace AiInfra.Conformance;

internal sealed class DriftCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["kolmogorovSmirnov"] = c => Result(TwoSample.KolmogorovSmirnov(c.Numbers("reference"), c.Numbers("current"), MethodOf(c), FunctionSide(c))),
        ["mannWhitneyU"] = c => Result(TwoSample.MannWhitneyU(c.Numbers("reference"), c.Numbers("current"), StatisticsCalls.Side(c), RankMethodOf(c), c.Flag("continuity", true))),
        ["welchT"] = c => c.Flag("equalVariance", false) ? StudentOf(c) : Means(TwoSample.WelchT(c.Numbers("reference"), c.Numbers("current"), StatisticsCalls.Side(c))),
        ["studentT"] = StudentOf,
        ["chiSquareTwoSample"] = c => Result(TwoSample.ChiSquare(c.Numbers("referenceCounts"), c.Numbers("currentCounts"), c.Flag("correction", false))),
        ["wasserstein"] = c => Divergence.Wasserstein(c.Numbers("reference"), Weights(c, "referenceWeights"), c.Numbers("current"), Weights(c, "currentWeights")),
        ["energyDistance"] = c => Divergence.EnergyDistance(c.Numbers("reference"), Weights(c, "referenceWeights"), c.Numbers("current"), Weights(c, "currentWeights")),
        ["jensenShannonDistance"] = c => Divergence.JensenShannonDistance(c.Numbers("p"), c.Numbers("q"), c.Text("base") == "e" ? Math.E : c.Param("base") ?? Math.E),
        ["klDivergence"] = c => Divergence.KlDivergence(c.Numbers("p"), c.Numbers("q")) / (c.Text("base") is null or "e" ? 1 : Math.Log(c.Param("base")!.Value)),
    };

    private static Dictionary<string, object> Result(TwoSampleResult result) => new()
    {
        ["statistic"] = result.Statistic,
        ["pValue"] = result.PValue,
        ["degreesOfFreedom"] = result.DegreesOfFreedom,
    };

    private static Dictionary<string, object> StudentOf(ReferenceCase c) => Means(TwoSample.StudentT(c.Numbers("reference"), c.Numbers("current"), StatisticsCalls.Side(c)));

    // Of equal constants the statistic is 0/0. Here nothing differs, p is 1; SciPy leaves p undefined too.
    private static Dictionary<string, object> Means(TwoSampleResult result) => Result(double.IsNaN(result.Statistic) ? result with { PValue = double.NaN } : result);

    private static double[] Weights(ReferenceCase c, string input) => c.Inputs.TryGetProperty(input, out _) ? c.Numbers(input) : [];

    // SciPy's alternative of this test speaks of the distribution functions: the higher one belongs to the smaller numbers.
    private static PairedAlternative FunctionSide(ReferenceCase c) => StatisticsCalls.Side(c) switch
    {
        PairedAlternative.Greater => PairedAlternative.Less,
        PairedAlternative.Less => PairedAlternative.Greater,
        _ => PairedAlternative.TwoSided,
    };

    private static MannWhitneyMethod RankMethodOf(ReferenceCase c) => c.Text("method") switch
    {
        "exact" => MannWhitneyMethod.Exact,
        "auto" => MannWhitneyMethod.Auto,
        _ => MannWhitneyMethod.Asymptotic,
    };

    private static KolmogorovMethod MethodOf(ReferenceCase c) => c.Text("method") switch
    {
        "asymptotic" or "asymp" => KolmogorovMethod.Asymptotic,
        _ when c.Text("alternative") is "less" or "greater" && Overflows(c.Numbers("reference").Length, c.Numbers("current").Length) => KolmogorovMethod.Asymptotic,
        "exact" => KolmogorovMethod.Exact,
        _ => KolmogorovMethod.Auto,
    };

    // One-sided, SciPy counts paths in doubles; where their number exceeds them it falls back on the asymptotic form, except for samples of one size.
    private static bool Overflows(int n, int m) => n != m && SpecialFunctions.BinomialLn(n + m, n) > Math.Log(double.MaxValue);
}
