using AiInfra.Metrics.Recommendation;

namespace AiInfra.Metrics.Tests.Recommendation;

public class RecommendationTests
{
    private static readonly UserRecommendations[] s_lists =
    [
        new("ann", ["a", "b"]) { Relevant = ["b", "c"] },
        new("bob", ["a", "c"]) { Relevant = ["a"] },
        new("cid", ["a", "d"]) { Relevant = ["d"] },
    ];

    [Fact]
    public void Coverage_ByHand() => Assert.Equal(4 / 8.0, Of(new CatalogCoverage(8)).Value);

    [Fact]
    public void Coverage_FirstRankOnly_IsOneItem() => Assert.Equal(1 / 8.0, Of(new CatalogCoverage(8, 1)).Value);

    // Shown 0, 1, 1, 1, 3 times: (2·2-6)·1 + (2·3-6)·1 + (2·4-6)·1 + (2·5-6)·3 = 12, over 5·6.
    [Fact]
    public void Gini_ByHand() => Assert.Equal(12 / 30.0, Of(new RecommendationGini(5)).Value, 1e-15);

    [Fact]
    public void Gini_OneItemAlways_IsAllButOne()
    {
        var metric = new RecommendationGini(4);
        metric.Add("ann", ["a"]);
        metric.Add("bob", ["a"]);
        Assert.Equal(3 / 4.0, metric.Result().Value);
    }

    [Fact]
    public void Gini_AllAlike_IsZero()
    {
        var metric = new RecommendationGini(2);
        metric.Add("ann", ["a", "b"]);
        Assert.Equal(0, metric.Result().Value);
    }

    // Of 8 users all know a (0 bits), 4 know b (1), 1 knows c (3), nobody d: (0.5 + 1.5 + 0) / 3.
    [Fact]
    public void Novelty_ByHand()
    {
        Score score = Of(new Novelty(new Dictionary<string, long> { ["a"] = 8, ["b"] = 4, ["c"] = 1 }, 8));
        Assert.Equal(2 / 3.0, score.Value, 1e-15);
        Assert.Equal(0, score.Undefined);
        Assert.NotNull(score.Interval);
    }

    [Fact]
    public void Novelty_OnlyItemsNobodyKnew_IsCountedAndLeftOut()
    {
        var metric = new Novelty(new Dictionary<string, long> { ["a"] = 1 }, 2);
        metric.Add("ann", ["a"]);
        metric.Add("bob", ["new"]);
        Assert.Equal((1, 2, 1), (metric.Result().Value, metric.Result().Count, metric.Result().Undefined));
    }

    // Distances of letters: ann |a-b| = 1, bob 2, cid 3.
    [Fact]
    public void Diversity_ByHand() => Assert.Equal(2, Of(Letters()).Value);

    [Fact]
    public void Diversity_OneItem_HasNoPair()
    {
        IntraListDiversity metric = Letters();
        metric.Add("ann", ["a"]);
        Assert.Equal((double.NaN, 1), (metric.Result().Value, metric.Result().Undefined));
    }

    // Everybody is shown a: ann's b is right and unexpected, bob's a is expected, cid's d is right.
    [Fact]
    public void Serendipity_ByHand() => Assert.Equal((0.5 + 0 + 0.5) / 3, Of(new Serendipity(["a"], "popular1")).Value, 1e-15);

    [Fact]
    public void Merge_Halves_AreTheWhole()
    {
        foreach (RecommendationMetric metric in new RecommendationExamples().Metrics().Cast<RecommendationMetric>())
        {
            RecommendationMetric left = metric.New(), right = metric.New();
            metric.AddBatch(s_lists);
            left.AddBatch(s_lists[..1]);
            right.AddBatch(s_lists[1..]);
            left.Merge(right);
            Assert.Equal(metric.Result(), left.Result());
            Assert.Equal(metric.Evidence?.Ids, left.Evidence?.Ids);
        }
    }

    [Fact]
    public void Evidence_OfNovelty_PairsByUser() => Assert.Equal(["ann", "bob", "cid"], Fill(new Novelty(new Dictionary<string, long> { ["a"] = 1 }, 2)).Evidence!.Ids!);

    [Fact]
    public void Evidence_OfTheCatalog_IsNone() => Assert.Null(Fill(new CatalogCoverage(8)).Evidence);

    [Fact]
    public void BadInput_NamesTheUser()
    {
        var metric = new CatalogCoverage(3);
        metric.Add("ann", ["a"]);
        Assert.Contains("'ann' was added before", Assert.Throws<ArgumentException>(() => metric.Add("ann", ["b"])).Message, StringComparison.Ordinal);
        Assert.Contains("user 'bob' has no item", Assert.Throws<ArgumentException>(() => metric.Add("bob", [])).Message, StringComparison.Ordinal);
        Assert.Contains("Item 1 of user 'bob' is 'a', which is in the list already", Assert.Throws<ArgumentException>(() => metric.Add("bob", ["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("known by 3 users; there are 2", Assert.Throws<ArgumentException>(() => new Novelty(new Dictionary<string, long> { ["a"] = 3 }, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => Of(new IntraListDiversity((_, _) => double.NaN, "no"))).Message, StringComparison.Ordinal);
        CatalogCoverage other = new(3);
        other.Add("ann", ["b"]);
        Assert.Contains("User 'ann' is in both", Assert.Throws<ArgumentException>(() => metric.Merge(other)).Message, StringComparison.Ordinal);
        Assert.Equal(1, metric.Count);
    }

    [Fact]
    public void Result_MoreItemsThanTheCatalog_SaysSo()
    {
        var metric = new CatalogCoverage(1);
        metric.Add("ann", ["a", "b"]);
        Assert.Contains("the catalog has 1", Assert.Throws<InvalidOperationException>(() => metric.Result()).Message, StringComparison.Ordinal);
    }

    private static IntraListDiversity Letters() => new((x, y) => Math.Abs(x[0] - y[0]), "letters");

    private static Score Of(RecommendationMetric metric) => Fill(metric).Result();

    private static RecommendationMetric Fill(RecommendationMetric metric)
    {
        metric.AddBatch(s_lists);
        return metric;
    }
}
