using AiInfra.Metrics;
using AiInfra.Metrics.Agreement;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class RaterFamilyTests : FamilyContract
{
    protected override string Family => "Raters";

    protected override IScored Measured(double noise)
    {
        double[] ratings = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { 1.0 + (i % 3), 1.0 + ((Wrong(i, noise) ? i + 1 : i) % 3) })];
        return KrippendorffAlpha.Measure(RatingTable.OfNumbers(ratings, raters: 2, scale: [1, 2, 3]), MeasurementLevel.Nominal);
    }
}
