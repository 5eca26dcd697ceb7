using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Models;

/// <summary>Numbers far from zero, tiny ones, and columns far from zero beside them.</summary>
public sealed class TargetScaleTests
{
    [Theory]
    [InlineData(40_000, 20)]
    [InlineData(1.7e9, 3600)]
    [InlineData(1.7e12, 1)]
    [InlineData(-5e8, 0.5)]
    [InlineData(0, 1e-12)]
    [InlineData(1e-12, 1e-15)]
    [InlineData(1, 1e-12)]
    [InlineData(1e100, 1e95)]
    public async Task ToOnnx_TargetOfAnyOffset_AnswersToTheDigit(double offset, double spread)
    {
        Row[] rows = Make(400, (x, _) => offset + (spread * x));
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 30 }).FitAsync(rows, "y", ModelTask.Regression);

        double[] answers = Answers(model, rows);

        Assert.All(model.Predict(rows).Zip(answers), p => Assert.Equal(p.First.Value.AsNumber(), p.Second, (1e-3 * spread) + (1e-15 * Math.Abs(offset))));
        double error = rows.Zip(answers).Average(p => Math.Abs(p.First["y"].AsNumber() - p.Second));
        Assert.True(error < 0.3 * spread, $"{error} of a spread of {spread}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(40_000.1)]
    [InlineData(-1e-12)]
    [InlineData(1.7e9)]
    public async Task ToOnnx_ConstantTarget_IsAnsweredNearly(double constant)
    {
        Row[] rows = Make(200, (_, _) => constant);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 20 }).FitAsync(rows, "y", ModelTask.Regression);
        Assert.All(Answers(model, rows), a => Assert.Equal(constant, a, 0.5));
    }

    [Theory]
    [InlineData(1.7e9, 3600)]
    [InlineData(1e15, 10)]
    [InlineData(0, 1e-9)]
    public async Task Fit_ColumnOfAnyOffset_IsLearnedFromAndExported(double offset, double spread)
    {
        Row[] rows = [.. Make(600, (x, _) => x).Select(r => new Row(r.Schema, [offset + (spread * r[0].AsNumber()), r[1], r[2]]))];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 30 }).FitAsync(rows, "y", ModelTask.Regression);
        double error = rows.Zip(Answers(model, rows)).Average(p => Math.Abs(p.First["y"].AsNumber() - p.Second));
        Assert.True(error < 0.15, $"{error}");
    }

    private static Row[] Make(int count, Func<double, double, double> target)
    {
        var random = new Random(3);
        var schema = new RowSchema([new Column("x", ValueKind.Number), new Column("z", ValueKind.Number), new Column("y", ValueKind.Number)]);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double x = (2 * random.NextDouble()) - 1, z = random.NextDouble();
            return new Row(schema, [x, z, target(x, z)]);
        })];
    }

    private static double[] Answers(TabularModel model, IReadOnlyList<Row> rows)
    {
        OnnxModel onnx = model.ToOnnx();
        return new OnnxRuntimeRunner().Run(onnx, TableExportCheck.Inputs(model.Encoder.Columns, rows))["value"].AsSpan<double>().ToArray();
    }
}
