using System.Text.Json;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Multilabel;

namespace AiInfra.Conformance;

/// <summary>Metrics of several labels a row, which files give as rows of marks.</summary>
internal sealed class MultilabelCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["subsetAccuracy"] = c => SubsetAccuracy.Of(LabelsOf(c, "yTrue"), LabelsOf(c, "yPred"), c.Weights()).Value,
        ["hammingLoss"] = c => c.IsMatrix("yTrue") ? HammingLoss.Of(LabelsOf(c, "yTrue"), LabelsOf(c, "yPred"), c.Weights()).Value : OneLabelWrong(c),
        ["coverageError"] = c => CoverageError.Of(LabelsOf(c, "yTrue"), Scores(c), c.Weights()).Value,
        ["labelRankingLoss"] = c => LabelRankingLoss.Of(LabelsOf(c, "yTrue"), Scores(c), c.Weights()).Value,
    };

    internal static LabelMatrix LabelsOf(ReferenceCase c, string input)
    {
        double[][] rows = c.Matrix(input);
        return new([.. rows.SelectMany(r => r.Select(v => v != 0))], rows[0].Length);
    }

    internal static object RatioOf(ReferenceCase c)
    {
        LabelMatrix truth = LabelsOf(c, "yTrue"), predicted = LabelsOf(c, "yPred");
        Average? average = c.Word("average") switch
        {
            "micro" => Average.Micro,
            "macro" => Average.Macro,
            "weighted" => Average.Weighted,
            "samples" => Average.Samples,
            null => null,
            string other => throw new FormatException($"the average '{other}' is not known"),
        };
        if (average is null && c.Expected.ValueKind == JsonValueKind.Array)
        {
            return Enumerable.Range(0, truth.Labels).Select(k => Ratio(c, Only(truth, k), Only(predicted, k), Average.Macro)).ToArray();
        }

        return Ratio(c, truth, predicted, average ?? Average.Macro);
    }

    /// <summary>A metric of scores for each label: of all cells together, or label by label or row by row and then their mean.</summary>
    internal static double OfScores(ReferenceCase c, Func<bool[], double[], double[], double> metric)
    {
        LabelMatrix truth = LabelsOf(c, "yTrue");
        double[] scores = Scores(c), weights = c.Weights(), ones = weights.Length == 0 ? [.. Enumerable.Repeat(1.0, truth.Rows)] : weights;
        int labels = truth.Labels;
        bool[] cells = truth.Cells.ToArray();
        double[] Column(int k) => [.. Enumerable.Range(0, truth.Rows).Select(i => scores[(i * labels) + k])];
        bool[] Marks(int k) => [.. Enumerable.Range(0, truth.Rows).Select(i => cells[(i * labels) + k])];
        switch (c.Word("average"))
        {
            case "micro":
                return metric(cells, scores, weights.Length == 0 ? [] : [.. weights.SelectMany(w => Enumerable.Repeat(w, labels))]);
            case "samples":
                return Mean(Enumerable.Range(0, truth.Rows).Select(i => (metric(truth[i].ToArray(), scores[(i * labels)..((i + 1) * labels)], []), ones[i])));
            case "weighted":
                return Mean(Enumerable.Range(0, labels).Select(k => (metric(Marks(k), Column(k), weights), Marks(k).Zip(ones, (m, w) => m ? w : 0).Sum())));
            case null or "macro":
                return Mean(Enumerable.Range(0, labels).Select(k => (metric(Marks(k), Column(k), weights), 1.0)));
            case string other:
                throw new FormatException($"the average '{other}' is not known");
        }
    }

    private static double Mean(IEnumerable<(double Value, double Weight)> parts)
    {
        (double Value, double Weight)[] all = [.. parts];
        double total = all.Sum(p => p.Weight);
        return total == 0 ? 0 : all.Sum(p => p.Weight == 0 ? 0 : p.Value * p.Weight) / total;
    }

    private static double Ratio(ReferenceCase c, LabelMatrix truth, LabelMatrix predicted, Average average) => (c.Metric switch
    {
        "precision" => MultilabelPrecision.Of(truth, predicted, average, LabelCalls.ZeroOf(c), c.Weights()),
        "recall" => MultilabelRecall.Of(truth, predicted, average, LabelCalls.ZeroOf(c), c.Weights()),
        "jaccard" => MultilabelJaccard.Of(truth, predicted, average, LabelCalls.ZeroOf(c), c.Weights()),
        "f1" or "fbeta" => MultilabelFScore.Of(truth, predicted, average, LabelCalls.ZeroOf(c), c.Weights(), c.Param("beta") ?? 1),
        _ => throw new FormatException($"{c.Metric} of several labels a row is not known"),
    }).Value;

    private static LabelMatrix Only(LabelMatrix labels, int k) => new([.. Enumerable.Range(0, labels.Rows).Select(i => labels[i][k])], 1);

    private static double[] Scores(ReferenceCase c) => c.Flat(out _, "score", "scores", "yScore", "probabilities") ?? throw new KeyNotFoundException("the input 'score' is missing");

    private static double OneLabelWrong(ReferenceCase c)
    {
        int[][] labels = c.Labels(out int classes, "yTrue", "yPred");
        return 1 - Accuracy.Of(labels[0], labels[1], classes, c.Weights()).Value;
    }
}
