using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Models;

/// <summary>Tables at their edges: sizes that leave one row over, values at the end of what a double holds.</summary>
public sealed class TabularEdgeTests
{
    [Theory]
    [InlineData(65)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(2)]
    public async Task Fit_BatchNormalisationAndOneRowLeftOver_Trains(int rows)
    {
        Row[] table = Tables.Make(400, 3);
        table = [.. table.Where(r => r["class"].AsText() == "low").Take(rows / 2), .. table.Where(r => r["class"].AsText() != "low").Take(rows - (rows / 2))];
        var trainer = new TabularTrainer(new TabularOptions { Epochs = 2, BatchSize = 32, ValidationShare = 0, Design = new MlpDesign { Hidden = [8], Normalization = MlpNormalization.Batch } });
        using TabularModel model = await trainer.FitAsync(table, "class", ModelTask.Classification);
        Assert.True(model.Training!.Steps > 0);
    }

    [Theory]
    [InlineData(ModelTask.Classification, false)]
    [InlineData(ModelTask.Classification, true)]
    [InlineData(ModelTask.Regression, false)]
    public async Task ToOnnx_ExtremeRows_AnswersAsTheModelDoes(ModelTask task, bool members)
    {
        var trainer = new TabularTrainer(new TabularOptions { Epochs = 3, Design = new MlpDesign { Hidden = [16], Members = members ? 3 : 1, Dropout = 0.1 } });
        string target = task == ModelTask.Classification ? "class" : "price";
        using TabularModel model = await trainer.FitAsync(Tables.Make(300), target, task);
        RowSchema columns = model.Encoder.Columns;
        double[] numbers = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 3.5e38, -3.5e38, 1e300, 1e-320];
        string[] texts = ["", " ", "Berlin", "berlin", "Berlin\0", "\u0130stanbul", new string('x', 10_000), "\ud83d\ude80"];
        DateTime[] times = [DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), DateTime.UnixEpoch, DateTime.UnixEpoch.AddTicks(-1), new(2024, 2, 29, 23, 59, 59, 999, DateTimeKind.Utc)];
        var random = new Random(5);
        Row[] rows = [.. Enumerable.Range(0, 500).Select(_ => new Row(columns, [.. columns.Columns.Select(c => random.Next(8) == 0 ? Value.Missing : c.Kind switch
        {
            ValueKind.Number => Value.Of(numbers[random.Next(numbers.Length)]),
            ValueKind.Text => Value.Of(texts[random.Next(texts.Length)]),
            ValueKind.Instant => Value.Of(times[random.Next(times.Length)]),
            _ => Value.Of(random.Next(2) == 0),
        })]))];
        TabularAnswer[] expected = model.Predict(rows);
        var answers = new OnnxRuntimeRunner().Run(model.ToOnnx(), TableExportCheck.Inputs(columns, rows));
        if (task == ModelTask.Regression)
        {
            double[] values = answers["value"].AsSpan<double>().ToArray();
            Assert.All(expected.Zip(values), p => Assert.Equal(p.First.Value.AsNumber(), p.Second, 1e-3 * Math.Max(1, Math.Abs(p.Second))));
            return;
        }

        float[] probabilities = answers["probability"].AsSpan<float>().ToArray();
        Assert.All(expected.SelectMany(e => e.Probabilities).Zip(probabilities), p => Assert.Equal(p.First, p.Second, 1e-4f));
        Assert.Equal(expected.Select(e => e.Value.AsText()), answers["label"].Texts);
    }

    [Fact]
    public async Task Fit_ThreadsByTheWorkOfAStep_SmallNetworkGivesTheSameOnAnyNumber()
    {
        Row[] table = Tables.Make(300);
        async Task<TabularAnswer[]> AnswersAsync(int? threads)
        {
            using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2, Threads = threads }).FitAsync(table, "price", ModelTask.Regression);
            return model.Predict(table);
        }

        Assert.Equal((await AnswersAsync(1)).Select(a => a.Value), (await AnswersAsync(null)).Select(a => a.Value));
    }
}
