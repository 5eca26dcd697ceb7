using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Rows;

public sealed class RowModelTests
{
    [Fact]
    public void Predict_ColumnsInAnyOrderAndExtraOnes_AreFoundByName()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        Row a = model.Predict(TestRows.Of(("color", "red"), ("target", "unused"), ("size", 1), ("at", DateTime.UnixEpoch)));
        Row b = model.Predict(TestRows.Raw(1, "red", DateTime.UnixEpoch));
        Assert.Equal(b["probability.yes"], a["probability.yes"]);
    }

    [Fact]
    public void Predict_CategoryNeverSeen_PassesThrough()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        Assert.Equal("no", model.Predict(TestRows.Raw(1, "a colour from tomorrow", DateTime.UnixEpoch))["label"].AsText());
    }

    [Fact]
    public void Predict_MissingValues_BecomeTheConventionsMarks()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        Assert.Equal("no", model.Predict(TestRows.Raw(100, "red", Value.Missing))["label"].AsText());
        Assert.Equal("yes", model.Predict(TestRows.Raw(Value.Missing, "red", DateTime.UnixEpoch))["label"].AsText());
        Assert.Equal("no", model.Predict(TestRows.Raw(Value.Missing, Value.Missing, DateTime.UnixEpoch))["label"].AsText());
    }

    [Theory]
    [InlineData(9_007_199_254_740_993)]
    [InlineData(-9_007_199_254_740_993)]
    [InlineData(long.MaxValue)]
    public void Predict_WholeNumberBeyondADouble_KeepsEveryDigit(long id)
    {
        ModelSignature signature = new([new TensorSpec("id", TensorType.Int64, [-1, 1], ["N", null])], [new TensorSpec("same", TensorType.Int64, [-1, 1], ["N", null])]);
        using var ids = new DelegateModel(signature, slot => slot.Inputs[0].Span<long>().CopyTo(slot.Outputs[0].Span<long>()));
        using var model = new RowModel(ids);
        Assert.Equal(Value.Of(id), model.Predict(TestRows.Of(("id", Value.Of(id))))["same"]);
    }

    [Theory]
    [InlineData(TensorType.Float32, 1e39, "a number that fits Single")]
    [InlineData(TensorType.Float16, -70000, "a number that fits Half")]
    [InlineData(TensorType.Boolean, 2, "true or false")]
    [InlineData(TensorType.Int32, double.NaN, "has no value that means missing")]
    public void Predict_NumberThatTheInputDoesNotHold_IsRefused(TensorType type, double number, string expected)
    {
        ModelSignature signature = new([new TensorSpec("x", type, [-1, 1], ["N", null])], [new TensorSpec("y", TensorType.Float32, [-1, 1], ["N", null])]);
        using var any = new DelegateModel(signature, _ => { });
        using var model = new RowModel(any);
        Assert.Contains(expected, Assert.Throws<InferenceRequestException>(() => model.Predict(TestRows.Of(("x", number)))).Message);
    }

    [Fact]
    public void Predict_ColumnMissing_ListsWhatIsWantedAndWhatCame()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        var e = Assert.Throws<InferenceRequestException>(() => model.Predict(TestRows.Of(("size", 1), ("colour", "red"))));
        Assert.Equal("Row: expected columns size, color, at, came columns size, colour; missing color, at.", e.Message);
    }

    [Fact]
    public void Predict_TextInANumber_SaysColumnExpectedAndCame()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        var e = Assert.Throws<InferenceRequestException>(() => model.Predict(TestRows.Raw("big", "red", DateTime.UnixEpoch)));
        Assert.Equal("Column 'size': expected a number, came Text 'big'.", e.Message);
    }

    [Fact]
    public void Predict_RowsOfManySchemas_EachIsMapped()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Scale(2));
        using var model = new RowModel(onnx, maxRows: 4);
        Row[] rows = [.. Enumerable.Range(0, 21).Select(i => i % 2 == 0 ? TestRows.X(i) : TestRows.Of(("other", "o"), ("x", i)))];
        Assert.Equal(Enumerable.Range(0, 21).Select(i => 2.0 * i), model.Predict(rows).Select(r => r["value"].AsNumber()));
    }

    [Fact]
    public void Predict_PlainVectorModel_TakesTheColumnsByNameInAnyOrder()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Mlp());
        using var model = new RowModel(onnx);
        var forwards = new RowSchema(Enumerable.Range(0, 64).Select(i => new Column($"input[{i}]", ValueKind.Number)));
        var backwards = new RowSchema(forwards.Columns.Reverse());
        Row row = model.Predict(new Row(forwards, [.. Enumerable.Range(0, 64).Select(i => Value.Of(i / 64.0))]));
        Row same = model.Predict(new Row(backwards, [.. Enumerable.Range(0, 64).Reverse().Select(i => Value.Of(i / 64.0))]));
        Assert.Equal(["probability[0]", "probability[1]"], row.Schema.Columns.Select(c => c.Name));
        Assert.Equal(1, row[0].AsNumber() + row[1].AsNumber(), 5);
        Assert.Equal(row[0], same[0]);
    }

    [Fact]
    public void Predict_PlainVectorModelAndColumnsOfOtherNames_IsRefusedWithTheCures()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Mlp());
        using var model = new RowModel(onnx);
        var schema = new RowSchema(Enumerable.Range(0, 64).Select(i => new Column($"c{i}", ValueKind.Number)));
        var e = Assert.Throws<InferenceRequestException>(() => model.Predict(new Row(schema, [.. Enumerable.Range(0, 64).Select(i => Value.Of(i / 64.0))])));
        Assert.Contains("call the columns input[0] and so on, or name the elements in the model's metadata 'aiinfra.features'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_PlainVectorModelThatNamesItsFeatures_TakesThemByName()
    {
        var g = new AiInfra.Onnx.OnnxGraphBuilder("difference");
        AiInfra.Onnx.OnnxValue x = g.Input("x", AiInfra.Onnx.OnnxElementType.Float, ["N", 2]);
        byte[] file = g.Output("value", g.MatMul(x, g.Initializer("w", new[] { 1f, -1f }, 2, 1))).Build(new Dictionary<string, string> { ["aiinfra.features"] = """["paid","owed"]""" }).ToBytes();
        using var onnx = OnnxRuntimeModel.Load(file);
        using var model = new RowModel(onnx);
        Assert.Equal(7, model.Predict(TestRows.Of(("owed", 3), ("note", "unused"), ("paid", 10)))["value"].AsNumber());
    }

    [Fact]
    public void RowModel_OpenDimensions_IsRefused()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Sums());
        Assert.Throws<ModelLoadException>(() => new RowModel(onnx));
    }
}
