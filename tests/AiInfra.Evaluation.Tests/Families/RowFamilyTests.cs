using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class RowFamilyTests : FamilyContract
{
    protected override string Family => "Classes and numbers";

    protected override IScored Measured(double noise)
    {
        int[] truth = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        return new ScoredPredictions(PredictionSet.OfLabels(ClassLabels.Binary, truth, [.. truth.Select((t, i) => Wrong(i, noise) ? 1 - t : t)]), new Accuracy());
    }
}
