using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Reports;

/// <summary>What to read beside the accuracy where one class has four rows of five or more: there an answer that never changes looks good.</summary>
/// <param name="Majority">The most frequent class.</param>
/// <param name="Share">Its share of the rows, which is the accuracy of always answering so.</param>
/// <param name="Beside">Balanced accuracy, Matthews correlation and, of two classes with probabilities, average precision of the rarer: those of them that the report was not asked for.</param>
public sealed record ClassImbalance(string Majority, double Share, IReadOnlyList<Score> Beside)
{
    private const double From = 0.8;

    internal static ClassImbalance? Of(PredictionSet predictions, IReadOnlyList<IMetric> asked, Func<IMetric, Score> score)
    {
        if (predictions.Classes is not { } classes || MajorityClass.Of(predictions) is not { Share: >= From and < 1 } majority)
        {
            return null;
        }

        List<IMetric> beside = [new BalancedAccuracy(), new MatthewsCorrelation()];
        if (classes.Count == 2 && predictions.HasProbabilities)
        {
            beside.Add(majority.Class == 0 ? new AveragePrecision() : new AveragePrecision(0));
        }

        return new(classes[majority.Class], majority.Share, [.. beside.Where(m => asked.All(a => a.Signature != m.Signature)).Select(score)]);
    }

    /// <inheritdoc />
    public override string ToString() => $"ClassImbalance {{ Majority = {Majority}, Share = {Share}, Beside = {Shown.List(Beside)} }}";
}
