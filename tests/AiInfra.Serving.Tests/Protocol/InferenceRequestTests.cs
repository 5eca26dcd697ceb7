using System.Text;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Protocol;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Protocol;

/// <summary>A request of the protocol, whatever it was read from.</summary>
public sealed class InferenceRequestTests : IDisposable
{
    private const string Input = """{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}""";
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Read_NullWhereNothingIsSaid_IsReadAsIfItWereNotThere()
    {
        InferenceRequest request = Read(
            """{"id":null,"parameters":null,"outputs":null,"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1],"parameters":null},{"name":"y","data":null,"shape":[1],"datatype":"INT8","parameters":{"binary_data_size":1,"shared_memory_region":null}}]}""", [7]);
        Assert.Null(request.Id);
        Assert.Null(request.Outputs);
        Assert.Null(request.Options);
        Assert.Equal(1f, request.Inputs[0].Data.Span<float>()[0]);
        Assert.Equal((sbyte)7, request.Inputs[1].Data.Span<sbyte>()[0]);
    }

    [Fact]
    public void Read_NullInParameters_SaysNothing()
    {
        InferenceRequest request = Read($$$"""{"parameters":{"timeout":null,"priority":null,"sequence_id":null,"binary_data_output":null},"inputs":[{{{Input}}}],"outputs":[{"name":"v","parameters":{"binary_data":null,"classification":null,"shared_memory_region":null}},{"name":"w","parameters":null}]}""");
        Assert.Null(request.Options!.Timeout);
        Assert.Equal(BatchPriority.Normal, request.Options.Priority);
        Assert.Null(request.Options.Key);
        Assert.False(request.BinaryOutputs);
        Assert.Equal([new RequestedOutput("v"), new RequestedOutput("w")], request.Outputs);
    }

    [Theory]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("\"a\"", "a")]
    [InlineData("0", null)]
    [InlineData("\"\"", null)]
    public void Read_SequenceId_IsTheKey(string said, string? key) =>
        Assert.Equal(key, Read($$$"""{"parameters":{"sequence_id":{{{said}}}},"inputs":[{{{Input}}}]}""").Options!.Key);

    [Theory]
    [InlineData("\"sequence_id\":-1")]
    [InlineData("\"sequence_id\":1.5")]
    [InlineData("\"priority\":18446744073709551616")]
    [InlineData("\"timeout\":-1")]
    public void Read_NumberThatIsNone_IsRefused(string parameter) =>
        Assert.Contains("a whole number from 0 on", Assert.Throws<ProtocolException>(() => Read($$$"""{"parameters":{{{{parameter}}}},"inputs":[{{{Input}}}]}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_JsonLengthBeyondTheBody_IsRefused() =>
        Assert.Contains("came 3", Assert.Throws<ProtocolException>(() => InferenceRequestReader.Read("{}"u8, 3)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\0\0")]
    [InlineData("{}")]
    [InlineData(" more")]
    public void Read_MoreBehindTheJson_SaysWhichHeaderBytesNeed(string more) => Assert.Contains(
        "Inference-Header-Content-Length", Assert.Throws<ProtocolException>(() => InferenceRequestReader.Read(Encoding.UTF8.GetBytes($$"""{"inputs":[{{Input}}]}{{more}}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_BlanksBehindTheJson_AreNothing() => Assert.Single(InferenceRequestReader.Read(Encoding.UTF8.GetBytes($$"""{"inputs":[{{Input}}]}{{" \r\n"}}""")).Inputs);

    [Fact]
    public void Read_SharedMemory_IsUnsupported() =>
        Assert.True(Assert.Throws<ProtocolException>(() => Read("""{"inputs":[{"name":"x","parameters":{"shared_memory_region":"r"}}]}""")).IsUnsupported);

    [Fact]
    public void SetParameters_AsAnotherTransportHasThem_SayWhatJsonSays()
    {
        var request = new InferenceRequest();
        request.SetTimeout(1500);
        request.SetPriority(1);
        request.SetSequence("s");
        request.SetVersion(4);
        Assert.Equal(new PredictOptions { Timeout = TimeSpan.FromMilliseconds(1.5), Priority = BatchPriority.High, Key = "s", Version = 4 }, request.Options);
        Assert.Throws<ProtocolException>(() => request.SetTimeout(-1));
        Assert.Throws<ProtocolException>(() => request.SetPriority(-1));
        request.SetTimeout(long.MaxValue);
        Assert.True(request.Options!.Timeout > TimeSpan.FromDays(1000));
    }

    [Fact]
    public async Task RequireOutputs_OneThatNoVersionHas_IsRefusedBeforeTheModelRuns()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions(), null, TestModels.Scale(1));
        new InferenceRequest { Outputs = [new RequestedOutput("value")] }.RequireOutputs(d);
        var e = Assert.Throws<ProtocolException>(() => new InferenceRequest { Outputs = [new RequestedOutput("nope")] }.RequireOutputs(d));
        Assert.Contains("Unknown output 'nope'. Outputs are 'value'.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_OutputsOfAnAnswer_ComeAsTheyWereAskedFor()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions(), null, TestModels.Scale(3));
        InferenceResult result = await d.InferAsync([new NamedTensor("x", TensorData.Of([2.0, 4.0], 2, 1))]);
        ResponseTensor all = Assert.Single(new InferenceRequest { BinaryOutputs = true }.Select(result));
        Assert.Equal(("value", true, 12.0), (all.Name, all.Binary, all.Data.Span<double>()[1]));
        ResponseTensor top = Assert.Single(new InferenceRequest { BinaryOutputs = true, Outputs = [new RequestedOutput("value", Binary: false, TopClasses: 1)] }.Select(result));
        Assert.Equal((TensorType.String, false, "12.000000:0"), (top.Data.Type, top.Binary, top.Data.Span<string>()[1]));
    }

    private static InferenceRequest Read(string json, params byte[] binary)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        return InferenceRequestReader.Read([.. utf8, .. binary], utf8.Length);
    }
}
