using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Models;

namespace AiInfra.Trees.Tests.Ensembles;

/// <summary>What the trees answer is what LightGBM answers, to the last bit of a double, in memory and in a graph.</summary>
public sealed class ExactnessTests
{
    private static int Forests => Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1" ? 2000 : 60;

    [Fact]
    public void Sum_AnyForestAnyRows_IsLightGbms()
    {
        for (int seed = 0; seed < Forests; seed++)
        {
            using var forest = new RandomForest(seed, classes: seed % 5 == 0 ? 4 : 1);
            float[] rows = forest.Rows(200);
            Same(forest.LightGbmSums(rows), forest.OurSums(rows), $"forest {seed}");
        }
    }

    [Fact]
    public void AppendTo_AnyForestAnyRows_GraphGivesLightGbmsSums()
    {
        for (int seed = 0; seed < Forests; seed++)
        {
            using var forest = new RandomForest(seed, classes: seed % 5 == 0 ? 4 : 1);
            float[] rows = forest.Rows(200);
            OnnxModel model = forest.Onnx();
            Assert.Empty(OnnxChecker.Check(model));
            Same(forest.LightGbmSums(rows), RandomForest.Run(model, rows, forest.Width), $"forest {seed}");
            Same(forest.LightGbmSums(rows[..forest.Width]), RandomForest.Run(model, rows[..forest.Width], forest.Width), $"forest {seed}, one row");
        }
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(100, 20)]
    public void AppendTo_LargeForest_GraphGivesLightGbmsSums(int classes, int trees)
    {
        using var forest = new RandomForest(7, trees, classes, rows: 1500);
        Assert.Equal(trees * classes, forest.Ensemble.Count);
        float[] rows = forest.Rows(300);
        Same(forest.LightGbmSums(rows), RandomForest.Run(forest.Onnx(), rows, forest.Width), "all rows");
    }

    [Fact]
    public void AppendTo_FeaturesOfFloats_IsRefused()
    {
        using var forest = new RandomForest(1);
        var graph = new OnnxGraphBuilder("trees", opset: 20, machineLearningOpset: 5);
        OnnxValue features = graph.Input("features", OnnxElementType.Float, ["batch", forest.Width]);
        Assert.Contains("Put a Cast before", Assert.Throws<ArgumentException>(() => forest.Ensemble.AppendTo(graph, features)).Message, StringComparison.Ordinal);
    }

    /// <summary>Several threads add the trees of one row in parts: the last place of a double may differ, that of a float does not.</summary>
    [Fact]
    public void AppendTo_OneRowOnManyThreads_SameFloat()
    {
        using var forest = new RandomForest(11, trees: 300);
        OnnxModel model = forest.Onnx();
        float[] rows = forest.Rows(50);
        for (int i = 0; i < 50; i++)
        {
            float[] row = rows.AsSpan(i * forest.Width, forest.Width).ToArray();
            Assert.Equal((float)forest.LightGbmSums(row)[0], (float)RandomForest.Run(model, row, forest.Width, threads: 4)[0]);
        }
    }

    /// <summary>Trees learn numbers as floats; the graph asks doubles. Numbers beside every threshold, and halfway between two floats, go the same way in both.</summary>
    [Fact]
    public async Task ToOnnx_NumbersBetweenFloats_GoTheWayOfTheirFloats()
    {
        var random = new Random(5);
        var schema = new RowSchema([new("x", ValueKind.Number), new("far", ValueKind.Number), new("y", ValueKind.Number)]);
        Row Of(double x, double far) => new(schema, [Value.Of(x), Value.Of(far), Value.Of(Math.Sin(x * 3) + (far % 2))]);
        TreesModel model = await new TreesTrainer(new TreesOptions { Trees = 40, ValidationShare = 0 }).FitAsync(
            [.. Enumerable.Range(0, 2000).Select(_ => Of((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3)), 1e10 + random.Next(50)))], "y", ModelTask.Regression);
        double[] asked = [double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.NaN, 1e-36, -1e-36, .. model.Ensemble.Trees.SelectMany(t => t.Thresholds).Distinct().SelectMany(Beside)];
        Row[] rows = [.. asked.Select(x => Of(x, 1e10)), .. asked.Select(x => Of(0.1, 1e10 + x))];
        RowSchema columns = model.Encoder.Columns;
        double[] answers = [.. new OnnxRuntimeRunner().Run(model.ToOnnx(), TableExportCheck.Inputs(columns, rows))[AnswerNames.Value].AsSpan<double>()];
        Assert.True(rows.Length > 1000);
        Same([.. model.Predict(rows).Select(a => a.Value.AsNumber())], answers, "between floats");
    }

    private static double[] Beside(double threshold)
    {
        float below = (float)threshold;
        double middle = (below + (double)MathF.BitIncrement(below)) / 2, lower = (below + (double)MathF.BitDecrement(below)) / 2;
        return [threshold, below, .. new[] { middle, lower }.SelectMany(m => new[] { m, Math.BitDecrement(m), Math.BitIncrement(m) })];
    }

    private static void Same(double[] expected, double[] actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Equals(actual[i]), $"{where}: sum {i} is {actual[i]:R}, LightGBM's {expected[i]:R}");
        }
    }
}
