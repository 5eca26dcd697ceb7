using System.Buffers;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Signals;
using AiInfra.Laws;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Protocol;
using AiInfra.Serving.Runtimes;
using CsCheck;

namespace AiInfra.Serving.Tests.Protocol;

public sealed class InferenceResponseWriterTests
{
    private static readonly InferenceResult Result = new()
    {
        Id = "p-1",
        Model = "m",
        Version = 3,
        Role = PredictionRole.Champion,
        Latency = TimeSpan.Zero,
        Signature = new ModelSignature([], []),
        Outputs = [new NamedTensor("a", TensorData.Of([1f, float.NaN], 2)), new NamedTensor("t", TensorData.Of<string>(["é", ""], 2))],
    };

    [Fact]
    public void Write_Json_IsAllThereIs()
    {
        var to = new ArrayBufferWriter<byte>();
        Assert.Null(new InferenceResponseWriter().Write(to, "m", new InferenceRequest { Id = "mine" }, Result));
        Assert.Equal(
            """{"model_name":"m","model_version":"3","id":"mine","parameters":{"prediction_id":"p-1"},"outputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,null]},{"name":"t","datatype":"BYTES","shape":[2],"data":["é",""]}]}""",
            Encoding.UTF8.GetString(to.WrittenSpan));
    }

    [Fact]
    public void Write_SomeOutputsAsBytes_ComeBehindTheJsonInTheirOrder()
    {
        var to = new ArrayBufferWriter<byte>();
        var request = new InferenceRequest { Outputs = [new RequestedOutput("t", Binary: true), new RequestedOutput("a")] };
        int json = new InferenceResponseWriter().Write(to, "m", request, Result)!.Value;
        using var answer = JsonDocument.Parse(to.WrittenMemory[..json]);
        Assert.Equal(["t", "a"], answer.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal(10, answer.RootElement.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal([2, 0, 0, 0, 0xC3, 0xA9, 0, 0, 0, 0], to.WrittenSpan[json..].ToArray());
    }

    [Fact]
    public void Write_AgainAndAfterARefusal_WritesTheSame()
    {
        var writer = new InferenceResponseWriter();
        var first = new ArrayBufferWriter<byte>();
        var nothing = new ArrayBufferWriter<byte>();
        var second = new ArrayBufferWriter<byte>();
        writer.Write(first, "m", new InferenceRequest(), Result);
        Assert.Contains("Unknown output 'z'. Outputs are 'a', 't'.", Assert.Throws<ProtocolException>(() => writer.Write(nothing, "m", new InferenceRequest { Outputs = [new RequestedOutput("z")] }, Result)).Message, StringComparison.Ordinal);
        Assert.Equal(0, nothing.WrittenCount);
        writer.Write(second, "m", new InferenceRequest(), Result);
        Assert.Equal(first.WrittenSpan.ToArray(), second.WrittenSpan.ToArray());
    }

    [Fact]
    public void BinaryTensors_Texts_ComeBackAsTheyWent() => Gen.String.Where(s => !s.Any(char.IsSurrogate)).Array[0, 8].ForAll(
        texts =>
        {
            var tensor = TensorData.Of<string>(texts, texts.Length);
            var bytes = new ArrayBufferWriter<byte>();
            BinaryTensors.Write(tensor, bytes);
            return bytes.WrittenCount == BinaryTensors.Size(tensor)
                && BinaryTensors.Read(bytes.WrittenSpan, TensorType.String, [texts.Length], "t").Span<string>().SequenceEqual(texts);
        },
        count: 2_000);

    [Fact]
    public void BinaryTensors_Numbers_ComeBackAsTheyWent() => Gen.Double.Array[0, 9].ForAll(
        numbers =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            BinaryTensors.Write(TensorData.Of<double>(numbers, numbers.Length), bytes);
            return BinaryTensors.Read(bytes.WrittenSpan, TensorType.Float64, [numbers.Length], "n").Bytes.SequenceEqual(bytes.WrittenSpan);
        },
        count: 2_000);

    [Theory]
    [InlineData(TensorType.Float32, 7, "7 bytes")]
    [InlineData(TensorType.Float32, 12, "12 bytes")]
    [InlineData(TensorType.String, 3, "3 bytes")]
    public void BinaryTensors_BytesThatAreNotTheTensors_AreRefusedByItsName(TensorType type, int bytes, string said)
    {
        var e = Assert.Throws<ProtocolException>(() => BinaryTensors.Read(new byte[bytes], type, [2], "n"));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.Contains("input 'n'", e.Message, StringComparison.Ordinal);
    }
}
