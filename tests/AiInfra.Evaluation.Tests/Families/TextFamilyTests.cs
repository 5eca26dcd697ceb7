using AiInfra.Metrics;
using AiInfra.Metrics.Text;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class TextFamilyTests : FamilyContract
{
    protected override string Family => "Texts";

    protected override IScored Measured(double noise)
    {
        var metric = new Bleu();
        for (int i = 0; i < 100; i++)
        {
            string[] words = [.. Enumerable.Range(0, 12).Select(j => $"w{(i * 7 + (j * 3)) % 40}")];
            metric.Add(string.Join(" ", words), string.Join(" ", words.Select((w, j) => Wrong((i * 12) + j, noise / 2) ? "x" : w)));
        }

        return metric;
    }
}
