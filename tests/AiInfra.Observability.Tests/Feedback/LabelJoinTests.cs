using AiInfra.Core.Signals;
using AiInfra.Observability.Feedback;

namespace AiInfra.Observability.Tests.Feedback;

public sealed class LabelJoinTests
{
    private readonly List<LabelledPrediction> _joined = [];

    [Fact]
    public void Add_LabelAfterPrediction_Joins()
    {
        var join = new LabelJoin();
        join.Add(Make.Prediction(1), _joined);
        join.Add(Make.Feedback(1, "no"), _joined);
        Assert.Equal(("p1", "no", 0), (_joined.Single().Id, _joined[0].Label.AsText(), join.Pending));
    }

    [Fact]
    public void Add_LabelBeforePrediction_Joins()
    {
        var join = new LabelJoin();
        join.Add(Make.Feedback(1, "no"), _joined);
        Assert.Empty(_joined);
        join.Add(Make.Prediction(1), _joined);
        Assert.Equal("no", _joined.Single().Label.AsText());
    }

    [Theory]
    [InlineData("champion shadow label")]
    [InlineData("champion label shadow")]
    [InlineData("label champion shadow")]
    [InlineData("shadow label champion")]
    public void Add_LabelOfARequestWithShadow_JoinsBothInAnyOrder(string order)
    {
        var join = new LabelJoin();
        foreach (string what in order.Split(' '))
        {
            if (what == "label")
            {
                join.Add(Make.Feedback(1), _joined);
            }
            else
            {
                join.Add(Make.Prediction(1, role: what == "shadow" ? PredictionRole.Shadow : PredictionRole.Champion), _joined);
            }
        }

        Assert.Equal([PredictionRole.Champion, PredictionRole.Shadow], _joined.Select(j => j.Role).Order());
        Assert.Equal(0, join.Pending);
    }

    [Fact]
    public void Add_LabelTwice_JoinsOnceAndCountsTheSecond()
    {
        var join = new LabelJoin();
        join.Add(Make.Prediction(1), _joined);
        join.Add(Make.Feedback(1), _joined);
        join.Add(Make.Feedback(1, "no"), _joined);
        Assert.Single(_joined);
        Assert.Equal(1, join.Repeated);
    }

    [Theory]
    [InlineData("champion shadow label champion shadow")]
    [InlineData("champion champion shadow shadow label")]
    [InlineData("label champion champion shadow shadow")]
    [InlineData("champion label shadow champion shadow")]
    public void Add_PredictionTwice_JoinsTheFirstAndCountsTheSecond(string order)
    {
        var join = new LabelJoin();
        int given = 0;
        foreach (string what in order.Split(' '))
        {
            given++;
            if (what == "label")
            {
                join.Add(Make.Feedback(1), _joined);
            }
            else
            {
                join.Add(Make.Prediction(1, version: given, role: what == "shadow" ? PredictionRole.Shadow : PredictionRole.Champion), _joined);
            }
        }

        Assert.Equal(["p1", "p1/shadow"], _joined.Select(j => j.Id).Order());
        Assert.Equal((2L, 2L, 0), (join.Joined, join.Repeated, join.Pending));
        string[] roles = order.Split(' ');
        Assert.All(_joined, j => Assert.Equal(Array.IndexOf(roles, j.Role == PredictionRole.Shadow ? "shadow" : "champion") + 1, j.Version));
    }

    [Fact]
    public void Add_LabelsNeverArrive_MemoryIsBoundedAndEvictionsAreCounted()
    {
        var join = new LabelJoin(100);
        for (int i = 0; i < 1000; i++)
        {
            join.Add(Make.Prediction(i), _joined);
        }

        Assert.Equal((100, 900L), (join.Pending, join.Evicted));
        join.Add(Make.Feedback(0), _joined);
        Assert.Empty(_joined);
        join.Add(Make.Feedback(999), _joined);
        Assert.Single(_joined);
    }

    [Fact]
    public void Add_LabelsWithoutPredictions_AreBoundedAndCounted()
    {
        var join = new LabelJoin(100);
        for (int i = 0; i < 250; i++)
        {
            join.Add(Make.Feedback(i), _joined);
        }

        Assert.Equal(150, join.Unmatched);
    }

    [Fact]
    public void BoundedMap_RemovalsOutOfOrderForever_KeepsTheOldestRule()
    {
        // One entry never removed, thousands removed behind it: the order must not grow, and the oldest still goes first.
        var map = new BoundedMap<int>(10);
        map.Set("stays", -1, out _);
        for (int i = 0; i < 10_000; i++)
        {
            map.Set("k" + i, i, out _);
            map.Remove("k" + i, out _);
        }

        for (int i = 0; i < 9; i++)
        {
            Assert.False(map.Set("n" + i, i, out _));
        }

        Assert.True(map.Set("one more", 0, out int evicted));
        Assert.Equal((-1, 10), (evicted, map.Count));
    }
}
