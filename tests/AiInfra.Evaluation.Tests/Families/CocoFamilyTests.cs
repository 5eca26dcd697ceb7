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
}
