using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Support.Logging;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tests.Tuning;

public sealed class StudyTests
{
    private static async Task<StudyResult> RunAsync(Func<Trial, double> objective, StudyOptions? options = null)
    {
        await using Study study = await Study.OpenAsync("s", options ?? new StudyOptions { MaxTrials = 20 });
        return await study.RunAsync(objective);
    }

    [Fact]
    public async Task Run_Minimising_FindsABetterValueThanChance()
    {
        double Objective(Trial t) => Math.Pow(t.Float("x", -10, 10) - 2, 2) + Math.Pow(t.Float("y", -10, 10) + 3, 2);
        StudyResult found = await RunAsync(Objective, new StudyOptions { MaxTrials = 80 });
        StudyResult chance = await RunAsync(Objective, new StudyOptions { MaxTrials = 80, Sampler = new RandomSampler() });
        Assert.True(found.Best.Value < chance.Best.Value / 2, $"{found.Best.Value} and {chance.Best.Value}");
        Assert.Equal(found.Trials.Min(t => t.Value), found.Best.Value);
        Assert.Equal((80, StudyStop.Trials), (found.Trials.Count, found.Stop));
    }

    [Fact]
    public async Task Run_Maximising_TakesTheGreatest()
    {
        StudyResult found = await RunAsync(t => -Math.Abs(t.Float("x", 0, 1) - 0.25), new StudyOptions { Directions = [StudyDirection.Maximize], MaxTrials = 60 });
        Assert.InRange(found.Best.Float("x"), 0.2, 0.3);
        Assert.Equal(found.Trials.Max(t => t.Value), found.Best.Value);
    }

    [Fact]
    public async Task Run_WithTheSameSeed_MakesTheSameTrials()
    {
        StudyResult[] runs = [await RunAsync(TuningFunctions.Of("mixed"), new StudyOptions { Seed = 3, MaxTrials = 60 }), await RunAsync(TuningFunctions.Of("mixed"), new StudyOptions { Seed = 3, MaxTrials = 60 })];
        Assert.Equal(runs[0].Trials.Select(t => t.Value), runs[1].Trials.Select(t => t.Value));
        StudyResult other = await RunAsync(TuningFunctions.Of("mixed"), new StudyOptions { Seed = 4, MaxTrials = 60 });
        Assert.NotEqual(runs[0].Trials.Select(t => t.Value), other.Trials.Select(t => t.Value));
    }

    [Fact]
    public async Task Run_WithConditions_KeepsOnlyWhatWasAskedFor()
    {
        StudyResult found = await RunAsync(TuningFunctions.Of("mixed"), new StudyOptions { MaxTrials = 60 });
        Assert.All(found.Trials, t => Assert.Equal(t.Choice("kind") == "b", t.Parameters.ContainsKey("momentum")));
        Assert.Contains(found.Trials, t => t.Parameters.ContainsKey("momentum"));
        Assert.Contains(found.Trials, t => !t.Parameters.ContainsKey("momentum"));
    }

    [Fact]
    public async Task Parameters_OfEveryKind_StayInTheirRange()
    {
        foreach (ISampler sampler in new ISampler[] { new RandomSampler(), new SobolSampler(), new TpeSampler(), new TpeSampler(new TpeOptions { Joint = false }), new CmaSampler(), new GaussianProcessSampler(), new NsgaSampler(new NsgaOptions { Population = 10 }) })
        {
            var values = new HashSet<int>();
            StudyResult found = await RunAsync(
                t =>
                {
                    double step = t.Float("step", 0, 1, step: 0.3), log = t.Float("log", 1e-6, 1e-2, log: true);
                    int odd = t.Int("odd", 1, 8, step: 2), wide = t.Int("wide", 4, 512, log: true);
                    Assert.Contains(Math.Round(step, 9), (double[])[0, 0.3, 0.6, 0.9]);
                    Assert.InRange(log, 1e-6, 1e-2);
                    Assert.Contains(odd, (int[])[1, 3, 5, 7]);
                    Assert.InRange(wide, 4, 512);
                    Assert.Equal(7.5, t.Float("single", 7.5, 7.5));
                    values.Add(odd);
                    return step + log + odd + (t.Choice("on", true, false) ? 1 : 0) + (int)t.Choice("day", DayOfWeek.Monday, DayOfWeek.Friday);
                },
                new StudyOptions { MaxTrials = 40, Sampler = sampler });
            Assert.Equal(40, found.Count(TrialState.Complete));
            Assert.True(values.Count > 2, $"{sampler.GetType().Name} chose {values.Count} of four values only.");
        }
    }

