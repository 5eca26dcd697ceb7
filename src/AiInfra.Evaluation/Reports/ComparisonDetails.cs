using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Works out a comparison report.</summary>
internal static class ComparisonDetails
{
    private const int ShownRows = 20;

    public static IReadOnlyList<SliceComparison> Slices(IMetric metric, PredictionSet candidate, PredictionSet champion, IEnumerable<ISlicer> slicers, ComparisonOptions options)
    {
        var compared = slicers.SelectMany(s => s.Cut(candidate))
            .Where(s => s.Rows.Count >= options.MinimumRows)
            .Select(s => (Slice: s, Comparison: ModelComparer.Compare(metric, candidate.Take([.. s.Rows]), champion.Take([.. s.Rows]), options)))
            .ToList();
        double[] better = PValueCorrection.Holm([.. compared.Select(c => c.Comparison.PValueBetter)]);
        double[] worse = PValueCorrection.Holm([.. compared.Select(c => c.Comparison.PValueWorse)]);
        return [.. compared
            .Select((c, i) => new SliceComparison(c.Slice.By, c.Slice.Name, c.Comparison, better[i], worse[i]))
            .OrderBy(s => double.IsNaN(s.Comparison.Improvement) ? double.PositiveInfinity : s.Comparison.Improvement)];
    }

    public static Disagreement? Disagreement(PredictionSet candidate, PredictionSet champion)
    {
        if (champion.Classes is null)
        {
            return null;
        }

        var counts = new int[4];
        for (int i = 0; i < champion.Count; i++)
        {
            counts[(champion.Labels[i] == champion.Predicted[i] ? 0 : 2) + (candidate.Labels[i] == candidate.Predicted[i] ? 0 : 1)]++;
        }

        return new(counts[0], counts[1], counts[2], counts[3]);
    }

    public static (IReadOnlyList<ChangedRow> Lost, IReadOnlyList<ChangedRow> Gained) Changed(PredictionSet candidate, PredictionSet champion)
    {
        IRowLoss loss = champion.Classes is null ? new MeanAbsoluteError() : champion.HasProbabilities && candidate.HasProbabilities ? new LogLoss() : new Accuracy();
        var rows = Enumerable.Range(0, champion.Count)
            .Select(i => (Row: i, Loss: loss.Loss(candidate[i]) - loss.Loss(champion[i])))
            .OrderBy(r => r.Loss)
            .ToList();
        return (
            [.. Enumerable.Reverse(rows).TakeWhile(r => r.Loss > 0).Take(ShownRows).Select(Shown)],
            [.. rows.TakeWhile(r => r.Loss < 0).Take(ShownRows).Select(Shown)]);

        ChangedRow Shown((int Row, double Loss) r) => new(r.Row, candidate.Ids[r.Row], Truth(champion, r.Row), Answer(champion, r.Row), Answer(candidate, r.Row), r.Loss);
    }

    private static string Truth(PredictionSet set, int row) => set.Classes is { } classes ? classes.Names[set.Labels[row]] : Number(set.Truth[row]);

    private static string Answer(PredictionSet set, int row)
    {
        if (set.Classes is not { } classes)
        {
            return Number(set.Values[row]);
        }

        int predicted = set.Predicted[row];
        return set.HasProbabilities ? $"{classes.Names[predicted]} ({set[row].Probabilities[predicted].ToString("0.###", CultureInfo.InvariantCulture)})" : classes.Names[predicted];
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
