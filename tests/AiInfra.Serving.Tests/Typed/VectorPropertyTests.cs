using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Tests.Typed;

/// <summary>Single properties over one vector input: the order of their declaration never changes an answer.</summary>
public sealed class VectorPropertyTests
{
    private const string Names = """["petal length (cm)","petal width (cm)","sepal_length"]""";

    [Fact]
    public void Typed_NoNamesAndNoOrder_IsRefusedWithTheCures()
    {
        var e = Assert.Throws<ArgumentException>(() => Ask(new Plain(1, 2, 3), null));
        Assert.Contains("does not name its 3 elements", e.Message, StringComparison.Ordinal);
        Assert.Contains("aiinfra.features", e.Message, StringComparison.Ordinal);
        Assert.Contains("Column(Order = 0)", e.Message, StringComparison.Ordinal);
        Assert.Contains("array property 'x'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_ModelNamesItsFeatures_IsMatchedByNameInAnyOrder()
    {
        Assert.Equal([1f, 2f, 3f], Ask(new Named(PetalWidth: 2, SepalLength: 3, Length: 1, Id: 9), Names));
        Assert.Equal([1f, 2f, 3f], Ask(new NamedOtherwise(SepalLength: 3, Length: 1, PetalWidth: 2), Names));
    }

    [Fact]
    public void Typed_FeatureWithoutAProperty_IsNamed()
    {
        var e = Assert.Throws<ArgumentException>(() => Ask(new Plain(1, 2, 3), Names));
        Assert.Contains("no property is called 'petal length (cm)', 'petal width (cm)', 'sepal_length'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_ExplicitOrder_CountsAndDeclarationDoesNot()
    {
        Assert.Equal([1f, 2f, 3f], Ask(new Ordered(Third: 3, First: 1, Second: 2), null));
        Assert.Equal([1f, 2f, 3f], Ask(new OrderedOtherwise(First: 1, Third: 3, Second: 2, Id: 7), null));
    }

    [Fact]
    public void Typed_OrderGivenTwiceOrNotToAll_IsRefused()
    {
        Assert.Contains("A 0, B 0, C 1", Assert.Throws<ArgumentException>(() => Ask(new Twice(1, 2, 3), null)).Message, StringComparison.Ordinal);
        Assert.Contains("A 0, B 1", Assert.Throws<ArgumentException>(() => Ask(new Some(1, 2, 3), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_OnePropertyForTwoFeatures_IsRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => Ask(new Plain(1, 2, 3), """["a","A_","b"]"""));
        Assert.Contains("A could be any of 'a', 'A_'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_OnePropertyForTwoInputs_IsRefused()
    {
        var signature = new ModelSignature(
            [new TensorSpec("x1", TensorType.Float32, [-1, 1]), new TensorSpec("x_1", TensorType.Float32, [-1, 1])], [new TensorSpec("y", TensorType.Float32, [-1, 1])]);
        var e = Assert.Throws<ArgumentException>(() => new TypedCodec<One, Out>(signature));
        Assert.Contains("X1 could be any of 'x1', 'x_1'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_ColumnNames_AreFoundAmongInputsAndOutputs()
    {
        var signature = new ModelSignature([new TensorSpec("hours-per-week", TensorType.Float32, [-1, 1], ["N", null])], [new TensorSpec("42", TensorType.Float32, [-1, 1], ["N", null])]);
        using var model = new DelegateModel(signature, slot => slot.Outputs[0].Span<float>()[0] = 2 * slot.Inputs[0].Span<float>()[0]);
        var codec = new TypedCodec<Work, Pay>(signature);
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(new Work(21), slot, 0);
        slot.Run();
        Assert.Equal(42, codec.Read(new Work(21), slot, 0).Euros);
    }

    [Theory]
    [InlineData("""["a","b"]""", "names 2 elements")]
    [InlineData("""["a","b","a"]""", "names 'a' 2 times")]
    [InlineData("""{"a":0}""", "JSON array of strings")]
    public void Signature_FeaturesThatDoNotFit_AreRefused(string features, string said) =>
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => Signature(features)).Message, StringComparison.Ordinal);

    private static ModelSignature Signature(string? features) => new(
        [new TensorSpec("x", TensorType.Float32, [-1, 3], ["N", null])],
        [new TensorSpec("y", TensorType.Float32, [-1, 3], ["N", null])],
        features is null ? null : new Dictionary<string, string> { ["aiinfra.features"] = features });

    private static float[] Ask<TIn>(TIn request, string? features)
    {
        ModelSignature signature = Signature(features);
        var codec = new TypedCodec<TIn, Vector>(signature);
        using var model = new DelegateModel(signature, slot => slot.Inputs[0].Span<float>().CopyTo(slot.Outputs[0].Span<float>()));
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(request, slot, 0);
        slot.Run();
        return codec.Read(request, slot, 0).Y;
    }

    private sealed record Vector(float[] Y);

    private sealed record Plain(double A, double B, double C);

    private sealed record Named(double PetalWidth, double SepalLength, [property: Column("petal length (cm)")] double Length, int Id)
    {
        [Column("petal width (cm)")]
        public double PetalWidth { get; init; } = PetalWidth;
    }

    private sealed record NamedOtherwise(double SepalLength, [property: Column("petal length (cm)")] double Length, [property: Column("petal width (cm)")] double PetalWidth);

    private sealed record Ordered([property: Column(Order = 30)] double Third, [property: Column(Order = 10)] double First, [property: Column(Order = 20)] double Second);

    private sealed record OrderedOtherwise([property: Column(Order = 0)] double First, [property: Column(Order = 2)] double Third, [property: Column(Order = 1)] double Second, int Id);

    private sealed record Twice([property: Column(Order = 0)] double A, [property: Column(Order = 0)] double B, [property: Column(Order = 1)] double C);

    private sealed record Some([property: Column(Order = 0)] double A, [property: Column(Order = 1)] double B, double C);

    private sealed record One(float X1);

    private sealed record Out(float Y);

    private sealed record Work([property: Column("hours-per-week")] float Hours);

    private sealed record Pay([property: Column("42")] float Euros);
}
