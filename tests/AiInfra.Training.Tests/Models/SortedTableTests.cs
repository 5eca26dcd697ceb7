using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Models;

/// <summary>Tables that are sorted by what is learned, as an ORDER BY leaves them.</summary>
public sealed class SortedTableTests
{
    [Theory]
    [InlineData("class")]
    [InlineData("price")]
    public async Task Fit_TableSortedByItsTarget_IsAsGoodAsShuffled(string target)
    {
        Row[] rows = Tables.Make(1500);
        double shuffled = await LossAsync(rows, target), sorted = await LossAsync([.. target == "class" ? rows.OrderBy(r => r[target].AsText(), StringComparer.Ordinal) : rows.OrderBy(r => r[target].AsNumber())], target);
        Assert.True(sorted < shuffled * 1.15, $"sorted {sorted}, shuffled {shuffled}");
    }

    [Fact]
    public async Task Fit_DigitsSortedByClass_LoseNothing()
    {
        List<Row> training = await DigitsAsync("optdigits.tra"), test = await DigitsAsync("optdigits.tes");
        string target = training[0].Schema.Columns[^1].Name;
        async Task<double> AccuracyAsync(List<Row> rows)
        {
            using TabularModel model = await new TabularTrainer().FitAsync(rows, target);
            Assert.Equal(10, model.Labels!.Count);
            return model.Predict(test).Zip(test, (a, r) => a.Value == r[target] ? 1.0 : 0).Average();
        }

        double shuffled = await AccuracyAsync(training), sorted = await AccuracyAsync([.. training.OrderBy(r => r[target].AsNumber())]);
        Assert.True(sorted > shuffled - 0.03, $"sorted {sorted}, shuffled {shuffled}");
    }

    [Fact]
    public void ValidationRows_OfClasses_TakesEachItsShareAndNeverTheOnlyOne()
    {
        Value[] targets = [.. Enumerable.Repeat((Value)"a", 800), .. Enumerable.Repeat((Value)"b", 190), .. Enumerable.Repeat((Value)"c", 9), "d"];
        bool[] chosen = ValidationRows.Of(Column(targets), ModelTask.Classification, 150, RowOrder.None, 1);
        int Of(string c) => targets.Zip(chosen).Count(p => p.Second && p.First == c);
        Assert.Equal(150, chosen.Count(c => c));
        Assert.InRange(Of("a"), 118, 122);
        Assert.InRange(Of("b"), 27, 30);
        Assert.InRange(Of("c"), 1, 2);
        Assert.Equal(0, Of("d"));
    }

    [Fact]
    public void ValidationRows_OrderOfTimeThatIsOfTheTarget_DrawsAllTheSame()
    {
        Value[] classes = [.. Enumerable.Repeat((Value)"a", 60), .. Enumerable.Repeat((Value)"b", 40)];
        Assert.Contains(true, ValidationRows.Of(Column(classes), ModelTask.Classification, 20, RowOrder.Time, 1)[..60]);
        Value[] kinds = [.. Enumerable.Repeat((Value)"a", 60), .. Enumerable.Repeat((Value)"b", 30), .. Enumerable.Repeat((Value)"c", 15)];
        Assert.Contains(true, ValidationRows.Of(Column(kinds), ModelTask.Classification, 30, RowOrder.Time, 1)[..60]);

        // A class that was new to the newest rows, among others that come and go, is the order of time.
        Value[] lately = [.. Enumerable.Range(0, 80).Select(i => (Value)(i % 2 == 0 ? "a" : "b")), .. Enumerable.Repeat((Value)"a", 10), .. Enumerable.Repeat((Value)"c", 10)];
        Assert.DoesNotContain(true, ValidationRows.Of(Column(lately), ModelTask.Classification, 20, RowOrder.Time, 1)[..80]);
        Value[] numbers = [.. Enumerable.Range(0, 100).Select(i => (Value)(double)i)];
        Assert.Contains(true, ValidationRows.Of(Column(numbers), ModelTask.Regression, 20, RowOrder.Time, 1)[..60]);
        Value[] rare = [.. Enumerable.Repeat((Value)"b", 3), .. Enumerable.Repeat((Value)"a", 97)];
        Assert.DoesNotContain(true, ValidationRows.Of(Column(rare), ModelTask.Classification, 20, RowOrder.Time, 1)[..80]);
    }

    [Fact]
    public void ValidationRows_InOrderOfTime_TakesTheNewest() =>
        Assert.Equal([false, false, true, true], ValidationRows.Of(Column("a", "b", "a", "b"), ModelTask.Classification, 2, RowOrder.Time, 1));

    private static ColumnData Column(params Value[] values) => ColumnData.Of(values[0].Kind, values);

    private static async Task<double> LossAsync(Row[] rows, string target)
    {
        RowSchema features = Tables.Schema.Without("class").Without("price").Without("at");
        using TabularModel model = await new TabularTrainer().FitAsync(rows, target, fit: new TabularFit { Features = features });
        Row[] fresh = Tables.Make(2000, 2);
        TabularAnswer[] answers = model.Predict(fresh);
        return model.Labels is { } labels
            ? fresh.Zip(answers).Average(p => -Math.Log(Math.Max(1e-6, p.Second.Probabilities[labels.Encode(p.First[target])])))
            : fresh.Zip(answers).Average(p => Math.Abs(p.Second.Value.AsNumber() - p.First[target].AsNumber()));
    }

    private static async Task<List<Row>> DigitsAsync(string file)
    {
        string path = SharedData.Require(file);
        var rows = new List<Row>();
        await foreach (SourceBatch batch in new CsvSource(path, new CsvOptions()).ReadAsync())
        {
            for (int i = 0; i < batch.Rows.Count; i++)
            {
                rows.Add(batch.Rows.Row(i));
            }
        }

        return rows;
    }
}
