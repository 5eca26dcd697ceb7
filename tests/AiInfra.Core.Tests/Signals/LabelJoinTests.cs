using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Core.Tests.Signals;

public sealed class LabelJoinTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<LabelledAnswer<int>> _labelled = [];

    [Fact]
    public void Add_LabelAfterAnswer_Joins()
    {
        var join = new LabelJoin<int>();
        Answer(join, 1, 7);
        Label(join, 1, "no");
        Assert.Equal(new LabelledAnswer<int>("p1", 7, "no", At), _labelled.Single());
        Assert.Equal((0, 1L), (join.Pending, join.Joined));
    }

    [Fact]
    public void Add_LabelBeforeAnswer_Joins()
    {
        var join = new LabelJoin<int>();
        Label(join, 1, "no");
        Assert.Empty(_labelled);
        Answer(join, 1);
        Assert.Equal("no", _labelled.Single().Label.AsText());
    }

    [Theory]
    [InlineData("champion shadow label")]
    [InlineData("champion label shadow")]
    [InlineData("label champion shadow")]
    [InlineData("shadow label champion")]
    public void Add_LabelOfARequestWithShadow_JoinsBothInAnyOrder(string order)
    {
        var join = new LabelJoin<int>();
        Take(join, order);
        Assert.Equal(["any id", "p1"], _labelled.Select(j => j.Id).Order(StringComparer.Ordinal));
        Assert.Equal(0, join.Pending);
    }

    [Fact]
    public void Add_LabelOfARequestWithManyShadows_JoinsEach()
    {
        var join = new LabelJoin<int>();
        Answer(join, 1);
        join.Add("s2", "p1", 2, out _);
        join.Add("s3", "p1", 3, out _);
        Label(join, 1);
        Assert.True(join.Add("s4", "p1", 4, out LabelledAnswer<int> late));
        Assert.False(join.Add("s3", "p1", 3, out _));
        Assert.Equal([0, 2, 3], _labelled.Select(l => l.Answer));
        Assert.Equal((4, 0, 1L, 4L), (late.Answer, join.Pending, join.Repeated, join.Joined));
    }

    [Fact]
    public void Add_ALabelOfTheShadowsOwn_IsItsAloneAndGoesBefore()
    {
        var join = new LabelJoin<int>();
        join.Add(new Feedback("s2", "own", At), _labelled);
        Assert.True(join.Add("s2", "p1", 2, out LabelledAnswer<int> shadow));
        Answer(join, 1);
        Label(join, 1, "asked");
        Assert.Equal(("own", "asked"), (shadow.Label.AsText(), _labelled.Single().Label.AsText()));
    }

    [Fact]
    public void Add_AnIdThatOnlyEndsLikeAShadows_IsAnAnswerOfItsOwn()
    {
        var join = new LabelJoin<int>();
        join.Add("p1/shadow", null, 1, out _);
        Label(join, 1);
        Assert.Empty(_labelled);
        Assert.Equal(1, join.Pending);
    }

    [Fact]
    public void Add_LabelTwice_JoinsOnceAndCountsTheSecond()
    {
        var join = new LabelJoin<int>();
        Answer(join, 1);
        Label(join, 1);
        Label(join, 1, "no");
        Assert.Single(_labelled);
        Assert.Equal(1, join.Repeated);
    }

    [Theory]
    [InlineData("champion shadow label champion shadow")]
    [InlineData("champion champion shadow shadow label")]
    [InlineData("label champion champion shadow shadow")]
    [InlineData("champion label shadow champion shadow")]
    public void Add_AnswerTwice_JoinsTheFirstAndCountsTheSecond(string order)
    {
        var join = new LabelJoin<int>();
        Take(join, order);
        Assert.Equal(["any id", "p1"], _labelled.Select(j => j.Id).Order(StringComparer.Ordinal));
        Assert.Equal((2L, 2L, 0), (join.Joined, join.Repeated, join.Pending));
        string[] roles = order.Split(' ');
        Assert.All(_labelled, j => Assert.Equal(Array.IndexOf(roles, j.Id == "p1" ? "champion" : "shadow"), j.Answer));
    }

    [Fact]
    public void Add_AScoreWithoutALabel_JoinsNothingAndIsCounted()
    {
        var join = new LabelJoin<int>();
        Answer(join, 1);
        join.Add(new Feedback("p1", Value.Missing, At) { Score = 4 }, _labelled);
        Assert.Empty(_labelled);
        Assert.Equal((1L, 1), (join.Empty, join.Pending));
    }

    [Fact]
    public void Add_LabelsNeverArrive_MemoryIsBoundedAndEvictionsAreCounted()
    {
        var join = new LabelJoin<int>(100);
        for (int i = 0; i < 1000; i++)
        {
            join.Add($"p{i}", $"of{i}", i, out _);
        }

        Assert.Equal((100, 900L), (join.Pending, join.Evicted));
        join.Add(new Feedback("of0", "yes", At), _labelled);
        Assert.Empty(_labelled);
        join.Add(new Feedback("of999", "yes", At), _labelled);
        Assert.Equal("p999", _labelled.Single().Id);
    }

    [Fact]
    public void Add_LabelsWithoutAnswers_AreBoundedAndCounted()
    {
        var join = new LabelJoin<int>(100, labels: 50);
        for (int i = 0; i < 250; i++)
        {
            Label(join, i);
        }

        Assert.Equal(200, join.Unmatched);
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

    // Every answer carries its place in the order.
    private void Take(LabelJoin<int> join, string order)
    {
        string[] all = order.Split(' ');
        for (int i = 0; i < all.Length; i++)
        {
            switch (all[i])
            {
                case "label":
                    Label(join, 1);
                    break;
                case "shadow":
                    if (join.Add("any id", "p1", i, out LabelledAnswer<int> shadow))
                    {
                        _labelled.Add(shadow);
                    }

                    break;
                default:
                    Answer(join, 1, i);
                    break;
            }
        }
    }

    private void Answer(LabelJoin<int> join, int id, int answer = 0)
    {
        if (join.Add($"p{id}", null, answer, out LabelledAnswer<int> labelled))
        {
            _labelled.Add(labelled);
        }
    }

    private void Label(LabelJoin<int> join, int id, string label = "yes") => join.Add(new Feedback($"p{id}", label, At), _labelled);
}
