using AiInfra.Core.Rows;
using AiInfra.Metrics.Uncertainty;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Intervals;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Intervals;

public sealed class ConformalRecipeTests
{
    private static readonly RowSchema s_schema = new([new Column("x", ValueKind.Number), new Column("lower", ValueKind.Number), new Column("kind", ValueKind.Text), new Column("y", ValueKind.Number)]);

    /// <summary>Errors grow with x; a column bears the name of an answer.</summary>
    private static RowBatch Make(int rows, int seed)
    {
        var random = new Random(seed);
        return RowBatch.Of([.. Enumerable.Range(0, rows).Select(_ =>
        {
            double x = random.NextDouble();
            double error = (0.05 + x) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return new Row(s_schema, [x, random.NextDouble(), x > 0.5 ? "b" : "a", (3 * x) + error]);
        })]);
    }

    private static TrainingRequest Request(RowBatch rows) => new() { Rows = rows, Target = "y", Task = ModelTask.Regression, Seed = 1, RunId = "run" };

    private static (double[] Lower, double[] Value, double[] Upper) Ask(TrainedModel trained, RowBatch rows)
    {
        var model = OnnxModel.Read(trained.Onnx);
        double[][] answers = ModelFile.Answer(new OnnxRuntimeRunner(), model, rows, [.. model.Graph.Outputs.Select(o => o.Name)]);
        Assert.Equal(["value", "answer.lower", "upper"], model.Graph.Outputs.Select(o => o.Name));
        Assert.Contains("\"answer.lower\":\"lower\"", model.Metadata[ModelKeys.Answers], StringComparison.Ordinal);
        return (answers[0 + 1], answers[0], answers[2]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TrainAsync_OfARegression_AnswersIntervalsThatHold(bool spread)
    {
        var recipe = new ConformalRecipe(new TabularRecipe { Steps = 200 }) { Spread = spread ? new TabularRecipe { Steps = 200 } : null };
        TrainedModel trained = await recipe.TrainAsync(Request(Make(2000, 1)), TestContext.Current.CancellationToken);
        RowBatch fresh = Make(4000, 2);
        (double[] lower, double[] value, double[] upper) = Ask(trained, fresh);
        double[] truths = fresh.Numbers("y"), xs = fresh.Numbers("x");

        // The coverage of one calibration on 400 rows is 0.9 with a deviation of 0.015.
        Assert.InRange(IntervalCoverage.Of(truths, lower, upper).Value, 0.85, 0.95);
        Assert.All(value.Zip(lower, upper), v => Assert.InRange(v.First, v.Second, v.Third));
        double Width(Func<double, bool> where) => Enumerable.Range(0, xs.Length).Where(i => where(xs[i])).Average(i => upper[i] - lower[i]);
        Assert.Equal(spread, Width(x => x > 0.8) > 2 * Width(x => x < 0.2));
        Assert.Equal(400, ConformalInterval.Read(OnnxModel.Read(trained.Onnx))!.Rows);
    }

    [Fact]
    public async Task TrainAsync_RowsInOrderOfTime_CalibratesOnTheNewest()
    {
        // What came last is shifted by 100: only intervals of the newest rows reach there.
        RowBatch old = Make(400, 1), late = Make(100, 2);
        Row[] rows = [.. old.Select(r => r), .. late.Select(r => new Row(s_schema, [r["x"], r["lower"], r["kind"], r["y"].AsNumber() + 100]))];
        var recipe = new ConformalRecipe(new TabularRecipe { Steps = 60 }) { Order = RowOrder.Time, CalibrationShare = 0.2 };
        TrainedModel trained = await recipe.TrainAsync(Request(RowBatch.Of(rows)), TestContext.Current.CancellationToken);
        Assert.InRange(ConformalInterval.Read(OnnxModel.Read(trained.Onnx))!.Above, 90, 110);
    }

    [Fact]
    public async Task TrainAsync_TooFewRows_SaysHowManyAreNeeded()
    {
        var recipe = new ConformalRecipe(new TabularRecipe { Steps = 60 }) { Coverage = 0.99 };
        IntervalException e = await Assert.ThrowsAsync<IntervalException>(() => recipe.TrainAsync(Request(Make(100, 1)), TestContext.Current.CancellationToken));
        Assert.Contains("needs 99 to calibrate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_OfClasses_Refuses()
    {
        TrainingRequest request = Request(Make(100, 1)) with { Target = "kind", Task = ModelTask.Classification };
        await Assert.ThrowsAsync<IntervalException>(() => new ConformalRecipe(new TabularRecipe()).TrainAsync(request, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Split_WithASpread_PutsEveryUsableRowIntoOnePart()
    {
        double[] targets = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? double.NaN : i)];
        float[] weights = [.. Enumerable.Range(0, 100).Select(i => i % 9 == 0 ? 0f : 1f)];
        var split = CalibrationSplit.Of(targets, weights, 0.2, true, RowOrder.None, 3);
        int[] all = [.. split.Learned, .. split.Spread, .. split.Calibration];
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 10 != 0 && i % 9 != 0), all.Order());
        Assert.Equal((split.Calibration.Length, true), (split.Spread.Length, split.Calibration.Length == (int)Math.Ceiling(all.Length * 0.2)));
    }
}
