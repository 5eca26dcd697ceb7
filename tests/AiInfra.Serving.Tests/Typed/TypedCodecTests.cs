using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Tests.Typed;

/// <summary>Numbers keep their value on the way from a record to the model and back, or it is an error.</summary>
public sealed class TypedCodecTests
{
    private static readonly ModelSignature Longs = new(
        [new TensorSpec("id", TensorType.Int64, [-1, 1], ["N", null])],
        [new TensorSpec("same", TensorType.Int64, [-1, 1], ["N", null]), new TensorSpec("half", TensorType.Float64, [-1, 1], ["N", null])]);

    [Theory]
    [InlineData(9_007_199_254_740_993)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Write_LongProperty_KeepsEveryDigit(long id) => Assert.Equal(id, Ask<In, Out>(new In(id)).Same);

    [Theory]
    [InlineData(9_007_199_254_740_993)]
    [InlineData(18_446_744_073_709_551_615)]
    public void Write_UnsignedProperty_KeepsEveryDigit(ulong id)
    {
        ModelSignature unsigned = Same(TensorType.UInt64);
        var codec = new TypedCodec<Unsigned, Text>(unsigned);
        using var model = new DelegateModel(unsigned, slot => slot.Outputs[0].Text[0] = $"{slot.Inputs[0].Span<ulong>()[0]}");
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(new Unsigned(id), slot, 0);
        slot.Run();
        Assert.Equal($"{id}", codec.Read(new Unsigned(id), slot, 0).Same);
    }

    [Fact]
    public void Read_UnsignedIntoALong_KeepsEveryDigitOrIsAnError()
    {
        ModelSignature signature = new([new TensorSpec("id", TensorType.Int64, [-1, 1], ["N", null])], [new TensorSpec("same", TensorType.UInt64, [-1, 1], ["N", null])]);
        var codec = new TypedCodec<In, Long>(signature);
        using var model = new DelegateModel(signature, slot => slot.Outputs[0].Span<ulong>()[0] = (ulong)slot.Inputs[0].Span<long>()[0]);
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(new In(9_007_199_254_740_993), slot, 0);
        slot.Run();
        Assert.Equal(9_007_199_254_740_993, codec.Read(new In(0), slot, 0).Same);
        codec.Write(new In(-1), slot, 0);
        slot.Run();
        Assert.Throws<InferenceException>(() => codec.Read(new In(0), slot, 0));
    }

    [Fact]
    public void Read_LongThatDoesNotFitAnInt_IsAnErrorAndNotCutOff() =>
        Assert.Throws<InferenceException>(() => Ask<In, Small>(new In(1L << 40)));

    [Fact]
    public void Read_FractionIntoAnInteger_IsAnErrorAndNotCutOff() =>
        Assert.Throws<InferenceException>(() => Ask<In, Whole>(new In(7)));

    [Fact]
    public void Read_WholeNumberIntoAnInteger_IsTaken() => Assert.Equal(4, Ask<In, Whole>(new In(8)).Half);

    private static TOut Ask<TIn, TOut>(TIn request)
    {
        var codec = new TypedCodec<TIn, TOut>(Longs);
        using var model = new DelegateModel(Longs, slot =>
        {
            slot.Outputs[0].Span<long>()[0] = slot.Inputs[0].Span<long>()[0];
            slot.Outputs[1].Span<double>()[0] = slot.Inputs[0].Span<long>()[0] / 2.0;
        });
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(request, slot, 0);
        slot.Run();
        return codec.Read(request, slot, 0);
    }

    private static ModelSignature Same(TensorType type) =>
        new([new TensorSpec("id", type, [-1, 1], ["N", null])], [new TensorSpec("same", TensorType.String, [-1, 1], ["N", null])]);

    private sealed record In(long Id);

    private sealed record Unsigned(ulong Id);

    private sealed record Text(string Same);

    private sealed record Long(long Same);

    private sealed record Out(long Same);

    private sealed record Small(int Same);

    private sealed record Whole(int Half);
}
