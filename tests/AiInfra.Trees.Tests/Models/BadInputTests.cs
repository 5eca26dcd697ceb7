using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Support.Logging;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Models;

namespace AiInfra.Trees.Tests.Models;

/// <summary>What cannot be learned is refused in words; what can be learned is learned.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task FitAsync_OneClass_IsRefused()
    {
        RowBatch rows = Table(60, _ => Value.Of("same"));
        var e = await Assert.ThrowsAsync<EncodingException>(() => new TreesTrainer().FitAsync(rows, "y", ModelTask.Classification));
        Assert.Contains("one: 'same'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_ConstantTarget_AnswersTheConstantExactly()
    {
        TreesModel model = await new TreesTrainer().FitAsync(Table(60, _ => Value.Of(1234567.891)), "y", ModelTask.Regression);
        Assert.All(model.Predict(Table(5, _ => Value.Of(0.0))), a => Assert.Equal(1234567.891, a.Value.AsNumber()));
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    public async Task FitAsync_ClassWithOneRow_IsLearned(int rows)
    {
        TreesModel model = await new TreesTrainer().FitAsync(Table(rows, i => Value.Of(i == 17 ? "rare" : i % 2 == 0 ? "even" : "odd")), "y");
        Assert.Equal(3, model.Labels!.Count);
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task FitAsync_TwoClassesOneRowOfOne_IsLearned()
    {
        TreesModel model = await new TreesTrainer().FitAsync(Table(80, i => Value.Of(i == 17 ? "rare" : "usual")), "y");
        Assert.All(model.Predict(Table(10, _ => Value.Missing)), a => Assert.True(a.Probabilities[1] > 0.5));
    }

    [Fact]
    public async Task FitAsync_ColumnAllMissing_IsLeftOutAndSaid()
    {
        RowBatch rows = Table(200, i => Value.Of((double)i)).With("empty", ColumnData.Of(ValueKind.Number, [.. Enumerable.Repeat(Value.Missing, 200)]));
        TreesModel model = await new TreesTrainer().FitAsync(rows, "y");
        Assert.Contains(model.Encoder.Report.LeftOut, c => c.Column == "empty" && c.Reason == "all values are missing");
    }

    [Fact]
    public async Task FitAsync_NoColumns_IsRefused()
    {
        var schema = new RowSchema([new("y", ValueKind.Number)]);
        RowBatch rows = RowBatch.Of([.. Enumerable.Range(0, 50).Select(i => new Row(schema, [Value.Of(i * 0.5)]))]);
        await Assert.ThrowsAsync<EncodingException>(() => new TreesTrainer().FitAsync(rows, "y"));
    }

    [Fact]
    public async Task FitAsync_NoRows_IsRefused() =>
        await Assert.ThrowsAsync<TabularException>(() => new TreesTrainer().FitAsync(Array.Empty<Row>(), "y"));

    [Fact]
    public async Task FitAsync_WeightsAllZero_IsRefused()
    {
        var e = await Assert.ThrowsAsync<TabularException>(() => new TreesTrainer().FitAsync(Table(60, i => Value.Of(i * 0.5)), "y", fit: new TreesFit { Weights = new float[60] }));
        Assert.Contains("a weight above zero", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_WeightNaN_IsNamed()
    {
        float[] weights = [.. Enumerable.Repeat(1f, 60)];
        weights[7] = float.NaN;
        var e = await Assert.ThrowsAsync<TabularException>(() => new TreesTrainer().FitAsync(Table(60, i => Value.Of(i * 0.5)), "y", fit: new TreesFit { Weights = weights }));
        Assert.Contains("row 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_MillionTexts_AreSeenForWhatTheyAreInBoundedMemory()
    {
        const int Count = 1_000_000;
        RowBatch rows = Table(Count, i => Value.Of(i % 7 * 0.5)).With("name", ColumnData.Of(ValueKind.Text, [.. Enumerable.Range(0, Count).Select(i => Value.Of($"text {i}"))]));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TreesModel model = await new TreesTrainer(new TreesOptions { Trees = 2, ValidationShare = 0 }).FitAsync(rows, "y", ModelTask.Regression);
        Assert.Contains(model.Encoder.Report.LeftOut, c => c.Column == "name");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
        Assert.InRange(model.ToJson().Length, 1, 100_000);
        GC.KeepAlive(rows);
    }

    [Fact]
    public async Task FitAsync_InfiniteNumbers_LearnedAsTheLargest()
    {
        RowBatch rows = Table(400, i => Value.Of(i % 4 == 0 ? 100.0 + (i * 0.001) : i * 0.001))
            .With("z", ColumnData.Of(ValueKind.Number, [.. Enumerable.Range(0, 400).Select(i => Value.Of(i % 4 == 0 ? double.PositiveInfinity : i % 4 == 1 ? double.NegativeInfinity : i % 50))]));
        TreesModel model = await new TreesTrainer().FitAsync(rows, "y");
        Assert.True(model.Predict(rows).Where((_, i) => i % 4 == 0).All(a => a.Value.AsNumber() > 90));
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task FitAsync_TargetNotFinite_IsRefusedOrLeftOut(double odd)
    {
        RowBatch rows = Table(60, i => i == 5 ? Value.Of(odd) : Value.Of(i * 0.5));
        if (double.IsNaN(odd))
        {
            Assert.Equal(1, (await new TreesTrainer().FitAsync(rows, "y")).RowsWithoutTarget);
            return;
        }

        await Assert.ThrowsAnyAsync<AiInfraException>(() => new TreesTrainer().FitAsync(rows, "y", ModelTask.Regression));
    }

    [Theory]
    [InlineData(TreesObjective.Poisson, -1.0, "0 and more")]
    [InlineData(TreesObjective.Tweedie, -0.5, "0 and more")]
    public async Task FitAsync_TargetDoesNotSuitObjective_IsRefused(TreesObjective objective, double odd, string words)
    {
        var e = await Assert.ThrowsAsync<TreesException>(() => new TreesTrainer(new TreesOptions { Objective = objective }).FitAsync(Table(60, i => Value.Of(i == 9 ? odd : i)), "y"));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains("row 9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_GradesThatAreNone_AreRefused()
    {
        RowBatch rows = Table(60, i => Value.Of(i * 0.25)).With("q", ColumnData.Of(ValueKind.Text, [.. Enumerable.Range(0, 60).Select(i => Value.Of($"q{i % 6}"))]));
        var e = await Assert.ThrowsAsync<TreesException>(() => new TreesTrainer(new TreesOptions { Query = "q" }).FitAsync(rows, "y"));
        Assert.Contains("grades", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_ObjectiveForNumbersOnClasses_IsRefused() => await Assert.ThrowsAsync<TreesException>(
        () => new TreesTrainer(new TreesOptions { Objective = TreesObjective.Absolute }).FitAsync(Table(60, i => Value.Of(i % 2 == 0 ? "a" : "b")), "y", ModelTask.Classification));

    [Theory]
    [InlineData("city", "category")]
    [InlineData("nowhere", "no column that is learned from")]
    public async Task FitAsync_MonotoneThatCannotBe_IsRefused(string column, string words)
    {
        var options = new TreesOptions { Monotone = { [column] = MonotoneDirection.Increasing } };
        var e = await Assert.ThrowsAsync<TreesException>(() => new TreesTrainer(options).FitAsync(Table(200, i => Value.Of(i * 0.5)), "y"));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TreesObjective.Absolute)]
    [InlineData(TreesObjective.Quantile)]
    public void Faults_MonotoneWithMedians_IsRefusedInOurWords(TreesObjective objective)
    {
        string fault = Assert.Single(new TreesOptions { Objective = objective, Monotone = { ["x"] = MonotoneDirection.Increasing } }.Faults());
        Assert.Contains($"Monotone is not learned with TreesObjective.{objective}", fault, StringComparison.Ordinal);
        Assert.Empty(new TreesOptions { Objective = TreesObjective.Huber, Monotone = { ["x"] = MonotoneDirection.Increasing } }.Faults());
    }

    [Fact]
    public async Task FitAsync_WarmStartWithNewClass_IsRefused()
    {
        TreesModel first = await new TreesTrainer(new TreesOptions { Trees = 5 }).FitAsync(Table(100, i => Value.Of(i % 2 == 0 ? "a" : "b")), "y");
        var e = await Assert.ThrowsAsync<TreesException>(() => new TreesTrainer().FitAsync(Table(100, i => Value.Of(i % 3 == 0 ? "c" : "a")), "y", fit: new TreesFit { WarmStart = first }));
        Assert.Contains("'c'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_LargeTargetsCloseTogether_AreLearned()
    {
        RowBatch rows = Table(400, i => Value.Of(2e9 + (i % 2)));
        RowBatch table = rows.With("z", ColumnData.Of(ValueKind.Number, [.. Enumerable.Range(0, 400).Select(i => Value.Of(i % 2 == 0 ? -1.0 - (i % 7) : 1.0 + (i % 7)))]));
        TreesModel model = await new TreesTrainer().FitAsync(table, "y", ModelTask.Regression);
        Assert.All(model.Predict(table), (a, i) => Assert.Equal(2e9 + (i % 2), a.Value.AsNumber(), 0.2));
    }

    [Fact]
    public async Task FitAsync_FewRowsNothingToSplit_IsSaid()
    {
        var lines = new LogLines<TreesTrainer>();
        await new TreesTrainer(new TreesOptions { MinRowsInLeaf = 50 }, logger: lines).FitAsync(Table(30, i => Value.Of(i * 0.5)), "y");
        Assert.Contains(lines.Warnings, w => w.StartsWith("No column helps", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\nobjective=regression\n\nTree=0\nnum_leaves=2\n")]
    [InlineData("")]
    [InlineData("not a model")]
    public void Read_NoModel_IsRefused(string text) => Assert.Throws<TreesException>(() => Trees.Ensembles.TreeEnsemble.Read(text));

    [Fact]
    public async Task Read_EveryCutOfAText_IsRefusedNotWrong()
    {
        string text = (await new TreesTrainer(new TreesOptions { Trees = 3, ValidationShare = 0 }).FitAsync(Table(200, i => Value.Of(i * 0.5)), "y")).Text;
        int end = text.IndexOf("end of trees", StringComparison.Ordinal);
        for (int length = 0; length < end; length += 7)
        {
            Assert.Throws<TreesException>(() => Trees.Ensembles.TreeEnsemble.Read(text[..length]));
        }
    }

    [Fact]
    public async Task FromJson_Damaged_IsRefused()
    {
        string json = (await new TreesTrainer(new TreesOptions { Trees = 3, ValidationShare = 0 }).FitAsync(Table(200, i => Value.Of(i * 0.5)), "y")).ToJson();
        Assert.Throws<TreesException>(() => TreesModel.FromJson("{}"));
        Assert.Throws<TreesException>(() => TreesModel.FromJson(json[..(json.Length / 2)]));
        Assert.Throws<TreesException>(() => TreesModel.FromJson(json.Replace("max_feature_idx=2", "max_feature_idx=9", StringComparison.Ordinal)));
    }

    [Fact]
    public void Faults_OptionsOutOfRange_AreNamed()
    {
        string[] faults = [.. new TreesOptions { Trees = 0, Leaves = 1, FeatureShare = 0, TweediePower = 2, Objective = TreesObjective.Rank, Threads = 0 }.Faults()];
        Assert.Equal(6, faults.Length);
        Assert.Contains(faults, f => f.StartsWith("FeatureShare", StringComparison.Ordinal));
    }

    private static RowBatch Table(int rows, Func<int, Value> target)
    {
        var random = new Random(5);
        Value[] y = [.. Enumerable.Range(0, rows).Select(target)];
        ValueKind kind = y.First(v => !v.IsMissing || rows < 20).Kind;
        kind = kind == ValueKind.Missing ? ValueKind.Text : kind;
        var schema = new RowSchema([new("x", ValueKind.Number), new("city", ValueKind.Text), new("flag", ValueKind.Boolean), new("y", kind)]);
        return new RowBatch(schema,
        [
            ColumnData.Of(ValueKind.Number, [.. y.Select(_ => Value.Of(random.NextDouble()))]),
            ColumnData.Of(ValueKind.Text, [.. y.Select(_ => Value.Of($"c{random.Next(4)}"))]),
            ColumnData.Of(ValueKind.Boolean, [.. y.Select(_ => Value.Of(random.Next(2) == 0))]),
            ColumnData.Of(kind, y),
        ]);
    }
}
