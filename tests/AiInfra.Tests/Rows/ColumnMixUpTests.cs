using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Tests.Rows;

/// <summary>What tables and models are known to mix up between training and serving, on the way from a file over a model's file to <c>/predict</c>.</summary>
public sealed class ColumnMixUpTests(ServedTable table) : IClassFixture<ServedTable>
{
    [Fact]
    public async Task Order_OfPropertiesAndColumns_NeverCounts()
    {
        double said = await table.AnswerAsync(table.Known);
        Same(said, (await table.PostAsync("""{"n":3.5,"t":"b","at":"2024-03-01","f":true,"k":2}""")).Said);
        Same(said, (await table.PostAsync("""{"k":2,"f":true,"at":"2024-03-01","t":"b","n":3.5}""")).Said);
        RowBatch batch = RowBatch.Of([table.Known]);
        using IModel model = Model();
        using var asked = new RowModel(model);
        Same(said, asked.Predict(batch.Select(["k", "t", "f", "n", "at"]))["value"][0].AsNumber());
    }

    [Fact]
    public void Columns_MoreThanTheModelTakes_AreLeftOutAndFewerAreNamed()
    {
        using IModel model = Model();
        using var asked = new RowModel(model);
        RowBatch batch = RowBatch.Of([table.Known]);
        RowBatch more = batch.Select(["f", "k"]).With("id", TextColumn.Of(["x"])).With("n", batch["n"]).With("at", batch["at"]).With("t", batch["t"]);
        Assert.Equal(asked.Predict(batch)["value"][0], asked.Predict(more)["value"][0]);
        Assert.Contains("missing k", Assert.Throws<InferenceRequestException>(() => asked.Predict(batch.Select(["n", "t", "at", "f"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Property_ThatIsMisspelt_IsNamedAndNotMissing()
    {
        (double? said, string text) = await table.PostAsync("""{"n":3.5,"T ":"b","at":"2024-03-01","f":true,"k":2}""");
        Assert.Null(said);
        Assert.Contains("The model takes no 'T '", text, StringComparison.Ordinal);
        Assert.Contains("Duplicate property 'n'", (await table.PostAsync("""{"n":3.5,"n":3.5,"t":"b","at":"2024-03-01","f":true,"k":2}""")).Text, StringComparison.Ordinal);
    }

    /// <summary>Trained without a missing value, asked with one, and with a fraction: a column of numbers takes both.</summary>
    [Theory]
    [InlineData("2", true)]
    [InlineData("2.0", true)]
    [InlineData("2e0", true)]
    [InlineData("2.5", true)]
    [InlineData("null", true)]
    [InlineData("true", true)]
    [InlineData("\"2\"", false)]
    [InlineData("[2]", false)]
    public async Task WholeNumbers_OfTraining_TakeWhatNumbersAre(string written, bool taken)
    {
        double? said = (await table.PostAsync($$"""{"n":3.5,"t":"b","at":"2024-03-01","f":true,"k":{{written}}}""")).Said;
        Assert.Equal(taken, said is not null);
        if (written.StartsWith("2", StringComparison.Ordinal) && written != "2.5")
        {
            Same(await table.AnswerAsync(table.Known), said);
        }
    }

    [Fact]
    public async Task Booleans_TrueAndOne_AreOneAnswer()
    {
        double said = await table.AnswerAsync(table.Known);
        Same(said, (await table.PostAsync("""{"n":3.5,"t":"b","at":"2024-03-01","f":1,"k":2}""")).Said);
        Assert.True(Math.Abs(said - (await table.PostAsync("""{"n":3.5,"t":"b","at":"2024-03-01","f":false,"k":2}""")).Said!.Value) > 1e-3);
        Assert.Null((await table.PostAsync("""{"n":3.5,"t":"b","at":"2024-03-01","f":"true","k":2}""")).Said);
    }

    [Theory]
    [InlineData("\"2024-03-01\"")]
    [InlineData("\"2024-03-01T00:00:00\"")]
    [InlineData("\"2024-03-01T00:00:00Z\"")]
    [InlineData("\"2024-03-01T02:00:00+02:00\"")]
    [InlineData("1709251200000")]
    public async Task Times_OfOneMoment_AreOneAnswer(string written) =>
        Same(await table.AnswerAsync(table.Known), (await table.PostAsync($$"""{"n":3.5,"t":"b","at":{{written}},"f":true,"k":2}""")).Said);

    [Fact]
    public async Task Categories_NeverSeen_AreAnsweredAlikeAndNotAsAnother()
    {
        double unseen = await table.AnswerAsync(ServedTable.With(table.Known, "t", "from tomorrow"));
        Same(unseen, await table.AnswerAsync(ServedTable.With(table.Known, "t", "B")));
        foreach (string known in new[] { "alpha", "b" })
        {
            Assert.True(Math.Abs(unseen - await table.AnswerAsync(ServedTable.With(table.Known, "t", known))) > 1e-3);
        }
    }

    /// <summary>Codes of categories belong to a batch; another batch counts them in another order.</summary>
    [Fact]
    public void Categories_CodedInAnotherOrder_AreTheirTexts()
    {
        using IModel model = Model();
        using var asked = new RowModel(model);
        RowBatch known = RowBatch.Of([table.Known, table.Known, table.Known]);
        RowBatch one = Coded([0, 1, -1], ["alpha", "b"]), other = Coded([2, 0, -1], ["b", "of another batch", "alpha"]);
        Assert.Equal(asked.Predict(one)["value"].AsValues(), asked.Predict(other)["value"].AsValues());
        Assert.Equal(3, asked.Predict(one)["value"].AsValues().Distinct().Count());

        RowBatch Coded(int[] codes, string[] texts) => known.Select(["n", "at", "f", "k"]).With("t", new TextColumn(codes, 3, texts));
    }

    /// <summary>A column that came as texts of numbers is not read as numbers in silence; whoever wants that says so.</summary>
    [Fact]
    public void Numbers_ThatCameAsTexts_AreRefusedByName()
    {
        using IModel model = Model();
        using var asked = new RowModel(model);
        RowBatch batch = RowBatch.Of([table.Known]).Select(["t", "at", "f", "k"]).With("n", TextColumn.Of(["3.5"]));
        Assert.Contains("Column 'n': expected a number, came Text '3.5'", Assert.Throws<InferenceRequestException>(() => asked.Predict(batch)).Message, StringComparison.Ordinal);
    }

    /// <summary>One row at a time, many at once, over HTTP, as a batch: one answer each.</summary>
    [Fact]
    public async Task Rows_AloneAndTogether_AreAnsweredAlike()
    {
        Row[] rows = [.. Enumerable.Range(0, 600).Select(i => ServedTable.With(ServedTable.With(table.Known, "n", i % 9 == 0 ? Value.Missing : i / 7.0), "t", i % 4 == 0 ? Value.Missing : $"c{i % 3}"))];
        using IModel model = Model();
        using var asked = new RowModel(model);
        double[] columns = asked.Predict(RowBatch.Of(rows)).Numbers("value");
        Assert.Equal(asked.Predict(rows).Select(r => r["value"].AsNumber()), columns);
        IReadOnlyList<RowPrediction> many = await table.Deployment.PredictManyAsync(rows);
        for (int i = 0; i < rows.Length; i++)
        {
            Same(columns[i], many[i].Outputs["value"].AsNumber());
        }
    }

    /// <summary>But for the last bits of single precision, which hang on how many rows share a call.</summary>
    private static void Same(double expected, double? came) => Assert.Equal(expected, came!.Value, 1e-4);

    private OnnxRuntimeModel Model() => OnnxRuntimeModel.Load(table.Model.ToOnnx().ToBytes());
}
