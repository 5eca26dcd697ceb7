using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Tests.Runtimes;

public sealed class TensorDataTests
{
    [Theory]
    [InlineData(TensorType.Boolean, 1)]
    [InlineData(TensorType.UInt8, 1)]
    [InlineData(TensorType.UInt16, 2)]
    [InlineData(TensorType.UInt32, 4)]
    [InlineData(TensorType.UInt64, 8)]
    [InlineData(TensorType.Int8, 1)]
    [InlineData(TensorType.Int16, 2)]
    [InlineData(TensorType.Int32, 4)]
    [InlineData(TensorType.Int64, 8)]
    [InlineData(TensorType.Float16, 2)]
    [InlineData(TensorType.BFloat16, 2)]
    [InlineData(TensorType.Float32, 4)]
    [InlineData(TensorType.Float64, 8)]
    public void Create_AnyNumberType_HasBytesOfItsSize(TensorType type, int size)
    {
        var tensor = TensorData.Create(type, 2, 3);
        Assert.Equal(6 * size, tensor.Bytes.Length);
        Assert.True(TensorTypeExtensions.TryParseProtocolName(type.ProtocolName(), out TensorType back));
        Assert.Equal(type, back);
    }

    [Fact]
    public void Bytes_WriteThrough_ChangesElements()
    {
        var tensor = TensorData.Create(TensorType.Float32, 1);
        BitConverter.TryWriteBytes(tensor.Bytes, 1.5f);
        Assert.Equal(1.5f, tensor.Span<float>()[0]);
    }

    [Fact]
    public void Of_ArrayTooShort_SaysExpectedAndCame() => Assert.Equal(
        "Shape [2,3] needs 6 elements; 5 came.",
        Assert.Throws<InferenceRequestException>(() => TensorData.Of(new float[5], 2, 3)).Message);

    [Fact]
    public void Of_ArrayLongerThanShape_IsCutToIt() => Assert.Equal(6, TensorData.Of(new float[100], 2, 3).Span<float>().Length);

    [Theory]
    [InlineData(-1L, 2L)]
    [InlineData(4294967296L, 4294967296L)]
    [InlineData(long.MaxValue, 2L)]
    public void Create_ImpossibleShape_IsRefusedWithoutAllocating(long a, long b) => Assert.Throws<InferenceRequestException>(() => TensorData.Create(TensorType.UInt8, a, b));

    [Fact]
    public void Span_OtherType_SaysWhatItHolds() => Assert.Equal(
        "The tensor holds Single, not Double.",
        Assert.Throws<InvalidOperationException>(() => TensorData.Create(TensorType.Float32, 1).Span<double>().Length).Message);
}
