using AiInfra.Metrics.Statistics;

namespace AiInfra.Conformance;

internal sealed class StatisticsCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["mcnemar"] = McNemarOf,
        ["proportionInterval"] = ProportionOf,
        ["proportionDifferenceInterval"] = DifferenceOf,
        ["proportionsZTest"] = c => Result(ProportionTest.Z(c.Numbers("successes")[0], c.Numbers("trials")[0], c.Numbers("successes")[1], c.Numbers("trials")[1], Side(c))),
        ["fisherExact"] = FisherOf,
        ["adjustPValues"] = AdjustOf,
        ["wilcoxon"] = c => Result(WilcoxonTest.Test(c.Numbers("x"), c.Numbers("y"), Side(c))),
        ["pairedT"] = c => Result(PairedTTest.Test(c.Numbers("x"), c.Numbers("y"), Side(c))),
        ["chiSquareGoodnessOfFit"] = c => Result(ChiSquareTest.GoodnessOfFit(c.Numbers("observed"), c.Inputs.TryGetProperty("expected", out _) ? c.Numbers("expected") : [], (int)(c.Param("ddof") ?? 0))),
        ["chiSquareContingency"] = c => Result(ChiSquareTest.Homogeneity(c.Matrix("table"), c.Flag("correction", false))),
        ["sampleRatioMismatch"] = SampleRatioOf,
        ["tTestPower"] = c => MeansPower.Power(c.Number("effect"), c.Number("rows"), c.Param("ratio") ?? 1, c.Param("alpha") ?? 0.05, Side(c)),
        ["tTestSampleSize"] = c => MeansPower.Rows(c.Number("effect"), c.Param("power") ?? 0.8, c.Param("ratio") ?? 1, c.Param("alpha") ?? 0.05, Side(c)).Rows,
        ["pairedTTestPower"] = c => PairedMeansPower.Power(c.Number("effect"), c.Number("rows"), c.Param("alpha") ?? 0.05, Side(c)),
        ["proportionsPower"] = c => ProportionsPower.Power(c.Number("first"), c.Number("second"), c.Number("rows"), c.Param("ratio") ?? 1, c.Param("alpha") ?? 0.05, Side(c)),
    };

    /// <summary>The alternative as SciPy and statsmodels name it.</summary>
    public static PairedAlternative Side(ReferenceCase c) => c.Text("alternative") switch
    {
        null or "two-sided" or "twoSided" => PairedAlternative.TwoSided,
        "greater" or "larger" => PairedAlternative.Greater,
        "less" or "smaller" => PairedAlternative.Less,
        string other => throw new FormatException($"the alternative '{other}' is not known"),
    };

    private static Dictionary<string, object> Result(PairedTestResult result) => new() { ["statistic"] = result.Statistic, ["pValue"] = result.PValue };

    private static Dictionary<string, object> Result(ProportionTestResult result) => new() { ["statistic"] = result.Statistic, ["pValue"] = result.PValue };

    private static Dictionary<string, object> Result(ChiSquareResult result) => new() { ["statistic"] = result.Statistic, ["pValue"] = result.PValue, ["degreesOfFreedom"] = result.DegreesOfFreedom };

    private static object McNemarOf(ReferenceCase c)
    {
        double[][] table = c.Matrix("table");
        long b = (long)table[0][1], d = (long)table[1][0];
        PairedTestResult result = c.Flag("exact", true) ? McNemarTest.Exact(b, d) : McNemarTest.Asymptotic(b, d, correction: c.Flag("correction", true));
        return Result(result);
    }

    private static object FisherOf(ReferenceCase c)
    {
        long[][] t = [.. c.Matrix("table").Select(r => r.Select(v => (long)v).ToArray())];
        return Result(ProportionTest.FisherExact(t[0][0], t[0][0] + t[0][1], t[1][0], t[1][0] + t[1][1], Side(c)));
    }

    private static object ProportionOf(ReferenceCase c)
    {
        long successes = (long)c.Number("successes"), trials = (long)c.Number("trials");
        double confidence = c.Param("confidence") ?? (1 - (c.Param("alpha") ?? 0.05));
        ConfidenceInterval interval = c.Text("method") switch
        {
            "wilson" => ProportionInterval.Wilson(successes, trials, confidence),
            "clopper-pearson" or "beta" or "exact" => ProportionInterval.ClopperPearson(successes, trials, confidence),
            "agresti-coull" or "agresti_coull" => ProportionInterval.AgrestiCoull(successes, trials, confidence),
            "jeffreys" => ProportionInterval.Jeffreys(successes, trials, confidence),
            "wald" or "normal" => ProportionInterval.Wald(successes, trials, confidence),
            string other => throw new FormatException($"the method '{other}' is not known"),
            null => throw new FormatException("a method is needed"),
        };
        return new Dictionary<string, object> { ["low"] = interval.Low, ["high"] = interval.High };
    }

    private static object DifferenceOf(ReferenceCase c)
    {
        double[] s = c.Numbers("successes"), n = c.Numbers("trials");
        double confidence = c.Param("confidence") ?? (1 - (c.Param("alpha") ?? 0.05));
        ConfidenceInterval interval = c.Text("method") switch
        {
            "newcombe" or "newcomb" or null => ProportionDifference.Newcombe(s[0], n[0], s[1], n[1], confidence),
            "agresti-caffo" => ProportionDifference.AgrestiCaffo(s[0], n[0], s[1], n[1], confidence),
            "wald" or "normal" => ProportionDifference.Wald(s[0], n[0], s[1], n[1], confidence),
            string other => throw new FormatException($"the method '{other}' is not known"),
        };
        return new Dictionary<string, object> { ["low"] = interval.Low, ["high"] = interval.High };
    }

    private static object AdjustOf(ReferenceCase c)
    {
        double alpha = c.Param("alpha") ?? 0.05;
        double[] adjusted = c.Text("method") switch
        {
            "holm" => PValueCorrection.Holm(c.Numbers("pValues")),
            "benjamini-hochberg" or "fdr_bh" or "bh" => PValueCorrection.BenjaminiHochberg(c.Numbers("pValues")),
            "bonferroni" => PValueCorrection.Bonferroni(c.Numbers("pValues")),
            "benjamini-yekutieli" or "fdr_by" or "by" => PValueCorrection.BenjaminiYekutieli(c.Numbers("pValues")),
            string other => throw new FormatException($"the method '{other}' is not known"),
            null => throw new FormatException("a method is needed"),
        };
        return new Dictionary<string, object> { ["adjusted"] = adjusted, ["reject"] = adjusted.Select(p => p <= alpha).ToArray() };
    }

    private static object SampleRatioOf(ReferenceCase c)
    {
        double[] planned = c.Inputs.TryGetProperty("planned", out _) ? c.Numbers("planned") : [];
        double[] counts = c.Numbers("counts");
        ChiSquareResult result = ChiSquareTest.GoodnessOfFit(counts, planned);
        return Result(result);
    }
}
