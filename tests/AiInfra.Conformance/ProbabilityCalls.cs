using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Conformance;

/// <summary>Metrics of the probabilities of all classes.</summary>
internal sealed class ProbabilityCalls : IMetricCalls
{
    private static readonly string[] s_probabilities = ["probabilities", "score", "scores", "yScore", "yProb"];

    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["logLossMulticlass"] = c => Of(c, (t, p, k, w) => LogLoss.Of(t, p, k, w)),
        ["brierMulticlass"] = c => Of(c, (t, p, k, w) => BrierScore.Of(t, p, k, w)),
        ["rocAucOvrMacro"] = c => Auc(c, AucDecomposition.OneVersusRest, Average.Macro),
        ["rocAucOvoMacro"] = c => Auc(c, AucDecomposition.OneVersusOne, Average.Macro),
        ["rocAucOvrWeighted"] = c => Auc(c, AucDecomposition.OneVersusRest, Average.Weighted),
        ["rocAucOvoWeighted"] = c => Auc(c, AucDecomposition.OneVersusOne, Average.Weighted),
        ["rocAucOvrMicro"] = c => Auc(c, AucDecomposition.OneVersusRest, Average.Micro),
        ["topKAccuracy"] = c => c.IsMatrix(s_probabilities) ? Of(c, (t, p, k, w) => TopKAccuracy.Of(t, p, k, K(c), w)) : OfTwo(c),
    };

    internal static double Of(ReferenceCase c, Func<int[], double[], int, double[], Score> metric) => Map(c, (t, p, k, w) => metric(t, p, k, w).Value);

    internal static double Map(ReferenceCase c, Func<int[], double[], int, double[], double> answer)
    {
        double[] flat = c.Flat(out int width, s_probabilities) ?? throw new KeyNotFoundException("the input 'probabilities' is missing");
        return answer(Truth(c, width), flat, width, c.Weights());
    }

    // The columns are the classes of the file in sorted order; without those the whole numbers from 0, and else the labels that occur.
    private static int[] Truth(ReferenceCase c, int width)
    {
        object[] labels = c.Keys("yTrue");
        List<object> classes = CaseLabels.Sorted(c.Declared() ?? [.. labels]);
        if (c.Declared() is null && labels.All(l => l is double index && index >= 0 && index < width && index == Math.Floor(index)))
        {
            return [.. labels.Select(l => (int)(double)l)];
        }

        return classes.Count == width
            ? [.. labels.Select(l => classes.IndexOf(l))]
            : throw new FormatException($"there are probabilities of {width} classes, but {classes.Count} labels and no list of them");
    }

    private static double Auc(ReferenceCase c, AucDecomposition how, Average average) => Of(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, how, w, average));

    // Two classes by the score of the second: it is predicted above 0.5, and above 0 where scores are no probabilities.
    private static double OfTwo(ReferenceCase c)
    {
        double[] scores = c.Column(s_probabilities);
        double threshold = Array.TrueForAll(scores, s => s is >= 0 and <= 1) ? 0.5 : 0;
        return K(c) > 1 ? 1 : Accuracy.Of([.. c.Flags("yTrue").Select(f => f ? 1 : 0)], [.. scores.Select(s => s > threshold ? 1 : 0)], 2, c.Weights()).Value;
    }

    private static int K(ReferenceCase c) => (int)(c.Param("k") ?? 2);
}
