using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Tests.Runtimes;

public sealed class TensorValuesTests
{
    public static TheoryData<TensorType> EveryType => [.. Enum.GetValues<TensorType>()];

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Write_ThenReadFromSlotAndData_AreTheSame(TensorType type)
    {
        var slot = new SlotTensor(new TensorSpec("x", type, [2, 1]));
        TensorValues elements = TensorValues.Of(type);
        elements.Write(slot, 0, Value.Of(true), "x");
        elements.Write(slot, 1, Value.Of(false), "x");
        TensorData data = TensorData.Create(type, 2, 1);
        if (type == TensorType.String)
        {
            slot.Text.CopyTo(data.Span<string?>());
        }
        else
        {
            slot.Bytes.CopyTo(data.Bytes);
        }

        var fromSlot = new Value[2];
        elements.Read(slot, 0, fromSlot);
        Assert.Equal(fromSlot, new[] { elements.Read(data, 0), elements.Read(data, 1) });
        Assert.True(ValueConversion.TryConvert(fromSlot[0], ValueKind.Boolean, out Value one) && one.AsBoolean());
        Assert.Equal(elements.Kind, fromSlot[0].Kind);
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Write_MissingValue_ReadsAsMissingOrIsRefused(TensorType type)
    {
        var slot = new SlotTensor(new TensorSpec("x", type, [1, 1]));
        TensorValues elements = TensorValues.Of(type);
        Assert.Equal(elements.HasMissing, elements.Fits(Value.Missing));
        if (elements.HasMissing)
        {
            elements.Write(slot, 0, Value.Missing, "x");
            Assert.True(elements.Read(slot, 0).IsMissing);
        }
        else
        {
            Assert.Contains("'x'", Assert.Throws<InferenceRequestException>(() => elements.Write(slot, 0, Value.Missing, "x")).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TensorType.Int64, "9223372036854775807")]
    [InlineData(TensorType.UInt64, "18446744073709551615")]
    [InlineData(TensorType.Int8, "-128")]
    [InlineData(TensorType.BFloat16, "-0.5")]
    public void Write_NumberWithAllItsDigits_ComesBack(TensorType type, string number)
    {
        Assert.True(Value.TryNumber(number, out Value value));
        var slot = new SlotTensor(new TensorSpec("x", type, [1, 1]));
        TensorValues.Of(type).Write(slot, 0, value, "x");
        Assert.Equal(value, TensorValues.Of(type).Read(slot, 0));
    }

    [Theory]
    [InlineData(TensorType.UInt8, 256)]
    [InlineData(TensorType.Int32, 0.5)]
    [InlineData(TensorType.Float16, 1e6)]
    [InlineData(TensorType.BFloat16, 1e39)]
    [InlineData(TensorType.Boolean, 2)]
    [InlineData(TensorType.Int64, 1e18)]
    public void Write_NumberThatDoesNotFit_IsRefused(TensorType type, double number)
    {
        var slot = new SlotTensor(new TensorSpec("x", type, [1, 1]));
        Assert.False(TensorValues.Of(type).Fits(Value.Of(number)));
        Assert.Throws<InferenceRequestException>(() => TensorValues.Of(type).Write(slot, 0, Value.Of(number), "x"));
    }

    [Fact]
    public void Write_Instant_IsMilliseconds()
    {
        var slot = new SlotTensor(new TensorSpec("at", TensorType.Int64, [1, 1]));
        TensorValues.Of(TensorType.Int64).Write(slot, 0, Value.Of(DateTime.UnixEpoch.AddSeconds(2)), "at");
        Assert.Equal(2000, slot.Span<long>()[0]);
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void ToOnnx_EveryType_IsTheTypeOfTheSameName(TensorType type) => Assert.Equal(
        type switch { TensorType.Boolean => "Bool", TensorType.Float32 => "Float", TensorType.Float64 => "Double", _ => type.ToString() },
        type.ToOnnx().ToString());

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.0078125f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void BrainFloat_ThatItHolds_ComesBack(float number) => Assert.Equal(number, BrainFloat.ToSingle(BrainFloat.Of(number)));
}
