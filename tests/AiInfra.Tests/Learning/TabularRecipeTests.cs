using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Recipes;

namespace AiInfra.Tests.Learning;

/// <summary>What the loop trains by default.</summary>
public sealed class TabularRecipeTests
{
    private static readonly RowSchema Schema = new([.. Enumerable.Range(0, 20).Select(i => new Column($"x{i}", ValueKind.Number)), new Column("y", ValueKind.Text)]);

    [Fact]
    public async Task Train_SmallNoisyTable_IsNotLearnedByHeart()
    {
        // Two of twenty columns say something, and not much.
        Row[] rows = Noisy(700, 1), fresh = Noisy(2000, 2);
        double share = rows.Count(r => r["y"] == "up") / (double)rows.Length;
        double constant = fresh.Average(r => -Math.Log(r["y"] == "up" ? share : 1 - share));

        double loss = await LossAsync(rows, fresh);

        Assert.True(loss < constant, $"log loss {loss}, of a constant {constant}");
    }

    [Fact]
    public async Task Train_RowsSortedByClass_LearnsAllClasses()
    {
        Row[] rows = Noisy(700, 1), fresh = Noisy(2000, 2);
        double loss = await LossAsync(rows, fresh), sorted = await LossAsync([.. rows.OrderBy(r => r["y"].AsText(), StringComparer.Ordinal)], fresh);
        Assert.True(sorted < loss + 0.05, $"sorted {sorted}, else {loss}");
    }

    private static async Task<double> LossAsync(Row[] rows, Row[] fresh)
    {
        TrainedModel trained = await new TabularRecipe().TrainAsync(new TrainingRequest { Rows = RowBatch.Of(rows), Target = "y", Task = ModelTask.Classification, Seed = 1, RunId = "none" });
        using OnnxRuntimeModel model = OnnxRuntimeModel.Load(trained.Onnx);
        using var asked = new RowModel(model);
        RowSchema inputs = Schema.Without("y");
        Row[] answers = asked.Predict([.. fresh.Select(r => new Row(inputs, [.. r.Values[..^1]]))]);
        return answers.Zip(fresh, (a, r) => -Math.Log(Math.Max(1e-9, a[$"probability.{r["y"]}"].AsNumber()))).Average();
    }

    private static Row[] Noisy(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] x = [.. Enumerable.Range(0, 20).Select(_ => (2 * random.NextDouble()) - 1)];
            bool up = random.NextDouble() < 1 / (1 + Math.Exp(-(x[0] + x[1] + 0.8)));
            return new Row(Schema, [.. x.Select(v => (Value)v), up ? "up" : "down"]);
        })];
    }
}
