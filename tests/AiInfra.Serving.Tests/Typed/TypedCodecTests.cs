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

    /// <summary>Every element type goes in and comes out as an array of its own .NET type; BF16 is none.</summary>
    [Fact]
    public void Write_ArraysOfEveryElementType_AreCopiedAsTheyAre()
    {
        Assert.Equal([true, false], Copy<bool>(TensorType.Boolean, [true, false]));
        Assert.Equal([1, 255], Copy<byte>(TensorType.UInt8, [1, 255]));
        Assert.Equal([1, 65535], Copy<ushort>(TensorType.UInt16, [1, 65535]));
        Assert.Equal([1u, uint.MaxValue], Copy<uint>(TensorType.UInt32, [1, uint.MaxValue]));
        Assert.Equal([1ul, ulong.MaxValue], Copy<ulong>(TensorType.UInt64, [1, ulong.MaxValue]));
        Assert.Equal([(sbyte)-1, sbyte.MinValue], Copy<sbyte>(TensorType.Int8, [-1, sbyte.MinValue]));
        Assert.Equal([(short)-1, short.MinValue], Copy<short>(TensorType.Int16, [-1, short.MinValue]));
        Assert.Equal([-1, int.MinValue], Copy<int>(TensorType.Int32, [-1, int.MinValue]));
        Assert.Equal([-1, 9_007_199_254_740_993], Copy<long>(TensorType.Int64, [-1, 9_007_199_254_740_993]));
        Assert.Equal([(Half)1.5, Half.NaN], Copy<Half>(TensorType.Float16, [(Half)1.5, Half.NaN]));
        Assert.Equal([1.5f, float.NaN], Copy<float>(TensorType.Float32, [1.5f, float.NaN]));
        Assert.Equal([1.5, double.NaN], Copy<double>(TensorType.Float64, [1.5, double.NaN]));
        Assert.Equal(["a", ""], Copy<string>(TensorType.String, ["a", null!]));
        Assert.Contains("does not fit the model", Assert.Throws<ArgumentException>(() => Copy<ushort>(TensorType.BFloat16, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("does not fit the model", Assert.Throws<ArgumentException>(() => Copy<int>(TensorType.Int64, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2 elements, came 3", Assert.Throws<InferenceRequestException>(() => Copy<int>(TensorType.Int32, [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    private static T[] Copy<T>(TensorType type, T[] values)
    {
        ModelSignature signature = new([new TensorSpec("values", type, [-1, 2], ["N", null])], [new TensorSpec("same", type, [-1, 2], ["N", null])]);
        var codec = new TypedCodec<Vector<T>, SameVector<T>>(signature);
        using var model = new DelegateModel(signature, slot =>
        {
            if (type == TensorType.String)
            {
                slot.Inputs[0].Text.CopyTo(slot.Outputs[0].Text);
            }
            else
            {
                slot.Inputs[0].Bytes.CopyTo(slot.Outputs[0].Bytes);
            }
        });
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(2);
        codec.Write(new Vector<T>(values), slot, 1);
        slot.Run();
        return codec.Read(new Vector<T>(values), slot, 1).Same;
    }

    private static ModelSignature Same(TensorType type) =>
        new([new TensorSpec("id", type, [-1, 1], ["N", null])], [new TensorSpec("same", TensorType.String, [-1, 1], ["N", null])]);

    private sealed record Vector<T>(T[] Values);

    private sealed record SameVector<T>(T[] Same);

    private sealed record In(long Id);

    private sealed record Unsigned(ulong Id);

    private sealed record Text(string Same);

    private sealed record Long(long Same);

    private sealed record Out(long Same);

    private sealed record Small(int Same);

    private sealed record Whole(int Half);
}
