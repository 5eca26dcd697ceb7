using AiInfra.Metrics.Survival;

namespace AiInfra.Metrics.Tests.Survival;

public class SurvivalTests
{
    private static readonly double[] s_times = [5, 8, 10, 12];
    private static readonly bool[] s_events = [true, false, true, true];

    // Freireich et al. 1963, remission under 6-mercaptopurine: the textbook curve.
    [Theory]
    [InlineData(5.9, 1)]
    [InlineData(6, 0.8571)]
    [InlineData(7, 0.8067)]
    [InlineData(10, 0.7529)]
    [InlineData(13, 0.6902)]
    [InlineData(16, 0.6275)]
    [InlineData(22, 0.5378)]
    [InlineData(23, 0.4482)]
    [InlineData(100, 0.4482)]
    public void KaplanMeier_Remission_IsThePublishedCurve(double time, double share)
    {
        double[] times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
        bool[] events = [true, true, true, false, true, false, true, false, false, true, true, false, false, false, true, true, false, false, false, false, false];
        Assert.Equal(share, KaplanMeier.Of(times, events).At(time), 1e-4);
    }

    // Greenwood at 10 weeks: 0.7529² (3/(21·18) + 1/(17·16) + 1/(15·14)) is 0.0963².
    [Fact]
    public void KaplanMeier_Interval_IsGreenwoods()
    {
        double[] times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
        bool[] events = [true, true, true, false, true, false, true, false, false, true, true, false, false, false, true, true, false, false, false, false, false];
        var interval = KaplanMeier.Of(times, events).IntervalAt(10)!.Value;
        Assert.Equal(2 * 1.959964 * 0.0963, interval.High - interval.Low, 1e-3);
        Assert.Null(KaplanMeier.Of(times, events).IntervalAt(1));
    }

    [Fact]
    public void KaplanMeier_OfCensoringAtTheTimeOfAnEvent_EventComesFirst()
    {
        // At 2 one of three has the event and one is censored: of the two that are left, one goes.
        KaplanMeier censoring = KaplanMeier.OfCensoring([2, 2, 3], [true, false, true]);
        Assert.Equal((1, 0.5, 0.5), (censoring.Before(2), censoring.At(2), censoring.At(9)));
    }

    // The first outlives nobody; of (10, 12) the order is wrong; nothing is known of 8: 3 of 4.
    [Fact]
    public void Harrell_ByHand() => Assert.Equal(0.75, HarrellConcordance.Of(s_times, s_events, [0.9, 0.3, 0.5, 0.6]).Value, 1e-15);

    // The pair of 10 and 12 weighs 1 / (2/3)²: 3 / (3 + 2.25).
    [Fact]
    public void Uno_ByHand() => Assert.Equal(3 / 5.25, UnoConcordance.Of(s_times, s_events, [0.9, 0.3, 0.5, 0.6]).Value, 1e-15);

    [Fact]
    public void Uno_UntilATime_LeavesLaterEventsOut() => Assert.Equal(1, UnoConcordance.Of(s_times, s_events, [0.9, 0.3, 0.5, 0.6], until: 10).Value);

    [Theory]
    [InlineData(new double[] { 1, 1 }, new[] { true, true }, double.NaN)]       // two events at once have no order
    [InlineData(new double[] { 1, 1 }, new[] { true, false }, 1)]               // the censored one outlived the other
    [InlineData(new double[] { 1, 2 }, new[] { false, true }, double.NaN)]
    public void Harrell_Ties_AsInTheDefinition(double[] times, bool[] events, double expected)
    {
        Score score = HarrellConcordance.Of(times, events, [2, 1]);
        Assert.Equal(expected, score.Value);
        Assert.Equal(double.IsNaN(expected) ? 2 : 0, score.Undefined);
    }

    [Fact]
    public void Harrell_EqualRisks_CountHalf() => Assert.Equal(0.5, HarrellConcordance.Of([1, 2, 3], [true, true, true], [1, 1, 1]).Value);

