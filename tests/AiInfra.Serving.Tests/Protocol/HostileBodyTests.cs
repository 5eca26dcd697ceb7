using System.Text;
using AiInfra.Laws;
using AiInfra.Serving.Protocol;
using AiInfra.Serving.Runtimes;
using CsCheck;

namespace AiInfra.Serving.Tests.Protocol;

/// <summary>Whatever bytes come, the answer is a request or a refusal, never a fault of ours.</summary>
public sealed class HostileBodyTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        """{"id":"a\u00e9","parameters":{"timeout":5,"sequence_id":"k","binary_data_output":true},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,2e3],[-0.5,null]]},{"data":["a",null],"name":"t","datatype":"BYTES","shape":[2]},{"name":"b","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":10}}],"outputs":[{"name":"y","parameters":{"binary_data":true,"classification":2}}]}""");

    private static readonly byte[] Tail = [1, 0, 0, 0, 65, 1, 0, 0, 0, 66];

    [Fact]
    public void Read_TheValidBody_IsRead()
    {
        InferenceRequest request = InferenceRequestReader.Read([.. Valid, .. Tail], Valid.Length);
        Assert.Equal(["x", "t", "b"], request.Inputs.Select(i => i.Name));
        Assert.Equal(["A", "B"], request.Inputs[2].Data.Span<string>().ToArray());
        Assert.Equal("aé", request.Id);
    }

    [Fact]
    public void Read_AnyChangeOfAValidBody_IsReadOrRefused() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Byte, Gen.Int[0, 3], Gen.Int[0, Tail.Length], (at, to, how, tail) => Change(at, to, how, tail)).ForAll(
            body => IsReadOrRefused(body.Json, body.Tail), count: 30_000, print: b => Encoding.UTF8.GetString(b.Json));

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}],"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[2]}]}""", "once")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1],"data":[2]}]}""", "one 'data'")]
    [InlineData("""{"inputs":[{"name":"x","data":[1],"data":[2],"shape":[1],"datatype":"FP32"}]}""", "one 'data'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"shape":[2],"datatype":"FP32","data":[1]}]}""", "one 'shape'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","datatype":"FP64","data":[1]}]}""", "one 'datatype'")]
    [InlineData("""{"inputs":[{"name":"x","name":"z","shape":[1],"datatype":"FP32","data":[1]}]}""", "one 'name'")]
    public void Read_WhatComesTwice_IsRefusedForNobodySaysWhichHolds(string body, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProtocolException>(() => InferenceRequestReader.Read(Encoding.UTF8.GetBytes(body))).Message);

    [Fact]
    public void Read_AnyTailOfTexts_IsReadOrRefused() => Gen.Byte.Array[0, 40].ForAll(
        tail => IsReadOrRefused(Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"b","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{tail.Length}}}}}]}"""), tail), count: 20_000);

    private static (byte[] Json, byte[] Tail) Change(int at, byte to, int how, int tail)
    {
        byte[] json = how switch
        {
            0 => [.. Valid[..at], to, .. Valid[(at + 1)..]],
            1 => [.. Valid[..at], to, .. Valid[at..]],
            2 => [.. Valid[..at], .. Valid[(at + 1)..]],
            _ => Valid[..at],
        };
        return (json, Tail[..tail]);
    }

    private static bool IsReadOrRefused(byte[] json, byte[] tail)
    {
        try
        {
            return InferenceRequestReader.Read([.. json, .. tail], json.Length).Inputs.Count > 0;
        }
        catch (Exception e) when (e is ProtocolException or InferenceRequestException)
        {
            return e.Message.Length > 0;
        }
    }
}
