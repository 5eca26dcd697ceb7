using System.Text.Json;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Multilabel;

namespace AiInfra.Conformance;

/// <summary>Metrics of predicted classes.</summary>
internal sealed class LabelCalls : IMetricCalls
{
    private delegate ClassRatioMetric Maker(Average average, ZeroDivision zeroDivision, int positive, int classes);

    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["accuracy"] = c => c.IsMatrix("yTrue") ? SubsetAccuracy.Of(MultilabelCalls.LabelsOf(c, "yTrue"), MultilabelCalls.LabelsOf(c, "yPred"), c.Weights()).Value : Of(c, (t, p, k, w) => Accuracy.Of(t, p, k, w)),
        ["balancedAccuracy"] = c => Of(c, (t, p, k, w) => BalancedAccuracy.Of(t, p, k, w, c.Flag("adjusted", false))),
        ["matthewsCorrelation"] = c => Of(c, (t, p, k, w) => MatthewsCorrelation.Of(t, p, k, w)),
        ["informedness"] = c => Of(c, (t, p, k, w) => Informedness.Of(t, p, 1, k, w)),
        ["cohenKappa"] = CohenKappaOf,
        ["confusionMatrix"] = ConfusionOf,
        ["perClass"] = PerClassOf,
        ["precision"] = c => OfRatio(c, (a, z, p, k) => new Precision(a, z, p, k)),
        ["recall"] = c => OfRatio(c, (a, z, p, k) => new Recall(a, z, p, k)),
        ["f1"] = c => OfRatio(c, (a, z, p, k) => new FScore(a, z, p, k)),
        ["fbeta"] = c => OfRatio(c, (a, z, p, k) => new FScore(a, z, p, k, c.Param("beta") ?? 1)),
        ["jaccard"] = c => OfRatio(c, (a, z, p, k) => new JaccardIndex(a, z, p, k)),
        ["specificity"] = c => OfRatio(c, (a, z, p, k) => new Specificity(a, z, p, k)),
        ["negativePredictiveValue"] = c => OfRatio(c, (a, z, p, k) => new NegativePredictiveValue(a, z, p, k)),
    };

    internal static ZeroDivision ZeroOf(ReferenceCase c) => c.Text("zeroDivision", "zero_division") switch { "1" or "1.0" => ZeroDivision.One, "NaN" or "nan" => ZeroDivision.Undefined, _ => ZeroDivision.Zero };

    // The label set is the union of all labels, those of rows without weight too.
    private static double Of(ReferenceCase c, Func<int[], int[], int, double[], Score> metric)
    {
        int[][] labels = c.Labels(out int classes, "yTrue", "yPred");
        return metric(labels[0], labels[1], classes, c.Weights()).Value;
    }

    private static object CohenKappaOf(ReferenceCase c)
    {
        string[] names = c.Inputs.TryGetProperty("raterA", out _) ? ["raterA", "raterB"] : ["yTrue", "yPred"];
        List<object> classes = c.Declared() ?? CaseLabels.Sorted(names.SelectMany(c.Keys));
        int[][] labels = [.. names.Select(n => c.Keys(n).Select(l => classes.IndexOf(l)).ToArray())];
        KappaWeights weights = c.Word("weights") switch { "linear" => KappaWeights.Linear, "quadratic" => KappaWeights.Quadratic, null or "none" => KappaWeights.None, string other => throw new FormatException($"the weights '{other}' of kappa are not known") };
        return CohenKappa.Of(labels[0], labels[1], classes.Count, weights, c.Weights()).Value;
    }

    // The classes that are asked for come first, in their order; then others that occur.
    private static (int[] Truth, int[] Predicted, int Classes, int Asked) Columns(ReferenceCase c)
    {
        object[] truth = c.Keys("yTrue"), predicted = c.Keys("yPred");
        List<object> union = CaseLabels.Sorted(truth.Concat(predicted)), asked = c.Declared() ?? union;
        List<object> all = [.. asked, .. union.Except(asked)];
        return ([.. truth.Select(l => all.IndexOf(l))], [.. predicted.Select(l => all.IndexOf(l))], all.Count, asked.Count);
    }

    private static object ConfusionOf(ReferenceCase c)
    {
        (int[] truth, int[] predicted, int classes, int asked) = Columns(c);
        double[][] rows = [.. ConfusionMatrix.Of(truth, predicted, classes, c.Weights()).ToRows().Take(asked).Select(r => r[..asked])];
        double Total(int i, int j) => c.Word("normalize") switch
        {
            "true" => rows[i].Sum(),
            "pred" => rows.Sum(r => r[j]),
            "all" => rows.Sum(r => r.Sum()),
            null or "none" or "false" => 1,
            string other => throw new FormatException($"the normalisation '{other}' is not known"),
        };
        return rows.Select((r, i) => r.Select((v, j) => v == 0 ? 0 : v / Total(i, j)).ToArray()).ToArray();
    }

    private static object PerClassOf(ReferenceCase c)
    {
        (int[] truth, int[] predicted, int classes, int asked) = Columns(c);
        ClassScore[] scores = [.. ClassScore.Of(ConfusionMatrix.Of(truth, predicted, classes, c.Weights()), ZeroOf(c)).Take(asked)];
        return new Dictionary<string, object>
        {
            ["precision"] = scores.Select(s => s.Precision).ToArray(),
            ["recall"] = scores.Select(s => s.Recall).ToArray(),
            ["f1"] = scores.Select(s => s.F1).ToArray(),
            ["support"] = scores.Select(s => s.Support).ToArray(),
        };
    }

    // Of several labels a row where the files give rows of marks, else of one.
    private static object OfRatio(ReferenceCase c, Maker make)
    {
        if (c.IsMatrix("yTrue"))
        {
            return MultilabelCalls.RatioOf(c);
        }

        (int[] truth, int[] predicted, int classes, int asked) = Columns(c);
        ZeroDivision zero = ZeroOf(c);
        double[] weights = c.Weights();
        double One(ClassRatioMetric metric, int[] t, int[] p, double[] w)
        {
            metric.AddBatch(t, p, w);
            return metric.Result().Value;
        }

        double[] Each() => [.. Enumerable.Range(0, asked).Select(k => One(make(Average.Positive, zero, k, classes), truth, predicted, weights))];

        // Some classes only, together: each row once a class, as of it or not.
        double Pooled() => One(
            make(Average.Positive, zero, 1, 2),
            [.. Enumerable.Range(0, asked).SelectMany(k => truth.Select(t => t == k ? 1 : 0))],
            [.. Enumerable.Range(0, asked).SelectMany(k => predicted.Select(p => p == k ? 1 : 0))],
            [.. Enumerable.Range(0, weights.Length == 0 ? 0 : asked).SelectMany(_ => weights)]);

        bool all = asked == classes;
        switch (c.Word("average"))
        {
            case "micro":
                return all ? One(make(Average.Micro, zero, 0, classes), truth, predicted, weights) : Pooled();
            case "macro":
                return all ? One(make(Average.Macro, zero, 0, classes), truth, predicted, weights) : Each().Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
            case "weighted":
                double[] support = [.. Enumerable.Range(0, asked).Select(k => truth.Select((t, i) => t == k ? weights.Length == 0 ? 1 : weights[i] : 0).Sum())];
                return all ? One(make(Average.Weighted, zero, 0, classes), truth, predicted, weights) : support.Sum() == 0 ? Pooled() : Each().Zip(support, (v, s) => s == 0 ? 0 : v * s).Sum() / support.Sum();
            case "binary":
                return OfPositive();
            case null when c.Expected.ValueKind == JsonValueKind.Array:
                return Each();
            case null:
                return classes <= 2 ? OfPositive() : One(make(Average.Macro, zero, 0, classes), truth, predicted, weights);
            case string other:
                throw new FormatException($"the average '{other}' is not known");
        }

        double OfPositive()
        {
            bool[] t = c.Flags("yTrue", "yPred"), p = c.Flags("yPred", "yTrue");
            return One(make(Average.Positive, zero, 1, 2), [.. t.Select(f => f ? 1 : 0)], [.. p.Select(f => f ? 1 : 0)], weights);
        }
    }
}
