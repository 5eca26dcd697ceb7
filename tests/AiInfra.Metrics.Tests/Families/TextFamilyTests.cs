using AiInfra.Metrics.Tests.Text;
using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Bad input to every metric of texts.</summary>
public class TextFamilyTests
{
    private static readonly TextMetric[] s_all = [.. AllTextMetrics.Free(), .. AllTextMetrics.Single()];

    public static TheoryData<int> All => [.. Enumerable.Range(0, s_all.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void AddBatch_BadTexts_NamesArgumentAndIndexAndAddsNothing(int index)
    {
        var metric = (TextMetric)s_all[index].New();
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "references", "2 hypotheses but references for 1", () => metric.AddBatch(["a"], ["a", "b"])),
            new("no reference", "references", "references[1] has no reference", () => metric.AddBatch(new string?[][] { ["a"], [null] }, ["a", "b"])),
            new("no text", "hypotheses", "hypotheses[1] is null", () => metric.AddBatch(["a", "b"], ["a", null!])),
            new("half in a hypothesis", "hypotheses", "hypotheses[1] has half a surrogate pair", () => metric.AddBatch(["a", "b"], ["a", "x\uD83D"])),
            new("half in a reference", "references", "references[0] has half a surrogate pair", () => metric.AddBatch(["\uDE00", "b"], ["a", "b"])),
            new("no reference of one", "references", "has no reference", () => metric.Add([], "a")),
        ]));
        Assert.Equal(0, metric.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Add_EmptyTexts_ValueOrCounted(int index) => Assert.All(
        new[] { ("", "the cat"), ("the cat", ""), ("", "") },
        pair =>
        {
            var metric = (TextMetric)s_all[index].New();
            metric.Add(pair.Item2, pair.Item1);
            Assert.True(double.IsFinite(metric.Result().Value), $"{metric.Name} of '{pair.Item1}' and '{pair.Item2}': {metric.Result()}");
            // Equality and distance are values also beside nothing; all others have nothing to compare.
            Assert.True(metric.Result().Undefined == 1 || pair.Item2.Length > 0 || metric is ExactMatch or EditSimilarity, $"{metric.Name}: an empty reference is not counted");
        });
}
