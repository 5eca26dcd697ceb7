using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Tests.Simulations;

/// <summary>Do the promises hold? Slow: set AIINFRA_SOAK=1, and read the tables in the test output (they are those of docs/statistics.md).</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly bool s_soak = Environment.GetEnvironmentVariable("AIINFRA_SOAK") is { Length: > 0 };

    [Theory]
    [InlineData("accuracy, McNemar")]
    [InlineData("log loss, paired t")]
    [InlineData("area under ROC, DeLong")]
    public void Comparer_EqualModels_RejectsAboutFivePercent(string question)
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        const int Trials = 4000;
        IMetric metric = question.StartsWith("acc", StringComparison.Ordinal) ? new Accuracy() : question.StartsWith("log", StringComparison.Ordinal) ? new LogLoss() : new RocAuc();
        double rate = Share(Trials, seed =>
        {
            (PredictionSet champion, PredictionSet candidate) = Models(seed, 1000);
            return ModelComparer.Compare(metric, candidate, champion).PValueBetter <= 0.05;
        });
        Write($"| {question} | {Percent(rate)} |");
        Assert.InRange(rate, 0.04, 0.06);
    }

    [Theory]
    [InlineData("normal differences")]
    [InlineData("differences of squared errors")]
    public void Watching_EqualModelsAtEveryRow_FewerThanFivePercent(string what)
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        const int Trials = 2000, Rows = 5000;
        int naive = 0;
        double Difference(Draws d) => what.StartsWith('n') ? d.Normal() : Math.Pow(d.Normal(), 2) - Math.Pow(d.Normal(), 2);
        double always = Share(Trials, seed =>
        {
            var draws = new Draws(seed);
            var test = new SequentialMeanTest();
            double sum = 0, squares = 0;
            bool fooled = false;
            for (int n = 1; n <= Rows; n++)
            {
                double x = Difference(draws);
                test.Add(x);
                sum += x;
                squares += x * x;
                fooled |= n >= 100 && Math.Abs(sum) > 1.959964 * Math.Sqrt(squares);
            }

            Interlocked.Add(ref naive, fooled ? 1 : 0);
            return test.IsDecided;
        });
        Write($"| {what}, every row to {Rows} | {Percent(always)} | {Percent(naive / (double)Trials)} |");
        Assert.True(always < 0.05, $"{always}");
        Assert.True(naive > 0.2 * Trials, "The test beside it, which is not made for this, should be fooled.");
    }

    [Fact]
    public void Watching_TwoSharesAtEveryRow_FewerThanFivePercent()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        foreach (double share in new[] { 0.5, 0.1, 0.02 })
        {
            double rate = Share(2000, seed =>
            {
                var draws = new Draws(seed);
                var test = new SequentialTwoSampleTest();
                for (int n = 0; n < 3000; n++)
                {
                    test.AddFirst(draws.Flip(share) ? 1 : 0);
                    test.AddSecond(draws.Flip(share) ? 1 : 0);
                }

                return test.IsDecided;
            });
            Write($"| two shares of {Percent(share)}, every row to 6000 | {Percent(rate)} | |");
            Assert.True(rate < 0.05, $"{share}: {rate}");
        }
    }

    [Fact]
    public void Watching_Discordant_FewerThanFivePercent()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        double rate = Share(4000, seed =>
        {
            var draws = new Draws(seed);
            var test = new SequentialProportionTest();
            for (int n = 0; n < 5000; n++)
            {
                test.Add(draws.Flip(0.5));
            }

            return test.IsDecided;
        });
        Write($"| rows that one of two classifiers gets right, every row to 5000 | {Percent(rate)} | |");
        Assert.True(rate < 0.05, $"{rate}");
    }

    [Fact]
    public void Watching_RealEffect_RowsUntilItIsSeen()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        const int Trials = 2000;
        const double Effect = 0.1;
        int planned = (int)Math.Ceiling(PairedMeansPower.Pairs(Effect).Rows);
        var stops = new int[Trials];
        Parallel.For(0, Trials, trial =>
        {
            var draws = new Draws(trial + 1);
            var test = new SequentialMeanTest(new() { ExpectedRows = planned });
            while (!test.IsDecided && test.Count < 20 * planned)
            {
                test.Add(Effect + draws.Normal());
            }

            stops[trial] = (int)test.Count;
        });
        Array.Sort(stops);
        double At(double times) => stops.Count(s => s <= times * planned) / (double)Trials;
        Write($"| fixed test | {planned} | {planned} | 80 % | 80 % |");
        Write($"| normal mixture, looked at every row | {stops.Average():0} | {stops[Trials * 4 / 5]} | {Percent(At(1))} | {Percent(At(1.3))} |");
        foreach ((string name, GroupSequentialDesign design) in new[] { ("O'Brien-Fleming spending, 20 looks", GroupSequentialDesign.Equal(20)), ("Pocock spending, 20 looks", GroupSequentialDesign.Equal(20, boundary: GroupSequentialBoundary.PocockSpending)) })
        {
            double drift = design.Drift(0.8), inflation = design.Inflation(0.8);
            Write($"| {name}, planned {inflation * planned:0} | {design.ExpectedFraction(drift) * inflation * planned:0} | {inflation * planned:0} | {Percent(design.Power(drift / Math.Sqrt(inflation)))} | {Percent(design.Power(drift * Math.Sqrt(1.3 / inflation)))} |");
            Assert.True(inflation < 1.3, $"{name}: {inflation}");
        }

        Assert.True(stops.Average() < 1.3 * planned, $"{stops.Average()} of {planned}");
    }

    [Fact]
    public void Intervals_OfOneLook_CoverNearTheirConfidence()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        Covers("Wilson, share 10 %, 200 rows", 4000, d => (ProportionInterval.Wilson(Count(200, () => d.Flip(0.1)), 200), 0.1));
        Covers("Wilson, share 50 %, 50 rows", 4000, d => (ProportionInterval.Wilson(Count(50, () => d.Flip(0.5)), 50), 0.5));
        Covers("Jeffreys, share 10 %, 200 rows", 4000, d => (ProportionInterval.Jeffreys(Count(200, () => d.Flip(0.1)), 200), 0.1));
        Covers("Newcombe, 20 % and 30 %, 150 rows each", 4000, d => (ProportionDifference.Newcombe(Count(150, () => d.Flip(0.2)), 150, Count(150, () => d.Flip(0.3)), 150), -0.1));
        Covers("bootstrap percentile, mean, 200 normal rows", 2000, d => (MeanOf(Many(200, d.Normal), BootstrapMethod.Percentile), 0));
        Covers("bootstrap BCa, mean, 200 normal rows", 2000, d => (MeanOf(Many(200, d.Normal), BootstrapMethod.Bca), 0));
        Covers("bootstrap percentile, mean, 400 exponential rows", 2000, d => (MeanOf(Many(400, d.Exponential), BootstrapMethod.Percentile), 1));
        Covers("bootstrap BCa, mean, 400 exponential rows", 2000, d => (MeanOf(Many(400, d.Exponential), BootstrapMethod.Bca), 1));
        Covers("bootstrap in clusters, mean, 100 clusters of 5", 2000, d => (Clustered(d), 0));
        Covers("DeLong, area 0.76, 300 rows", 2000, d => (Area(d).Interval!.Value, 0.7602499389));
        Covers("bootstrap, area 0.76, 300 rows", 1000, d => (AreaBootstrap(d), 0.7602499389));
        Covers("CUPED, correlation 0.8, 200 rows each", 2000, d => (Adjusted(d), 0.2));
    }

    [Fact]
    public void Intervals_AtAllRowsTogether_CoverAtLeastTheirConfidence()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to simulate.");
        CoversAlways("normal mixture, variance learned, 2000 normal rows", 2000, d =>
        {
            var test = new SequentialMeanTest(null, 0.2);
            return Watch(2000, () => test.Add(0.2 + d.Normal()), () => test.IsDecided);
        });
        CoversAlways("normal mixture, variance learned, 2000 exponential rows", 2000, d =>
        {
            var test = new SequentialMeanTest(null, 1);
            return Watch(2000, () => test.Add(d.Exponential()), () => test.IsDecided);
        });
        CoversAlways("beta mixture, share 20 %, 2000 rows", 2000, d =>
        {
            var test = new SequentialProportionTest(0.2);
            return Watch(2000, () => test.Add(d.Flip(0.2)), () => test.IsDecided);
        });
        CoversAlways("betting, share 5 %, 2000 rows", 1000, d =>
        {
            var test = new BoundedMeanSequence(0, 1, 0.05);
            return Watch(2000, () => test.Add(d.Flip(0.05) ? 1 : 0), () => test.IsDecided);
        });
        CoversAlways("betting, uniform values, 2000 rows", 1000, d =>
        {
            var test = new BoundedMeanSequence(0, 1, 0.5);
            return Watch(2000, () => test.Add(d.Uniform()), () => test.IsDecided || !test.Result().Interval.Contains(0.5));
        });
    }

    [Fact]
    public void PowerTables_ForTheDocs_AreWritten()
    {
        Assert.SkipUnless(s_soak, "Set AIINFRA_SOAK=1 to print.");
        Write("| rows a side | means, sd | shares from 10 % | shares from 50 % |");
        foreach (int rows in new[] { 100, 300, 1000, 3000, 10_000, 100_000 })
        {
            Write($"| {rows} | {MeansPower.MinimalEffect(rows).Effect:0.000} | {Percent(ProportionsPower.MinimalEffect(0.1, rows).Effect)} | {Percent(ProportionsPower.MinimalEffect(0.5, rows).Effect)} |");
        }

        Write("| rows | paired means, sd of differences | accuracy, 5 % discordant | accuracy, 20 % discordant |");
        foreach (int rows in new[] { 100, 300, 1000, 3000, 10_000, 100_000 })
        {
            Write($"| {rows} | {PairedMeansPower.MinimalEffect(rows).Effect:0.000} | {Percent(McNemarPower.MinimalEffect(0.05, rows).Effect)} | {Percent(McNemarPower.MinimalEffect(0.2, rows).Effect)} |");
        }

        Write("| areas | correlation 0.3 | 0.6 | 0.9 |");
        foreach ((double a, double b) in new[] { (0.81, 0.8), (0.82, 0.8), (0.85, 0.8) })
        {
            Write($"| {b} and {a} | {AucPower.Rows(a, b, 0.2, 0.3).Rows:0} | {AucPower.Rows(a, b, 0.2, 0.6).Rows:0} | {AucPower.Rows(a, b, 0.2, 0.9).Rows:0} |");
        }
    }

    // Two models that see the truth equally well, each in its own noise.
    private static (PredictionSet Champion, PredictionSet Candidate) Models(int seed, int rows)
    {
        var draws = new Draws(seed);
        var truth = new int[rows];
        var first = new double[rows];
        var second = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            truth[i] = draws.Flip(0.4) ? 1 : 0;
            double both = truth[i] + draws.Normal();
            first[i] = 1 / (1 + Math.Exp(0.5 - both - (0.6 * draws.Normal())));
            second[i] = 1 / (1 + Math.Exp(0.5 - both - (0.6 * draws.Normal())));
        }

        var labels = new ClassLabels(["no", "yes"]);
        return (PredictionSet.OfScores(labels, truth, first), PredictionSet.OfScores(labels, truth, second));
    }

    private static ConfidenceInterval MeanOf(double[] x, BootstrapMethod method) => Bootstrap.Counted(
        x.Length,
        counts =>
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                sum += x[i] * counts[i];
            }

            return sum / x.Length;
        },
        new() { Resamples = 1000 },
        method).Interval;

    private static ConfidenceInterval Clustered(Draws d)
    {
        double[] x = [.. Enumerable.Range(0, 100).SelectMany(_ =>
        {
            double cluster = d.Normal();
            return Many(5, () => cluster + (0.5 * d.Normal()));
        })];
        return Bootstrap.PairedDifference(x, new double[500], new() { Resamples = 1000, Clusters = [.. Enumerable.Range(0, 500).Select(i => i / 5)] }).Interval;
    }

    private static Score Area(Draws d)
    {
        (bool[] truth, double[] scores) = Scores(d);
        return RocAuc.Of(truth, scores);
    }

    private static ConfidenceInterval AreaBootstrap(Draws d)
    {
        (bool[] truth, double[] scores) = Scores(d);
        return AucBootstrap.Interval(truth, scores, new() { Resamples = 1000 }).Interval;
    }

    // Normal scores one standard deviation apart: the area is the normal distribution's value at 1/√2.
    private static (bool[] Truth, double[] Scores) Scores(Draws d)
    {
        bool[] truth = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0)];
        return (truth, [.. truth.Select(t => (t ? 1 : 0) + d.Normal())]);
    }

    private static ConfidenceInterval Adjusted(Draws d)
    {
        double[] x = Many(200, d.Normal), otherX = Many(200, d.Normal);
        return Cuped.Compare([.. x.Select(v => 0.2 + (0.8 * v) + (0.6 * d.Normal()))], x, [.. otherX.Select(v => (0.8 * v) + (0.6 * d.Normal()))], otherX).Interval;
    }

    private static double[] Many(int n, Func<double> draw) => [.. Enumerable.Range(0, n).Select(_ => draw())];

    private static int Count(int n, Func<bool> draw) => Enumerable.Range(0, n).Count(_ => draw());

    private static bool Watch(int rows, Action add, Func<bool> isOut)
    {
        for (int n = 0; n < rows; n++)
        {
            add();
            if (isOut())
            {
                return true;
            }
        }

        return false;
    }

    private static double Share(int trials, Func<int, bool> trial)
    {
        int hits = 0;
        Parallel.For(1, trials + 1, seed => Interlocked.Add(ref hits, trial(seed) ? 1 : 0));
        return hits / (double)trials;
    }

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private void Covers(string name, int trials, Func<Draws, (ConfidenceInterval Interval, double Truth)> trial)
    {
        double covered = Share(trials, seed =>
        {
            (ConfidenceInterval interval, double truth) = trial(new(seed));
            return interval.Contains(truth);
        });
        Write($"| {name} | {Percent(covered)} |");
        Assert.True(covered is >= 0.93 and <= 0.97, $"{name}: {covered}");
    }

    private void CoversAlways(string name, int trials, Func<Draws, bool> isEverOut)
    {
        double covered = 1 - Share(trials, seed => isEverOut(new(seed)));
        Write($"| {name} | {Percent(covered)} |");
        Assert.True(covered >= 0.95, $"{name}: {covered}");
    }

    private void Write(string line) => output.WriteLine(line);
}
