using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tests.Models;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>The linear model, by the file it gives.</summary>
public sealed class LinearRecipeTests
{
    private static readonly RowSchema Plain = new([new("a", ValueKind.Number), new("b", ValueKind.Number), new("y", ValueKind.Number)]);

    [Fact]
    public async Task Regression_OfALine_FindsItExactly()
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 300).Select(_ => (A: random.NextDouble() * 50, B: random.NextDouble())).Select(x => new Row(Plain, [x.A, x.B, (3 * x.A) - (20 * x.B) + 7]))];
        TrainedModel model = await TrainAsync(new LinearRecipe(new LinearOptions { L2 = 0 }), rows, "y", ModelTask.Regression);

        double[] answers = Answers.Of(model, rows, ModelTask.Regression);
        Assert.All(rows.Zip(answers), p => Assert.Equal(p.First["y"].AsNumber(), p.Second, 1e-3));
        Assert.Contains("converged", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regression_WithAPenalty_IsTheClosedForm()
    {
        var random = new Random(2);
        Row[] rows = [.. Enumerable.Range(0, 60).Select(_ => (A: random.NextDouble(), B: random.NextDouble())).Select(x => new Row(Plain, [x.A, x.B, x.A + (2 * x.B) + random.NextDouble()]))];
        const double l2 = 20;
        TrainedModel model = await TrainAsync(new LinearRecipe(new LinearOptions { L2 = l2 }), rows, "y", ModelTask.Regression);

        // Two standardised columns: (X'X + l2) w = X'y, solved by hand.
        double[] Scaled(string c)
        {
            double[] v = [.. rows.Select(r => r[c].AsNumber())];
            double mean = v.Average(), deviation = Math.Sqrt(v.Average(x => (x - mean) * (x - mean)));
            return [.. v.Select(x => (x - mean) / deviation)];
        }

        double[] a = Scaled("a"), b = Scaled("b"), y = [.. rows.Select(r => r["y"].AsNumber())];
        double mean = y.Average();
        double Dot(double[] x, double[] z) => x.Zip(z, (p, q) => p * q).Sum();
        double[] centred = [.. y.Select(v => v - mean)];
        (double aa, double bb, double ab, double ay, double by) = (Dot(a, a) + l2, Dot(b, b) + l2, Dot(a, b), Dot(a, centred), Dot(b, centred));
        double determinant = (aa * bb) - (ab * ab), wa = ((bb * ay) - (ab * by)) / determinant, wb = ((aa * by) - (ab * ay)) / determinant;
        double[] answers = Answers.Of(model, rows, ModelTask.Regression);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(mean + (wa * a[i]) + (wb * b[i]), answers[i], 1e-4);
        }
    }

    [Fact]
    public async Task Regression_OfASumOfAmounts_KeepsThemAsTheyAre()
    {
        var random = new Random(4);
        Row[] rows = [.. Enumerable.Range(0, 400).Select(_ => (A: Math.Exp(6 * random.NextDouble() * random.NextDouble()), B: random.NextDouble())).Select(x => new Row(Plain, [Math.Pow(x.A, 1.5), x.B, (2 * Math.Pow(x.A, 1.5)) + x.B]))];
        TrainedModel model = await TrainAsync(new LinearRecipe(new LinearOptions { Encoding = { ClipStandardDeviations = 100 } }), rows, "y", ModelTask.Regression);

        Assert.Contains("heavy tails kept as they are", model.Report, StringComparison.Ordinal);
        double[] said = Answers.Of(model, rows, ModelTask.Regression);
        Assert.True(said.Zip(rows).Average(p => Math.Abs(p.First - p.Second["y"].AsNumber())) < 1, model.Report);
    }

    [Fact]
    public async Task Classification_OfThreeClasses_TellsThemApartAndSaysItsPenalty()
    {
        Row[] rows = Tables.Make(1500), fresh = Tables.Make(1000, 2);
        TrainedModel model = await TrainAsync(new LinearRecipe(), rows, "class", ModelTask.Classification, "price");

        Assert.True(Answers.Accuracy(model, fresh, "class") > 0.85, $"{Answers.Accuracy(model, fresh, "class")}");
        Assert.Contains("chosen by rows left out", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_SameRequest_GivesTheSameBytes()
    {
        Row[] rows = Tables.Make(400);
        Assert.Equal(
            (await TrainAsync(new LinearRecipe(), rows, "class", ModelTask.Classification, "price")).Onnx,
            (await TrainAsync(new LinearRecipe(), rows, "class", ModelTask.Classification, "price")).Onnx);
    }

    [Fact]
    public async Task TrainAsync_RowsWithoutWeight_AreNotLearned()
    {
        var random = new Random(3);
        Row[] rows = [.. Enumerable.Range(0, 200).Select(i => (i, A: random.NextDouble(), B: random.NextDouble())).Select(x => new Row(Plain, [x.A, x.B, x.i % 2 == 0 ? x.A : -50 * x.A]))];
        TrainedModel model = await new LinearRecipe(new LinearOptions { L2 = 0 }).TrainAsync(
            new TrainingRequest { Rows = RowBatch.Of(rows), Target = "y", Task = ModelTask.Regression, Seed = 0, RunId = "", Weights = [.. rows.Select((_, i) => i % 2 == 0 ? 2f : 0f)] });

        Assert.Equal(0.5, Answers.Of(model, [new Row(Plain, [0.5, 0.1, 0.0])], ModelTask.Regression)[0], 1e-3);
    }

    [Fact]
    public async Task TrainAsync_ConstantTarget_AnswersIt()
    {
        Row[] rows = [.. Enumerable.Range(0, 50).Select(i => new Row(Plain, [1.0 * (i % 7), 1.0 * (i % 5), 4.0]))];

        Assert.All(Answers.Of(await TrainAsync(new LinearRecipe(), rows, "y", ModelTask.Regression), rows, ModelTask.Regression), v => Assert.Equal(4, v, 1e-6));
    }

    [Fact]
    public async Task TrainAsync_OneClass_IsRefused()
    {
        Row[] rows = [.. Tables.Make(200).Where(r => r["class"] == Tables.Make(200)[0]["class"])];

        await Assert.ThrowsAsync<EncodingException>(() => TrainAsync(new LinearRecipe(), rows, "class", ModelTask.Classification));
    }

    [Fact]
    public async Task TrainAsync_TooFewIterations_SaysSo()
    {
        TrainedModel model = await TrainAsync(new LinearRecipe(new LinearOptions { MaxIterations = 2, L2 = 0.01 }), Tables.Make(300), "class", ModelTask.Classification);

        Assert.Contains("did not converge", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NegativePenalty_IsRefused() => Assert.Throws<ArgumentException>(() => new LinearRecipe(new LinearOptions { L2 = -1 }));

    private static Task<TrainedModel> TrainAsync(ITrainingRecipe recipe, Row[] rows, string target, ModelTask task, params string[] without) =>
        recipe.TrainAsync(new TrainingRequest { Rows = RowBatch.Of(rows), Target = target, Task = task, Seed = 0, RunId = "", Without = without });
}
