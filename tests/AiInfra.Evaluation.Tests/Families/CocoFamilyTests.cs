using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics;
using AiInfra.Metrics.Detection;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class CocoFamilyTests : FamilyContract
{
    protected override string Family => "Boxes";

    protected override IScored Measured(double noise)
    {
        var metric = new CocoEvaluator();
        for (int i = 0; i < 100; i++)
        {
            Box right = Box.FromCorner(10, 10, 20, 20), wrong = Box.FromCorner(60, 60, 20, 20);
            metric.Add([new GroundTruthBox(i % 2, right)], [new DetectedBox(i % 2, Wrong(i, noise) ? wrong : right, 0.5 + (i % 7 / 20.0))]);
        }

        return metric.Result();
    }

    // At 95 % five in a hundred are expected.
    [Fact]
    public void Compare_EquallyGoodDetectors_AreSeldomCalledDifferent()
    {
        int better = 0, worse = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            var random = new Random(trial);
            CocoEvaluator ours = new(), theirs = new();
            for (int i = 0; i < 80; i++)
            {
                GroundTruthBox[] truth = [.. Enumerable.Range(0, 4).Select(k => new GroundTruthBox(random.Next(12), Box.FromCorner(100 * k, 0, 40, 40)))];
                ours.Add(truth, Found(truth, random));
                theirs.Add(truth, Found(truth, random));
            }

            ModelComparison compared = ModelComparer.Compare(ours.Result(), theirs.Result(), new ComparisonOptions { Resamples = 200 });
            better += compared.IsShown ? 1 : 0;
            worse += compared.IsRefuted ? 1 : 0;
        }

        Assert.InRange(better, 0, 11);
        Assert.InRange(worse, 0, 11);
    }

    private static DetectedBox[] Found(GroundTruthBox[] truth, Random random) =>
    [
        .. truth.Where(_ => random.Next(4) > 0).Select(t => new DetectedBox(t.Category, Box.FromCorner(t.Box.Left + random.Next(10), 0, 40, 40), random.NextDouble())),
        .. Enumerable.Range(0, 6).Select(_ => new DetectedBox(random.Next(12), Box.FromCorner(random.Next(400), 200, 40, 40), random.NextDouble() * 0.8)),
    ];
}
