using AiInfra.Metrics;
using AiInfra.Metrics.Multilabel;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class LabelSetFamilyTests : FamilyContract
{
    protected override string Family => "Label sets";

    protected override IScored Measured(double noise)
    {
        var metric = new MultilabelFScore();
        for (int i = 0; i < 100; i++)
        {
            bool[] truth = [i % 2 == 0, i % 3 == 0, i % 5 < 2];
            metric.Add(truth, Wrong(i, noise) ? [.. truth.Select(t => !t)] : truth);
        }

        return metric;
    }
}
