using AiInfra.Core.Statistics;

namespace AiInfra.Conformance;

internal static class StatisticsCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["mcnemar"] = McNemarOf,
        ["proportionInterval"] = ProportionOf,
        ["adjustPValues"] = AdjustOf,
    };

    private static object McNemarOf(ReferenceCase c)
    {
        double[][] table = c.Matrix("table");
        long b = (long)table[0][1], d = (long)table[1][0];
        PairedTestResult result = c.Flag("exact", true) ? McNemarTest.Exact(b, d) : McNemarTest.Asymptotic(b, d, correction: c.Flag("correction", true));
        return new Dictionary<string, object> { ["statistic"] = result.Statistic, ["pValue"] = result.PValue };
    }

    private static object ProportionOf(ReferenceCase c)
    {
        long successes = (long)c.Number("successes"), trials = (long)c.Number("trials");
        double confidence = c.Param("confidence") ?? 0.95;
        ConfidenceInterval interval = c.Text("method") switch
        {
            "wilson" => ProportionInterval.Wilson(successes, trials, confidence),
            "clopper-pearson" => ProportionInterval.ClopperPearson(successes, trials, confidence),
            string other => throw new FormatException($"the method '{other}' is not known"),
            null => throw new FormatException("a method is needed"),
        };
        return new Dictionary<string, object> { ["low"] = interval.Low, ["high"] = interval.High };
    }

    private static object AdjustOf(ReferenceCase c)
    {
        double alpha = c.Param("alpha") ?? 0.05;
        double[] adjusted = c.Text("method") switch
        {
            "holm" => PValueCorrection.Holm(c.Numbers("pValues")),
            "benjamini-hochberg" => PValueCorrection.BenjaminiHochberg(c.Numbers("pValues")),
            string other => throw new FormatException($"the method '{other}' is not known"),
            null => throw new FormatException("a method is needed"),
        };
        return new Dictionary<string, object> { ["adjusted"] = adjusted, ["reject"] = adjusted.Select(p => p <= alpha).ToArray() };
    }
}
