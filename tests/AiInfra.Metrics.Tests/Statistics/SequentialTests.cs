using AiInfra.Core.Rows;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public class SequentialTests
{
    [Fact]
    public void LogLikelihoodRatio_KnownNumbers_KnownValue() =>
        Assert.Equal(1.19185, Math.Exp(SequentialMeanTest.LogLikelihoodRatio(1000, 0.04, 0.5, 1e-4)), 5e-6);

    [Fact]
    public void SequentialMeanTest_KnownVariance_IsTheMixtureRatio()
    {
        var test = new SequentialMeanTest(new() { TauSquared = 1e-4 }, variance: 0.5);
        for (int i = 0; i < 1000; i++)
        {
            test.Add(0.04);
        }

        Assert.Equal(1.19185, test.Result().EValue, 5e-6);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public void SequentialMeanTest_EndOfTheInterval_IsWhereTheEvidenceReachesOneOverAlpha(double? variance)
    {
        double[] x = [.. PairedTestTests.Noise(300, 3, 0)];
        ConfidenceInterval interval = Watch(x, 0, variance).Interval;
        Assert.Equal(20, Watch(x, interval.High, variance).EValue, 1e-6);
        Assert.Equal(20, Watch(x, interval.Low, variance).EValue, 1e-6);
    }

    [Fact]
    public void SequentialMeanTest_UnitOfTheData_DoesNotMatter()
    {
        double[] x = [.. PairedTestTests.Noise(200, 4, 0).Select(v => v + 0.1)];
        Assert.Equal(Watch(x, 0, null).EValue, Watch([.. x.Select(v => 1000 * v)], 0, null).EValue, 1e-9);
    }

    [Fact]
    public void SequentialMeanTest_ClearEffect_DecidesAndStays()
    {
        var test = new SequentialMeanTest();
        foreach (double x in PairedTestTests.Noise(1000, 5, 0))
        {
            test.Add(x + 0.5);
        }

        SequentialResult before = test.Result();
        for (int i = 0; i < 20_000; i++)
        {
            test.Add(0);
        }

        Assert.True(before.IsDecided);
        Assert.Equal(before.PValue, Math.Max(before.PValue, test.Result().PValue));
    }

    [Fact]
    public void SequentialMeanTest_AllDifferencesZero_NoEvidence()
    {
        var test = new SequentialMeanTest();
        for (int i = 0; i < 50; i++)
        {
            test.AddPair(0.3, 0.3);
        }

        Assert.Equal((1, false), (test.Result().EValue, test.IsDecided));
    }

    [Fact]
    public void SequentialMeanTest_RareEventNotSeenYet_IsNoEvidence()
    {
        var test = new SequentialMeanTest(nullMean: 0.02);
        for (int i = 0; i < 200; i++)
        {
            test.Add(0);
        }

        Assert.Equal((1, false, double.PositiveInfinity), (test.Result().EValue, test.IsDecided, test.Result().Interval.High));
    }

    [Fact]
    public void SequentialMeanTest_AlikeForTheExpectedRows_Decides()
    {
        var test = new SequentialMeanTest(new() { ExpectedRows = 100 });
        for (int i = 0; i < 100; i++)
        {
            test.Add(0.3);
        }

        Assert.True(test.IsDecided);
    }

    [Fact]
    public void SequentialMeanTest_NaN_NamesTheRow() =>
        Assert.Contains("Row 0 is NaN", Assert.Throws<ArgumentException>(() => new SequentialMeanTest().Add(double.NaN)).Message);

    [Fact]
    public void BestSharpness_AtFivePercent_MinimisesTheWidth()
    {
        static double Width(double x) => (1 + (1 / x)) * ((2 * Math.Log(20)) + Math.Log(1 + x));
        double best = new SequentialOptions().BestSharpness();
        Assert.True(Width(best) < Width(best * 1.01) && Width(best) < Width(best * 0.99));
    }

    [Fact]
    public void SequentialProportionTest_Evidence_IsAMartingale()
    {
        // Under the null share the expected evidence after one more row is the evidence now: over all 2^8 streams it is 1.
        double sum = 0;
        for (int stream = 0; stream < 256; stream++)
        {
            var test = new SequentialProportionTest(0.3);
            int successes = 0;
            for (int i = 0; i < 8; i++)
            {
                bool success = (stream >> i & 1) == 1;
                successes += success ? 1 : 0;
                test.Add(success);
            }

            sum += test.Result().EValue * Math.Pow(0.3, successes) * Math.Pow(0.7, 8 - successes);
        }

        Assert.Equal(1, sum, 1e-10);
    }

    [Fact]
    public void SequentialProportionTest_EndsOfTheInterval_HaveEvidenceOneOverAlpha()
    {
        var test = new SequentialProportionTest();
        for (int i = 0; i < 200; i++)
        {
            test.Add(i % 3 == 0);
        }

        ConfidenceInterval interval = test.Result().Interval;
        Assert.True(interval.Contains(1.0 / 3) && !interval.Contains(0.5) && test.IsDecided, interval.ToString());
    }

    [Fact]
    public void SequentialProportionTest_PairsThatAgree_SayNothing()
    {
        var test = new SequentialProportionTest();
        test.AddPair(true, true);
        test.AddPair(false, false);
        test.AddPair(true, false);
        Assert.Equal((1, 1), (test.Count, test.Successes));
    }

    [Fact]
    public void SequentialTwoSampleTest_ClearDifference_IsSeenAndCovered()
    {
        var test = new SequentialTwoSampleTest();
        double[] x = [.. PairedTestTests.Noise(4000, 6, 0)];
        for (int i = 0; i < x.Length; i += 2)
        {
            test.AddFirst(x[i] + 0.3);
            test.AddSecond(x[i + 1]);
        }

        SequentialResult result = test.Result();
        Assert.True(result.IsDecided && result.Interval.Contains(0.3) && result.Interval.High - result.Interval.Low < 0.25, result.ToString());
    }

    [Fact]
    public void SequentialTwoSampleTest_FewRows_DecidesNothing()
    {
        var test = new SequentialTwoSampleTest();
        for (int i = 0; i < 99; i++)
        {
            test.AddFirst(i % 2);
            test.AddSecond(100 + (i % 2));
        }

        Assert.Equal((1, double.PositiveInfinity), (test.Result().EValue, test.Result().Interval.High));
    }

    [Fact]
    public void BoundedMeanSequence_CapitalAgainstTheNull_IsAMartingale()
    {
        // Values 0, 0.5 and 1 with mean 0.5: the expected capital after six rows is at most 1 for the larger of the halves' sum.
        double[] values = [0, 0.5, 1];
        double sum = 0;
        for (int stream = 0; stream < 729; stream++)
        {
            var sequence = new BoundedMeanSequence(0, 1, 0.5);
            for (int i = 0, rest = stream; i < 6; i++, rest /= 3)
            {
                sequence.Add(values[rest % 3]);
            }

            sum += sequence.Result().EValue / 729;
        }

        Assert.InRange(sum, 0.5, 1);
    }

    [Fact]
    public void BoundedMeanSequence_ManyRows_NarrowsAroundTheMean()
    {
        var sequence = new BoundedMeanSequence(-1, 1, 0);
        var random = new SplitMix64(9);
        for (int i = 0; i < 5000; i++)
        {
            sequence.Add(random.Next(10) == 0 ? 1 : 0);
        }

        SequentialResult result = sequence.Result();
        Assert.True(result.IsDecided && result.Interval.Contains(0.1) && result.Interval.High - result.Interval.Low < 0.06, result.ToString());
    }

    [Fact]
    public void BoundedMeanSequence_OutsideTheBounds_NamesTheRow() =>
        Assert.Contains("Row 0 is 1.5; values lie between 0 and 1", Assert.Throws<ArgumentException>(() => new BoundedMeanSequence(0, 1).Add(1.5)).Message);

    private static SequentialResult Watch(double[] x, double nullMean, double? variance)
    {
        var test = new SequentialMeanTest(null, nullMean, variance);
        foreach (double v in x)
        {
            test.Add(v);
        }

        return test.Result();
    }
}