    [Fact]
    public void Concordance_DrawnSubjects_IsThatOfAllPairs()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (double[] times, bool[] events, double[] risks) = Drawn(seed, 25);
            KaplanMeier censoring = KaplanMeier.OfCensoring(times, events);
            Assert.Equal(Plain(times, events, risks, _ => 1), HarrellConcordance.Of(times, events, risks).Value, 1e-12);
            Assert.Equal(Plain(times, events, risks, t => Math.Pow(censoring.Before(t), -2)), UnoConcordance.Of(times, events, risks).Value, 1e-12);
        }
    }

    // At 9: 0.2²/1 of the first, nothing of the second, 0.4²/(2/3) and 0.2²/(2/3) of the others, over four.
    [Fact]
    public void Brier_AtOneTime_ByHand() => Assert.Equal(0.085, IntegratedBrierScore.Of(s_times, s_events, [0.2, 0.7, 0.6, 0.8], [9]).Value, 1e-15);

    // At 6 it is (0.09 + 0.04 + 0.09 + 0.01) / 4 = 0.0575; between the two times a line.
    [Fact]
    public void Brier_Integrated_ByHand()
    {
        Score score = IntegratedBrierScore.Of(s_times, s_events, [0.3, 0.2, 0.8, 0.7, 0.7, 0.6, 0.9, 0.8], [6, 9]);
        Assert.Equal((0.0575 + 0.085) / 2, score.Value, 1e-15);
        Assert.NotNull(score.Interval);
    }

    [Fact]
    public void Brier_AllEventsKnown_IsTheMeanSquaredError() =>
        Assert.Equal((0.16 + 0.09 + 0.01) / 3, IntegratedBrierScore.Of([1, 2, 3], [true, true, true], [0.4, 0.3, 0.9], [2]).Value, 1e-15);

    [Fact]
    public void Brier_NobodyIsWatchedAnyMore_IsUndefinedAndCounted()
    {
        // All but the last are censored by 4, and the last at 5: at 6 nobody could be seen.
        Score score = IntegratedBrierScore.Of([4, 5, 7], [false, false, true], [0.5, 0.5, 0.5], [6], KaplanMeier.OfCensoring([4, 5], [false, false]));
        Assert.Equal((double.NaN, 3), (score.Value, score.Undefined));
    }

    [Fact]
    public void Merge_Halves_AreTheWhole()
    {
        (double[] times, bool[] events, double[] risks) = Drawn(3, 40);
        UnoConcordance whole = new(), left = new(), right = new();
        whole.AddBatch(times, events, risks);
        left.AddBatch(times[..15], events[..15], risks[..15]);
        right.AddBatch(times[15..], events[15..], risks[15..]);
        left.Merge(right);
        Assert.Equal(whole.Result(), left.Result());
        Assert.Equal(whole.Events, left.Events);
    }

    [Fact]
    public void Evidence_OfBrier_IsAMeanThatGivesTheScore()
    {
        var metric = new IntegratedBrierScore([6, 9]);
        metric.AddBatch(s_times, s_events, [0.3, 0.2, 0.8, 0.7, 0.7, 0.6, 0.9, 0.8]);
        Assert.True(metric.Evidence!.IsMean);
        Assert.Equal(metric.Result().Value, metric.Evidence.Values.Average(), 1e-15);
    }

    [Fact]
    public void WithInterval_OfConcordance_HoldsTheValue()
    {
        (double[] times, bool[] events, double[] risks) = Drawn(5, 80);
        var metric = new HarrellConcordance();
        metric.AddBatch(times, events, risks);
        Assert.Null(metric.Result().Interval);
        Assert.True(metric.WithInterval(0.9).Interval!.Value.Contains(metric.Result().Value));
    }

    [Fact]
    public void BadInput_NamesTheSubject()
    {
        Assert.Contains("time of subject 1 is -1", Assert.Throws<ArgumentException>(() => HarrellConcordance.Of([1, -1], [true, true], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("2 times but 1 events", Assert.Throws<ArgumentException>(() => KaplanMeier.Of([1, 2], [true])).Message, StringComparison.Ordinal);
        Assert.Contains("risks[1] is NaN", Assert.Throws<ArgumentException>(() => HarrellConcordance.Of([1, 2], [true, true], [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("survival[1] is 1.5", Assert.Throws<ArgumentException>(() => IntegratedBrierScore.Of([1, 2], [true, true], [1, 1.5], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("times[1] is 3", Assert.Throws<ArgumentException>(() => new IntegratedBrierScore([3, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnoConcordance(0));
    }

    [Fact]
    public void Charts_OfSubjects_FallsToTheLastShare()
    {
        var metric = new HarrellConcordance();
        metric.AddBatch(s_times, s_events, [1, 2, 3, 4]);
        ScoreLine line = Assert.Single(Assert.Single(metric.Charts()).Lines);
        Assert.True(line.IsStepped);
        Assert.Equal((1, 0), (line.Y[0], line.Y[^1]));
    }

    private static (double[] Times, bool[] Events, double[] Risks) Drawn(int seed, int count)
    {
        var random = new Random(seed);
        return (
            [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(1, 15))],
            [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0)],
            [.. Enumerable.Range(0, count).Select(_ => random.Next(8) / 4.0)]);
    }

    private static double Plain(double[] times, bool[] events, double[] risks, Func<double, double> weigh)
    {
        double right = 0, all = 0;
        for (int i = 0; i < times.Length; i++)
        {
            for (int j = 0; events[i] && j < times.Length; j++)
            {
                if (times[i] < times[j] || (times[i] == times[j] && !events[j]))
                {
                    double weight = weigh(times[i]);
                    all += weight;
                    right += weight * (risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? 0.5 : 0);
                }
            }
        }

        return right / all;
    }
}
