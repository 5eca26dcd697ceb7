using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Loop;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Models;

namespace AiInfra.Trees.Tests.Models;

public sealed class TreesTrainerTests
{
    private static readonly string[] s_others = ["price", "kind", "claims"];

    [Fact]
    public async Task FitAsync_ManyClasses_LearnsAndExports()
    {
        RowBatch rows = Tables.Mixed(1500), fresh = Tables.Mixed(400, seed: 2);
        TreesModel model = await Fit(rows, "kind");

        Assert.Equal(ModelTask.Classification, model.Task);
        Assert.Equal(["cheap", "dear", "fair"], model.Labels!.Classes.Select(c => c.AsText()!));
        Assert.True(Right(model, fresh, "kind") > 0.85, $"{Right(model, fresh, "kind")}");
        Assert.True(model.Training!.StoppedEarly);
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Theory]
    [InlineData(TreesObjective.Auto)]
    [InlineData(TreesObjective.Squared)]
    [InlineData(TreesObjective.Absolute)]
    [InlineData(TreesObjective.Huber)]
    [InlineData(TreesObjective.Quantile)]
    [InlineData(TreesObjective.Poisson)]
    [InlineData(TreesObjective.Tweedie)]
    public async Task FitAsync_EveryObjective_LearnsNumbersAndExports(TreesObjective objective)
    {
        RowBatch fresh = Tables.Mixed(400, seed: 2);
        TreesModel model = await Fit(Tables.Mixed(1500), "price", new TreesOptions { Objective = objective });

        double[] actual = fresh.Numbers("price");
        double[] said = [.. model.Predict(fresh).Select(a => a.Value.AsNumber())];
        double mean = actual.Average();
        double explained = 1 - (said.Zip(actual, (s, a) => (s - a) * (s - a)).Sum() / actual.Sum(a => (a - mean) * (a - mean)));
        Assert.True(explained > 0.75, $"{objective} explains {explained}");
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task FitAsync_Quantile_AsManyRowsBelowAsAsked()
    {
        RowBatch fresh = Tables.Mixed(1000, seed: 2);
        TreesModel model = await Fit(Tables.Mixed(3000), "price", new TreesOptions { Objective = TreesObjective.Quantile, Quantile = 0.9 });
        double below = model.Predict(fresh).Zip(fresh.Numbers("price"), (s, a) => a <= s.Value.AsNumber() ? 1.0 : 0).Average();
        Assert.InRange(below, 0.7, 0.97);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FitAsync_SameRequest_SameModelOnAnyNumberOfThreads(bool shares)
    {
        RowBatch rows = Tables.Mixed(3000);
        async Task<string> Text(int threads, string target)
        {
            var options = new TreesOptions { Threads = threads, Trees = 40, FeatureShare = shares ? 0.7 : 1, RowShare = shares ? 0.7 : 1, Seed = 5 };
            string text = (await Fit(rows, target, options)).Text;
            return text[..text.IndexOf("\nparameters:", StringComparison.Ordinal)];
        }

        foreach (string target in (string[])["price", "kind"])
        {
            string one = await Text(1, target);
            Assert.Equal(one, await Text(1, target));
            Assert.Equal(one, await Text(2, target));
            Assert.Equal(one, await Text(4, target));
        }
    }

    [Fact]
    public async Task ToOnnx_FreshRows_SameAnswersAsTheModel()
    {
        RowBatch fresh = Tables.Mixed(500, seed: 3);
        TreesModel model = await Fit(Tables.Mixed(1200), "kind", new TreesOptions { Trees = 60 });
        var answers = new OnnxRuntimeRunner().Run(model.ToOnnx(), TableExportCheck.Inputs(model.Encoder.Columns, fresh));

        TabularAnswer[] expected = model.Predict(fresh);
        Assert.Equal(expected.SelectMany(a => a.Probabilities), answers["probability"].AsSpan<float>().ToArray());
        Assert.Equal(expected.Select(a => a.Value.AsText()), answers["label"].Texts);
    }

    [Fact]
    public async Task FromJson_Saved_AnswersBitByBit()
    {
        RowBatch fresh = Tables.Mixed(200, seed: 3);
        TreesModel model = await Fit(Tables.Mixed(800), "price", new TreesOptions { Trees = 30 });
        TreesModel read = TreesModel.FromJson(model.ToJson());
        Assert.Equal(model.Sums(fresh), read.Sums(fresh));
        Assert.Equal(model.Importance, read.Importance);
    }

    [Fact]
    public async Task Importance_ColumnsThatDecide_ComeFirst()
    {
        TreesModel model = await Fit(Tables.Mixed(2000), "price");
        Assert.Equal(["size", "city"], model.Importance.Take(2).Select(i => i.Column));
        Assert.Equal(1, model.Importance.Sum(i => i.Gain), 9);
        Assert.True(model.Importance.Single(i => i.Column == "code").Gain < 0.02);
    }

    [Fact]
    public async Task FitAsync_Monotone_AnswerNeverFalls()
    {
        TreesModel model = await Fit(Tables.Mixed(1000), "price", new TreesOptions { Monotone = { ["size"] = MonotoneDirection.Increasing } });
        Row row = Tables.Mixed(1, seed: 9).Row(0);
        Row[] climbing = [.. Enumerable.Range(0, 200).Select(i => new Row(Tables.Columns, [Value.Of((double)i), .. row.Values[1..]]))];
        double[] answers = [.. model.Predict(climbing).Select(a => a.Value.AsNumber())];
        Assert.All(answers.Zip(answers.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
        Assert.True(answers[^1] > answers[0] + 300);
    }

    [Fact]
    public async Task FitAsync_Weights_HeavyRowsDecide()
    {
        RowBatch rows = Tables.Mixed(600);
        float[] weights = [.. rows.Texts("city").Select(c => c == "Bern" ? 1000f : 0.001f)];
        TreesModel model = await Fit(rows, "price", new TreesOptions { Trees = 20, ValidationShare = 0 }, new TreesFit { Weights = weights });
        TreesModel plain = await Fit(rows, "price", new TreesOptions { Trees = 20, ValidationShare = 0 });
        Row[] elsewhere = [.. Tables.Mixed(300, seed: 4).Where(r => r["city"].AsText() == "Aarau")];
        Assert.True(model.Predict(elsewhere).Average(a => a.Value.AsNumber()) > plain.Predict(elsewhere).Average(a => a.Value.AsNumber()) + 20);
    }

    [Fact]
    public async Task FitAsync_WarmStart_KeepsEarlierTreesAndCorrectsThem()
    {
        RowBatch old = Tables.Mixed(1000), newer = Tables.Mixed(1000, seed: 8), fresh = Tables.Mixed(500, seed: 3);
        TreesModel first = await Fit(old, "price", new TreesOptions { Trees = 15, ValidationShare = 0 });
        TreesModel next = await Fit(newer, "price", new TreesOptions { Trees = 40, ValidationShare = 0 }, new TreesFit { WarmStart = first });

        Assert.Equal(first.Ensemble.Count + next.Training!.Trees, next.Ensemble.Count);
        Assert.Equal(first.Ensemble.Trees.SelectMany(t => t.Leaves), next.Ensemble.Trees.Take(15).SelectMany(t => t.Leaves));
        Assert.True(Error(next, fresh) < 0.6 * Error(first, fresh), $"{Error(next, fresh)} after {Error(first, fresh)}");
        Assert.NotEmpty(next.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task FitAsync_Query_OrdersRowsWithinIt()
    {
        var schema = new RowSchema([new("query", ValueKind.Text), new("signal", ValueKind.Number), new("noise", ValueKind.Number), new("grade", ValueKind.Number)]);
        var random = new Random(3);
        RowBatch rows = RowBatch.Of([.. Enumerable.Range(0, 3000).Select(i =>
        {
            int query = random.Next(150);
            double signal = random.NextDouble();
            return new Row(schema, [Value.Of($"q{query}"), Value.Of(signal), Value.Of(random.NextDouble()), Value.Of(Math.Floor(Math.Clamp(signal + (random.NextDouble() * 0.2), 0, 0.99) * 5))]);
        })]);
        TreesModel model = await new TreesTrainer(new TreesOptions { Query = "query" }).FitAsync(rows, "grade");

        Assert.Equal(TreesObjective.Rank, model.Objective);
        Assert.DoesNotContain("query", model.Encoder.Columns.Columns.Select(c => c.Name));
        Assert.StartsWith("ndcg", model.Training!.Figure, StringComparison.Ordinal);
        Assert.True(model.Training.Score > 0.9, $"{model.Training.Score}");
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task FitAsync_BalancedClasses_RareOneIsFound()
    {
        RowBatch rows = Tables.Mixed(3000);
        Value[] rare = [.. rows.Select(r => Value.Of(r["price"].AsNumber() > 830 ? "yes" : "no"))];
        RowBatch table = rows.Select(["size", "city", "flag", "at", "code"]).With("rare", ColumnData.Of(ValueKind.Text, rare));
        async Task<double> Found(bool balance)
        {
            TreesModel model = await new TreesTrainer(new TreesOptions { BalanceClasses = balance, Trees = 10, ValidationShare = 0 }).FitAsync(table, "rare");
            TabularAnswer[] answers = model.Predict(table);
            return answers.Where((_, i) => rare[i].AsText() == "yes").Average(a => a.Value.AsText() == "yes" ? 1.0 : 0);
        }

        Assert.True(await Found(true) > await Found(false));
    }

    [Fact]
    public async Task FitAsync_Cancelled_EndsBetweenTrees()
    {
        using var source = new CancellationTokenSource();
        var progress = new Steps(step => source.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TreesTrainer(new TreesOptions { Trees = 100_000, ValidationShare = 0 }).FitAsync(Tables.Mixed(2000), "price", progress: progress, cancellationToken: source.Token));
        Assert.InRange(progress.Last, 1, 99_999);
    }

    private static Task<TreesModel> Fit(RowBatch rows, string target, TreesOptions? options = null, TreesFit? fit = null) => new TreesTrainer(options).FitAsync(
        rows, target, null, (fit ?? new TreesFit()) with { Features = new RowSchema(Tables.Columns.Columns.Where(c => !s_others.Contains(c.Name))) });

    private static double Right(TreesModel model, RowBatch rows, string target) => model.Predict(rows).Zip(rows.Texts(target), (a, t) => a.Value.AsText() == t ? 1.0 : 0).Average();

    private static double Error(TreesModel model, RowBatch rows) => model.Predict(rows).Zip(rows.Numbers("price"), (a, t) => Math.Abs(a.Value.AsNumber() - t)).Average();

    private sealed class Steps(Action<long> heard) : IProgress<TrainingProgress>
    {
        public long Last { get; private set; }

        public void Report(TrainingProgress value)
        {
            Last = value.Step;
            heard(value.Step);
        }
    }
}
