using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Models;

/// <summary>A table is learned from by column; rows are only another way to give it.</summary>
public sealed class ColumnPathTests
{
    [Theory]
    [InlineData("class", false, RowOrder.None)]
    [InlineData("class", true, RowOrder.Time)]
    [InlineData("price", true, RowOrder.None)]
    [InlineData("price", false, RowOrder.Time)]
    public async Task Fit_RowsOrColumns_GiveTheSameModelToTheBit(string target, bool weighted, RowOrder order)
    {
        Row[] rows = [.. Tables.Make(700).Select((r, i) => i % 9 == 0 ? With(r, target, Value.Missing) : r)];
        float[]? weights = weighted ? [.. rows.Select((_, i) => i % 11 == 0 ? 0f : 1f + (i % 3))] : null;
        var options = new TabularOptions { Epochs = 2, Seed = 3, Threads = 1, RefitOnAllRows = true, Order = order };
        async Task<TabularModel> FitAsync(IReadOnlyList<Row> given) =>
            await new TabularTrainer(options).FitAsync(given, target, fit: new TabularFit { Weights = weights, Features = Tables.Schema.Without("class").Without("price") });

        using TabularModel byRow = await FitAsync(rows), byColumn = await FitAsync(RowBatch.Of(rows));
        Assert.Equal(byRow.ToOnnx().ToBytes(), byColumn.ToOnnx().ToBytes());
        Assert.Equal((byRow.Training!.TrainingLoss, byRow.RowsWithoutTarget), (byColumn.Training!.TrainingLoss, byColumn.RowsWithoutTarget));
        Assert.Equal(78, byColumn.RowsWithoutTarget);
    }

    [Fact]
    public async Task Fit_RowsWhoseColumnsStandInAnotherOrder_AreReadByName()
    {
        Row[] rows = Tables.Make(300);
        RowSchema turned = new(Tables.Schema.Columns.Reverse());
        Row[] mixed = [.. rows.Select((r, i) => i % 2 == 0 ? r : new Row(turned, [.. r.Values.ToArray().Reverse()]))];
        var options = new TabularOptions { Epochs = 2, Seed = 3, Threads = 1 };
        using TabularModel one = await new TabularTrainer(options).FitAsync(rows, "price"), other = await new TabularTrainer(options).FitAsync(mixed, "price");
        Assert.Equal(one.ToOnnx().ToBytes(), other.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task Fit_ValueOfAnotherKind_NamesColumnRowAndValue()
    {
        Row[] rows = Tables.Make(50);
        rows[17] = With(rows[17], "size", "large");
        string message = (await Assert.ThrowsAsync<ArgumentException>(() => new TabularTrainer().FitAsync(rows, "class"))).Message;
        Assert.Contains("Column 'size' is of kind Number; row 17 has 'large' of kind Text", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_ValidationByColumn_JudgesAsRowsDo()
    {
        Row[] rows = Tables.Make(400), judges = Tables.Make(100, 9);
        async Task<double> ScoreAsync(IReadOnlyList<Row> validation)
        {
            using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2, Threads = 1 }).FitAsync(rows, "class", fit: new TabularFit { Validation = validation });
            return model.Training!.BestScore;
        }

        Assert.Equal(await ScoreAsync(judges), await ScoreAsync(RowBatch.Of(judges)));
    }

    [Fact]
    public async Task Predict_RowsOrColumns_AnswerAlike()
    {
        Row[] rows = Tables.Make(300);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 1 }).FitAsync(rows, "class");
        TabularAnswer[] byRow = model.Predict(rows), byColumn = model.Predict(RowBatch.Of(rows));
        Assert.Equal(byRow.Select(a => a.Value), byColumn.Select(a => a.Value));
        Assert.Equal(byRow.SelectMany(a => a.Probabilities), byColumn.SelectMany(a => a.Probabilities));
    }

    [Fact]
    public async Task Fit_BatchThatNobodyElseHolds_IsLetGoWhileItTrains()
    {
        var held = new List<bool>();
        WeakReference rows = new(null);
        var progress = new Heard(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            lock (held)
            {
                held.Add(rows.IsAlive);
            }
        });
        using TabularModel model = await FitAsync(rows, progress);
        Assert.NotEmpty(held);
        Assert.DoesNotContain(true, held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<TabularModel> FitAsync(WeakReference rows, IProgress<TrainingProgress> progress)
    {
        RowBatch batch = RowBatch.Of(Tables.Make(500));
        rows.Target = batch;
        return new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(batch, "class", progress: progress);
    }

    private static Row With(Row row, string column, Value value)
    {
        Value[] values = row.Values.ToArray();
        values[row.Schema.Require(column)] = value;
        return new Row(row.Schema, values);
    }

    private sealed class Heard(Action hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear();
    }
}
