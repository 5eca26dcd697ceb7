using System.Text;
using System.Text.Json;
using AiInfra.Serving.Protocol;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>A request of the Open Inference Protocol with one input: 32 rows of 64 numbers.</summary>
[MemoryDiagnoser]
public class TensorJson
{
    private const int Rows = 32;
    private readonly byte[] _data = JsonSerializer.SerializeToUtf8Bytes(Ratios.InferModel.Rows(Rows).SelectMany(r => r));
    private readonly byte[] _body;

    /// <summary>Makes the body.</summary>
    public TensorJson() => _body = Encoding.UTF8.GetBytes(
        $$$"""{"inputs":[{"name":"input","datatype":"FP32","shape":[{{{Rows}}},{{{Ratios.InferModel.Features}}}],"data":{{{Encoding.UTF8.GetString(_data)}}}}]}""");

    /// <summary>JSON to tensors.</summary>
    [Benchmark]
    public InferenceRequest Read() => InferenceRequestReader.Read(_body);

    /// <summary>The serializer of .NET, the numbers alone into a plain array.</summary>
    [Benchmark(Baseline = true)]
    public float[]? Plain() => JsonSerializer.Deserialize<float[]>(_data);
}