    [Fact]
    public async Task Ask_TheSameNameAgain_GivesTheSameValue()
    {
        await RunAsync(t =>
        {
            Assert.Equal(t.Float("x", 0, 1), t.Float("x", 0, 1));
            return 0;
        });
    }

    [Fact]
    public async Task Ask_OneNameWithTwoRanges_EndsTheStudyAndNamesBoth()
    {
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => RunAsync(t => t.Float("x", 0, 1) + t.Float("x", 0, 2)));
        Assert.Contains("'x'", e.Message);
        Assert.Contains("0 to 1", e.Message);
        Assert.Contains("0 to 2", e.Message);
        await Assert.ThrowsAsync<StudyException>(() => RunAsync(t => t.Float("x", 0, 1 + t.Number)));
        await Assert.ThrowsAsync<StudyException>(() => RunAsync(t => t.Choice("x", t.Number == 0 ? ["a", "b"] : (string[])["b", "a"]).Length));
    }

    [Theory]
    [InlineData(2, 1, false, 0)]
    [InlineData(0, 1, true, 0)]
    [InlineData(double.NaN, 1, false, 0)]
    [InlineData(0, double.PositiveInfinity, false, 0)]
    [InlineData(1, 2, true, 0.1)]
    [InlineData(0, 1, false, -0.1)]
    public async Task Ask_ARangeThatIsNone_FailsTheTrial(double low, double high, bool log, double step)
    {
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => RunAsync(t => t.Float("x", low, high, log, step), new StudyOptions { MostFailures = 1 }));
        Assert.IsType<ArgumentException>(e.InnerException);
    }

    [Fact]
    public async Task Objective_ThatIsNaN_HasFailedAndTeachesNothing()
    {
        StudyResult found = await RunAsync(t => t.Float("x", 0, 1) is var x && t.Number % 3 == 0 ? double.NaN : x, new StudyOptions { MaxTrials = 30 });
        Assert.Equal((10, 20), (found.Count(TrialState.Failed), found.Count(TrialState.Complete)));
        Assert.All(found.Trials.Where(t => t.State == TrialState.Failed), t => Assert.Empty(t.Values));
        Assert.False(double.IsNaN(found.Best.Value));
    }

    [Fact]
    public async Task Objective_ThatAlwaysThrows_EndsTheStudyWithItsError()
    {
        int asked = 0;
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => RunAsync(_ => throw new InvalidOperationException($"broken {++asked}"), new StudyOptions { MostFailures = 3 }));
        Assert.Equal(3, asked);
        Assert.Contains("broken 3", e.Message);
    }

    [Fact]
    public async Task Best_WithConstraints_IsTheBestThatViolatesNone()
    {
        StudyResult found = await RunAsync(
            t =>
            {
                double x = t.Float("x", 0, 1);
                t.Constrain("at least a half", 0.5 - x);
                return x;
            },
            new StudyOptions { MaxTrials = 60 });
        Assert.InRange(found.Best.Value, 0.5, 0.55);
        Assert.Contains(found.Trials, t => t.Violation > 0);
        StudyResult none = await RunAsync(t =>
        {
            t.Constrain("never", 1);
            return t.Float("x", 0, 1);
        });
        Assert.Contains("violates no constraint", Assert.Throws<StudyException>(() => none.Best).Message);
    }

    [Fact]
    public async Task Enqueued_Values_ComeFirstAndTheRestIsChosen()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 3 });
        Assert.Equal(0, await study.EnqueueAsync(new Dictionary<string, object> { ["x"] = 0.125, ["kind"] = "b" }, new Dictionary<string, string> { ["from"] = "me" }));
        StudyResult found = await study.RunAsync(t =>
        {
            Assert.Equal(t.Number == 0, t.Tags.ContainsKey("from"));
            return t.Float("x", 0, 1) + t.Choice("kind", "a", "b").Length + t.Int("n", 1, 3);
        });
        Assert.Equal((0.125, "b"), (found.Trials[0].Float("x"), found.Trials[0].Choice("kind")));
        Assert.Equal(3, found.Trials.Count);
    }

    [Fact]
    public async Task Enqueued_ValueThatNobodyAsksFor_IsTold()
    {
        var log = new LogLines<Study>();
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 2 }, logger: log);
        await study.EnqueueAsync(new Dictionary<string, object> { ["x"] = 0.125, ["raet"] = 0.1 });
        await study.RunAsync(t => t.Float("x", 0, 1));
        string told = Assert.Single(log.Texts, t => t.Contains("never asked", StringComparison.Ordinal));
        Assert.Contains("values of raet,", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enqueued_ValueThatTheRangeHasNot_IsRefusedByName()
    {
        await using Study study = await Study.OpenAsync("s");
        await study.EnqueueAsync(new Dictionary<string, object> { ["kind"] = "sgd" });
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => study.RunAsync(t => t.Choice("kind", "adam", "rmsprop").Length));
        Assert.Contains("'sgd'", e.Message);
        Assert.Contains("'adam', 'rmsprop'", e.Message);
    }

    [Fact]
    public async Task Run_ToATarget_StopsThere()
    {
        StudyResult found = await RunAsync(t => t.Float("x", 0, 1), new StudyOptions { MaxTrials = null, Target = 0.01 });
        Assert.Equal(StudyStop.Target, found.Stop);
        Assert.True(found.Best.Value <= 0.01);
        Assert.Equal(found.Trials.Count - 1, found.Best.Number);
    }

    [Fact]
    public async Task Run_WithoutProgress_StopsAfterSoManyTrials()
    {
        StudyResult found = await RunAsync(t => t.Float("x", 0, 1) is var x && t.Number == 4 ? -1 : x, new StudyOptions { MaxTrials = null, NoBetterFor = 7 });
        Assert.Equal((StudyStop.NoBetter, 12), (found.Stop, found.Trials.Count));
    }

    [Fact]
    public async Task Run_OutOfTime_BeginsNoMore()
    {
        StudyResult found = await RunAsync(
            t =>
            {
                Thread.Sleep(5);
                return t.Float("x", 0, 1);
            },
            new StudyOptions { MaxTrials = null, MaxTime = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(StudyStop.Time, found.Stop);
        Assert.NotEmpty(found.Trials);
    }

    [Fact]
    public async Task Run_Again_GoesOnToAsManyTrialsAsAskedFor()
    {
        var store = new MemoryStudyStore();
        foreach (int most in new[] { 5, 12 })
        {
            await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = most }, store);
            Assert.Equal(most, (await study.RunAsync(t => t.Float("x", 0, 1))).Trials.Count);
        }

        await Assert.ThrowsAsync<CatalogConflictException>(() => Study.OpenAsync("s", new StudyOptions { Directions = [StudyDirection.Maximize] }, store));
    }

    [Fact]
    public async Task Run_Resumed_ChoosesWhatOneRunWouldHave()
    {
        StudyResult whole = await RunAsync(TuningFunctions.Of("mixed"), new StudyOptions { MaxTrials = 60 });
        var store = new MemoryStudyStore();
        StudyResult? parts = null;
        foreach (int most in new[] { 25, 60 })
        {
            await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = most }, store);
            parts = await study.RunAsync(TuningFunctions.Of("mixed"));
        }

        Assert.Equal(whole.Trials.Select(t => t.Value), parts!.Trials.Select(t => t.Value));
    }

    [Fact]
    public async Task Run_SeveralObjectives_KeepsTheParetoFront()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize], MaxTrials = 100 });
        StudyResult found = await study.RunAsync(t => (double[])[t.Float("x", 0, 2), 1 - Math.Pow(t.Float("x", 0, 2) - 1, 2) - t.Float("waste", 0, 1)]);
        Assert.Contains("no one best", Assert.Throws<StudyException>(() => found.Best).Message);
        Assert.True(found.ParetoFront.Count > 5, $"{found.ParetoFront.Count}");
        Assert.All(found.ParetoFront, a => Assert.DoesNotContain(found.Trials, b => b.Values[0] <= a.Values[0] && b.Values[1] >= a.Values[1] && (b.Values[0] < a.Values[0] || b.Values[1] > a.Values[1])));
        Assert.All(found.ParetoFront, a => Assert.True(a.Float("x") <= 1.2, $"{a}"));
        Assert.Throws<ArgumentException>(() => new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Minimize], Pruner = new MedianPruner() }.Checked());
    }

    [Fact]
    public async Task Run_ManyWorkers_RunsEveryTrialOnce()
    {
        int running = 0, most = 0;
        var numbers = new System.Collections.Concurrent.ConcurrentBag<int>();
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 60, Workers = 4 });
        StudyResult found = await study.RunAsync(async t =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            numbers.Add(t.Number);
            double x = t.Float("x", 0, 1);
            await Task.Delay(2);
            Interlocked.Decrement(ref running);
            return x;
        });
        Assert.Equal(Enumerable.Range(0, 60), numbers.Order());
        Assert.Equal(60, found.Count(TrialState.Complete));
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public async Task RandomAndSobol_OverManyWorkers_ChooseByNumber()
    {
        foreach (Func<ISampler> sampler in new Func<ISampler>[] { () => new RandomSampler(), () => new SobolSampler() })
        {
            double[][] chosen = [await XAsync(1), await XAsync(6)];
            Assert.Equal(chosen[0], chosen[1]);

            async Task<double[]> XAsync(int workers)
            {
                await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 40, Workers = workers, Sampler = sampler() });
                return [.. (await study.RunAsync(async t => t.Float("x", 0, 1) + (await Task.FromResult(t.Float("y", 0, 1))))).Trials.Select(t => t.Value)];
            }
        }
    }

    [Fact]
    public async Task Cancelled_WhileATrialRuns_GivesItBackWithItsParameters()
    {
        var store = new MemoryStudyStore();
        using var cancel = new CancellationTokenSource();
        double x = 0;
        await using (Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 2 }, store))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => study.RunAsync(
                async t =>
                {
                    x = t.Float("x", 0, 1);
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, t.Cancelled);
                    return x;
                },
                cancel.Token));
        }

        await using Study again = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 2 }, store);
        StudyResult found = await again.RunAsync(t => t.Float("x", 0, 1));
        Assert.Equal((1, 2), (found.Count(TrialState.Failed), found.Count(TrialState.Complete)));
        Assert.Equal(x, found.Trials.First(t => t.State == TrialState.Complete).Float("x"));
    }

    [Fact]
    public async Task Report_OfAStepTwice_IsRefused()
    {
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => RunAsync(
            t =>
            {
                t.Report(1, 0.5);
                t.Report(1, 0.4);
                return 0;
            },
            new StudyOptions { MostFailures = 1 }));
        Assert.Contains("step 1", e.Message);
    }

    [Fact]
    public async Task Pruned_Trials_KeepTheirLastValueAndAreNotTheBest()
    {
        StudyResult found = await RunAsync(
            t =>
            {
                double x = t.Float("x", 0, 1);
                for (int step = 0; step < 10; step++)
                {
                    t.Report(step, x + (10 - step));
                    if (t.ShouldPrune())
                    {
                        return t.Pruned();
                    }
                }

                return x;
            },
            new StudyOptions { MaxTrials = 60, Pruner = new MedianPruner() });
        Assert.True(found.Count(TrialState.Pruned) > 10, $"{found.Count(TrialState.Pruned)}");
        Assert.All(found.Trials.Where(t => t.State == TrialState.Pruned), t => Assert.Equal(t.Reports[^1].Value, t.Value));
        Assert.Equal(TrialState.Complete, found.Best.State);
        StudyResult thrown = await RunAsync(
            t =>
            {
                t.Report(0, t.Number);
                t.ThrowIfShouldPrune();
                return 1;
            },
            new StudyOptions { MaxTrials = 3, Pruner = new ThresholdPruner(new ThresholdPrunerOptions { Upper = 1 }) });
        Assert.Equal([TrialState.Complete, TrialState.Complete, TrialState.Pruned], thrown.Trials.Select(t => t.State));
    }

    [Fact]
    public async Task AskAndTell_ByHand_IsTheSameStudy()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 3 });
        Trial first = (await study.AskAsync())!, second = (await study.AskAsync())!, third = (await study.AskAsync())!;
        Assert.Null(await study.AskAsync());
        first.Report(0, 9);
        Assert.True(await study.TellAsync(third, third.Float("x", 0, 1)));
        Assert.True(await study.TellPrunedAsync(first));
        Assert.True(await study.TellFailedAsync(second, "no"));
        await Assert.ThrowsAsync<ArgumentException>(() => study.TellAsync(third, 1, 2));
        StudyResult found = await study.ResultAsync();
        Assert.Equal([TrialState.Pruned, TrialState.Failed, TrialState.Complete], found.Trials.Select(t => t.State));
        Assert.Equal(9, found.Trials[0].Value);
        Assert.Throws<InvalidOperationException>(() => third.Float("late", 0, 1));
    }

    [Fact]
    public async Task Again_WithTheBestValues_RunsTheObjectiveOutsideOfTheStudy()
    {
        StudyResult found = await RunAsync(TuningFunctions.Of("mixed"));
        Assert.Equal(found.Best.Value, TuningFunctions.Of("mixed")(found.Best.Again()));
        Assert.Contains("'lr'", Assert.Throws<StudyException>(() => Trial.Of(new Dictionary<string, object> { ["kind"] = "a" }).Float("lr", 0, 1)).Message);
    }

    [Fact]
    public async Task Lease_ThatIsLost_CancelsTheTrialAndKeepsNothingOfIt()
    {
        var store = new MemoryStudyStore();
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 1, Lease = TimeSpan.FromMilliseconds(300), Retries = 3 }, store);
        int asked = 0;
        StudyResult found = await study.RunAsync(async t =>
        {
            double x = t.Float("x", 0, 1);
            if (Interlocked.Increment(ref asked) == 1)
            {
                // Another worker takes it for dead.
                Assert.NotNull(await TakeAsync(store));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromMinutes(1), t.Cancelled));
                t.Cancelled.ThrowIfCancellationRequested();
            }

            return x;
        });
        Assert.Equal((TrialState.Failed, TrialState.Complete), (found.Trials[0].State, found.Trials[^1].State));
        Assert.Equal(2, asked);

        static async Task<TrialRecord?> TakeAsync(IStudyStore store)
        {
            TrialRecord running = (await store.ReadAsync("s")).Trials.Single();
            bool given = await store.GiveBackAsync(new TrialLease("s", running, 1), "taken for dead", new TrialRetry(3, false));
            return given ? running : null;
        }
    }

    [Fact]
    public async Task Sampler_ThatCannotSearchTheStudy_IsRefusedAndItsTrialGivenBack()
    {
        var store = new MemoryStudyStore();
        var options = new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Minimize], Sampler = new CmaSampler() };
        await using Study study = await Study.OpenAsync("s", options, store);
        Assert.Contains("one objective", (await Assert.ThrowsAsync<StudyException>(() => study.RunAsync(t => (double[])[t.Float("x", 0, 1), 1]))).Message);
        Assert.DoesNotContain((await store.ReadAsync("s")).Trials, t => t.State == TrialState.Running);
    }
}
