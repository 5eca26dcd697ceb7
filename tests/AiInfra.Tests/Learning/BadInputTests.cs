using Microsoft.Extensions.Logging.Abstractions;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Learning;
using AiInfra.Observability.Quality;
using AiInfra.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Tests.Learning;

public sealed class BadInputTests
{
    private static readonly List<Row> Rows = new World(1).Rows(50);

    [Fact]
    public async Task Start_NoSuchColumn_ListsThoseThereAre() =>
        Assert.Contains("x, y, color, class", (await FailsAsync(Rows, o => o.Target = "price")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_OneClass_SaysWhich() =>
        Assert.Contains("one class only, 'up'", (await FailsAsync([.. Rows.Select(r => With(r, "up"))])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_NoLabels_SaysSo() =>
        Assert.Contains("missing in all 50 rows", (await FailsAsync([.. Rows.Select(r => With(r, Value.Missing))])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_NoRows_SaysSo() => Assert.Contains("no rows", (await FailsAsync([])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_FewRows_SaysHowManyAreNeeded() => Assert.Contains("30", (await FailsAsync(Rows[..20])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_RegressionOfText_NamesRowAndValue() =>
        Assert.Contains("of row 0", (await FailsAsync(Rows, o => o.Task = ModelTask.Regression)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_AfterAFailedStart_Works()
    {
        await using var rig = new Rig();
        await Assert.ThrowsAsync<LearningException>(() => rig.Loop.StartAsync([]));
        await Assert.ThrowsAsync<LearningException>(() => rig.Loop.RunDueAsync());
        await rig.Loop.StartAsync(new World(1).Rows(200));
        Assert.Equal(200, rig.Loop.Status.Labelled);
        await Assert.ThrowsAsync<LearningException>(() => rig.Loop.StartAsync(Rows));
    }

    [Theory]
    [InlineData("", 0.9, 1000)]
    [InlineData("class", 1.0, 1000)]
    [InlineData("class", 0.9, 100)]
    public void Options_OutOfRange_AreFaults(string target, double confidence, int keep) =>
        Assert.NotEmpty(new LearningOptions { Target = target, Confidence = confidence, KeepRows = keep, HoldoutRows = 60 }.Faults());

    [Fact]
    public void Intake_LabelBeforePrediction_IsJoined()
    {
        LabelIntake intake = Begun();
        Assert.False(intake.Take(new Feedback("a", "up", default)));
        Assert.True(intake.Take(Answer("a")));
        Assert.Equal(51, intake.Rows.Count);
    }

    [Fact]
    public void Intake_LabelBeforeTheStart_ComesAfterTheFirstRows()
    {
        var options = new LearningOptions { Target = World.Target, RowsOfNewClass = 1 };
        var intake = new LabelIntake(options, Rig.Name, NullLogger.Instance);
        intake.Take(Answer("a"));
        intake.Take(new Feedback("a", "late", default));
        (RowShape shape, LabelledBatch rows) = RowShape.Read(Rows, options);

        intake.Begin(shape, rows);
        intake.CatchUp();

        Assert.Equal("late", intake.Rows.Range(50, 51).Labels[0]);
    }

    [Fact]
    public void Intake_OtherColumnsAndKinds_AreBroughtIntoShape()
    {
        LabelIntake intake = Begun();
        var schema = new RowSchema([new Column("id", ValueKind.Number), new Column("color", ValueKind.Text), new Column("x", ValueKind.Text)]);
        intake.Take(Answer("a") with { Inputs = new Row(schema, [7, "red", "0.5"]) });
        intake.Take(new Feedback("a", true, default));

        LabelledBatch row = intake.Rows.Range(50, 51);
        Assert.Equal([0.5, Value.Missing, "red"], row.Inputs.Row(0).Values.ToArray());
        Assert.Equal("true", row.Labels[0]);
    }

    [Fact]
    public void Intake_TextWhereNumbersAreLearned_IsCountedAndLeftOut()
    {
        var options = new LearningOptions { Target = World.Target, Task = ModelTask.Regression };
        var intake = new LabelIntake(options, Rig.Name, NullLogger.Instance);
        (RowShape shape, LabelledBatch rows) = RowShape.Read(new World(1).Values(50), options);
        intake.Begin(shape, rows);
        intake.Take(Answer("a"));

        Assert.False(intake.Take(new Feedback("a", "high", default)));
        Assert.Equal(1, intake.Unusable);
    }

    [Fact]
    public void Intake_ManyUnlabelled_ForgetsTheOldestAndCounts()
    {
        var intake = new LabelIntake(new LearningOptions { Target = World.Target, PendingLabels = 2 }, Rig.Name, NullLogger.Instance);
        foreach (string id in new[] { "a", "b", "c" })
        {
            intake.Take(Answer(id));
        }

        Assert.Equal(1, intake.Forgotten);
    }

    [Fact]
    public void Triggers_AfterFailures_WaitLonger()
    {
        var options = new LearningOptions { Target = World.Target, CoolDownRows = 100, HoldoutRows = 10 };
        var triggers = new LearningTriggers(options, options.For(1000)) { Quality = true };
        triggers.Attempted(LearningReason.QualityDrop, 0);
        triggers.Failed();

        Assert.Null(triggers.Due(199, 199));
        Assert.Equal(LearningReason.QualityDrop, triggers.Due(200, 200));
    }

    [Fact]
    public void Triggers_WhileTheDropInQualityIsNear_ComeAtTheirUsualPace()
    {
        var options = new LearningOptions { Target = World.Target, CoolDownRows = 100, EveryRows = 150, HoldoutRows = 10, SettlingRows = 400 };
        var triggers = new LearningTriggers(options, options.For(1000));
        triggers.Attempted(LearningReason.Volume, 500);
        triggers.Refused(proof: true);
        Assert.Null(triggers.Due(700, 200));

        triggers.Quality = true;
        triggers.Attempted(LearningReason.QualityDrop, 700);
        triggers.Quality = false;

        Assert.Equal((true, false), (triggers.IsSettling(1099), triggers.IsSettling(1100)));
        Assert.Equal(LearningReason.Volume, triggers.Due(850, 350));
        triggers.Attempted(LearningReason.Volume, 1000);
        Assert.Null(triggers.Due(1150, 650));
    }

    [Fact]
    public void Triggers_CancelledAfterADropInQuality_AreAsBefore()
    {
        var options = new LearningOptions { Target = World.Target, CoolDownRows = 100, HoldoutRows = 10 };
        var triggers = new LearningTriggers(options, options.For(1000)) { Quality = true };
        triggers.Attempted(LearningReason.QualityDrop, 500);
        triggers.Cancelled();

        Assert.False(triggers.IsSettling(500));
    }

    [Fact]
    public void Triggers_ByTime_ComeWhenItIsUpAndRowsAreThere()
    {
        var time = new FakeTimeProvider();
        var options = new LearningOptions { Target = World.Target, CoolDownRows = 100, EveryRows = 0, EveryTime = TimeSpan.FromDays(1), HoldoutRows = 10 };
        var triggers = new LearningTriggers(options, options.For(1000), time, time.GetUtcNow());
        time.Advance(TimeSpan.FromHours(23));
        Assert.Null(triggers.Due(500, 100));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(triggers.Due(500, 9));
        Assert.Equal(LearningReason.Schedule, triggers.Due(500, 100));

        triggers.Attempted(LearningReason.Schedule, 500);
        triggers.Refused(proof: true);
        Assert.Null(triggers.Due(700, 300));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(LearningReason.Schedule, triggers.Due(700, 300));
    }

    [Fact]
    public void Triggers_AfterADropInQuality_RecoverUntilTwiceTheSettlingRows()
    {
        var options = new LearningOptions { Target = World.Target, CoolDownRows = 100, HoldoutRows = 10, SettlingRows = 400 };
        var triggers = new LearningTriggers(options, options.For(1000));
        Assert.False(triggers.IsRecovering(500));
        triggers.Attempted(LearningReason.QualityDrop, 500);
        Assert.True(triggers.IsRecovering(800));
        triggers.Attempted(LearningReason.QualityDrop, 800);
        Assert.True(triggers.IsRecovering(1199));
        triggers.Attempted(LearningReason.QualityDrop, 1199);
        Assert.False(triggers.IsRecovering(1300));
    }

    [Theory]
    [InlineData(0.5, 0.1, false)]
    [InlineData(0.12, 0.1, true)]
    [InlineData(0.05, 0.1, true)]
    public void Baseline_IsReachedByWhatIsNotShownToBeWorse(double own, double before, bool reached) =>
        Assert.Equal(reached, LearningAttempt.Reached(QualityBaseline.FromAccuracy(1 - own, 200), QualityBaseline.FromAccuracy(1 - before, 1000)));

    private static LabelIntake Begun()
    {
        var options = new LearningOptions { Target = World.Target, RowsOfNewClass = 1 };
        var intake = new LabelIntake(options, Rig.Name, NullLogger.Instance);
        (RowShape shape, LabelledBatch rows) = RowShape.Read(Rows, options);
        intake.Begin(shape, rows);
        return intake;
    }

    private static RowPrediction Answer(string id) => new() { Id = id, Deployment = Rig.Name, Model = Rig.Name, Version = 1, At = default, Inputs = World.Inputs(Rows[0]), Outputs = Rows[0] };

    private static Row With(Row row, Value label) => new(row.Schema, [.. row.Values[..^1], label]);

    private static async Task<LearningException> FailsAsync(List<Row> rows, Action<LearningOptions>? configure = null)
    {
        await using var rig = new Rig(configure: configure);
        return await Assert.ThrowsAsync<LearningException>(() => rig.Loop.StartAsync(rows));
    }
}
